"""Rate limits of one process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from livechat.application.limits import Bucket
from livechat.application.ports import Clock
from livechat.domain.errors import TooManyRequestsError


@dataclass(frozen=True, slots=True)
class TokenBuckets:
    """A bucket for each name and key; the least recently used are forgotten, as if they were full."""

    clock: Clock
    buckets: Mapping[str, Bucket]
    remembered: int = 50_000
    _full_at: OrderedDict[tuple[str, str], datetime] = field(
        default_factory=OrderedDict, init=False
    )

    async def take(self, bucket: str, key: str, /) -> None:
        size, every = self.buckets[bucket].size, self.buckets[bucket].every
        now = self.clock.now()
        empty = now + size * every
        full_at = min(max(self._full_at.pop((bucket, key), now), now), empty)
        wait = full_at + every - empty
        if wait.total_seconds() > 0:
            self._full_at[bucket, key] = full_at
            raise TooManyRequestsError(retry_after=wait.total_seconds())
        self._full_at[bucket, key] = full_at + every
        if len(self._full_at) > self.remembered:
            self._full_at.popitem(last=False)


class NoLimits:
    """For load tests."""

    async def take(self, bucket: str, key: str, /) -> None:
        """Everybody may."""
