"""Who listens where: here, and with the other processes of this installation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import NamedTuple, Protocol, TypeAlias

from msgspec import Raw

from livechat.entrypoints.realtime.presence import Info, Roster, shown


class Listener(Protocol):
    """One client, as the hub sees it."""

    socket_id: str
    channels: dict[str, str]
    """What it listens to, and who it is there ("" where nobody is shown)."""

    @property
    def user_id(self) -> str:
        """Whom it signed in as; "" while as nobody."""
        ...

    def write(self, frame: bytes, /) -> None:
        """Never waits, never raises: who reads too slowly is cut off."""
        ...

    def close(self, code: int, reason: str, /) -> None:
        """It hears nothing more from now on."""
        ...


class Change(NamedTuple):
    """Somebody is there who was nowhere before, or nowhere any more."""

    channel: str
    user_id: str
    """Of a member; "" where it is about the channel: it has a listener at all."""
    there: bool


class Fact(NamedTuple):
    """What a process says of its own listeners: how many are in a channel, or what a member is shown as."""

    channel: str
    user_id: str
    said: str
    """Nothing where nobody is there any longer."""


class Facts:
    """All that one process says; two that hold the same have the same digest."""

    __slots__ = ("digest", "rooms")

    def __init__(self) -> None:
        self.digest = 0
        self.rooms: dict[str, dict[str, str]] = {}

    def __iter__(self) -> Iterator[Fact]:
        for channel, room in self.rooms.items():
            for user_id, said in room.items():
                yield Fact(channel, user_id, said)

    def put(self, fact: Fact) -> None:
        """What was said of the same before holds no longer."""
        room = self.rooms.setdefault(fact.channel, {})
        before = Fact(fact.channel, fact.user_id, room.pop(fact.user_id, ""))
        self.digest ^= _mark(before) ^ _mark(fact)
        if fact.said:
            room[fact.user_id] = fact.said
        elif not room:
            del self.rooms[fact.channel]

    def of(self, channel: str) -> dict[str, str]:
        """What is said of a channel, by user id."""
        return self.rooms.get(channel, {})


def _mark(fact: Fact) -> int:
    """Not a CRC: those of channels that are counted through cancel each other out."""
    if not fact.said:
        return 0
    return int.from_bytes(blake2b("\n".join(fact).encode(), digest_size=8).digest())


Noticed: TypeAlias = Callable[[Change], None]
Told: TypeAlias = Callable[[Fact], None]


class Census:
    """Every channel with its listeners, of this process one by one, of the others as they say."""

    def __init__(self) -> None:
        self.rooms: dict[str, set[Listener]] = {}
        self.on_change: list[Noticed] = []
        """Called after it has happened, whichever process it happened with."""
        self.on_fact: list[Told] = []
        """Called with what the others should know of this process."""
        self._rosters: dict[str, Roster] = {}
        self._others: dict[str, Facts] = {}

    def add(self, channel: str, listener: Listener) -> None:
        """It listens there from now on."""
        before = self.is_there(channel)
        self.rooms.setdefault(channel, set()).add(listener)
        self._compare(channel, before=before)
        self._tell(channel)

    def remove(self, channel: str, listener: Listener) -> None:
        """It does not any longer."""
        before = self.is_there(channel)
        room = self.rooms[channel]
        room.discard(listener)
        if not room:
            del self.rooms[channel]
        self._compare(channel, before=before)
        self._tell(channel)

    def add_member(self, channel: str, user_id: str, info: Info) -> None:
        """One more socket of that user."""
        before = self.is_there(channel, user_id)
        first = self._rosters.setdefault(channel, Roster()).add(user_id, info)
        self._compare(channel, user_id, before=before)
        if first:
            self._tell(channel, user_id, str(shown(info), "utf-8"))

    def remove_member(self, channel: str, user_id: str) -> None:
        """One socket less of that user."""
        roster = self._rosters[channel]
        before = self.is_there(channel, user_id)
        last = roster.remove(user_id)
        if not roster:
            del self._rosters[channel]
        self._compare(channel, user_id, before=before)
        if last:
            self._tell(channel, user_id)

    def hear(self, process: str, fact: Fact) -> None:
        """Another process says so."""
        before = self.is_there(fact.channel, fact.user_id)
        self._others.setdefault(process, Facts()).put(fact)
        self._compare(fact.channel, fact.user_id, before=before)

    def replace(self, process: str, facts: Facts) -> None:
        """That is all that there is to say of another process."""
        known = self._others.setdefault(process, Facts())
        for fact in [old for old in known if old.user_id not in facts.of(old.channel)]:
            self.hear(process, fact._replace(said=""))
        for fact in facts:
            self.hear(process, fact)

    def forget(self, process: str) -> None:
        """It is no more, and neither are its listeners."""
        self.replace(process, Facts())
        self._others.pop(process, None)

    def digest(self, process: str) -> int:
        """Of what is known of it."""
        return self._others[process].digest if process in self._others else 0

    def channels(self) -> set[str]:
        """All that have a listener."""
        return set(self.rooms).union(*(facts.rooms for facts in self._others.values()))

    def count(self, channel: str) -> int:
        """How many sockets listen to it."""
        elsewhere = (facts.of(channel).get("", "0") for facts in self._others.values())
        return len(self.rooms.get(channel, ())) + sum(map(int, elsewhere))

    def members(self, channel: str) -> dict[str, Raw]:
        """Everybody who is in it, with what the others are shown."""
        roster = self._rosters.get(channel)
        found = {who: shown(info) for who, info in roster.infos()} if roster else {}
        for facts in self._others.values():
            for user_id, said in facts.of(channel).items():
                if user_id:
                    found.setdefault(user_id, Raw(said.encode()))
        return found

    def is_there(self, channel: str, user_id: str = "") -> bool:
        """Whether that channel has a listener, or that member."""
        here = user_id in self._rosters.get(channel, ()) if user_id else channel in self.rooms
        if here or not self._others:
            return here
        return any(user_id in facts.of(channel) for facts in self._others.values())

    def _compare(self, channel: str, user_id: str = "", *, before: bool) -> None:
        there = self.is_there(channel, user_id)
        if there != before:
            change = Change(channel, user_id, there)
            for notice in self.on_change:
                notice(change)

    def _tell(self, channel: str, user_id: str = "", said: str = "") -> None:
        if self.on_fact:
            count = len(self.rooms.get(channel, ()))
            fact = Fact(channel, user_id, said if user_id else str(count or ""))
            for tell in self.on_fact:
                tell(fact)
