"""Who is in a presence channel: users, each through one socket or several."""

from __future__ import annotations

from msgspec import Raw, UnsetType

Info = Raw | UnsetType


class Roster:
    """The members of one presence channel."""

    __slots__ = ("_infos", "_sockets")

    def __init__(self) -> None:
        self._infos: dict[str, Info] = {}
        self._sockets: dict[str, int] = {}

    def __contains__(self, user_id: str) -> bool:
        return user_id in self._sockets

    def __len__(self) -> int:
        return len(self._sockets)

    def add(self, user_id: str, info: Info) -> bool:
        """One socket more; true for the first of this user."""
        self._sockets[user_id] = self._sockets.get(user_id, 0) + 1
        self._infos.setdefault(user_id, info)
        return self._sockets[user_id] == 1

    def remove(self, user_id: str) -> bool:
        """One socket less; true for the last of this user."""
        self._sockets[user_id] -= 1
        if self._sockets[user_id]:
            return False
        del self._sockets[user_id], self._infos[user_id]
        return True

    def shown(self) -> dict[str, object]:
        """What a subscriber is told; `hash` is an object also when nobody is there."""
        infos = {who: shown(info) for who, info in self._infos.items()}
        return {
            "presence": {"ids": list(infos), "hash": infos, "count": len(infos)},
        }


def shown(info: Info) -> Raw | None:
    """Nothing said about a user is `null` to the others."""
    return None if isinstance(info, UnsetType) else info
