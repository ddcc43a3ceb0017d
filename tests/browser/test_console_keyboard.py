"""A whole working day without a mouse."""

import re

from playwright.async_api import expect


async def test_a_chat_is_found_answered_and_closed_by_keyboard(admin, guests, team):
    guest, other = await guests("Halo"), await guests("Hi")
    keys = admin.page.keyboard
    await admin.sees_the_chat_of(other.name)

    await keys.press("/")
    await expect(admin.page.get_by_role("searchbox")).to_be_focused()
    await keys.type(guest.name)
    await expect(admin.page).to_have_url(re.compile(f"q=.*{guest.name.split()[1]}$"))
    await expect(admin.list.get_by_role("button")).to_have_count(1)
    await keys.press("Escape")
    await keys.press("j")
    await expect(admin.page).to_have_url(re.compile(guest.session_id))
    await keys.press("r")
    await expect(admin.box).to_be_focused()
    await keys.type("Hello")
    await keys.press("Shift+Enter")
    await keys.type("How can we help?")
    await keys.press("Enter")
    await admin.sees_just("Halo", "Hello\nHow can we help?")
    await admin.nothing_waits()

    await keys.press("Escape")
    await keys.press("e")
    asked = admin.page.get_by_role("alertdialog")
    await expect(asked.get_by_role("button", name="Keep it open")).to_be_focused()
    await keys.press("Tab")
    await keys.press("Enter")
    await expect(asked).to_have_count(0)
    await expect(admin.box).to_have_count(0)
    assert (await team.session(guest.name))["status"] == "closed"


async def test_single_keys_lead_through_chats_and_pages(own_server, admins, guests_at):
    guests = await guests_at(own_server)
    older, newer = await guests("One"), await guests("Two")
    admin = await admins(at=own_server)
    keys = admin.page.keyboard
    await admin.sees_the_chat_of(older.name)

    await keys.press("j")
    await admin.sees_just("Two")
    await keys.press("j")
    await admin.sees_just("One")
    await expect(admin.row(older.name)).not_to_contain_text("unread")
    await keys.press("k")
    await admin.sees_just("Two")
    await older.says("Three")
    await expect(admin.row(older.name)).to_contain_text("1 unread")
    await keys.press("u")
    await admin.sees_just("One", "Three")

    await keys.press("v")
    await expect(admin.page.get_by_role("complementary", name="Visitor")).to_have_count(0)
    await keys.press("v")
    await expect(admin.page.get_by_role("complementary", name="Visitor")).to_be_visible()
    await keys.press("2")
    await expect(admin.page).to_have_url(re.compile("/statistics$"))
    await keys.press("1")
    await expect(admin.page).to_have_url(f"{own_server.url}/admin/chat")
    await keys.press("f")
    await expect(admin.page).to_have_url(re.compile(r"\?status=closed$"))
    await newer.closes()
    await admin.sees_the_chat_of(newer.name)


async def test_the_sheet_tells_the_keys_and_turns_them_off(admin, guests):
    guest = await guests("Halo")
    await admin.sees_the_chat_of(guest.name)
    keys = admin.page.keyboard

    await keys.press("?")
    sheet = admin.page.get_by_role("dialog", name="Keyboard shortcuts")
    await expect(sheet).to_be_visible()
    await admin.picture("sheet")
    await sheet.get_by_role("switch", name="Single keys").press("Space")
    await keys.press("Escape")
    await expect(sheet).to_have_count(0)
    await keys.press("2")
    await keys.press("?")

    await expect(sheet).to_have_count(0)
    await expect(admin.page).to_have_url(f"{admin.server.url}/admin/chat")


async def test_tab_and_arrows_reach_everything_and_the_focus_comes_back(admin, guests):
    first, second = await guests("One"), await guests("Two")
    keys = admin.page.keyboard
    await admin.row(second.name).focus()

    await keys.press("ArrowDown")
    await expect(admin.row(first.name)).to_be_focused()
    await keys.press("Enter")
    await expect(admin.box).to_be_focused()
    close = admin.page.get_by_role("button", name="Close session")
    await close.focus()
    await keys.press("Enter")
    await keys.press("Escape")

    await expect(close).to_be_focused()
