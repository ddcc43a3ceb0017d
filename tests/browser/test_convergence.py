"""Live events may be missed; what is shown is what is stored."""

import json
import re

from playwright.async_api import expect

from tests.browser.windows import until

SOCKET = re.compile(r"/app/")


async def test_without_a_socket_messages_arrive_all_the_same(visitor, team, windows):
    windows.expect_no_answers()
    await visitor.page.route_web_socket(SOCKET, lambda socket: socket.close())
    await visitor.begins("Halo")
    await expect(visitor.panel.get_by_text(visitor.words.reconnecting)).to_be_visible()
    await visitor.picture("reconnecting")

    await team.says(visitor.name, "One", "Two")

    await visitor.sees_just("Halo", "One", "Two")
    await visitor.says("Three")
    await visitor.sees_just("Halo", "One", "Two", "Three")
    await visitor.nothing_waits()


async def test_a_gap_is_filled_as_soon_as_it_shows(visitor, team):
    swallowed = await swallowing(visitor, "Two")
    await is_settled_in_a_chat(visitor)

    await team.says(visitor.name, "Two", "Three")

    await visitor.sees_just("One", "Two", "Three")
    assert swallowed == ["Two"]


async def test_a_swallowed_last_event_is_missed_for_half_a_minute_at_most(visitor, team):
    swallowed = await swallowing(visitor, "Two", "Three")
    await visitor.page.clock.install()
    await is_settled_in_a_chat(visitor)

    async def is_complete():
        return swallowed == ["Two", "Three"]

    await team.says(visitor.name, "Two", "Three")
    await until(is_complete)
    assert await visitor.bubbles.all_text_contents() == ["One"]
    await visitor.waits(26)

    await visitor.sees_just("One", "Two", "Three")


async def test_a_close_whose_event_was_swallowed_is_noticed_when_something_is_sent(
    visitor, team, windows
):
    windows.expect("status of 409 .*/send-message")
    swallowed = await swallowing(visitor, event="session.closed")
    await is_settled_in_a_chat(visitor)

    await team.closes(visitor.name)
    await visitor.says("Too late")

    await visitor.sees_that_it_is_closed()
    await visitor.sees_just("One", "Too late")
    await expect(visitor.button("Edit")).to_be_visible()
    await visitor.picture("refused")
    assert await team.texts(visitor.name) == ["One"]
    assert swallowed == ["session.closed"]


async def test_earlier_messages_come_when_asked_for_and_move_nothing(visitor, team):
    await visitor.begins()
    texts = [f"{number} of 120" for number in range(1, 121)]
    await team.says(visitor.name, *texts)
    await visitor.visits()
    await visitor.opens_the_chat()
    await visitor.sees_just(*texts[70:])
    await expect(visitor.bubbles.last).to_be_in_viewport()

    await visitor.log.hover()
    await visitor.page.mouse.wheel(0, -10_000)
    await visitor.sees_just(*texts[20:])
    await expect(visitor.bubbles.nth(50)).to_be_in_viewport()

    await visitor.button("Show earlier messages").press("Enter")
    await visitor.sees_just(*texts)
    await expect(visitor.bubbles.nth(20)).to_be_in_viewport()
    await expect(visitor.button("Show earlier messages")).to_have_count(0)


async def is_settled_in_a_chat(visitor):
    """Subscribed, and everything before that is known."""
    async with visitor.page.expect_response("**/messages?after=*"):
        await visitor.begins("One")


async def swallowing(visitor, *texts, event="message.sent"):
    """Loses these messages on their way through the socket; gives back what it has lost."""
    lost = []

    def pass_on(socket):
        def hear(frame):
            heard = json.loads(frame)
            data = json.loads(heard.get("data") or "{}")
            what = data["message"]["message"] if "message" in data else heard["event"]
            if heard["event"] == event and (what in texts or not texts):
                lost.append(what)
            else:
                socket.send(frame)

        server = socket.connect_to_server()
        server.on_message(hear)

    await visitor.page.route_web_socket(SOCKET, pass_on)
    return lost
