"""The tabs of one visitor are one chat."""

import asyncio

from playwright.async_api import expect

from tests.browser.leaving import KEPT, hanging, lives
from tests.browser.sockets import SOON, are, sockets
from tests.browser.team import team_of
from tests.browser.windows import NEXT_TRY, until


async def test_a_second_tab_shows_the_chat_of_the_first(visitor, team):
    await visitor.begins("From the first tab")
    second = await visitor.opens_another_tab()
    await second.opens_the_chat()

    await second.sees_just("From the first tab")
    await second.says("From the second tab")

    await visitor.sees_just("From the first tab", "From the second tab")
    await second.nothing_waits()
    assert await team.texts(visitor.name) == ["From the first tab", "From the second tab"]
    assert len(await team.sessions(visitor.name)) == 1


async def test_a_form_gives_way_to_the_chat_that_another_tab_starts(visitor):
    await visitor.visits()
    second = await visitor.opens_another_tab()
    await second.opens_the_chat()
    await expect(second.field(second.words.name)).to_be_visible()

    await visitor.opens_the_chat()
    await visitor.introduces(message="Halo")

    await second.sees_just("Halo")


async def test_what_was_typed_into_a_form_that_gives_way_is_in_the_box(visitor):
    await visitor.visits()
    second = await visitor.opens_another_tab()
    await second.opens_the_chat()
    await second.field(second.words.message).fill("Two")

    await visitor.opens_the_chat()
    await visitor.introduces(message="One")

    await second.sees_just("One")
    await expect(second.box).to_have_value("Two")


async def test_two_tabs_that_start_at_once_start_one_chat(visitor, team):
    await visitor.visits()
    second = await visitor.opens_another_tab()
    tabs = (visitor, second)
    await asyncio.gather(*(tab.opens_the_chat() for tab in tabs))
    both = asyncio.Event()

    async def begins(route):
        await both.wait()
        await route.continue_()

    await visitor.page.context.route("**/start-session", begins)

    await asyncio.gather(visitor.introduces(message="One"), second.introduces(message="Two"))
    both.set()
    await asyncio.gather(*(tab.sees(text) for tab in tabs for text in ("One", "Two")))
    await asyncio.gather(*(tab.nothing_waits() for tab in tabs))

    assert len(await team.sessions(visitor.name)) == 1
    assert sorted(await team.texts(visitor.name)) == ["One", "Two"]


async def test_what_is_being_written_in_one_tab_is_there_in_the_other(visitor):
    await visitor.begins()
    second = await visitor.opens_another_tab()
    await second.opens_the_chat()

    await visitor.writes("I wanted to a")
    await expect(second.box).to_have_value("I wanted to a")

    await second.says("I wanted to ask something")
    await visitor.sees_just("I wanted to ask something")
    await expect(visitor.box).to_have_value("")


async def test_an_unsent_text_is_seen_in_both_tabs_and_sent_once(visitor, team, windows):
    windows.expect_no_answers()
    await visitor.begins()
    second = await visitor.opens_another_tab()
    await second.opens_the_chat()
    context = visitor.page.context
    await context.route("**/send-message", lambda route: route.abort())

    await visitor.says("Does it arrive?")
    await second.sees_just("Does it arrive?")
    await context.unroute("**/send-message")

    await visitor.nothing_waits()
    await second.nothing_waits()
    await second.sees_just("Does it arrive?")
    assert await team.texts(visitor.name) == ["Does it arrive?"]


async def test_what_one_tab_ends_is_ended_in_the_other(visitor):
    await visitor.begins("Thank you")
    second = await visitor.opens_another_tab()
    await second.opens_the_chat()

    await visitor.ends_the_chat()

    await visitor.sees_that_it_is_closed()
    await second.sees_that_it_is_closed()


