"""A visitor and an admin talk."""

import pytest
from playwright.async_api import expect

from tests.browser.windows import DESKTOP, PHONE, TABLET

QUESTION = "Halo, is Gayo still there?"
ANSWER = "It is, roasted on Tuesday."


@pytest.mark.parametrize("locale", ["en", "id"])
@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=["phone", "tablet", "desktop"])
async def test_a_visitor_and_an_admin_talk(visitors, admins, locale, size):
    admin = await admins(locale=locale, size=size)
    visitor = await visitors(locale=locale, size=size)

    await visitor.visits()
    await visitor.picture("page")
    await visitor.opens_the_chat()
    await visitor.picture("form")
    await visitor.introduces()
    await visitor.says(QUESTION)

    await admin.sees_the_chat_of(visitor.name)
    await admin.picture("list")
    await admin.opens(visitor.name)
    await admin.says(ANSWER)
    await visitor.sees(ANSWER)

    await visitor.page.reload()
    await visitor.opens_the_chat()
    await visitor.sees_just(QUESTION, ANSWER)
    await visitor.picture("answered")
    await admin.page.reload()
    await admin.sees_just(QUESTION, ANSWER)
    await admin.picture("answered")

    await admin.closes_the_chat()
    await visitor.sees_that_it_is_closed()
    await visitor.picture("closed")
    await visitor.button(visitor.words.again).click()
    await visitor.introduces(message="One more thing.")
    await visitor.sees_just("One more thing.")
    await visitor.nothing_waits()
    await visitor.picture("again")


async def test_a_chat_that_is_gone_gives_its_unsent_text_to_the_next_one(visitor, team, windows):
    windows.expect("status of 40[14] ")
    await visitor.begins("Halo")
    await visitor.nothing_waits()
    await visitor.loses_cookies_in_sending()
    await visitor.says("Is this still our chat?")
    await expect(visitor.panel.get_by_text(visitor.words.gone)).to_be_visible()
    await visitor.picture("gone")
    assert await visitor.page.evaluate("localStorage.livechat") is None
    await visitor.button(visitor.words.again).click()

    await expect(visitor.field(visitor.words.message)).to_have_value("Is this still our chat?")
    await visitor.button(visitor.words.start).click()
    await visitor.sees_just("Is this still our chat?")
    await visitor.nothing_waits()
    assert await team.texts(visitor.name) == ["Is this still our chat?"]
