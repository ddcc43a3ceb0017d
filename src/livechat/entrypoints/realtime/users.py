"""Who has signed in, wherever he listens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET

from livechat.entrypoints.realtime.protocol import USERS, Close, watchlist_events

if TYPE_CHECKING:
    from collections.abc import Sequence

    from livechat.entrypoints.realtime.census import Census, Change, Listener


class Users:
    """Those of this process, each with the sockets that signed in as him."""

    def __init__(self, census: Census) -> None:
        self._census = census
        self._sockets: dict[str, set[Listener]] = {}
        self._watchers: dict[str, set[Listener]] = {}
        self._watched: dict[Listener, list[str]] = {}
        census.on_change.append(self._tell_watchers)

    def add(self, user_id: str, listener: Listener, *, watchlist: Sequence[str] = ()) -> None:
        """It has signed in; again is no error."""
        sockets = self._sockets.setdefault(user_id, set())
        if listener not in sockets:
            sockets.add(listener)
            self._census.add_member(USERS, user_id, UNSET)
            self._watch(listener, watchlist)

    def remove(self, user_id: str, listener: Listener) -> None:
        """It is gone; again is no error."""
        sockets = self._sockets.get(user_id, set())
        if listener in sockets:
            sockets.remove(listener)
            if not sockets:
                del self._sockets[user_id]
            self._census.remove_member(USERS, user_id)
            self._watch_no_more(listener)

    def terminate(self, user_id: str) -> None:
        """Close all that signed in as this user, for good."""
        for listener in tuple(self._sockets.get(user_id, ())):
            listener.close(Close.UNAUTHORISED, "Terminated.")

    def _watch(self, listener: Listener, watchlist: Sequence[str]) -> None:
        """It is told at once how things are, and later what changes."""
        if not watchlist:
            return
        watched = self._watched[listener] = list(dict.fromkeys(watchlist))
        for user_id in watched:
            self._watchers.setdefault(user_id, set()).add(listener)
        online = [each for each in watched if self._census.is_there(USERS, each)]
        offline = [each for each in watched if each not in online]
        listener.write(watchlist_events(online=online, offline=offline))

    def _watch_no_more(self, listener: Listener) -> None:
        for user_id in self._watched.pop(listener, ()):
            watchers = self._watchers[user_id]
            watchers.remove(listener)
            if not watchers:
                del self._watchers[user_id]

    def _tell_watchers(self, change: Change) -> None:
        if change.channel == USERS and (watchers := self._watchers.get(change.user_id)):
            name = "online" if change.there else "offline"
            frame = watchlist_events(**{name: [change.user_id]})
            for listener in tuple(watchers):
                listener.write(frame)
