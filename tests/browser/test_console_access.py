"""Every view of the console for everybody: axe finds nothing, nothing has to be scrolled sideways."""

import pytest
from playwright.async_api import expect

from tests.browser.axe import violations
from tests.browser.windows import DESKTOP, PHONE, TABLET

# Axe works hard on each view, on a machine that has other work.
pytestmark = pytest.mark.timeout(360)

SIZES = {"phone": PHONE, "tablet": TABLET, "desktop": DESKTOP}
REFLOWED = (320, 640)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("size", "locale"), [("phone", "id"), ("tablet", "en"), ("desktop", "id"), ("desktop", "en")]
)
async def test_axe_finds_nothing_in_any_view(scheme, size, locale, admins, guests, team):
    admin = await admins(size=SIZES[size], locale=locale, color_scheme=scheme)
    admin.windows.expect_no_answers()

    async for view in through_all_views(admin, guests, team):
        await admin.picture(view)
        assert await violations(admin.page) == [], view


@pytest.mark.parametrize("locale", ["en", "id"])
async def test_no_view_is_wider_than_320_pixels(locale, admins, guests, team):
    admin = await admins(size=REFLOWED, locale=locale)
    admin.windows.expect_no_answers()

    async for view in through_all_views(admin, guests, team):
        await admin.picture(view)
        assert await wider_than_the_screen(admin.page) == [], view


async def test_it_can_be_used_in_forced_colours(admins, guests, team):
    admin = await admins(forced_colors="active")
    admin.windows.expect_no_answers()

    async for view in through_all_views(admin, guests, team):
        await admin.picture(view)
        assert await violations(admin.page) == [], view


async def through_all_views(admin, guests, team):
    """Stops in each of them."""
    keys = admin.page.keyboard
    guest = await guests("word" * 75, "See https://example.com/" + "a" * 200, "مرحبا")
    await team.says(guest.name, "An answer")
    await guest.says("Thanks 👍")
    await admin.sees_the_chat_of(guest.name)
    yield "list"
    await admin.page.get_by_role("button", name=admin.words.save_all).click()
    await expect(admin.page.get_by_role("dialog")).to_be_visible()
    yield "saving all"
    await keys.press("Escape")
    await keys.press("?")
    await expect(admin.page.get_by_role("dialog")).to_be_visible()
    yield "shortcuts"
    await keys.press("Escape")
    await admin.page.locator(".rail-foot").click()
    await expect(admin.page.get_by_role("dialog")).to_be_visible()
    yield "account"
    await keys.press("Escape")
    await admin.visits("/admin/chat?q=nobody+has+this+name")
    await expect(admin.page.get_by_text("“nobody has this name”")).to_be_visible()
    yield "nothing found"
    await admin.visits("/admin/chat/statistics")
    await expect(admin.page.get_by_role("table")).to_be_visible()
    yield "statistics"
    async for view in through_a_chat(admin, guest):
        yield view


async def through_a_chat(admin, guest):
    """From opened to closed."""
    await admin.visits(guest.address)
    await admin.sees("Thanks")
    await admin.box.fill("A draft")
    yield "chat"
    covered = not await admin.page.get_by_role("complementary").is_visible()
    if covered:
        await admin.page.locator(".talk-head [aria-expanded]").click()
        await expect(admin.page.get_by_role("complementary")).to_be_visible()
        yield "visitor"
    await admin.page.get_by_role("button", name=admin.words.save_guest).click()
    await expect(admin.page.get_by_role("dialog")).to_be_visible()
    yield "saving those of an address"
    await admin.page.keyboard.press("Escape")
    if covered:
        await admin.page.keyboard.press("Escape")
    await admin.page.get_by_role("button", name=admin.words.close_session).click()
    await expect(admin.page.get_by_role("alertdialog")).to_be_visible()
    yield "closing"
    await admin.page.keyboard.press("Escape")
    await admin.page.context.set_offline(True)
    await admin.says("Waiting")
    await expect(admin.page.get_by_text(admin.words.offline)).to_be_visible()
    yield "offline"
    await admin.page.context.set_offline(False)
    await expect(admin.page.get_by_text(admin.words.offline)).to_have_count(0)
    await admin.nothing_waits()
    await admin.closes_the_chat()
    await expect(admin.box).to_have_count(0)
    yield "closed"


async def wider_than_the_screen(page):
    """Boxes that stick out of the screen or of what they can be scrolled in."""
    return await page.evaluate(
        """() => {
          const isCut = each => each && (getComputedStyle(each).textOverflow === 'ellipsis' || isCut(each.parentElement))
          return [...document.querySelectorAll('html, body *')]
          .filter(each => each.checkVisibility({ visibilityProperty: true }) && !each.closest('.lc-unseen, svg'))
          .filter(each => !isCut(each.parentElement))
          .filter(each => each.getBoundingClientRect().right > innerWidth + 0.5
            || (each.scrollWidth > each.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(each).overflowX)))
          .map(each => each.outerHTML.slice(0, 200))
        }"""
    )
