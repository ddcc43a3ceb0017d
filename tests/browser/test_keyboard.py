"""Without a mouse, and without looking."""

import pytest
from playwright.async_api import expect

from tests.browser.sockets import loads_anew


async def test_a_whole_chat_goes_by_keyboard(visitor, server, sites, team):
    keys = visitor.page.keyboard
    await visitor.visits(sites.with_widget(server))
    await expect(visitor.launcher).to_be_visible()

    await keys.press("Tab")
    await expect(visitor.launcher).to_be_focused()
    await keys.press("Enter")
    await expect(visitor.field(visitor.words.name)).to_be_focused()
    for text in (visitor.name, visitor.email, "0812 3456 7890", "Halo"):
        await keys.type(text)
        await keys.press("Tab")
    await expect(visitor.button(visitor.words.start)).to_be_focused()
    await keys.press("Enter")

    await expect(visitor.box).to_be_focused()
    await keys.type("One line")
    await keys.press("Shift+Enter")
    await keys.type("and another")
    await keys.press("Enter")
    await visitor.sees_just("Halo", "One line\nand another")
    await visitor.nothing_waits()
    assert await team.texts(visitor.name) == ["Halo", "One line\nand another"]

    await keys.press("Escape")
    await expect(visitor.panel).to_be_hidden()
    await expect(visitor.launcher).to_be_focused()


async def test_a_chat_is_ended_and_begun_again_by_keyboard(visitor):
    keys = visitor.page.keyboard
    await visitor.begins("Halo")

    await visitor.button(visitor.words.menu).focus()
    await keys.press("Enter")
    await expect(visitor.panel.get_by_role("menuitem", name=visitor.words.end)).to_be_focused()
    await keys.press("Escape")
    await expect(visitor.button(visitor.words.menu)).to_be_focused()
    await keys.press("Enter")
    await keys.press("Enter")
    await expect(visitor.panel.get_by_role("alertdialog")).to_be_visible()
    await expect(visitor.button(visitor.words.end)).to_be_focused()
    await keys.press("Enter")

    await visitor.sees_that_it_is_closed()
    await visitor.button(visitor.words.again).press("Enter")
    await expect(visitor.field(visitor.words.name)).to_have_value(visitor.name)
    await expect(visitor.field(visitor.words.name)).to_be_focused()


async def test_what_is_wrong_is_said_and_gone_to(visitor):
    await visitor.visits()
    await visitor.opens_the_chat()
    await visitor.field(visitor.words.email).fill("sari")

    await visitor.button(visitor.words.start).press("Enter")

    await expect(visitor.field(visitor.words.name)).to_be_focused()
    await expect(visitor.field(visitor.words.name)).to_have_accessible_description(
        "Enter your name"
    )
    email = visitor.field(visitor.words.email)
    await expect(email).to_have_accessible_description("Enter an address like name@example.com")
    await visitor.picture("wrong")


async def test_enter_in_the_middle_of_a_composition_sends_nothing(visitor, team):
    await visitor.begins()
    await visitor.box.focus()
    device = await visitor.page.context.new_cdp_session(visitor.page)
    written = {"text": "にほんご", "selectionStart": 4, "selectionEnd": 4}
    # The input method takes the character that the key would write; the page hears of the key alone.
    enter = {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}

    await device.send("Input.imeSetComposition", written)
    await device.send("Input.dispatchKeyEvent", enter)
    await expect(visitor.box).to_have_value("にほんご")
    await device.send("Input.insertText", {"text": "日本語"})
    # Safari has ended the composition by then; it tells by the code of the key.
    await device.send("Input.dispatchKeyEvent", enter | {"windowsVirtualKeyCode": 229})
    await expect(visitor.box).to_have_value("日本語")
    await visitor.page.keyboard.press("Enter")

    await visitor.sees_just("日本語")
    await visitor.nothing_waits()
    assert await team.texts(visitor.name) == ["日本語"]


async def test_a_page_behind_an_open_panel_can_be_used(visitor):
    await visitor.visits()
    await visitor.opens_the_chat()

    await visitor.page.get_by_label("Language").select_option("Indonesia")

    await expect(visitor.field("Nama")).to_be_visible()


@pytest.fixture
def said(visitor):
    """All that a screen reader is told about messages, in its order."""

    async def lines():
        return await visitor.page.evaluate("window.said")

    return lines


async def test_only_what_is_new_is_read_aloud(visitor, team, said):
    await visitor.page.clock.install()
    await visitor.begins("Halo")
    await team.says(visitor.name, "An old answer")
    await loads_anew(visitor.page)
    await visitor.opens_the_chat()
    await visitor.sees_just("Halo", "An old answer")
    await listen(visitor)
    await visitor.stops_the_clock()

    await team.says(visitor.name, "A new answer")
    await visitor.sees("A new answer")
    await visitor.page.clock.run_for(1_500)
    await expect(visitor.panel.get_by_text("Rina: A new answer")).to_be_attached()
    await visitor.page.clock.run_for(3_000)
    await team.says(visitor.name, "One", "Two", "Three")
    await visitor.sees("Three")
    await visitor.page.clock.run_for(1_500)
    await expect(visitor.panel.get_by_text("3 new messages")).to_be_attached()
    await visitor.page.clock.run_for(3_000)
    await visitor.says("My own")
    await visitor.nothing_waits()
    await visitor.page.clock.run_for(3_000)

    assert await said() == ["Rina: A new answer", "3 new messages"]
    await expect(visitor.log).to_have_attribute("aria-live", "off")


async def listen(visitor):
    """To the one line that is meant for it."""
    await visitor.panel.evaluate(
        """panel => {
          window.said = []
          const line = panel.querySelector('[aria-live=polite]')
          const note = () => line.textContent && said.push(line.textContent)
          new MutationObserver(note).observe(line, { childList: true, characterData: true, subtree: true })
        }"""
    )
