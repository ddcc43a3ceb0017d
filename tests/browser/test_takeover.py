"""One tab has the socket for all; when its process dies another has one, and nothing is lost."""

import asyncio
import logging
from functools import partial
from time import monotonic

import pytest
from playwright.async_api import expect

from tests.browser.leaving import crashes
from tests.browser.sockets import are, come, confirmed, sockets
from tests.browser.team import team_of
from tests.browser.windows import until

LOG = logging.getLogger(__name__)
SECOND = 1_000
BY_THEMSELVES = 3 * SECOND
"""When tabs that hear nothing begin to ask what there is."""


@pytest.fixture
async def visitor(own_server, visitors):
    """In a chat, in the tab with the socket, where pages have a clock that can be stopped."""
    visitor = await visitors(at=own_server)
    await visitor.page.clock.install()
    subscribed = confirmed(visitor.page.context)
    await visitor.begins("Halo")
    await come(subscribed)
    return visitor


@pytest.fixture
async def others(visitor):
    """Four more tabs; in none of them the chat is open, so nobody reads what comes."""
    return [await visitor.opens_another_tab() for _ in range(4)]


async def test_when_the_tab_with_the_socket_crashes_another_has_one_within_a_second(
    own_server, visitor, others
):
    """Of the pages' own time, which stands still but for what is counted here."""
    context, now = visitor.page.context, partial(others[-1].page.evaluate, "Date.now()")
    subscribed = confirmed(context)

    def once(is_true, *, step):
        async def passes():
            await context.clock.run_for(step)
            return is_true()

        return until(passes)

    began = await visitor.stops_the_clock()
    async with team_of(own_server) as team:
        await crashes(visitor.page)
        crashed = monotonic()
        await team.says(visitor.name, "In that moment")
        await visitor.page.close()
        looked = pages_that_look(context)

        await once(lambda: subscribed, step=1)
        LOG.info("subscribed %.3f s after the crash", subscribed[0] - crashed)
        assert await now() - began <= SECOND
        await once(lambda: len(looked) == len(others), step=10)
        assert await now() - began < BY_THEMSELVES
        for tab in others:
            await expect(tab.launcher).to_have_accessible_name("Live chat, 1 unread")
    assert len(subscribed) == 1
    await context.clock.resume()
    await others[-1].opens_the_chat()
    await others[-1].sees_just("Halo", "In that moment")
    await until(lambda: are(lambda: sockets(own_server), 1))


async def test_what_a_tab_was_sending_and_writing_when_it_crashed_is_sent_once_by_another(
    own_server, visitor, others
):
    tabs = {tab.page: tab for tab in (visitor, *others)}
    for tab in others:
        await tab.opens_the_chat()
        await tab.sees_just("Halo")
    sending = asyncio.get_running_loop().create_future()

    async def stored_but_never_answered(route):
        await route.fetch()
        sending.set_result(route.request.frame.page)

    await visitor.page.context.route("**/send-message", stored_but_never_answered, times=1)
    await visitor.says("Is anybody there?")
    # Whichever comes first sends what one of them has written.
    crashing = tabs.pop(await sending)
    other = tabs.popitem()[1]
    await crashing.writes("And a dra")
    await expect(other.box).to_have_value("And a dra")

    await crashes(crashing.page)
    await crashing.page.close()

    await other.says("And a draft")
    await other.nothing_waits()
    async with team_of(own_server) as team:
        told = ["Halo", "Is anybody there?", "And a draft"]
        assert await team.texts(visitor.name) == told
        await other.sees_just(*told)


def pages_that_look(context):
    """Filled with those that ask from now on what there is."""
    pages = set()

    def note(request):
        if "/messages?" in request.url:
            pages.add(request.frame.page)

    context.on("request", note)
    return pages
