"""What one process has counted, all may show."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

import msgspec

from livechat.adapters.redis.line import UnreachableError
from livechat.application.statistics import FRESH
from livechat.application.views import Statistics

if TYPE_CHECKING:
    from livechat.adapters.redis.bus import Bus
    from livechat.application.ports import Figures

_read = msgspec.json.Decoder(Statistics)


class SharedFigures:
    """Kept in Redis while they are fresh. Whoever finds none counts, also while Redis does not answer."""

    def __init__(self, bus: Bus, counting: Figures, *, prefix: str) -> None:
        self._line = bus.line
        self._counting = counting
        self._prefix = prefix

    async def statistics(self, *, now: datetime, days: int, zone: tzinfo) -> Statistics:
        key = f"{self._prefix}:statistics:{zone}:{days}"
        if (kept := await self._kept(key)) and kept.as_of <= now < kept.as_of + FRESH:
            return kept
        found = await self._counting.statistics(now=now, days=days, zone=zone)
        await self._keep(key, found)
        return found

    async def median_first_response(self, *, since: datetime, at_least: int) -> float | None:
        return await self._counting.median_first_response(since=since, at_least=at_least)

    async def _kept(self, key: str) -> Statistics | None:
        try:
            text = await self._line.ask(lambda client: client.get(key))
            return _read.decode(text) if text else None
        except (UnreachableError, msgspec.DecodeError):
            return None

    async def _keep(self, key: str, found: Statistics) -> None:
        text = msgspec.json.encode(found)
        try:
            await self._line.ask(lambda client: client.set(key, text, px=FRESH))
        except UnreachableError:
            return
