"""No network, no server: nothing typed is lost, nothing is sent twice."""

import pytest
from playwright.async_api import expect

from tests.browser.team import team_of
from tests.browser.windows import NEXT_TRY

MANY = [f"{number} of 6" for number in range(1, 7)]


@pytest.mark.parametrize("locale", ["en", "id"])
async def test_offline_texts_wait_and_go_out_in_order(visitors, team, windows, locale):
    windows.expect_no_answers()
    visitor = await visitors(locale=locale)
    await visitor.begins("Before")

    await visitor.page.context.set_offline(True)
    await expect(visitor.panel.get_by_text(visitor.words.offline)).to_be_visible()
    await visitor.says(MANY[0])
    await expect(visitor.log.get_by_text(visitor.words.sending)).to_be_visible()
    for text in MANY[1:]:
        await visitor.says(text)
    await visitor.picture("offline")
    assert await team.texts(visitor.name) == ["Before"]
    await visitor.page.context.set_offline(False)

    await visitor.nothing_waits()
    await expect(visitor.panel.get_by_text(visitor.words.offline)).to_be_hidden()
    await visitor.sees_just("Before", *MANY)
    assert await team.texts(visitor.name) == ["Before", *MANY]


async def test_what_the_team_says_meanwhile_is_there_after_coming_back(visitor, team, windows):
    windows.expect_no_answers()
    await visitor.begins("Before")

    await visitor.page.context.set_offline(True)
    await expect(visitor.panel.get_by_text(visitor.words.offline)).to_be_visible()
    await team.says(visitor.name, *MANY)
    await visitor.says("Back again")
    await visitor.page.context.set_offline(False)

    await visitor.sees_just("Before", *MANY, "Back again")


async def test_a_chat_that_is_begun_offline_begins_when_the_network_is_back(visitor, team, windows):
    windows.expect_no_answers()
    await visitor.visits()
    await visitor.opens_the_chat()
    await expect(visitor.field(visitor.words.name)).to_be_visible()

    await visitor.page.context.set_offline(True)
    await visitor.introduces(message="First")
    await visitor.says("Second")
    await visitor.sees_just("First", "Second")
    await visitor.page.context.set_offline(False)

    await visitor.is_in_a_chat()
    await visitor.nothing_waits()
    assert await team.texts(visitor.name) == ["First", "Second"]
    assert len(await team.sessions(visitor.name)) == 1


async def test_a_server_killed_between_storing_and_answering_stores_once(
    visitors, windows, mortal_server
):
    windows.expect_no_answers()
    visitor = await visitors(at=mortal_server)
    await visitor.page.clock.install()
    await visitor.begins("Before")

    async def stored_but_never_answered(route):
        await route.fetch()
        await mortal_server.kill()
        await route.abort()

    await visitor.page.route("**/send-message", stored_but_never_answered, times=1)
    for text in MANY:
        await visitor.says(text)
    await expect(visitor.panel.get_by_text(visitor.words.reconnecting)).to_be_visible()
    await visitor.page.clock.run_for(10_000)
    await expect(visitor.log.get_by_text(visitor.words.not_sent)).to_be_visible()
    await visitor.picture("no-server")
    # Without time no try is due by itself.
    now = await visitor.page.evaluate("Date.now() / 1000")
    await visitor.page.clock.pause_at(now + 60)
    await mortal_server.start()
    await visitor.button(visitor.words.try_now).click()

    await visitor.nothing_waits()
    await visitor.page.clock.resume()
    await visitor.sees_just("Before", *MANY)
    reconnecting = visitor.panel.get_by_text(visitor.words.reconnecting)
    await expect(reconnecting).to_be_hidden(timeout=NEXT_TRY)
    async with team_of(mortal_server) as team:
        assert await team.texts(visitor.name) == ["Before", *MANY]


async def test_a_page_that_is_reloaded_while_the_server_is_down_sends_in_the_end(
    visitors, windows, mortal_server, sites
):
    windows.expect_no_answers()
    visitor = await visitors(at=mortal_server)
    await visitor.begins("Before", at=sites.with_widget(mortal_server))

    await mortal_server.kill()
    await visitor.says("Is anybody there?")
    await visitor.writes("And a dra")
    await visitor.page.reload()
    await visitor.opens_the_chat()
    await mortal_server.start()

    await visitor.sees_just("Before", "Is anybody there?")
    await visitor.nothing_waits()
    await expect(visitor.box).to_have_value("And a dra")
    async with team_of(mortal_server) as team:
        assert await team.texts(visitor.name) == ["Before", "Is anybody there?"]
