"""Answers that wait in memory until a client reads them: uvicorn itself would keep them for ever."""

from __future__ import annotations

import asyncio
from typing import Final

MOST_BYTES: Final = 64 * 1024 * 1024
SECONDS: Final = 60.0


class Unread:
    """Connections with something unread, whoever has kept us waiting longest first.

    The system's own buffer is emptied in large steps, so that a slow client shows none for a while.
    """

    def __init__(self, *, most_bytes: int = MOST_BYTES, seconds: float = SECONDS) -> None:
        self._most_bytes = most_bytes
        self._seconds = seconds
        self._held: dict[asyncio.Transport, int] = {}
        self._looks: dict[asyncio.Transport, asyncio.TimerHandle] = {}

    def add(self, transport: asyncio.Transport) -> None:
        """Cut it off once it has read nothing for a while, and whoever came first where all together are too much."""
        if transport in self._held:
            return
        # An answer that was begun to be read is held as a whole until its end.
        size = self._held[transport] = transport.get_write_buffer_size()
        self._look_later(transport, size)
        while sum(self._held.values()) > self._most_bytes:
            self._cut(next(iter(self._held)))

    def discard(self, transport: asyncio.Transport) -> None:
        """It reads, or is gone."""
        if self._held.pop(transport, None) is not None:
            self._looks.pop(transport).cancel()

    def _look_later(self, transport: asyncio.Transport, unread: int) -> None:
        loop = asyncio.get_running_loop()
        self._looks[transport] = loop.call_later(self._seconds, self._look, transport, unread)

    def _look(self, transport: asyncio.Transport, unread: int) -> None:
        left = transport.get_write_buffer_size()
        if not left:
            self.discard(transport)
        elif left < unread:
            self._look_later(transport, left)
        else:
            self._cut(transport)

    def _cut(self, transport: asyncio.Transport) -> None:
        self.discard(transport)
        transport.abort()
