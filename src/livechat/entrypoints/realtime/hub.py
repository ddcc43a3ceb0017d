"""Which socket listens to which channel, and telling all who do."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol

from livechat.entrypoints.realtime.presence import Info, Roster, shown
from livechat.entrypoints.realtime.protocol import Close, Kind, event, logical, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from msgspec import Raw

    from livechat.application.signals import Signal

log = logging.getLogger(__name__)


class Listener(Protocol):
    """One client, as the hub sees it."""

    socket_id: str
    channels: dict[str, str]
    """What it listens to, and who it is there ("" where nobody is shown)."""

    def write(self, frame: bytes, /) -> None:
        """Never waits, never raises: who reads too slowly is cut off."""
        ...

    def close(self, code: int, reason: str, /) -> None:
        """It hears nothing more from now on."""
        ...

    def lose(self, channel: str, /) -> None:
        """It may not listen there any longer, whatever signature it holds."""
        ...


class Hub:
    """Everyone who is connected to this process.

    Signals and the two callables speak of logical channels, which are private ones on the wire.
    """

    def __init__(
        self,
        *,
        on_joined: Callable[[str, str], None] | None = None,
        on_left: Callable[[str, str], None] | None = None,
    ) -> None:
        self._on_joined = on_joined
        self._on_left = on_left
        self._listeners: dict[str, Listener] = {}
        self._rooms: dict[str, set[Listener]] = {}
        self._rosters: dict[str, Roster] = {}

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

    def is_heard(self, channel: str) -> bool:
        """Whether anybody listens to the logical *channel*."""
        return f"{Kind.PRIVATE.value}{channel}" in self._rooms

    def find(self, socket_id: str) -> Listener | None:
        """The one with that id, if it is connected here."""
        return self._listeners.get(socket_id)

    def relay(self, channel: str, frame: bytes, *, without: Listener | None = None) -> None:
        """Tell all in a channel, or all the others."""
        _tell(self._rooms.get(channel, ()), frame, without=without)

    def enter(self, listener: Listener) -> None:
        """It is connected, and listens to nothing yet."""
        self._listeners[listener.socket_id] = listener

    def leave(self, listener: Listener) -> None:
        """It is gone from everywhere; again is no error."""
        for channel in tuple(listener.channels):
            self.part(listener, channel)
        self._listeners.pop(listener.socket_id, None)

    def join(self, listener: Listener, channel: str) -> None:
        """It may: whoever calls this has checked that."""
        self._rooms.setdefault(channel, set()).add(listener)
        listener.channels[channel] = ""
        if self._on_joined and Kind.of(channel) is Kind.PRIVATE:
            self._on_joined(logical(channel), listener.socket_id)

    def listeners(self, channel: str) -> int:
        """How many listen to it now."""
        return len(self._rooms.get(channel, ()))

    def roster(self, channel: str) -> Roster:
        """Who is in a presence channel now."""
        return self._rosters.get(channel) or Roster()

    def join_as(self, listener: Listener, channel: str, user_id: str, info: Info) -> Roster:
        """Join a presence channel; the others are told when nobody was there as this user."""
        self.join(listener, channel)
        listener.channels[channel] = user_id
        roster = self._rosters.setdefault(channel, Roster())
        if roster.add(user_id, info):
            data = quoted({"user_id": user_id, "user_info": shown(info)})
            added = event("pusher_internal:member_added", data, channel=channel)
            self.relay(channel, added, without=listener)
        return roster

    def part(self, listener: Listener, channel: str) -> None:
        """It listens there no more; if it did not, nothing happens."""
        user_id = listener.channels.pop(channel, None)
        if user_id is None:
            return
        room = self._rooms[channel]
        room.discard(listener)
        if not room:
            del self._rooms[channel]
        kind = Kind.of(channel)
        if kind is Kind.PRESENCE:
            self._remove_member(channel, user_id)
        if self._on_left and kind is Kind.PRIVATE:
            self._on_left(logical(channel), listener.socket_id)

    def revoke(self, channel: str, *, socket_id: str | None = None) -> None:
        """Nobody (or not this socket) may listen to the logical *channel* any longer."""
        name = f"{Kind.PRIVATE.value}{channel}"
        for listener in tuple(self._rooms.get(name, ())):
            if socket_id in (None, listener.socket_id):
                listener.lose(name)

    def drop(self, socket_id: str) -> None:
        """Close this socket for good: whoever it belongs to has signed out."""
        if listener := self._listeners.get(socket_id):
            listener.close(Close.UNAUTHORISED, "Signed out.")

    def _remove_member(self, channel: str, user_id: str) -> None:
        roster = self._rosters[channel]
        if not roster.remove(user_id):
            return
        if not roster:
            del self._rosters[channel]
        data = quoted({"user_id": user_id})
        removed = event("pusher_internal:member_removed", data, channel=channel)
        _tell(self._rooms.get(channel, ()), removed)


def _tell(room: Iterable[Listener], frame: bytes, *, without: Listener | None = None) -> None:
    for listener in tuple(room):
        if listener is without:
            continue
        try:
            listener.write(frame)
        except Exception:
            log.exception("A listener could not be written to; the others go on.")
