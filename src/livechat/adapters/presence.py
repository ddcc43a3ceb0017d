"""Which admins are connected to this process."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from livechat.application.ports import Clock

STILL_HERE = timedelta(seconds=60)
_SIGNED = 1000


@dataclass(frozen=True, slots=True)
class InProcessPresence:
    """An admin is here while a socket of his listens, and for a minute after: reloading is not leaving."""

    clock: Clock
    _names: dict[str, str] = field(default_factory=dict, init=False)
    _listening: dict[str, str] = field(default_factory=dict, init=False)
    _left_at: dict[str, datetime] = field(default_factory=dict, init=False)

    def signed(self, socket_id: str, admin_name: str, /) -> None:
        """Of signatures that nobody used only so many are remembered."""
        self._names[socket_id] = admin_name
        if len(self._names) > _SIGNED:
            del self._names[next(iter(self._names))]

    def came(self, socket_id: str, /) -> None:
        name = self._names.pop(socket_id, None)
        if name is not None:
            self._listening[socket_id] = name

    def left(self, socket_id: str, /) -> None:
        name = self._listening.pop(socket_id, None)
        if name is not None:
            self._left_at[name] = self.clock.now()

    async def here(self) -> list[str]:
        now = self.clock.now()
        for name in [n for n, at in self._left_at.items() if now - at >= STILL_HERE]:
            del self._left_at[name]
        return sorted(set(self._listening.values()) | self._left_at.keys())