async def test_five_tabs_have_one_socket_and_the_same_unread(own_server, visitors):
    visitor = await visitors(at=own_server)
    await visitor.begins("From the first tab")
    await visitor.closes_the_panel()
    tabs = [visitor] + [await visitor.opens_another_tab() for _ in range(4)]
    async with team_of(own_server) as team:
        await team.says(visitor.name, "To all of you")
    for tab in tabs:
        await expect(tab.launcher).to_have_accessible_name("Live chat, 1 unread")

    await tabs[2].opens_the_chat()
    await tabs[2].sees_just("From the first tab", "To all of you")

    for tab in tabs:
        await expect(tab.launcher).to_have_accessible_name("Live chat", timeout=SOON)
    await until(lambda: are(lambda: sockets(own_server), 1))


async def test_when_the_tab_with_the_socket_is_closed_another_takes_over(own_server, visitors):
    visitor = await visitors(at=own_server)
    await visitor.begins("Halo")
    others = [await visitor.opens_another_tab() for _ in range(2)]
    for tab in others:
        await tab.opens_the_chat()
        await tab.sees_just("Halo")
    async with team_of(own_server) as team:
        await visitor.page.close()
        await team.says(visitor.name, "In that moment")

        for tab in others:
            await expect(tab.bubbles).to_have_text(["Halo", "In that moment"], timeout=SOON)
    await until(lambda: are(lambda: sockets(own_server), 1))


async def test_a_tab_that_sleeps_holds_nobody_up_and_catches_up_when_it_wakes(own_server, visitors):
    visitor = await visitors(at=own_server)
    await visitor.begins("Halo")
    second = await visitor.opens_another_tab()
    await second.opens_the_chat()
    await second.sees_just("Halo")
    async with team_of(own_server) as team:
        await lives(visitor.page, "frozen")
        await team.says(visitor.name, "While one sleeps")
        await expect(second.bubbles).to_have_text(["Halo", "While one sleeps"], timeout=SOON)

        await lives(visitor.page, "active")
        await expect(visitor.bubbles).to_have_text(["Halo", "While one sleeps"], timeout=SOON)
    await until(lambda: are(lambda: sockets(own_server), 1))


async def test_a_tab_that_hangs_is_replaced_and_follows_once_it_goes_on(own_server, visitors):
    visitor = await visitors(at=own_server)
    await visitor.begins("Halo")
    # The first few tabs of a site hang together: browsers give them one process.
    second = [await visitor.opens_another_tab() for _ in range(4)][-1]
    await second.opens_the_chat()
    await second.sees_just("Halo")
    async with team_of(own_server) as team:
        async with hanging(visitor.page):
            await until(lambda: are(lambda: sockets(own_server), 2), NEXT_TRY)
            await team.says(visitor.name, "While one hangs")
            await expect(second.bubbles).to_have_text(["Halo", "While one hangs"], timeout=SOON)

        await until(lambda: are(lambda: sockets(own_server), 1))
        await team.says(visitor.name, "To both")
        for tab in (visitor, second):
            await expect(tab.bubbles.last).to_have_text("To both", timeout=SOON)


async def test_a_page_kept_for_the_way_back_holds_nobody_up_and_comes_back_to_all(
    own_server, visitors
):
    visitor = await visitors(at=own_server)
    await visitor.begins("Halo")
    second = await visitor.opens_another_tab()
    await second.opens_the_chat()
    await second.sees_just("Halo")
    async with team_of(own_server) as team:
        away, back = KEPT
        await away(visitor.page)
        await team.says(visitor.name, "While one is away")
        await expect(second.bubbles).to_have_text(["Halo", "While one is away"], timeout=SOON)
        await back(visitor.page)

        await team.says(visitor.name, "To both")
        for tab in (visitor, second):
            await expect(tab.bubbles.last).to_have_text("To both", timeout=SOON)
        await visitor.sees_just("Halo", "While one is away", "To both")
    await until(lambda: are(lambda: sockets(own_server), 1))
