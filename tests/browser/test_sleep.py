"""A machine that sleeps tells no page of it, and finds its connections dead without a word."""

import logging
from time import monotonic
from types import SimpleNamespace

import pytest
from playwright.async_api import expect

from tests.browser.sockets import SOON, come, confirmed
from tests.browser.team import team_of
from tests.browser.windows import PATIENCE
from tests.faults.proxy import FaultProxy

LOG = logging.getLogger(__name__)
NIGHT = ("Are you there?", "We close now.", "Until tomorrow.")


@pytest.fixture
async def network(own_server):
    """Between the visitor and the server."""
    async with FaultProxy(own_server.port).listening() as network:
        yield network


async def test_after_eight_hours_of_sleep_all_tabs_are_level_by_themselves(
    own_server, visitors, network, windows
):
    windows.expect_no_answers()
    visitor = await visitors(at=SimpleNamespace(url=f"http://127.0.0.1:{network.port}"))
    clock, subscribed = visitor.page.clock, confirmed(visitor.page.context)
    await clock.install()
    await visitor.begins("Good evening")
    second = await visitor.opens_another_tab()
    await second.opens_the_chat()
    await second.sees_just("Good evening")
    await come(subscribed)

    await second.stops_the_clock()
    network.silence()
    await visitor.says("Good night")
    async with team_of(own_server) as team:
        await team.says(visitor.name, *NIGHT)
        await clock.fast_forward("08:00:00")
        await clock.resume()
        woke = monotonic()

        for tab in (visitor, second):
            await expect(tab.bubbles).to_have_count(5, timeout=3 * PATIENCE)
            await tab.nothing_waits()
        LOG.info("level %.1f s after waking up", monotonic() - woke)
        stored = await team.texts(visitor.name)
        assert sorted(stored) == sorted(["Good evening", "Good night", *NIGHT])
        await come(subscribed, 2)
        await team.says(visitor.name, "Good morning")
        for tab in (visitor, second):
            await expect(tab.bubbles).to_have_text([*stored, "Good morning"], timeout=SOON)
        assert len(subscribed) == 2
