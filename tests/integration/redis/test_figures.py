"""What one process has counted, the others show for ten seconds."""

from datetime import UTC, timedelta

import pytest

from livechat.adapters.memory import MemoryStore
from livechat.adapters.redis.figures import SharedFigures
from tests.contracts.figures import FiguresContract
from tests.contracts.talking import a_talk


@pytest.fixture
async def store(clock):
    return MemoryStore(clock)


@pytest.fixture
def shared(process, store, prefix):
    """`await shared()`: as another process has them."""

    async def made():
        return SharedFigures((await process()).bus, store.queries, prefix=prefix)

    return made


class TestSharedFigures(FiguresContract):
    @pytest.fixture
    async def figures(self, shared):
        return await shared()


async def sessions(figures, clock, **more):
    asked = {"now": clock.now(), "days": 7, "zone": UTC} | more
    return (await figures.statistics(**asked)).total_sessions


async def test_what_one_has_counted_the_other_shows_while_it_is_fresh(shared, store, clock):
    one, other = await shared(), await shared()
    assert await sessions(one, clock) == 0
    await a_talk(store, clock)

    clock.advance(seconds=9.9)
    assert await sessions(other, clock) == 0
    assert await sessions(other, clock, days=8) == 1
    clock.advance(seconds=0.1)
    assert await sessions(other, clock) == 1
    assert await sessions(one, clock) == 1


async def test_a_clock_that_is_behind_is_shown_nothing_of_the_future(shared, store, clock):
    one, other = await shared(), await shared()
    assert await sessions(one, clock) == 0
    await a_talk(store, clock)

    assert await sessions(other, clock, now=clock.now() - timedelta(seconds=1)) == 1


async def test_they_are_forgotten_by_redis_too(process, shared, clock, prefix):
    await sessions(await shared(), clock)

    client = (await process()).bus.client
    assert 0 < await client.pttl(f"{prefix}:statistics:UTC:7") <= 10_000


async def test_garbage_is_counted_anew(process, shared, clock, prefix):
    client = (await process()).bus.client
    await client.set(f"{prefix}:statistics:UTC:7", b'{"as_of": "tomorrow"}', px=10_000)

    assert await sessions(await shared(), clock) == 0


async def test_without_redis_each_counts_for_itself(process, store, clock, own_server, prefix):
    one = SharedFigures((await process(url=own_server.url)).bus, store.queries, prefix=prefix)
    own_server.kill()

    assert await sessions(one, clock) == 0
