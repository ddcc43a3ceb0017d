"""A TCP proxy that does to the bytes what networks and other proxies do to them."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from weakref import WeakSet

from tests.ports import free_port

_CHUNK = 65536
_PIECES_PER_SECOND = 20
_RESET = struct.pack("ii", 1, 0)


class _CutError(Exception):
    """As many bytes have passed as may."""


@dataclass(slots=True)
class Way:
    """What happens to the bytes of each connection in one direction; open ones notice a change too."""

    delay: float = 0.0
    """Seconds for which each piece is held."""
    rate: int | None = None
    """Bytes a second."""
    cut_after: int | None = None
    """Bytes of a connection that pass before it is reset."""
    edit: Callable[[bytes], bytes] | None = None
    keeps_sockets: bool = False
    """What comes over a WebSocket goes no further."""


@dataclass(slots=True, eq=False)
class _Connection:
    ends: tuple[asyncio.StreamWriter, asyncio.StreamWriter]
    flows: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class FaultProxy:
    """Between clients and the *target* port, here on *port*; without a fault it passes everything on."""

    target: int
    port: int = field(default_factory=free_port)
    requests: Way = field(default_factory=Way)
    answers: Way = field(default_factory=Way)
    _finished: WeakSet[asyncio.StreamWriter] = field(default_factory=WeakSet)
    _open: set[_Connection] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[FaultProxy]:
        """Until the end of the block; whatever is open then is reset."""
        server = await asyncio.start_server(self._accepted, "127.0.0.1", self.port, backlog=1024)
        try:
            yield self
        finally:
            server.close()
            self.heal()
            for connection in self._open:
                connection.flows.set()
            self.reset()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def heal(self) -> None:
        """From now on everything passes; what was silenced stays so."""
        self.requests, self.answers = Way(), Way()

    def reset(self) -> int:
        """Every open connection, without a word; says how many."""
        for connection in self._open:
            for end in connection.ends:
                _reset(end)
        return len(self._open)

    def half_close(self) -> None:
        """Say on every open connection that the other side has finished, and go on listening to it."""
        for _, to_client in [connection.ends for connection in self._open]:
            with suppress(OSError):
                to_client.write_eof()
            self._finished.add(to_client)

    def silence(self) -> int:
        """Open connections stay open, and nothing passes any more; new ones work. Says how many."""
        for connection in self._open:
            connection.flows.clear()
        return len(self._open)

    async def _accepted(
        self, from_client: asyncio.StreamReader, to_client: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            from_server, to_server = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            _reset(to_client)
            return
        connection = _Connection((to_server, to_client))
        connection.flows.set()
        self._open.add(connection)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(
                    self._pass(from_client, to_server, connection, lambda: self.requests)
                )
                both.create_task(
                    self._pass(from_server, to_client, connection, lambda: self.answers)
                )
        except* (_CutError, OSError):
            pass
        finally:
            self._open.discard(connection)
            for end in connection.ends:
                _reset(end)

    async def _pass(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        connection: _Connection,
        way: Callable[[], Way],
    ) -> None:
        passed, upgraded = 0, False
        while chunk := await reader.read(_CHUNK):
            now = way()
            upgraded = upgraded or chunk.startswith(b"HTTP/1.1 101 ")
            if upgraded and now.keeps_sockets:
                continue
            await asyncio.sleep(now.delay)
            if writer in self._finished:
                raise _CutError
            for piece in _pieces(now.edit(chunk) if now.edit else chunk, now.rate):
                await connection.flows.wait()
                left = len(piece) if now.cut_after is None else now.cut_after - passed
                writer.write(piece[: max(left, 0)])
                await writer.drain()
                passed += len(piece)
                if left < len(piece):
                    raise _CutError
                if now.rate:
                    await asyncio.sleep(1 / _PIECES_PER_SECOND)
        await connection.flows.wait()
        writer.write_eof()


def _pieces(chunk: bytes, rate: int | None) -> list[bytes]:
    size = max(1, rate // _PIECES_PER_SECOND) if rate else len(chunk) or 1
    return [chunk[at : at + size] for at in range(0, len(chunk), size)]


def _reset(writer: asyncio.StreamWriter) -> None:
    """RST instead of FIN: whoever waits for an answer is told at once."""
    end = writer.get_extra_info("socket")
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.transport.abort()
