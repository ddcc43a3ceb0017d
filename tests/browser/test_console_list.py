"""The list of chats: live, searched, filtered, and nothing in it jumps."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.windows import DESKTOP, PHONE


async def test_a_new_chat_and_what_is_said_in_it_appear_by_themselves(admin, guests):
    await expect(admin.page.get_by_role("heading", name="Chats")).to_be_visible()

    guest = await guests()
    await expect(admin.row(guest.name)).to_contain_text("No message yet")
    await guest.says("Halo", "Anybody there?")

    await expect(admin.row(guest.name)).to_contain_text("Anybody there?")
    await expect(admin.row(guest.name)).to_have_accessible_name(re.compile("2 unread$"))


async def test_the_title_counts_unread_chats(own_server, admins, guests_at):
    guests = await guests_at(own_server)
    first = await guests("One", "Two")
    await guests("Three")
    admin = await admins(at=own_server)
    await expect(admin.page).to_have_title("(2) Chats · Live chat")

    await admin.opens(first.name)
    await expect(admin.page).to_have_title("(1) Chats · Live chat")
    await admin.page.get_by_role("link", name="Statistics").click()
    await expect(admin.page).to_have_title("(1) Statistics · Live chat")

    await first.says("Four")
    await expect(admin.page).to_have_title("(2) Statistics · Live chat")


async def test_a_message_moves_its_chat_up_and_nothing_else(own_server, admins, guests_at):
    guests = await guests_at(own_server)
    people = [await guests("Halo", name=f"Guest {number:02}") for number in range(30)]
    admin = await admins(at=own_server)
    opened, near = admin.row("Guest 15"), admin.row("Guest 13")
    await admin.opens("Guest 15")
    await near.scroll_into_view_if_needed()
    for row in (opened, near):
        await expect(row).to_be_in_viewport(ratio=1)
    before = await near.bounding_box()
    url = admin.page.url

    await people[0].says("I was the last")
    await expect(admin.list.get_by_role("button").first).to_contain_text("I was the last")

    assert await near.bounding_box() == before
    assert admin.page.url == url
    await expect(opened).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("found_by", ["name", "email"])
async def test_search_finds_a_chat_by(found_by, admin, guests):
    guest = await guests("Halo")
    other = await guests("Halo")
    await admin.sees_the_chat_of(other.name)
    sought = {"name": guest.name.split()[1], "email": guest.email}[found_by]

    await admin.searches(sought)

    await expect(admin.row(other.name)).to_have_count(0)
    await admin.sees_the_chat_of(guest.name)
    await expect(admin.page).to_have_url(re.compile(r"\?q="))
    await admin.page.reload()
    await expect(admin.page.get_by_role("searchbox")).to_have_value(sought)
    await admin.sees_the_chat_of(guest.name)
    await expect(admin.row(other.name)).to_have_count(0)

    await admin.page.get_by_role("button", name="Clear the search").click()
    await admin.sees_the_chat_of(other.name)


async def test_what_is_not_among_the_active_may_be_among_the_closed(admin, guests):
    guest = await guests("Halo")
    await guest.closes()

    await admin.searches(guest.name)
    nothing = f"Nothing found for “{guest.name}” in active chats"
    await expect(admin.page.get_by_text(nothing)).to_be_visible()
    await admin.picture("nothing-found")
    await admin.page.get_by_role("link", name="Search closed").click()

    await admin.sees_the_chat_of(guest.name)
    await expect(admin.page).to_have_url(re.compile("status=closed&q="))


async def test_chats_are_shown_by_their_state(admin, guests):
    going, over = await guests("Halo"), await guests("Bye")
    await over.closes()

    await admin.sees_the_chat_of(going.name)
    await expect(admin.row(over.name)).to_have_count(0)
    await admin.page.get_by_role("link", name="Closed", exact=True).click()
    await admin.sees_the_chat_of(over.name)
    await expect(admin.row(going.name)).to_have_count(0)
    await admin.page.get_by_role("link", name="All", exact=True).click()
    await admin.sees_the_chat_of(going.name)
    await expect(admin.row(over.name)).to_contain_text("Closed")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_the_selection_is_in_the_address(size, admins, guests):
    first, second = await guests("I am first"), await guests("I am second")
    admin = await admins(size=size)
    await admin.opens(first.name)
    await expect(admin.page).to_have_url(admin.server.url + first.address)
    if size == PHONE:
        await admin.page.get_by_role("link", name="Back to the list").click()
    await admin.opens(second.name)

    await admin.page.reload()
    await admin.sees_just("I am second")
    await admin.page.go_back()
    if size == PHONE:
        await expect(admin.row(first.name)).to_be_visible()
        await admin.page.go_back()
    await admin.sees_just("I am first")

    colleague = await admins(size=size)
    await colleague.visits(second.address)
    await colleague.sees_just("I am second")


async def test_a_chat_that_is_not_there_is_told(admin, windows):
    windows.expect("status of 404")

    await admin.visits("/admin/chat/sessions/00000000-0000-4000-8000-000000000000")

    await expect(admin.page.get_by_text("This chat is not here any more")).to_be_visible()
