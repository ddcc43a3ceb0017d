"""Each side sees that the other one writes: who, and nothing of what."""

import json

import pytest
from playwright.async_api import expect

from tests.browser.axe import violations
from tests.browser.sockets import confirmed, sockets
from tests.browser.test_convergence import SOCKET
from tests.browser.windows import DESKTOP, PHONE, until

EARLY = 5_000
"""Milliseconds; less than until a hint lapses by itself."""
MOVING = "line => line.getAnimations({ subtree: true }).length"
LAYOUT = """page => [...page.querySelectorAll('[role=log], .lc-bubble, textarea, button')]
  .map(each => { const { x, y, width, height } = each.getBoundingClientRect(); return [x, y, width, height] })"""


@pytest.fixture
async def talk(visitors, admins):
    """`await talk()`: a visitor and an admin look at the same chat."""

    async def both(*, locale="en", size=DESKTOP, **more):
        admin = await admins(locale=locale, size=size, **more)
        visitor = await visitors(locale=locale, size=size, **more)
        await visitor.begins("Halo, is Gayo still there?")
        await visitor.nothing_waits()
        await admin.sees_the_chat_of(visitor.name)
        await admin.opens(visitor.name)
        await admin.sees("Halo, is Gayo still there?")
        await both_listen(visitor, admin)
        return visitor, admin

    return both


async def both_listen(visitor, admin):
    """On pages that are loaded anew, to the chat; a hint is for those who listen in that moment."""
    chat, all_chats_and_this_one = (confirmed(each.page.context) for each in (visitor, admin))
    for each in (visitor, admin):
        await each.page.reload()
    await visitor.opens_the_chat()

    async def do():
        return chat and len(all_chats_and_this_one) >= 2

    await until(do)


