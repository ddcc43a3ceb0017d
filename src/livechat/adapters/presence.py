"""Which admins are connected, to this process or to any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from livechat.application.peers import Topic
from livechat.application.ports import Clock, Peers

STILL_HERE = timedelta(seconds=60)
_SIGNED = 1000
_SIGNED_TOPIC = "admin signed"
_HERE_TOPIC = "admins here"
_NAMELESS_TOPIC = "admins without a name"


@dataclass(frozen=True, slots=True)
class InProcessPresence:
    """An admin is here while a socket of his listens, and for a minute after: reloading is not leaving."""

    clock: Clock
    _names: dict[str, str] = field(default_factory=dict, init=False)
    _unnamed: dict[str, None] = field(default_factory=dict, init=False)
    _listening: dict[str, str] = field(default_factory=dict, init=False)
    _left_at: dict[str, datetime] = field(default_factory=dict, init=False)

    def signed(self, socket_id: str, admin_name: str, /) -> None:
        """Of signatures that nobody used only so many are remembered."""
        if socket_id in self._unnamed:
            del self._unnamed[socket_id]
            self._listening[socket_id] = admin_name
            return
        self._names[socket_id] = admin_name
        if len(self._names) > _SIGNED:
            del self._names[next(iter(self._names))]

    def came(self, socket_id: str, /) -> None:
        name = self._names.pop(socket_id, None)
        if name is None:
            self._unnamed[socket_id] = None
        else:
            self._listening[socket_id] = name

    def left(self, socket_id: str, /) -> None:
        self._unnamed.pop(socket_id, None)
        name = self._listening.pop(socket_id, None)
        if name is not None:
            self._left_at[name] = self.clock.now()

    def listening(self) -> set[str]:
        """Who has a socket here now."""
        return set(self._listening.values())

    def nameless(self) -> list[str]:
        """Sockets that listen here, and nobody has said as whom."""
        return list(self._unnamed)

    def name_of(self, socket_id: str) -> str | None:
        """Of a socket that was signed and has not come here."""
        return self._names.get(socket_id)

    async def here(self) -> list[str]:
        now = self.clock.now()
        for name in [n for n, at in self._left_at.items() if now - at >= STILL_HERE]:
            del self._left_at[name]
        return sorted(self.listening() | self._left_at.keys())


class SharedPresence:
    """Each process tells the others who is with it: on coming, on leaving, and from time to time between.

    Then it also asks who its nameless sockets are: what was signed elsewhere may not have been heard.
    Where a process has died, its admins are here no longer than if they had left.
    """

    def __init__(self, clock: Clock, peers: Peers) -> None:
        self._clock = clock
        self._peers = peers
        self._own = InProcessPresence(clock)
        self._seen: dict[str, datetime] = {}
        peers.join(_SIGNED_TOPIC, Topic(self._hear_signed))
        peers.join(_HERE_TOPIC, Topic(self._hear_here, self._tell_here))
        peers.join(_NAMELESS_TOPIC, Topic(self._hear_nameless, self._ask_names))

    def signed(self, socket_id: str, admin_name: str, /) -> None:
        """The socket may be any process's."""
        self._own.signed(socket_id, admin_name)
        self._peers.tell(_SIGNED_TOPIC, socket_id, admin_name)
        self._tell_here()

    def came(self, socket_id: str, /) -> None:
        self._own.came(socket_id)
        self._tell_here()

    def left(self, socket_id: str, /) -> None:
        self._tell_here()
        self._own.left(socket_id)

    async def here(self) -> list[str]:
        now = self._clock.now()
        for name in [n for n, at in self._seen.items() if now - at >= STILL_HERE]:
            del self._seen[name]
        return sorted({*await self._own.here(), *self._seen})

    def _hear_signed(self, words: Sequence[str]) -> None:
        socket_id, admin_name = words
        self._own.signed(socket_id, admin_name)
        self._tell_here()

    def _ask_names(self) -> None:
        if nameless := self._own.nameless():
            self._peers.tell(_NAMELESS_TOPIC, *nameless)

    def _hear_nameless(self, words: Sequence[str]) -> None:
        for socket_id in words:
            if name := self._own.name_of(socket_id):
                self._peers.tell(_SIGNED_TOPIC, socket_id, name)

    def _hear_here(self, words: Sequence[str]) -> None:
        self._seen |= dict.fromkeys(words, self._clock.now())

    def _tell_here(self) -> None:
        if names := self._own.listening():
            self._peers.tell(_HERE_TOPIC, *sorted(names))
