"""The console's tabs are one console: one socket, one sound, the same chats."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.guests import guests_of
from tests.browser.leaving import crashes, lives
from tests.browser.sockets import SOON, are, sockets
from tests.browser.test_console_alerts import LISTEN, is_audible
from tests.browser.windows import until


@pytest.fixture
async def tabs(own_server, admins):
    """Five of one browser; in the order in which they were opened the first one is connected."""
    first = await admins(at=own_server)
    await first.page.context.add_init_script(LISTEN)
    await first.page.reload()
    tabs = [first] + [await first.opens_another_tab() for _ in range(4)]
    for tab in tabs:
        await tab.page.get_by_role("heading").first.click()
        await is_audible(tab.page)
    return tabs


async def test_five_tabs_have_one_socket_and_show_the_same(own_server, tabs):
    async with guests_of(own_server) as guests:
        guest = await guests("Halo")
        for tab in tabs:
            await tab.sees_the_chat_of(guest.name)

        await guest.says("Is anybody there?")

        for tab in tabs:
            await expect(tab.row(guest.name)).to_contain_text("Is anybody there?")
    await until(lambda: are(lambda: sockets(own_server), 1))


async def test_five_tabs_make_one_sound(own_server, tabs):
    async with guests_of(own_server) as guests:
        guest = await guests("Halo")
        for tab in tabs:
            await tab.sees_the_chat_of(guest.name)
        await until(lambda: are(lambda: tones(tabs), 1))

        for number in range(2, 5):
            await guest.says(f"Message {number}")
            for tab in tabs:
                await expect(tab.row(guest.name)).to_contain_text(f"Message {number}")
            await until(lambda count=number: are(lambda: tones(tabs), count))


@pytest.mark.parametrize("ends", [Page.close, crashes])
async def test_when_the_connected_tab_ends_another_takes_over_and_there_is_one_sound_still(
    own_server, tabs, ends
):
    first, *others = tabs
    async with guests_of(own_server) as guests:
        guest = await guests("Halo")
        for tab in tabs:
            await tab.sees_the_chat_of(guest.name)
        await until(lambda: are(lambda: tones(tabs), 1))
        before = await tones(others)

        await ends(first.page)
        await first.page.close()
        for number, text in enumerate(["In that moment", "And later"], 1):
            await guest.says(text)
            for tab in others:
                await expect(tab.row(guest.name)).to_contain_text(text, timeout=SOON)
            await until(lambda count=before + number: are(lambda: tones(others), count))
    await until(lambda: are(lambda: sockets(own_server), 1))


async def tones(tabs):
    """Of all of them together."""
    return sum([await tab.page.evaluate("tones / 2") for tab in tabs])


async def test_a_tab_that_sleeps_holds_nobody_up_and_catches_up_when_it_wakes(own_server, tabs):
    first, *others = tabs
    async with guests_of(own_server) as guests:
        guest = await guests("Halo")
        for tab in tabs:
            await tab.sees_the_chat_of(guest.name)

        await lives(first.page, "frozen")
        await guest.says("While one sleeps")
        for tab in others:
            await expect(tab.row(guest.name)).to_contain_text("While one sleeps", timeout=SOON)
        await lives(first.page, "active")

        await expect(first.row(guest.name)).to_contain_text("While one sleeps", timeout=SOON)
    await until(lambda: are(lambda: sockets(own_server), 1))
