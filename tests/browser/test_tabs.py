"""The tabs of one visitor are one chat."""

import asyncio

from playwright.async_api import expect


async def test_a_second_tab_shows_the_chat_of_the_first(visitor, team):
    await visitor.begins("From the first tab")
    second = await visitor.opens_another_tab()
    await second.opens_the_chat()

    await second.sees_just("From the first tab")
    await second.says("From the second tab")

    await visitor.sees_just("From the first tab", "From the second tab")
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


async def test_two_tabs_that_start_at_once_start_one_chat(visitor, team):
    await visitor.visits()
    second = await visitor.opens_another_tab()
    tabs = (visitor, second)
    await asyncio.gather(*(tab.opens_the_chat() for tab in tabs))

    await asyncio.gather(visitor.introduces(message="One"), second.introduces(message="Two"))
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
