"""Live events may be missed; what is shown is what is stored."""

import json
import re
from dataclasses import dataclass, field

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
    wire = Wire(texts=("Two",))
    await settles(visitor, wire)

    await team.says(visitor.name, "Two", "Three")

    await visitor.sees_just("One", "Two", "Three")
    assert wire.lost == ["Two"]


async def test_a_swallowed_last_event_is_missed_for_half_a_minute_at_most(visitor, team):
    wire = Wire(texts=("Two", "Three"))
    await settles(visitor, wire)

    await team.says(visitor.name, "Two", "Three")
    await until(wire.has_lost_all)
    assert await visitor.bubbles.all_text_contents() == ["One"]
    await visitor.waits(26)

    await visitor.sees_just("One", "Two", "Three")


async def test_a_close_whose_event_was_swallowed_is_noticed_when_something_is_sent(
    visitor, team, windows
):
    windows.expect("status of 409 .*/send-message")
    wire = Wire("session.closed")
    await settles(visitor, wire)

    await team.closes(visitor.name)
    await until(wire.has_lost_all)
    await visitor.says("Too late")

    await visitor.sees_that_it_is_closed()
    await visitor.sees_just("One", "Too late")
    await expect(visitor.button("Edit")).to_be_visible()
    await visitor.picture("refused")
    assert await team.texts(visitor.name) == ["One"]


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


@dataclass
class Wire:
    """The socket between page and server, on which some things are lost."""

    losing: str = "message.sent"
    texts: tuple[str, ...] = ()
    lost: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    async def is_subscribed(self):
        return "pusher_internal:subscription_succeeded" in self.heard

    async def has_lost_all(self):
        return self.lost == list(self.texts or [self.losing])

    def carry(self, socket):
        def hear(frame):
            event, text = self._read(frame)
            if event == self.losing and (text in self.texts or not self.texts):
                self.lost.append(text or event)
            else:
                self.heard.append(event)
                socket.send(frame)

        server = socket.connect_to_server()
        server.on_message(hear)

    def _read(self, frame):
        heard = json.loads(frame)
        data = json.loads(heard.get("data") or "{}")
        return heard["event"], data.get("message", {}).get("message", "")


async def settles(visitor, wire):
    """In a chat that knows all there is to know, and hears the rest through this wire."""
    asked, answered = [], []
    visitor.page.on("request", lambda each: asked.append(each) if is_a_look(each) else None)
    visitor.page.on(
        "requestfinished", lambda each: answered.append(each) if is_a_look(each) else None
    )
    await visitor.page.clock.install()
    await visitor.page.route_web_socket(SOCKET, wire.carry)
    await visitor.begins("One")
    await until(wire.is_subscribed)
    await visitor.waits(2)

    async def has_looked():
        before = len(asked)
        await visitor.waits(1)
        return before == len(asked) == len(answered)

    await until(has_looked)


def is_a_look(request):
    return "/messages?" in request.url
