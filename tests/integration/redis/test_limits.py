"""Rate limits count for all processes together, and never stand in the way."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from livechat.adapters.limits import TokenBuckets
from livechat.adapters.redis.bus import Bus
from livechat.adapters.redis.client import connect
from livechat.adapters.redis.limits import RedisTokenBuckets
from livechat.domain.errors import TooManyRequestsError
from tests.contracts.surroundings import RateLimitsContract
from tests.integration.redis.conftest import until
from tests.integration.redis.server import PATIENCE
from tests.ports import free_port

BUCKETS = RateLimitsContract.BUCKETS


class Generous:
    """What a process allows while it is alone; counts how often it was asked."""

    def __init__(self):
        self.asked = 0

    async def take(self, bucket, key, /):
        self.asked += 1


@pytest.fixture
async def begins(redis_url, prefix, clock):
    """`begins()`: the limits of one more process."""
    async with AsyncExitStack() as stack:

        def begin(*, url=redis_url, alone=None, patience=10.0):
            bus = Bus(connect(url), prefix=prefix, me="me")
            stack.push_async_callback(bus.__aexit__)
            alone = alone or Generous()
            return RedisTokenBuckets(
                bus, clock, BUCKETS, alone=alone, prefix=prefix, patience=patience
            )

        yield begin


class TestRedisTokenBuckets(RateLimitsContract):
    @pytest.fixture
    def limits(self, begins):
        return begins()


async def taken(limits, *, times, key="sari"):
    """How many of so many at once were let through."""
    takes = (limits.take("talk", key) for _ in range(times))
    answers = await asyncio.gather(*takes, return_exceptions=True)
    assert {type(answer) for answer in answers} <= {type(None), TooManyRequestsError}
    return answers.count(None)


async def test_processes_share_a_bucket_also_when_all_ask_at_once(begins):
    one, other = begins(), begins()

    got = await asyncio.gather(taken(one, times=100), taken(other, times=100))

    assert sum(got) == BUCKETS["talk"].size


async def test_a_token_comes_back_for_one_of_them(begins, clock):
    one, other = begins(), begins()
    await taken(one, times=3)

    clock.advance(seconds=2)

    got = await asyncio.gather(taken(one, times=5), taken(other, times=5))
    assert sum(got) == 1


async def test_many_are_asked_for_in_few_requests(begins, redis_url):
    limits = begins()
    await taken(limits, times=1, key="warm")
    client = connect(redis_url)
    before = (await client.info("commandstats"))["cmdstat_evalsha"]["calls"]

    await asyncio.gather(*(limits.take("talk", f"guest {n}") for n in range(200)))

    calls = (await client.info("commandstats"))["cmdstat_evalsha"]["calls"] - before
    await client.aclose()
    assert calls <= 2


async def test_neither_names_nor_addresses_are_written_and_all_is_forgotten_in_time(
    begins, redis_url, prefix
):
    await begins().take("start", "sari@example.com 203.0.113.7")

    async with connect(redis_url) as client:
        keys = [key async for key in client.scan_iter(f"*{prefix}*")]
        life = await client.pttl(keys[0])

    assert len(keys) == 1
    assert b"sari" not in keys[0]
    assert 0 < life <= 60_000


async def test_without_redis_each_process_counts_alone_and_nobody_waits(begins, own_server, clock):
    limits = begins(url=own_server.url, alone=TokenBuckets(clock, BUCKETS))
    await limits.take("talk", "sari")
    own_server.kill()

    assert await taken(limits, times=10) == 3
    assert not limits.line.is_open

    own_server.start()
    await until(lambda: limits.line.is_open)
    assert await taken(limits, times=10) == 3


async def test_a_frozen_redis_is_waited_for_once_and_a_moment_only(begins, own_server, caplog):
    alone = Generous()
    limits = begins(url=own_server.url, alone=alone, patience=2)
    await limits.take("talk", "sari")
    own_server.freeze()

    assert await taken(limits, times=50) == 50
    for _ in range(500):
        await limits.take("talk", "sari")

    assert alone.asked == 550
    assert limits.line.failures == 1, "Redis was asked once"
    assert "nothing within 2 s" in caplog.text, "redis-py itself would wait longer"
    own_server.thaw()
    await until(lambda: limits.line.is_open)


async def test_a_cluster_that_cannot_be_reached_is_not_waited_for(begins):
    alone = Generous()
    limits = begins(url=f"redis+cluster://127.0.0.1:{free_port()}", alone=alone)

    async with asyncio.timeout(PATIENCE):
        assert await taken(limits, times=10) == 10
        assert await taken(limits, times=10) == 10

    assert alone.asked == 20


async def test_a_failure_that_nobody_foresaw_reaches_who_asked_and_not_those_after_him(begins):
    limits = begins()
    client, limits.line.client = limits.line.client, object()

    with pytest.raises(AttributeError):
        async with asyncio.timeout(PATIENCE):
            await limits.take("talk", "sari")
    limits.line.client = client

    async with asyncio.timeout(PATIENCE):
        await limits.take("talk", "sari")


async def test_a_value_of_somebody_else_is_no_limit(begins, redis_url, prefix):
    limits = begins()
    await limits.take("talk", "sari")
    async with connect(redis_url) as client:
        (key,) = [key async for key in client.scan_iter(f"*{prefix}*")]
        await client.set(key, "garbage")

    assert await taken(limits, times=10) == 3
