"""A Pusher server that has a bad day: it speaks HTTP, and answers as it is told."""

import asyncio
import json

ANSWERS = {200: b"OK", 401: b"Unauthorized", 403: b"Forbidden", 413: b"Too Large"}


class FaultyPusher:
    """`mode` is a status, or one of `silent`, `drips`, `cuts`; `heard` are the events of good answers."""

    def __init__(self):
        self.mode = 200
        self.most_bytes = 10_000
        self.retry_after = None
        self.heard = []
        self.asked = 0

    @property
    def address(self):
        host, port = self._server.sockets[0].getsockname()
        return f"http://{host}:{port}"

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_):
        self._server.close()

    async def _serve(self, reader, writer):
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode().lower().split("\r\n")
                sizes = [int(x.split(":")[1]) for x in lines if x.startswith("content-length:")]
                body = await reader.readexactly(sum(sizes))
                self.asked += 1
                if not await self._answers(writer, json.loads(body) if body else {}):
                    break
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _answers(self, writer, said):
        """False where the connection is over."""
        match self.mode:
            case "silent":
                await asyncio.sleep(60)
            case "cuts":
                writer.transport.abort()
                return False
            case "drips":
                while True:
                    writer.write(b"H")
                    await writer.drain()
                    await asyncio.sleep(0.1)
        events = said.get("batch", [])
        status = self.mode
        if status == 200 and any(len(e["data"].encode()) > self.most_bytes for e in events):
            status = 413
        if status == 200:
            self.heard += events
        more = f"Retry-After: {self.retry_after}\r\n" if self.retry_after else ""
        reason = ANSWERS.get(status, b"Trouble").decode()
        writer.write(f"HTTP/1.1 {status} {reason}\r\nContent-Length: 2\r\n{more}\r\n{{}}".encode())
        await writer.drain()
        return True

    def seqs(self):
        return [json.loads(event["data"])["seq"] for event in self.heard]
