"""Who gets into the console, and where they get to."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.admin_desk import AdminDesk
from tests.browser.axe import violations
from tests.browser.windows import DESKTOP, PHONE
from tests.browser.words import IN
from tests.server_process import PASSWORD, ServerProcess

NOT_SIGNED_IN = r"status of 401 .*/admin/chat/api/me"


@pytest.fixture
def stranger(windows, server):
    """`await stranger()`: somebody at the console who is not signed in."""
    windows.expect(NOT_SIGNED_IN)

    async def stranger(*, locale="en", at=server, **more):
        page = await windows.open(locale=locale, **more)
        return AdminDesk(windows, at, page, words=IN[locale])

    return stranger


@pytest.fixture
async def fresh_server(tmp_path):
    """Nobody can sign in to it yet."""
    server = ServerProcess(tmp_path)
    await server.start()
    yield server
    await server.stop()


@pytest.mark.parametrize("locale", ["en", "id"])
async def test_signing_in_leads_to_the_address_that_was_asked_for(locale, stranger, guests):
    guest = await guests("Halo")
    asked = f"{guest.address}?status=all&q={guest.name.split()[1]}"
    desk = await stranger(locale=locale)

    await desk.visits(asked)
    await expect(desk.page.get_by_label(desk.words.email)).to_be_focused()
    await desk.picture("door")
    assert await violations(desk.page) == []
    await desk.signs_in_here()

    await expect(desk.page).to_have_url(desk.server.url + asked)
    await expect(desk.page.get_by_role("heading", name=guest.name)).to_be_visible()
    await desk.sees_just("Halo")


async def test_a_wrong_password_is_told_and_nothing_typed_is_lost(stranger, windows):
    windows.expect(r"status of 401 .*/admin/login")
    desk = await stranger()
    await desk.visits("/admin/chat/statistics")

    await desk.signs_in_here(password="not the one")

    await expect(desk.page.get_by_role("alert")).to_have_text("Email or password is not right")
    await expect(desk.page.get_by_label("Email")).not_to_have_value("")
    await desk.picture("refused")
    assert await violations(desk.page) == []
    await desk.signs_in_here()
    await expect(desk.page.get_by_role("heading", name="Statistics")).to_be_visible()


async def test_another_site_cannot_be_returned_to(stranger):
    desk = await stranger()

    await desk.visits("/admin/login?then=https%3A%2F%2Fevil.example%2Fadmin%2Fchat")
    await desk.signs_in_here()

    await expect(desk.page).to_have_url(f"{desk.server.url}/admin/chat")


async def test_signing_out_leaves_nothing_on_the_screen(admin, guests, windows):
    guest = await guests("My secret")
    windows.expect("status of 401")
    await admin.opens(guest.name)

    await admin.page.get_by_role("button", name="Account").click()
    await admin.page.get_by_role("button", name="Sign out").click()
    await expect(admin.page.get_by_role("button", name="Sign in")).to_be_visible()
    await admin.page.go_back()

    await expect(admin.page.get_by_role("button", name="Sign in")).to_be_visible()
    await expect(admin.page.get_by_text("My secret")).to_have_count(0)


async def test_an_admin_signs_out_of_every_browser_at_once(admins, server, windows):
    windows.expect("status of 401")
    await server.command("admin", "create", "eva@example.com", "--name", "Eva")
    here, there = [await admins(email="eva@example.com") for _ in range(2)]

    await here.page.get_by_role("button", name="Account").click()
    await here.picture("account")
    await here.page.get_by_role("button", name="Sign me out everywhere").click()

    await expect(here.page.get_by_role("heading", name="Sign in to your chats")).to_be_visible()
    await there.page.reload()
    await expect(there.page.get_by_role("heading", name="Sign in to your chats")).to_be_visible()


async def test_an_unknown_address_leads_to_the_chats(admin):
    await admin.visits("/admin/chat/nowhere")

    await expect(admin.page).to_have_url(f"{admin.server.url}/admin/chat")
    await expect(admin.page.get_by_role("heading", name="Chats")).to_be_visible()


@pytest.mark.parametrize(
    ("locale", "size"), [("en", DESKTOP), ("id", PHONE)], ids=["en-desktop", "id-phone"]
)
async def test_the_one_time_link_makes_the_first_admin(locale, size, fresh_server, stranger):
    desk = await stranger(locale=locale, size=size, at=fresh_server)
    await desk.visits("/")
    hint = {"en": "Use the link in your terminal", "id": "Pakai tautan di terminal Anda"}
    await expect(desk.page.get_by_text(hint[locale])).to_be_visible()
    await desk.picture("demo")
    assert await violations(desk.page) == []

    await desk.page.goto(setup_link(fresh_server))
    await desk.page.get_by_label(desk.words.name).fill("Rina")
    await desk.page.get_by_label(desk.words.email).fill("rina@example.com")
    await desk.page.get_by_label(desk.words.password).fill(PASSWORD)
    await desk.picture("setup")
    assert await violations(desk.page) == []
    await desk.page.get_by_role("button", name=desk.words.create_admin).click()

    await expect(desk.page).to_have_url(f"{fresh_server.url}/admin/chat")
    await expect(desk.page.get_by_role("code")).to_be_visible()
    await desk.picture("empty")
    assert await violations(desk.page) == []


async def test_the_one_time_link_works_once(fresh_server, stranger, windows):
    windows.expect(r"status of 410 .*/admin/setup")
    link = setup_link(fresh_server)
    await fresh_server.command("admin", "create", "tom@example.com", "--name", "Tom")
    late = await stranger(at=fresh_server)

    await late.page.goto(link)
    await late.page.get_by_label("Name").fill("Mallory")
    await late.page.get_by_label("Email").fill("mallory@example.com")
    await late.page.get_by_label("Password").fill(PASSWORD)
    await late.page.get_by_role("button", name="Create admin").click()

    await expect(late.page.get_by_text("This link was already used")).to_be_visible()
    await late.picture("used")
    assert await violations(late.page) == []


def setup_link(server):
    found = re.search(r"http\S+/admin/setup#\S+", server.log())
    assert found, server.log()
    return found[0]
