"""Signed out in the middle: nothing is lost, and nobody else gets it."""

from playwright.async_api import expect

from tests.browser.axe import violations


async def test_draft_selection_and_pending_message_outlive_a_lapse(admin, guests, team, windows):
    windows.expect("status of 401")
    guest, other = await guests("Halo"), await guests("Hi")
    await admin.opens(other.name)
    await admin.box.fill("A draft")
    await admin.opens(guest.name)
    tried = sends(admin)

    await admin.loses_cookies_in_sending()
    await admin.says("On its way")
    dialog = admin.page.get_by_role("dialog", name="You were signed out")
    await expect(dialog).to_be_visible()
    await expect(dialog.get_by_label("Password")).to_be_focused()
    await admin.picture("lapsed")
    assert await violations(admin.page) == []
    await admin.page.keyboard.press("Escape")
    await expect(dialog).to_be_visible()
    await admin.signs_in_here()

    await expect(dialog).to_have_count(0)
    await expect(admin.log.get_by_text("Sent", exact=True)).to_be_attached()
    assert await team.texts(guest.name) == ["Halo", "On its way"]
    assert len(tried) == 2
    assert len({body["id"] for body in tried}) == 1
    await expect(admin.page).to_have_url(admin.server.url + guest.address)
    await admin.opens(other.name)
    await expect(admin.box).to_have_value("A draft")


async def test_another_admin_gets_nothing_of_it(admin, guests, team, colleague, windows):
    windows.expect("status of 401")
    guest = await guests("Halo")
    await admin.opens(guest.name)
    tried = sends(admin)
    await admin.loses_cookies_in_sending()
    await admin.says("From Rina")
    await expect(admin.page.get_by_role("dialog")).to_be_visible()

    await admin.signs_in_here(email=colleague)
    await expect(admin.page.get_by_role("dialog")).to_have_count(0)
    await admin.sees_just("Halo")
    await admin.says("From Tom")
    await expect(admin.log.get_by_text("Sent", exact=True)).to_be_attached()
    assert await team.texts(guest.name) == ["Halo", "From Tom"]
    assert [body["message"] for body in tried] == ["From Rina", "From Tom"]

    await admin.page.get_by_role("button", name="Account").click()
    await admin.page.get_by_role("button", name="Sign out").click()
    await admin.signs_in_here()
    await admin.sees_just("Halo", "From Tom", "From Rina")
    await admin.nothing_waits()
    assert [each["sender_name"] for each in await team.messages(guest.name)][1:] == ["Tom", "Rina"]
    assert tried[-1]["id"] == tried[0]["id"]


async def test_signing_in_at_another_tab_is_enough(admin, guests, windows):
    windows.expect("status of 401")
    guest = await guests("Halo")
    await admin.opens(guest.name)
    await admin.loses_cookies_in_sending()
    await admin.says("On its way")
    await expect(admin.page.get_by_role("dialog")).to_be_visible()

    await admin.is_signed_in()
    await admin.page.evaluate("dispatchEvent(new Event('focus'))")

    await expect(admin.page.get_by_role("dialog")).to_have_count(0)
    await admin.sees_just("Halo", "On its way")
    await admin.nothing_waits()


async def test_a_stale_csrf_token_is_renewed_without_a_word(admin, guests, team, windows):
    windows.expect("status of 403")
    guest = await guests("Halo")
    await admin.opens(guest.name)
    await expect(admin.row(guest.name)).not_to_contain_text("unread")
    asked = []
    admin.page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[1]))

    await admin.is_signed_in()
    await admin.says("Hello")

    await expect(admin.log.get_by_text("Sent", exact=True)).to_be_attached()
    assert [each for each in asked if each in ("me", "send-message")] == [
        "send-message",
        "me",
        "send-message",
    ]
    assert await team.texts(guest.name) == ["Halo", "Hello"]


def sends(desk):
    """Each try to send, as it went out."""
    tried = []

    def note(request):
        if request.url.endswith("/send-message"):
            tried.append(request.post_data_json)

    desk.page.on("request", note)
    return tried
