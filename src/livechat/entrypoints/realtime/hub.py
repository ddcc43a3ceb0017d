"""Which socket listens to which channel, and telling all who do."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING

from livechat.entrypoints.realtime.cache import EventCache
from livechat.entrypoints.realtime.census import Census, Change, Listener
from livechat.entrypoints.realtime.presence import Info
from livechat.entrypoints.realtime.protocol import (
    PRESENCE,
    Close,
    Kind,
    event,
    logical,
    quoted,
)
from livechat.entrypoints.realtime.reports import Reports
from livechat.entrypoints.realtime.users import Users

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from msgspec import Raw

    from livechat.application.signals import Signal
    from livechat.entrypoints.realtime.drops import Drops

log = logging.getLogger(__name__)


class Hub:
    """Everyone who is connected to this process.

    Signals and the two callables speak of logical channels, which are private ones on the wire.
    """

    def __init__(
        self,
        census: Census | None = None,
        reports: Reports | None = None,
        *,
        on_joined: Callable[[str, str], None] | None = None,
        on_left: Callable[[str, str], None] | None = None,
    ) -> None:
        self._on_joined = on_joined
        self._on_left = on_left
        self._listeners: dict[str, Listener] = {}
        self.census = census or Census()
        self.reports = reports or Reports()
        self.census.on_change += [self._tell_of_member, self.reports.changed]
        self.drops: Drops = Counter()
        self.users = Users(self.census)
        self.cache = EventCache()
        self.on_said: list[Callable[[str, bytes], None]] = []
        """Called with each client event and its channel, for those whom other processes serve."""
        self._rooms = self.census.rooms

    def __len__(self) -> int:
        return len(self._listeners)

    def __contains__(self, socket_id: str) -> bool:
        return socket_id in self._listeners

    def deliver(self, signals: Sequence[Signal]) -> None:
        """Tell all who listen, in this order; what is equal for many is encoded once."""
        texts: dict[int, Raw] = {}
        for signal in signals:
            channel = f"{Kind.PRIVATE.value}{signal.channel}"
            if room := self._rooms.get(channel):
                text = texts.get(id(signal.data))
                if text is None:
                    text = texts[id(signal.data)] = quoted(signal.data)
                _tell(room, event(signal.name, text, channel=channel))
                if signal.is_last:
                    self._end(channel)

    def is_heard(self, channel: str) -> bool:
        """Whether anybody listens to the logical *channel*."""
        return f"{Kind.PRIVATE.value}{channel}" in self._rooms

    def find(self, socket_id: str) -> Listener | None:
        """The one with that id, if it is connected here."""
        return self._listeners.get(socket_id)

    def relay(self, channel: str, frame: bytes, *, without: Listener | None = None) -> None:
        """Tell all in a channel, or all the others."""
        _tell(self._rooms.get(channel, ()), frame, without=without)

    def say(self, listener: Listener, channel: str, frame: bytes) -> None:
        """Tell all the others in a channel, of other processes too."""
        self.relay(channel, frame, without=listener)
        for tell in self.on_said:
            tell(channel, frame)

    def enter(self, listener: Listener) -> None:
        """It is connected, and listens to nothing yet."""
        self._listeners[listener.socket_id] = listener

    def leave(self, listener: Listener) -> None:
        """It is gone from everywhere; again is no error."""
        for channel in tuple(listener.channels):
            self.part(listener, channel)
        self.users.remove(listener.user_id, listener)
        self._listeners.pop(listener.socket_id, None)

    def join(self, listener: Listener, channel: str) -> None:
        """It may: whoever calls this has checked that."""
        self.census.add(channel, listener)
        listener.channels[channel] = ""
        if self._on_joined and Kind.of(channel) is Kind.PRIVATE:
            self._on_joined(logical(channel), listener.socket_id)

    def listeners(self, channel: str) -> int:
        """How many listen to it now."""
        return len(self._rooms.get(channel, ()))

    def join_as(self, listener: Listener, channel: str, user_id: str, info: Info) -> None:
        """Join a presence channel; the others are told when nobody was there as this user."""
        self.join(listener, channel)
        listener.channels[channel] = user_id
        self.census.add_member(channel, user_id, info)

    def part(self, listener: Listener, channel: str) -> None:
        """It listens there no more; if it did not, nothing happens."""
        user_id = listener.channels.get(channel)
        if user_id is None:
            return
        kind = Kind.of(channel)
        if kind in PRESENCE:
            self.census.remove_member(channel, user_id)
        self.census.remove(channel, listener)
        del listener.channels[channel]
        if self._on_left and kind is Kind.PRIVATE:
            self._on_left(logical(channel), listener.socket_id)

    def drop(self, socket_id: str) -> None:
        """Close this socket for good: whoever it belongs to has signed out."""
        if listener := self._listeners.get(socket_id):
            listener.close(Close.UNAUTHORISED, "Signed out.")

    def _end(self, channel: str) -> None:
        for listener in tuple(self._rooms.get(channel, ())):
            self.part(listener, channel)

    def _tell_of_member(self, change: Change) -> None:
        """To those who are somebody else, wherever he came or went."""
        channel, user_id, there = change
        room = self._rooms.get(channel, ()) if user_id else ()
        others = [each for each in room if each.channels.get(channel) != user_id]
        if not others:
            return
        info = {"user_info": self.census.members(channel)[user_id]} if there else {}
        name = f"pusher_internal:member_{'added' if there else 'removed'}"
        _tell(others, event(name, quoted({"user_id": user_id, **info}), channel=channel))


def _tell(room: Iterable[Listener], frame: bytes, *, without: Listener | None = None) -> None:
    for listener in tuple(room):
        if listener is without:
            continue
        try:
            listener.write(frame)
        except Exception:
            log.exception("A listener could not be written to; the others go on.")
