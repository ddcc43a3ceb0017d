"""A server that webhooks are sent to."""

import asyncio
import json

import pytest

from livechat.adapters.clock import SystemClock
from livechat.adapters.webhooks import Patience, Webhooks
from livechat.entrypoints.realtime.signatures import App

APP = App("4242", "app-key", "app-secret")
PATIENCE = 20


class Receiver:
    """Keeps what it was sent; answers as it is told to, and then as usual."""

    def __init__(self):
        self.requests = []
        self.answers = []
        self.usual = 200
        self._came = asyncio.Event()
        self._end = asyncio.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/hooks"

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_):
        self._end.set()
        self._server.close()

    def events(self):
        """All of them, in their order."""
        return [event for _, body in self.requests for event in json.loads(body)["events"]]

    async def got(self, true):
        """Wait until that is true of what came."""
        async with asyncio.timeout(PATIENCE):
            while not true():
                self._came.clear()
                await self._came.wait()

    async def _serve(self, reader, writer):
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode().split("\r\n")[1:-2]
                headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines)}
                body = await reader.readexactly(int(headers["content-length"]))
                self.requests.append((headers, body))
                self._came.set()
                await self._answer(writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, writer):
        match self.answers.pop(0) if self.answers else self.usual:
            case "nothing":
                await self._end.wait()
            case "a byte at a time":
                for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1000:
                    writer.write(bytes([byte]))
                    await asyncio.sleep(0.1)
            case "drop":
                raise ConnectionError
            case status:
                writer.write(f"HTTP/1.1 {status} x\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()


@pytest.fixture
async def receiver():
    async with Receiver() as receiver:
        yield receiver


@pytest.fixture
def webhooks():
    """`async with webhooks(url, in_all=1) as hooks`: what tells that receiver, after short pauses."""
    quick = {"answer": 20, "first_gap": 0.01, "longest_gap": 0.05, "in_all": 60, "return_": 0.2}

    def webhooks(url, **patience):
        its = Patience(**(quick | patience))
        return Webhooks(url, key=APP.key, sign=APP.sign, clock=SystemClock(), patience=its)

    return webhooks
