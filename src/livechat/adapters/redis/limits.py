"""Rate limits of all processes together."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Final, NamedTuple

from livechat.adapters.redis.bus import Bus
from livechat.adapters.redis.line import Line, UnreachableError
from livechat.application.limits import Bucket
from livechat.application.ports import Clock, RateLimits
from livechat.domain.errors import TooManyRequestsError

PATIENCE: Final = 0.04
"""In seconds; nobody may wait longer to be let through."""
_AT_ONCE = 256
_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_TAKE: Final = """
local now = tonumber(ARGV[1])
local waits = {}
for i, key in ipairs(KEYS) do
  local size, every = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  local empty = now + size * every
  local stored = tonumber(redis.call('GET', key) or now) or now
  local full_at = math.min(math.max(stored, now), empty)
  waits[i] = math.max(full_at + every - empty, 0)
  if waits[i] == 0 then
    full_at = full_at + every
  end
  if full_at ~= stored then
    redis.call('SET', key, string.format('%.0f', full_at), 'PX', math.ceil((full_at - now) / 1000))
  end
end
return waits
"""
"""A bucket is the moment at which it is full again; a full one takes no memory."""


class _Asked(NamedTuple):
    key: str
    bucket: Bucket
    answer: asyncio.Future[int]


class RedisTokenBuckets:
    """What is asked at the same time goes in one request. While Redis does not answer *alone* counts."""

    def __init__(
        self,
        bus: Bus,
        clock: Clock,
        buckets: Mapping[str, Bucket],
        *,
        alone: RateLimits,
        prefix: str,
        patience: float = PATIENCE,
    ) -> None:
        self.line = Line(bus.client, patience=patience)
        bus.at_stop(self.line.close)
        self._clock = clock
        self._buckets = buckets
        self._alone = alone
        self._prefix = prefix
        self._script = bus.client.register_script(_TAKE)
        self._asked: list[_Asked] = []
        self._asking: asyncio.Task[None] | None = None

    async def take(self, bucket: str, key: str, /) -> None:
        try:
            wait = await self._ask(bucket, key)
        except UnreachableError:
            await self._alone.take(bucket, key)
            return
        if wait:
            raise TooManyRequestsError(retry_after=wait / 1e6)

    async def _ask(self, bucket: str, key: str) -> int:
        """Microseconds to wait; 0 when it was taken."""
        if not self.line.is_open:
            raise UnreachableError
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._asked.append(_Asked(self._key(bucket, key), self._buckets[bucket], answer))
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_all())
        return await answer

    async def _ask_all(self) -> None:
        while self._asked:
            some, self._asked = self._asked[:_AT_ONCE], self._asked[_AT_ONCE:]
            try:
                waits = await self._take(some)
            except Exception as error:  # noqa: BLE001  each who waits gets what happened
                _refuse(some, error)
            else:
                _answer(some, waits)
        self._asking = None

    async def _take(self, some: list[_Asked]) -> list[int]:
        args = [(self._clock.now() - _EPOCH) // _MICROSECOND]
        for asked in some:
            args += [asked.bucket.size, asked.bucket.every // _MICROSECOND]
        keys = [asked.key for asked in some]
        return await self.line.ask(lambda client: self._script(keys, args, client))

    def _key(self, bucket: str, key: str) -> str:
        """Hides who it is, and keeps all on one node of a cluster."""
        digest = blake2b(f"{bucket} {key}".encode(errors="replace"), digest_size=16).hexdigest()
        return f"{{{self._prefix}:limits}}:{digest}"


def _answer(some: Sequence[_Asked], waits: Sequence[int]) -> None:
    for asked, wait in zip(some, waits, strict=True):
        if not asked.answer.done():
            asked.answer.set_result(wait)


def _refuse(some: Sequence[_Asked], error: Exception) -> None:
    for asked in some:
        if not asked.answer.done():
            asked.answer.set_exception(error)