@pytest.mark.parametrize("locale", ["en", "id"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_each_sees_the_other_type(talk, locale, size):
    visitor, admin = await talk(locale=locale, size=size)
    root = await visitor.panel.evaluate_handle("panel => panel.getRootNode()")
    before = await root.evaluate(LAYOUT)

    await admin.types("Yes, it ")
    await expect(visitor.typing).to_have_text(visitor.words.typing.format("Rina"))
    await visitor.types("If not, I ")
    await expect(admin.typing).to_have_text(admin.words.typing.format(visitor.name))

    await visitor.picture("typing")
    await admin.picture("typing")
    assert await root.evaluate(LAYOUT) == before
    assert await violations(admin.page) == []
    await admin.box.press("Enter")
    await visitor.sees("Yes, it")
    await expect(visitor.typing).to_be_empty()
    await visitor.writes("")
    await expect(admin.typing).to_be_empty(timeout=EARLY)


async def test_what_is_written_is_told_to_nobody_before_it_is_sent(talk):
    visitor, admin = await talk()
    hints = []

    def keep(frame):
        if json.loads(frame)["event"] == "client-typing":
            hints.append(json.loads(frame)["data"])

    for page in (visitor.page, admin.page):
        page.on("websocket", lambda socket: socket.on("framesent", keep))
    await both_listen(visitor, admin)

    await visitor.types("A secret")
    await expect(admin.typing).not_to_be_empty()
    await admin.types("Another secret")
    await expect(visitor.typing).not_to_be_empty()

    assert hints == [{"by": "guest", "on": True}, {"by": "admin", "name": "Rina", "on": True}]


async def test_tabs_that_share_a_socket_tell_and_see_it_too(talk):
    visitor, admin = await talk()
    second = await visitor.opens_another_tab()
    await second.opens_the_chat()
    await second.sees("Halo, is Gayo still there?")

    await second.types("If not")
    await expect(admin.typing).not_to_be_empty()
    await admin.types("Yes")

    for tab in (visitor, second):
        await expect(tab.typing).to_have_text("Rina is typing")


async def test_the_dots_rest_for_those_who_want_no_motion(talk):
    visitor, admin = await talk(reduced_motion="reduce")
    await admin.types("Yes")
    await visitor.types("If not")

    for one in (visitor, admin):
        await expect(one.typing.locator("i")).to_have_count(3)
        assert await one.typing.evaluate(MOVING) == 0


async def test_the_dots_move_for_all_others(talk):
    visitor, admin = await talk()
    await admin.types("Yes")

    await expect(visitor.typing.locator("i")).to_have_count(3)
    assert await visitor.typing.evaluate(MOVING) == 3


class Whisper:
    """Puts frames between server and page, as if the other side had sent them."""

    def __init__(self):
        self._page = None
        self.channel = ""

    async def carry(self, socket):
        self._page = socket
        server = socket.connect_to_server()
        server.on_message(self._bring)

    def _bring(self, text):
        frame = json.loads(text)
        if frame["event"] == "pusher_internal:subscription_succeeded":
            self.channel = frame["channel"] if "chat-session" in frame["channel"] else self.channel
        self._page.send(text)

    async def cuts(self):
        await self._page.close(code=1001)

    def says(self, data, event="client-typing"):
        frame = {"event": event, "channel": self.channel, "data": data}
        self._page.send(json.dumps(frame))


@pytest.fixture
async def whispered(visitor):
    """A visitor in a chat, and who whispers to him."""
    whisper = Whisper()
    await visitor.page.route_web_socket(SOCKET, whisper.carry)
    await visitor.begins("Halo")
    await visitor.nothing_waits()

    async def subscribed():
        return bool(whisper.channel)

    await until(subscribed)
    return whisper


def hint(name, *, on=True):
    return {"by": "admin", "name": name, "on": on}


async def test_a_forged_hint_breaks_and_injects_nothing(visitor, whispered, team):
    for data in (None, 7, "x", [], {}, {"by": {}}, hint(None), hint({"a": 1}), hint("x" * 9000)):
        whispered.says(data)
    whispered.says({"seq": 1, "message": hint("x")}, event="client-message.sent")
    whispered.says(hint("<img src=x onerror=alert(1)>"))

    await expect(visitor.typing).to_have_text("<img src=x onerror=alert(1)> is typing")
    await expect(visitor.panel.locator("img")).to_have_count(0)
    await team.says(visitor.name, "Here I am")
    await visitor.sees_just("Halo", "Here I am")
    await expect(visitor.typing).to_be_empty()


async def test_many_hints_are_read_aloud_once(visitor, whispered):
    await visitor.typing.evaluate("""line => {
      window.told = 0
      const isHeard = ({ type, addedNodes }) => type === 'characterData' || [...addedNodes].some(node => node.textContent)
      new MutationObserver(changes => { told += changes.filter(isHeard).length })
        .observe(line, { childList: true, characterData: true, subtree: true })
    }""")
    whispered.says(hint("Rina"))
    await expect(visitor.typing).to_have_text("Rina is typing")
    once = await visitor.page.evaluate("told")

    for _ in range(20):
        whispered.says(hint("Rina"))
    whispered.says(hint("Rina", on=False))
    await expect(visitor.typing).to_be_empty()

    assert await visitor.page.evaluate("told") == once > 0


async def test_a_long_name_takes_no_more_than_its_line(own_server, visitors, admins):
    name = "Siti " + "Nurhaliza " * 9
    admin = await admins(at=own_server, size=PHONE)
    visitor = await visitors(at=own_server, size=PHONE)
    visitor.name = name.strip()
    await visitor.begins("Halo")
    await admin.sees_the_chat_of(visitor.name)
    await admin.opens(visitor.name)
    await both_listen(visitor, admin)
    await visitor.types("If not")

    await expect(admin.typing).not_to_be_empty()
    await admin.picture("long-name")
    line = await admin.typing.bounding_box()
    assert (line["width"], line["height"]) == (PHONE[0], 18)


async def test_when_the_socket_falls_nobody_is_seen_to_type(visitor, whispered, windows):
    windows.expect_no_answers()
    whispered.says(hint("Rina"))
    await expect(visitor.typing).not_to_be_empty()

    await whispered.cuts()

    await expect(visitor.typing).to_be_empty(timeout=EARLY)


async def test_five_tabs_type_over_one_socket(own_server, visitors, admins):
    admin = await admins(at=own_server)
    visitor = await visitors(at=own_server)
    await visitor.begins("Halo")
    tabs = [visitor] + [await visitor.opens_another_tab() for _ in range(4)]
    await admin.opens(visitor.name)
    await tabs[4].opens_the_chat()
    await tabs[4].sees("Halo")

    await tabs[4].types("One more thing")

    await expect(admin.typing).to_have_text(f"{visitor.name} is typing")
    assert await sockets(own_server) == 2
