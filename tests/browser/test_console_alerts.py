"""What tells an admin that somebody has written: a tone, and a notification if wanted."""

import pytest
from playwright.async_api import expect

from tests.browser.leaving import BEHIND
from tests.browser.windows import until

# A browser without a screen refuses notifications, whoever asks.
LISTEN = """
window.tones = 0
window.audible = false
window.asked = 0
window.notices = []
const { createOscillator, resume } = AudioContext.prototype
AudioContext.prototype.resume = function () { return resume.call(this).then(() => { audible = true }) }
AudioContext.prototype.createOscillator = function () { tones++; return createOscillator.call(this) }
window.Notification = class {
  static permission = 'default'
  static async requestPermission() { asked++; this.permission = 'granted' }
  constructor(title, { body }) { notices.push(`${title}: ${body}`) }
}
"""


@pytest.fixture
async def listened(admins):
    """An admin whose browser remembers what it did to be noticed."""
    admin = await admins()
    await admin.page.add_init_script(LISTEN)
    await admin.page.reload()
    return admin


async def test_a_message_makes_a_tone_but_not_in_the_chat_that_is_looked_at(listened, guests):
    looked_at, other = await guests("Halo"), await guests("Hi")
    await expect(listened.row(looked_at.name)).to_contain_text("Halo")
    await expect(listened.row(other.name)).to_contain_text("Hi")
    await listened.opens(looked_at.name)
    await is_audible(listened.page)
    await expect(listened.row(looked_at.name)).not_to_contain_text("unread")
    await listened.page.evaluate("tones = 0")

    await looked_at.says("Seen at once")
    await listened.sees("Seen at once")
    assert await listened.page.evaluate("tones") == 0

    await other.says("Not seen")
    await until(lambda: listened.page.evaluate("tones > 0"))


async def test_no_tone_is_made_when_the_sound_is_off(listened, guests):
    guest = await guests("Halo")
    await expect(listened.row(guest.name)).to_contain_text("Halo")
    await switch(listened, "Sound")
    await is_audible(listened.page)

    await guest.says("Quietly")
    await expect(listened.row(guest.name)).to_contain_text("Quietly")

    assert await listened.page.evaluate("tones") == 0


async def test_notifications_come_once_they_are_wanted_and_the_window_is_away(listened, guests):
    guest = await guests("Halo")
    await listened.sees_the_chat_of(guest.name)
    away, back = BEHIND
    await away(listened.page)
    await guest.says("Before")
    await expect(listened.row(guest.name)).to_contain_text("Before")
    assert await listened.page.evaluate("[asked, notices]") == [0, []]

    await back(listened.page)
    await switch(listened, "Notifications")
    await away(listened.page)
    await guest.says("After")

    await until(lambda: listened.page.evaluate("notices.length > 0"))
    assert await listened.page.evaluate("[asked, notices]") == [1, [f"{guest.name}: After"]]


async def test_where_notifications_are_blocked_it_says_how_to_allow_them(admin):
    await admin.page.get_by_role("button", name="Account").click()

    notifications = admin.page.get_by_role("switch", name="Notifications")
    await expect(notifications).to_be_disabled()
    await expect(notifications).to_have_accessible_description(
        "Your browser blocks them. Open the site settings next to the address, "
        "allow notifications, then switch this on again."
    )
    await admin.picture("blocked")


async def is_audible(page):
    """Some time after it was touched first."""
    await until(lambda: page.evaluate("audible"))


async def switch(admin, name):
    """In the account menu, which is closed again."""
    await admin.page.get_by_role("button", name="Account").click()
    await admin.page.get_by_role("switch", name=name).click()
    await admin.page.keyboard.press("Escape")
