"""Figures are computed once for all who ask, and are never older than they may be."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, timedelta

import pytest

from livechat.application.statistics import ReadStatistics
from livechat.domain.errors import StoreUnavailableError
from tests.contracts.talking import a_talk


@dataclass
class SlowQueries:
    """The real ones, which count how often they were asked and can be made to wait or fail."""

    real: object
    asked: list = field(default_factory=list)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    fail: bool = False

    async def statistics(self, **wanted):
        self.asked.append(wanted)
        await self.go_on.wait()
        if self.fail:
            raise StoreUnavailableError
        return await self.real.statistics(**wanted)

    async def median_first_response(self, **wanted):
        self.asked.append(wanted)
        return await self.real.median_first_response(**wanted)


@pytest.fixture
def queries(store):
    queries = SlowQueries(store.queries)
    queries.go_on.set()
    return queries


@pytest.fixture
def read(queries, clock):
    return ReadStatistics(queries, clock, UTC)


async def test_many_who_ask_at_once_wait_for_one_computation(read, queries):
    queries.go_on.clear()
    asking = [asyncio.create_task(read(7)) for _ in range(50)]
    await asyncio.sleep(0)
    queries.go_on.set()

    figures = await asyncio.gather(*asking)

    assert len(queries.asked) == 1
    assert all(each is figures[0] for each in figures)


async def test_figures_are_at_most_ten_seconds_old(read, store, clock):
    await read(7)
    await a_talk(store, clock)

    clock.advance(seconds=9.9)
    assert (await read(7)).total_sessions == 0
    clock.advance(seconds=0.1)
    assert (await read(7)).total_sessions == 1


async def test_a_clock_that_was_set_back_keeps_no_figures_for_longer(read, store, clock):
    await read(7)
    await a_talk(store, clock)
    clock.advance(hours=-1)

    assert (await read(7)).total_sessions == 1


async def test_each_number_of_days_has_figures_of_its_own(read):
    assert len((await read(7)).by_day) == 7
    assert len((await read(30)).by_day) == 30
    assert len((await read(7)).by_day) == 7


async def test_a_failure_is_not_kept(read, queries):
    queries.fail = True
    with pytest.raises(StoreUnavailableError):
        await read(7)

    queries.fail = False
    assert (await read(7)).total_sessions == 0


async def test_who_leaves_while_it_is_computed_leaves_the_others_their_answer(read, queries):
    queries.go_on.clear()
    first, second = [asyncio.create_task(read(7)) for _ in range(2)]
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.wait([first])
    queries.go_on.set()

    assert (await second).total_sessions == 0


async def answered(store, clock, *, after):
    talk = await a_talk(store, clock)
    await talk.asks()
    clock.advance(seconds=after)
    await talk.is_answered()


async def test_what_a_visitor_may_expect_is_the_median_of_two_weeks(read, queries, store, clock):
    await answered(store, clock, after=9000)
    clock.advance(days=15)
    for seconds in range(10, 20):
        await answered(store, clock, after=seconds)

    assert await read.first_response_seconds() == 14.5
    assert queries.asked[-1]["since"] == clock.now() - timedelta(days=14)


async def test_too_few_answers_promise_nothing_and_are_looked_at_again_in_a_minute(
    read, queries, store, clock
):
    for _ in range(9):
        await answered(store, clock, after=5)
    assert await read.first_response_seconds() is None
    await answered(store, clock, after=5)

    assert await read.first_response_seconds() is None
    clock.advance(minutes=1)
    assert await read.first_response_seconds() == 5
    assert len(queries.asked) == 2
