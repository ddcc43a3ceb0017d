"""How busy the store is, as /metrics tells it."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from livechat.adapters.sql.reading import reading
from tests.contracts.talking import a_talk


@pytest.fixture
async def talk(store, clock):
    return await a_talk(store, clock)


async def test_what_waits_and_how_much_goes_together_is_counted(store, talk):
    batches = store.figures().batches
    before, of_three_or_four = batches.total, batches.counts[2]
    tasks = [asyncio.create_task(talk.asks(str(n))) for n in range(3)]

    await asyncio.sleep(0)
    assert store.figures().waiting == 3
    await asyncio.gather(*tasks)

    assert store.figures().waiting == 0
    assert batches.total - before == 3
    assert batches.counts[2] - of_three_or_four == 1


async def test_who_reads_is_counted_as_long_as_it_takes(store):
    async with AsyncExitStack() as stack:
        for number in range(store.figures().readers):
            assert store.figures().readers_in_use == number
            await stack.enter_async_context(reading(store.readers))
        assert store.figures().readers_in_use == store.figures().readers > 1

    assert store.figures().readers_in_use == 0
