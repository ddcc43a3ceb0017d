"""Requests that are under way for as long as a test likes."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from uuid import uuid4


@dataclass(slots=True)
class Sending:
    """A message on its way: its head has been read, its body is still in our hands."""

    port: int
    token: str
    text: str
    id: str = field(default_factory=lambda: str(uuid4()))
    _reader: asyncio.StreamReader = field(init=False)
    _writer: asyncio.StreamWriter = field(init=False)

    async def begin(self) -> Sending:
        """Return when the server waits for the rest."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = (
            f"POST /api/chat/send-message HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {self.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(self._body())}\r\n"
            "Expect: 100-continue\r\n\r\n"
        )
        self._writer.write(head.encode())
        assert (await self._reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100")
        return self

    def give_up(self) -> None:
        self._writer.close()

    async def finish(self) -> int:
        """The status of the answer, once the whole of it is read."""
        self._writer.write(self._body())
        answer = await self._reader.read()
        self._writer.close()
        head, _, body = answer.partition(b"\r\n\r\n")
        assert json.loads(body)
        return int(head.split()[1])

    def _body(self) -> bytes:
        return json.dumps({"id": self.id, "message": self.text}).encode()
