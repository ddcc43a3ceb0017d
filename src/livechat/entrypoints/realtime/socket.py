"""The WebSocket that moves bytes between one client and its connection."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from livechat.entrypoints.realtime.drops import Drop
from livechat.entrypoints.realtime.framing import (
    FramingError,
    Opcode,
    Reader,
    answer_to_close,
    close_frame,
    frame,
    text_frame,
)
from livechat.entrypoints.realtime.protocol import FRAME_BYTES, Close

if TYPE_CHECKING:
    from livechat.entrypoints.realtime.connection import Connection, Outlet
    from livechat.entrypoints.realtime.limits import Limits

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Keeper(Protocol):
    """Who looks after all sockets."""

    limits: Limits

    def connect(self, outlet: Outlet, /) -> Connection:
        """The protocol's side of a new client."""
        ...

    def gone(self, socket: DirectSocket, /) -> None:
        """Its client will not be heard of again."""
        ...


class DirectSocket(asyncio.Protocol):
    """Owns the transport after the handshake: no task, no timer and no queue for a client.

    The transport's buffer is the queue, and its bound ours: who does not read is cut off, and catches up later.
    """

    __slots__ = (
        "__weakref__",
        "_closed_at",
        "_keeper",
        "_loop",
        "_reader",
        "_transport",
        "address",
        "connection",
    )

    def __init__(self, keeper: Keeper, address: str) -> None:
        self.address = address
        self.connection = keeper.connect(self)
        self._keeper = keeper
        self._loop = asyncio.get_running_loop()
        self._reader: Reader | None = Reader(FRAME_BYTES)
        self._closed_at: float | None = None
        self._transport: asyncio.Transport

    def begin(self, transport: asyncio.Transport) -> None:
        """The handshake is done, the next bytes are frames."""
        self._transport = transport
        transport.set_write_buffer_limits(high=self._keeper.limits.unsent_bytes)
        self.connection.greet()

    def write(self, frame: bytes, /) -> None:
        if self._closed_at is None and not self._transport.is_closing():
            self._transport.write(text_frame(frame))

    def close(self, code: int, reason: str, /) -> None:
        self._end(close_frame(code, reason))

    def check(self, *, now: float) -> None:
        """Ping it where that is due; cut off who does not let itself be closed."""
        if self._closed_at is None:
            self.connection.check(now=now)
        elif now - self._closed_at >= self._keeper.limits.close_within:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        if self._reader is None:
            return
        now = self._loop.time()
        try:
            for opcode, payload in self._reader.feed(data):
                if not self._take(opcode, payload, now):
                    self._reader = None
                    return
        except FramingError as broken:
            self._reader = None
            self.connection.close(broken.code, broken.reason, Drop.BROKEN)

    def pause_writing(self) -> None:
        self.connection.dropped(Drop.SLOW)
        self.connection.leave()
        self._transport.abort()

    def connection_lost(self, _: Exception | None) -> None:
        self.connection.leave()
        self._keeper.gone(self)

    def _take(self, opcode: Opcode, payload: bytes, now: float) -> bool:
        """False when nothing more is to be read."""
        if opcode is Opcode.CLOSE:
            self.connection.leave()
            self._end(answer_to_close(payload))
            self._transport.close()
            return False
        if opcode is Opcode.TEXT and self._closed_at is None:
            return self.connection.hear(_text(payload), now=now)
        if not self.connection.alive(now=now):
            return False
        if opcode is Opcode.PING and self._closed_at is None:
            self._transport.write(frame(Opcode.PONG, payload))
        return True

    def _end(self, last: bytes) -> None:
        if self._closed_at is None and not self._transport.is_closing():
            self._closed_at = self._loop.time()
            self._transport.write(last)


class AsgiSocket:
    """The same through any ASGI server: its buffer cannot be seen, so here is a bounded queue before it."""

    def __init__(self, keeper: Keeper, address: str, send: Send) -> None:
        self.address = address
        self.connection = keeper.connect(self)
        self._send = send
        self._bound = keeper.limits.unsent_bytes
        self._queue: deque[Message] = deque()
        self._unsent = 0
        self._closed = False
        self._sender: asyncio.Task[None] | None = None

    async def serve(self, receive: Receive) -> None:
        """Until the client is away."""
        now = asyncio.get_running_loop().time
        self.connection.greet()
        while (message := await receive())["type"] != "websocket.disconnect":
            text = message.get("text")
            if self._closed:
                continue
            if text is None or len(text.encode()) > FRAME_BYTES:
                self.connection.close(1009 if text else 1003, "Short texts only.", Drop.BROKEN)
            else:
                self.connection.hear(text, now=now())

    def write(self, frame: bytes, /) -> None:
        if self._closed:
            return
        self._unsent += len(frame)
        if self._unsent > self._bound:
            self._queue.clear()
            self.connection.close(Close.OVER_CAPACITY, "Reads too slowly.", Drop.SLOW)
        else:
            self._put({"type": "websocket.send", "text": frame.decode()})

    def close(self, code: int, reason: str, /) -> None:
        if not self._closed:
            self._closed = True
            self._put({"type": "websocket.close", "code": code, "reason": reason})

    def check(self, *, now: float) -> None:
        """Ping it where that is due."""
        self.connection.check(now=now)

    def end(self) -> None:
        """Forget what is still to be sent."""
        self._closed = True
        self.connection.leave()
        if self._sender is not None:
            self._sender.cancel()

    def _put(self, message: Message) -> None:
        self._queue.append(message)
        if self._sender is None:
            self._sender = asyncio.create_task(self._send_all())

    async def _send_all(self) -> None:
        """A server says by OSError that the client is away; `receive` tells it too."""
        with suppress(OSError):
            while self._queue:
                message = self._queue.popleft()
                await self._send(message)
                self._unsent -= len(message.get("text", "").encode())
        self._sender = None


Socket = DirectSocket | AsgiSocket


def _text(payload: bytes) -> str:
    try:
        return payload.decode()
    except UnicodeDecodeError:
        raise FramingError(1007, "The text is not UTF-8.") from None
