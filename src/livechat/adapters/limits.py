"""Rate limits of one process."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from livechat.application.limits import Bucket
from livechat.application.ports import Clock
from livechat.domain.errors import TooManyRequestsError


@dataclass(frozen=True, slots=True)
class TokenBuckets:
    """A bucket for each name and key. Of each name the least recently used are forgotten, as if they were full.

    Of each name apart, for tokens can be made up: else a flood of them would let guesses at a password begin anew.
    """

    clock: Clock
    buckets: Mapping[str, Bucket]
    remembered: int = 50_000
    _full_at: defaultdict[str, OrderedDict[str, datetime]] = field(
        default_factory=lambda: defaultdict(OrderedDict), init=False
    )

    async def take(self, bucket: str, key: str, /) -> None:
        size, every = self.buckets[bucket].size, self.buckets[bucket].every
        full, now = self._full_at[bucket], self.clock.now()
        empty = now + size * every
        full_at = min(max(full.pop(key, now), now), empty)
        wait = full_at + every - empty
        if wait.total_seconds() > 0:
            full[key] = full_at
            raise TooManyRequestsError(retry_after=wait.total_seconds())
        full[key] = full_at + every
        if len(full) > self.remembered:
            full.popitem(last=False)


class NoLimits:
    """For load tests."""

    async def take(self, bucket: str, key: str, /) -> None:
        """Everybody may."""
