"""Figures that many ask for: computed once for all, and kept for a moment."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from livechat.application.ports import Clock, Figures
    from livechat.application.views import Statistics

FRESH = timedelta(seconds=10)
_RESPONSE_FRESH = timedelta(minutes=1)
_RESPONSE_DAYS = timedelta(days=14)
_RESPONSE_AT_LEAST = 10

T = TypeVar("T")


@dataclass(slots=True)
class _Kept(Generic[T]):
    """One value, made by one caller while the others wait for it."""

    value: tuple[datetime, T] | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def get(
        self, make: Callable[[], Awaitable[tuple[datetime, T]]], *, now: datetime, fresh: timedelta
    ) -> T:
        """*make* says also from when its value is."""
        async with self.lock:
            if self.value is None or not timedelta() <= now - self.value[0] < fresh:
                self.value = await make()
            return self.value[1]


@dataclass(slots=True)
class ReadStatistics:
    """What the console's statistics page shows."""

    figures: Figures
    clock: Clock
    zone: tzinfo
    _kept: dict[int, _Kept[Statistics]] = field(default_factory=dict, init=False)
    _response: _Kept[float | None] = field(default_factory=_Kept, init=False)

    async def __call__(self, days: int) -> Statistics:
        """At most 10 s old; *days* is 1 to 366."""
        now = self.clock.now()

        async def compute() -> tuple[datetime, Statistics]:
            found = await self.figures.statistics(now=now, days=days, zone=self.zone)
            return found.as_of, found

        return await self._kept.setdefault(days, _Kept()).get(compute, now=now, fresh=FRESH)

    async def first_response_seconds(self) -> float | None:
        """The median of two weeks; None while too few chats were answered to promise anything."""
        now = self.clock.now()

        async def compute() -> tuple[datetime, float | None]:
            since = now - _RESPONSE_DAYS
            return now, await self.figures.median_first_response(
                since=since, at_least=_RESPONSE_AT_LEAST
            )

        return await self._response.get(compute, now=now, fresh=_RESPONSE_FRESH)
