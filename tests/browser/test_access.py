"""Every state of the widget for everybody: axe finds nothing, and nothing has to be scrolled sideways."""

import pytest
from playwright.async_api import expect

from tests.browser.axe import violations
from tests.browser.windows import DESKTOP, PHONE

# Axe works hard on each state, on a machine that has other work.
pytestmark = pytest.mark.timeout(360)

LONG = "Donaudampfschifffahrt" * 14


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_axe_finds_nothing_in_any_state(scheme, size, visitors, team, windows):
    visitor = await visitors(size=size, color_scheme=scheme)
    windows.expect_no_answers()

    async for state in through_all_states(visitor, team):
        await visitor.picture(state)
        assert await violations(visitor.page, "live-chat") == [], state


@pytest.mark.parametrize("locale", ["en", "id"])
async def test_at_320_pixels_nothing_has_to_be_scrolled_sideways(locale, visitors, team, windows):
    visitor = await visitors(size=(320, 640), locale=locale)
    windows.expect_no_answers()
    visitor.name += LONG[: 100 - len(visitor.name)]

    async for state in through_all_states(visitor, team):
        await visitor.picture(state)
        assert await wider_than_the_screen(visitor) == [], state


async def through_all_states(visitor, team):
    """Stops in each of them."""
    words = visitor.words
    await visitor.visits()
    await expect(visitor.launcher).to_be_visible()
    yield "launcher"
    await visitor.opens_the_chat()
    await visitor.button(words.start).click()
    await expect(visitor.field(words.name)).to_have_attribute("aria-invalid", "true")
    yield "form"
    await visitor.introduces(message=LONG)
    await visitor.is_in_a_chat()
    await team.says(visitor.name, "See https://example.com/" + "a" * 200, "مرحبا", "👍")
    await visitor.sees("👍")
    yield "chat"
    await visitor.button(words.menu).click()
    await expect(visitor.panel.get_by_role("menuitem")).to_be_visible()
    yield "menu"
    await visitor.panel.get_by_role("menuitem").click()
    await expect(visitor.panel.get_by_role("alertdialog")).to_be_visible()
    yield "ending"
    await visitor.page.keyboard.press("Escape")
    await visitor.page.context.set_offline(True)
    await visitor.says("Waiting")
    await expect(visitor.panel.get_by_text(words.offline)).to_be_visible()
    yield "offline"
    await visitor.page.context.set_offline(False)
    await visitor.nothing_waits()
    await team.closes(visitor.name)
    await visitor.sees_that_it_is_closed()
    yield "closed"


async def wider_than_the_screen(visitor):
    """Boxes that stick out of the screen or of what they can be scrolled in."""
    return await visitor.page.evaluate(
        """() => {
          const inside = [...document.querySelector('live-chat').shadowRoot.querySelectorAll('*')]
          const drawn = inside.filter(each => each.checkVisibility() && !each.closest('.lc-unseen'))
          return [document.scrollingElement, ...drawn]
            .filter(each => each.getBoundingClientRect().right > innerWidth + 0.5
              || (each.scrollWidth > each.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(each).overflowX)))
            .map(each => each.outerHTML.slice(0, 200))
        }"""
    )
