"""The ASGI application of `/app/{key}`: lets clients in, pings them, and sees them out."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from math import ceil
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from livechat.entrypoints.realtime.connection import Connection
from livechat.entrypoints.realtime.drops import Drop
from livechat.entrypoints.realtime.protocol import Close, Refusal, error, refusal
from livechat.entrypoints.realtime.socket import AsgiSocket, DirectSocket

if TYPE_CHECKING:
    from livechat.entrypoints.realtime.admission import Policy
    from livechat.entrypoints.realtime.connection import Outlet
    from livechat.entrypoints.realtime.hub import Hub
    from livechat.entrypoints.realtime.socket import Receive, Send, Socket

SLICE_SECONDS = 0.05
AT_EASE_PER_SECOND = 200
LONGEST_DRAIN_SECONDS = 5
LONGEST_CATCH_UP_SECONDS = 3

Scope = Mapping[str, Any]

_REASONS: Final = {Close.UNAUTHORISED: Drop.ORIGIN, Close.OVER_CAPACITY: Drop.FULL}

EXTENSION: Final = "livechat.handover"
"""Where the ASGI scope holds a `Handover`."""


class Guardian(Protocol):
    """Whoever looks after connections that were given away."""

    def shutdown(self) -> None:
        """The server ends; it waits until no guardian is left."""
        ...


class Handover(NamedTuple):
    """How an application comes by its connection."""

    give: Callable[[asyncio.Protocol], asyncio.Transport]
    """To be called between `websocket.accept` and the next `await`; nothing more may be sent."""
    guardians: set[Guardian]
    """Whom the server tells of its end."""


def peer(scope: Scope) -> str:
    """Whom a socket counts for, where no proxy stands before us."""
    client = scope.get("client")
    return str(client[0]) if client else ""


class Gateway:
    """All sockets of this process."""

    def __init__(
        self,
        *,
        policy: Policy,
        hub: Hub,
        origin_allowed: Callable[[str | None, str | None], bool],
        client_address: Callable[[Scope], str] = peer,
    ) -> None:
        self.limits = policy.limits
        self._policy = policy
        self._hub = hub
        self._origin_allowed = origin_allowed
        self._client_address = client_address
        self._sockets: set[Socket] = set()
        self._addresses: Counter[str] = Counter()
        self._guardians: set[Guardian] = set()
        self._sweeper: asyncio.TimerHandle | None = None
        self._ending = False
        self._goodbyes: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One client, from its handshake to its end; or to where its connection is handed over."""
        await receive()
        address = self._client_address(scope)
        refused = self._refusal(scope, address)
        await send({"type": "websocket.accept"})
        if refused is not None:
            self._hub.drops[_REASONS.get(refused.code, Drop.HANDSHAKE)] += 1
            await _refuse(refused, send)
            return
        handover: Handover | None = (scope.get("extensions") or {}).get(EXTENSION)
        if handover is None:
            await self._serve(AsgiSocket(self, address, send), receive)
            return
        socket = DirectSocket(self, address)
        self._guard(handover.guardians)
        self._came(socket)
        socket.begin(handover.give(socket))

    def connect(self, outlet: Outlet, /) -> Connection:
        """A new client has a socket id that nobody can guess: signatures are bound to it."""
        socket_id = f"{secrets.randbits(50)}.{secrets.randbits(50)}"
        now = asyncio.get_running_loop().time()
        return Connection(self._policy, self._hub, outlet, socket_id, now=now)

    def gone(self, socket: Socket, /) -> None:
        """Its client is away; the last one takes the timer along."""
        self._sockets.discard(socket)
        self._addresses[socket.address] -= 1
        if not self._addresses[socket.address]:
            del self._addresses[socket.address]
        if not self._sockets:
            self._guardians.discard(self)
            if self._sweeper is not None:
                self._sweeper.cancel()
                self._sweeper = None

    async def catch_up(self, concerns: Callable[[str], bool]) -> None:
        """Something may have been missed on these logical channels; slice by slice, for each will fetch."""
        for some in _slices(self._sockets, within=LONGEST_CATCH_UP_SECONDS):
            for socket in some:
                socket.connection.catch_up(concerns)
            await asyncio.sleep(SLICE_SECONDS * random.uniform(0.5, 1))  # noqa: S311  no secret

    async def drain(self) -> None:
        """Close all sockets in slices: clients come back in the order in which they were sent away."""
        self._ending = True
        for some in _slices(self._sockets, within=LONGEST_DRAIN_SECONDS):
            for socket in some:
                socket.connection.close(Close.GOING_AWAY, "Back in a moment.")
            await asyncio.sleep(SLICE_SECONDS)

    def shutdown(self) -> None:
        """The server ends; it waits until the last socket is gone."""
        if not self._ending:
            self._goodbyes = asyncio.create_task(self.drain())

    async def _serve(self, socket: AsgiSocket, receive: Receive) -> None:
        self._came(socket)
        try:
            await socket.serve(receive)
        finally:
            socket.end()
            self.gone(socket)

    def _refusal(self, scope: Scope, address: str) -> Refusal | None:
        headers = scope["headers"]
        if not self._origin_allowed(_header(headers, b"origin"), _header(headers, b"host")):
            return Refusal(Close.UNAUTHORISED, "This origin is not allowed.")
        if self._ending or self._is_full(address):
            return Refusal(Close.OVER_CAPACITY, "Too many connections.")
        query = scope["query_string"].decode("latin-1")
        return refusal(scope["path"], query, key=self._policy.app.key)

    def _is_full(self, address: str) -> bool:
        in_all, for_one = self.limits.sockets, self.limits.sockets_per_address
        return (in_all is not None and len(self._sockets) >= in_all) or (
            for_one is not None and self._addresses[address] >= for_one
        )

    def _came(self, socket: Socket) -> None:
        self._sockets.add(socket)
        self._addresses[socket.address] += 1
        if self._sweeper is None:
            self._sweep_later()

    def _guard(self, guardians: set[Guardian]) -> None:
        self._guardians = guardians
        guardians.add(self)

    def _sweep_later(self) -> None:
        loop = asyncio.get_running_loop()
        self._sweeper = loop.call_later(self.limits.check_every, self._sweep)

    def _sweep(self) -> None:
        """One timer for all: a socket costs nothing while it is quiet."""
        self._sweep_later()
        now = asyncio.get_running_loop().time()
        for socket in tuple(self._sockets):
            socket.check(now=now)


