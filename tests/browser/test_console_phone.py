"""The console on a phone: one thing at a time."""

from playwright.async_api import expect

from tests.browser.windows import PHONE


async def test_list_chat_and_visitor_follow_one_another(admins, guests):
    guest = await guests("Halo")
    admin = await admins(size=PHONE)
    rail = admin.page.get_by_role("navigation", name="livechat")

    await admin.sees_the_chat_of(guest.name)
    await expect(rail).to_be_in_viewport(ratio=1)
    await expect(admin.log).to_have_count(0)
    await admin.opens(guest.name)
    await expect(admin.list).to_be_hidden()
    await expect(rail).to_be_hidden()
    await expect(admin.box).to_be_in_viewport(ratio=1)

    await admin.page.get_by_role("button", name="Show visitor").click()
    visitor = admin.page.get_by_role("complementary", name="Visitor")
    await expect(visitor.get_by_text(guest.name)).to_be_visible()
    await expect(visitor.get_by_role("link", name=guest.email)).to_be_visible()
    await expect(visitor.get_by_text("Not verified")).to_be_visible()
    await visitor.get_by_role("button", name="Hide visitor").click()
    await admin.sees_just("Halo")

    await admin.page.get_by_role("link", name="Back to the list").click()
    await admin.sees_the_chat_of(guest.name)
    await expect(rail).to_be_visible()


async def test_a_chat_under_its_visitor_is_not_read(own_server, admins, guests_at):
    guest = await (await guests_at(own_server))("Halo")
    admin = await admins(size=PHONE, at=own_server)
    await admin.page.clock.install()
    await admin.visits()
    await admin.opens(guest.name)
    await expect(admin.page).to_have_title("Chats · Live chat")
    await admin.page.get_by_role("button", name="Show visitor").click()
    visitor = admin.page.get_by_role("complementary", name="Visitor")
    hide = visitor.get_by_role("button", name="Hide visitor")
    await expect(hide).to_be_focused()

    await guest.says("One more thing")

    await expect(admin.page).to_have_title("(1) Chats · Live chat")
    await admin.waits(2)
    assert await admin.page.title() == "(1) Chats · Live chat"
    await hide.click()
    await expect(admin.page).to_have_title("Chats · Live chat")


async def test_everything_to_touch_is_large_enough(admins, guests):
    guest = await guests("Halo")
    admin = await admins(size=PHONE)
    for address in ("/admin/chat", guest.address, "/admin/chat/statistics"):
        await admin.visits(address)
        await expect(admin.page.get_by_role("heading").first).to_be_visible()

        assert await too_small_to_touch(admin.page) == [], address


async def too_small_to_touch(page):
    """A box below 44 pixels, what it adds around itself counted in."""
    return await page.evaluate(
        """() => [...document.querySelectorAll('a, button, input, textarea')]
          .filter(each => each.checkVisibility())
          .filter(each => {
            const { width, height } = each.getBoundingClientRect()
            const around = -2 * parseFloat(getComputedStyle(each, '::before').insetBlockStart) || 0
            return Math.min(width, height) + around < 44
          })
          .map(each => each.outerHTML.slice(0, 120))"""
    )
