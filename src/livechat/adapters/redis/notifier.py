"""Tells the listeners of this process at once, and those of all others over the bus."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby
from typing import TypeAlias
from zlib import crc32

import msgspec

from livechat.adapters.redis.bus import Bus, GarbageError, Listener, each_line
from livechat.adapters.redis.line import UnreachableError
from livechat.application.ports import NotifierDownError
from livechat.application.signals import SESSION_CHANNEL_PREFIX, Signal

_NAME = re.compile(r"[A-Za-z0-9_.\-]{1,200}")

Concerns: TypeAlias = Callable[[str], bool]
"""Of logical channels, those that are meant."""


class Ways:
    """On which channel of the bus a logical channel is told.

    With more than one, a process listens only where sessions of its own listeners are.
    """

    def __init__(self, bus: Bus, *, channels: int = 1) -> None:
        self._bus = bus
        self._channels = channels
        self._joined: Counter[str] = Counter()
        self._listener: Callable[[str], Listener]

    def of(self, channel: str) -> str:
        """All that is told of one logical channel goes one way, and so keeps its order."""
        if self._channels == 1:
            return "signals"
        if not channel.startswith(SESSION_CHANNEL_PREFIX):
            return "signals.team"
        return f"signals.{self._channels}.{crc32(channel.encode()) % self._channels}"

    def open(self, listener: Callable[[str], Listener]) -> None:
        """*listener* is who listens to a channel of the bus."""
        self._listener = listener
        if self._channels == 1:
            self._bus.listen(way := self.of(""), listener(way))

    def joined(self, channel: str, _socket_id: str, /) -> None:
        """Somebody here listens to that logical channel now."""
        if self._channels > 1:
            way = self.of(channel)
            self._joined[way] += 1
            if self._joined[way] == 1:
                self._bus.listen(way, self._listener(way))

    def left(self, channel: str, _socket_id: str, /) -> None:
        """And now no longer."""
        if self._channels > 1:
            way = self.of(channel)
            self._joined[way] -= 1
            if not self._joined[way]:
                del self._joined[way]
                self._bus.leave(way)


class RedisNotifier:
    """A batch is one message: a line for each event, *channels name data*.

    A process where nobody listens to these channels drops the line without reading its data.
    """

    def __init__(
        self,
        bus: Bus,
        ways: Ways,
        *,
        deliver: Callable[[Sequence[Signal]], None],
        is_heard: Concerns,
        catch_up: Callable[[Concerns], Awaitable[None]],
    ) -> None:
        self._bus = bus
        self._ways = ways
        self._deliver = deliver
        self._is_heard = is_heard
        self._catch_up = catch_up
        self._catching_up: set[asyncio.Task[None]] = set()
        ways.open(self._listener)

    async def publish(self, signals: Sequence[Signal], /) -> None:
        self._deliver(signals)
        if not signals:
            return
        try:
            await self._bus.send(self._messages(signals))
        except UnreachableError as error:
            raise NotifierDownError(str(error)) from error

    def _listener(self, way: str) -> Listener:
        def concerns(channel: str) -> bool:
            return self._ways.of(channel) == way

        def missed() -> None:
            task = asyncio.ensure_future(self._catch_up(concerns))
            self._catching_up.add(task)
            task.add_done_callback(self._catching_up.discard)

        return Listener(self._hear, missed)

    def _messages(self, signals: Sequence[Signal]) -> list[tuple[str, bytes]]:
        lines: dict[str, list[bytes]] = {}
        for (way, name, _), same in groupby(signals, key=self._kind):
            one, *more = same
            channels = ",".join([one.channel, *(signal.channel for signal in more)])
            data = msgspec.json.encode(one.data)
            lines.setdefault(way, []).append(f"{channels} {name} ".encode() + data)
        return [(way, b"\n".join(some)) for way, some in lines.items()]

    def _kind(self, signal: Signal) -> tuple[str, str, int]:
        """Signals that are alike in this share a line."""
        return self._ways.of(signal.channel), signal.name, id(signal.data)

    def _hear(self, body: bytes) -> None:
        signals: list[Signal] = []
        try:
            each_line(body, lambda line: signals.extend(self._signals(line)))
        finally:
            self._deliver(signals)

    def _signals(self, line: bytes) -> list[Signal]:
        channels, _, rest = line.partition(b" ")
        heard = [each for each in channels.decode().split(",") if self._is_heard(each)]
        if not heard:
            return []
        name, _, data = rest.partition(b" ")
        if not _NAME.fullmatch(name.decode()):
            raise GarbageError("there is no event of that name")
        read = msgspec.json.decode(data, type=dict[str, object])
        return [Signal(channel, name.decode(), read) for channel in heard]