async def elsewhere(_: Scope, receive: Receive, send: Send) -> None:
    """Instead of a gateway, where another server keeps the sockets."""
    await receive()
    await send({"type": "websocket.accept"})
    await _refuse(Refusal(Close.UNKNOWN_APP, "Sockets are kept elsewhere."), send)


def _slices(sockets: Iterable[Socket], *, within: float) -> list[list[Socket]]:
    """So many at a time that all have had their turn by then, but no fewer than is no burden."""
    waiting = list(sockets)
    size = max(
        ceil(AT_EASE_PER_SECOND * SLICE_SECONDS), ceil(len(waiting) * SLICE_SECONDS / within)
    )
    return [waiting[start : start + size] for start in range(0, len(waiting), size)]


async def _refuse(refused: Refusal, send: Send) -> None:
    """Said in words and by the close code: pusher-js heeds either, and does not come back for nothing."""
    text = error(refused.code, refused.reason).decode()
    await send({"type": "websocket.send", "text": text})
    await send({"type": "websocket.close", "code": refused.code, "reason": refused.reason})


def _header(headers: list[tuple[bytes, bytes]], name: bytes) -> str | None:
    """Two of a name are joined, and so equal to none that is allowed."""
    values = [value for key, value in headers if key.lower() == name]
    return b", ".join(values).decode("latin-1") if values else None
