"""A chat is erased while pages show it that nobody looks at: only what they are told takes it away."""

from playwright.async_api import expect

from tests.browser.leaving import HIDDEN


async def test_what_is_erased_is_on_no_page_any_more(admin, visitor, team, server, windows):
    hide, _ = HIDDEN
    await visitor.begins("Forget me")
    await admin.opens(visitor.name)
    await admin.sees_just("Forget me")
    chat = await team.session(visitor.name)
    await hide(visitor.page)
    await hide(admin.page)
    windows.expect("status of 404")

    await server.command("erase", "--session", chat["session_id"], "--yes")

    await expect(visitor.panel.get_by_text("This chat is no longer available")).to_be_visible()
    await expect(visitor.bubbles).to_have_count(0)
    await expect(admin.page.get_by_text("This chat is not here any more")).to_be_visible()
    await expect(admin.row(visitor.name)).to_have_count(0)
