"""Who is in a presence channel: users, each through one socket or several."""

from __future__ import annotations

from collections.abc import ItemsView, Mapping

from msgspec import Raw, UnsetType

Info = Raw | UnsetType
_NOTHING = Raw(b"null")


class Roster:
    """The members of one presence channel that this process serves."""

    __slots__ = ("_infos", "_sockets")

    def __init__(self) -> None:
        self._infos: dict[str, Info] = {}
        self._sockets: dict[str, int] = {}

    def __contains__(self, user_id: object) -> bool:
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

    def infos(self) -> ItemsView[str, Info]:
        """Each user, with what was said of him first."""
        return self._infos.items()


def roster_shown(members: Mapping[str, Raw]) -> dict[str, object]:
    """What a subscriber is told; `hash` is an object also when nobody is there."""
    return {"presence": {"ids": list(members), "hash": members, "count": len(members)}}


def shown(info: Info) -> Raw:
    """Nothing said about a user is `null` to the others."""
    return _NOTHING if isinstance(info, UnsetType) else info
