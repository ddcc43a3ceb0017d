"""An admin saves all chats of an address, or all that there are, from where one looks for that."""

import json
import re

import pytest
from playwright.async_api import expect

from tests.browser.windows import PHONE, TABLET

DATA = re.compile(r"JSON Lines")


def chats_in(path):
    lines = map(json.loads, path.read_text().splitlines())
    return [line["session"]["session_id"] for line in lines if "session" in line]


async def saves(admin, asked, path):
    """As data for programs; gives back the name that the file would have had."""
    async with admin.page.expect_download() as kept:
        await asked.get_by_role("link", name=DATA).click()
    await (await kept.value).save_as(path)
    await expect(asked).to_have_count(0)
    return (await kept.value).suggested_filename


async def test_all_chats_of_an_address_are_saved_beside_one_of_them(admin, guests, tmp_path):
    guest = await guests("Halo")
    typed = guest.email.upper()
    again = await guests("It is me again", guest_email=typed)
    await guests("Somebody else")
    await admin.visits(again.address)
    pane = admin.page.get_by_role("complementary", name="Visitor")
    await pane.get_by_role("button", name=admin.words.save_guest).click()
    asked = admin.page.get_by_role("dialog", name=f"Save all chats of {typed}")

    name = await saves(admin, asked, tmp_path / "chats")

    assert chats_in(tmp_path / "chats") == [guest.session_id, again.session_id]
    assert name == f"chats-{again.session_id}.jsonl"
    await expect(pane.get_by_role("button", name=admin.words.save_guest)).to_be_focused()


async def test_every_chat_is_saved_above_the_list(own_server, admins, guests_at, tmp_path):
    guests = await guests_at(own_server)
    begun = [await guests("Halo"), await guests("Hi")]
    await begun[0].closes()
    admin = await admins(at=own_server)
    await admin.page.get_by_role("button", name=admin.words.save_all).click()
    asked = admin.page.get_by_role("dialog", name=admin.words.save_all)

    name = await saves(admin, asked, tmp_path / "chats")

    assert chats_in(tmp_path / "chats") == [guest.session_id for guest in begun]
    assert name == "chats.jsonl"


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
async def test_by_keyboard_a_change_of_mind_leads_back_to_the_visitor(admins, guests, size):
    guest = await guests("Halo")
    admin = await admins(size=size)
    keys = admin.page.keyboard
    await admin.visits(guest.address)
    await admin.sees_just("Halo")
    await keys.press("v")
    pane = admin.page.get_by_role("complementary", name="Visitor")
    await expect(pane.get_by_role("button", name="Hide visitor")).to_be_focused()
    save = pane.get_by_role("button", name=admin.words.save_guest)
    await save.focus()
    await keys.press("Enter")
    asked = admin.page.get_by_role("dialog", name=f"Save all chats of {guest.email}")
    await expect(asked.get_by_role("link").first).to_be_focused()

    await keys.press("Escape")

    await expect(asked).to_have_count(0)
    await expect(save).to_be_focused()
    await keys.press("Escape")
    await expect(pane).to_have_count(0)
