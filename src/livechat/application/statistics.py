"""Figures that many ask for: computed once for all, and kept for a moment."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from livechat.application.ports import ChatQueries, Clock
    from livechat.application.views import Statistics

_FRESH = timedelta(seconds=10)
_RESPONSE_FRESH = timedelta(minutes=1)
_RESPONSE_DAYS = timedelta(days=14)
_RESPONSE_AT_LEAST = 10

T = TypeVar("T")


@dataclass(slots=True)
class _Kept(Generic[T]):
    """One value, made by one caller while the others wait for it."""

    value: tuple[datetime, T] | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def get(self, make: Callable[[], Awaitable[T]], *, clock: Clock, fresh: timedelta) -> T:
        async with self.lock:
            now = clock.now()
            if self.value is None or not timedelta() <= now - self.value[0] < fresh:
                self.value = (now, await make())
            return self.value[1]


@dataclass(slots=True)
class ReadStatistics:
    """What the console's statistics page shows."""

    queries: ChatQueries
    clock: Clock
    zone: tzinfo
    _kept: dict[int, _Kept[Statistics]] = field(default_factory=dict, init=False)
    _response: _Kept[float | None] = field(default_factory=_Kept, init=False)

    async def __call__(self, days: int) -> Statistics:
        """At most 10 s old; *days* is 1 to 366."""
        kept = self._kept.setdefault(days, _Kept())

        def compute() -> Awaitable[Statistics]:
            return self.queries.statistics(now=self.clock.now(), days=days, zone=self.zone)

        return await kept.get(compute, clock=self.clock, fresh=_FRESH)

    async def first_response_seconds(self) -> float | None:
        """The median of two weeks; None while too few chats were answered to promise anything."""

        def compute() -> Awaitable[float | None]:
            since = self.clock.now() - _RESPONSE_DAYS
            return self.queries.median_first_response(since=since, at_least=_RESPONSE_AT_LEAST)

        return await self._response.get(compute, clock=self.clock, fresh=_RESPONSE_FRESH)
