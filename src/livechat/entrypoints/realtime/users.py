"""Who has signed in, wherever he listens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET

from livechat.entrypoints.realtime.protocol import USERS, Close

if TYPE_CHECKING:
    from livechat.entrypoints.realtime.census import Census, Listener


class Users:
    """Those of this process, each with the sockets that signed in as him."""

    def __init__(self, census: Census) -> None:
        self._census = census
        self._sockets: dict[str, set[Listener]] = {}

    def add(self, user_id: str, listener: Listener) -> None:
        """It has signed in; again is no error."""
        sockets = self._sockets.setdefault(user_id, set())
        if listener not in sockets:
            sockets.add(listener)
            self._census.add_member(USERS, user_id, UNSET)

    def remove(self, user_id: str, listener: Listener) -> None:
        """It is gone; again is no error."""
        sockets = self._sockets.get(user_id, set())
        if listener in sockets:
            sockets.remove(listener)
            if not sockets:
                del self._sockets[user_id]
            self._census.remove_member(USERS, user_id)

    def terminate(self, user_id: str) -> None:
        """Close all that signed in as this user, for good."""
        for listener in tuple(self._sockets.get(user_id, ())):
            listener.close(Close.UNAUTHORISED, "Terminated.")
