"""Each side sees that the other one writes: who, and nothing of what."""

import asyncio
import json
from functools import partial

import pytest
from playwright.async_api import expect

from tests.browser.axe import violations
from tests.browser.sockets import are, loads_anew, sockets
from tests.browser.test_convergence import SOCKET
from tests.browser.windows import DESKTOP, PHONE, until

EARLY = 5_000
"""Milliseconds; less than until a hint lapses by itself."""
MOVING = "line => line.getAnimations({ subtree: true }).length"
LAYOUT = """page => [...page.querySelectorAll('[role=log], .lc-bubble, textarea, button')]
  .map(each => { const { x, y, width, height } = each.getBoundingClientRect(); return [x, y, width, height] })"""


@pytest.fixture
async def meet(visitors, admins):
    """`await meet()`: a visitor and an admin are in the same chat."""

    async def both(**more):
        admin, visitor = await admins(**more), await visitors(**more)
        await visitor.begins("Halo, is Gayo still there?")
        await admin.opens(visitor.name)
        return visitor, admin

    return both


@pytest.fixture
async def talk(meet):
    """`await talk()`: they look at it, and nothing that one is told fades away."""

    async def both(**more):
        visitor, admin = await meet(**more)
        await both_listen(visitor, admin)
        return visitor, admin

    return both


async def both_listen(visitor, admin):
    """A hint is for those who listen in that moment, for a few seconds: then the clocks stand still."""
    for each, channels in ((visitor, 1), (admin, 2)):
        await each.page.clock.install()
        await loads_anew(each.page, channels)
    await visitor.opens_the_chat()
    await visitor.has_opened_it()
    for each in (visitor, admin):
        await each.sees("Halo")
        await each.stops_the_clock()


async def another_tab(visitor, *, tabs=1):
    """The last of so many more, which tells and hears by the socket of the first."""
    await visitor.page.clock.resume()
    last = [await visitor.opens_another_tab() for _ in range(tabs)][-1]
    await last.opens_the_chat()
    await last.sees("Halo")
    await expect(last.panel.get_by_text(last.words.reconnecting)).to_have_count(0)
    await last.stops_the_clock()
    return last


async def reads(one, line, *, by, step=1):
    """While moments go by for that one: pusher-js sends nothing at once."""

    async def does():
        await by.page.clock.run_for(step)
        return await one.typing.text_content() == line

    await until(does)


async def violations_in_a_moment(page):
    """Axe waits for turns of the clock, too."""
    found = asyncio.ensure_future(violations(page))

    async def are_found():
        await page.clock.run_for(1)
        return found.done()

    await until(are_found)
    return await found


@pytest.mark.parametrize("locale", ["en", "id"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_each_sees_the_other_type(talk, locale, size):
    visitor, admin = await talk(locale=locale, size=size)
    root = await visitor.panel.evaluate_handle("panel => panel.getRootNode()")
    before = await root.evaluate(LAYOUT)

    await admin.types("Yes, it ")
    await reads(visitor, visitor.words.typing.format("Rina"), by=admin)
    await visitor.types("If not, I ")
    await reads(admin, admin.words.typing.format(visitor.name), by=visitor)

    await visitor.picture("typing")
    await admin.picture("typing")
    assert await root.evaluate(LAYOUT) == before
    assert await violations_in_a_moment(admin.page) == []
    await admin.box.press("Enter")
    await visitor.sees("Yes, it")
    await expect(visitor.typing).to_be_empty()
    await visitor.writes("")
    await reads(admin, "", by=visitor)


async def test_what_is_written_is_told_to_nobody_before_it_is_sent(meet):
    visitor, admin = await meet()
    hints = []

    def keep(frame):
        if json.loads(frame)["event"] == "client-typing":
            hints.append(json.loads(frame)["data"])

    for page in (visitor.page, admin.page):
        page.on("websocket", lambda socket: socket.on("framesent", keep))
    await both_listen(visitor, admin)

    await visitor.types("A secret")
    await reads(admin, f"{visitor.name} is typing", by=visitor)
    await admin.types("Another secret")
    await reads(visitor, "Rina is typing", by=admin)

    assert hints == [{"by": "guest", "on": True}, {"by": "admin", "name": "Rina", "on": True}]


async def test_tabs_that_share_a_socket_tell_and_see_it_too(talk):
    visitor, admin = await talk()
    second = await another_tab(visitor)

    await second.types("If not")
    await reads(admin, f"{visitor.name} is typing", by=second)
    await admin.types("Yes")

    for tab in (visitor, second):
        await reads(tab, "Rina is typing", by=admin)


async def test_the_dots_rest_for_those_who_want_no_motion(talk):
    visitor, admin = await talk(reduced_motion="reduce")
    await admin.types("Yes")
    await reads(visitor, "Rina is typing", by=admin)
    await visitor.types("If not")
    await reads(admin, f"{visitor.name} is typing", by=visitor)

    for one in (visitor, admin):
        await expect(one.typing.locator("i")).to_have_count(3)
        assert await one.typing.evaluate(MOVING) == 0


async def test_the_dots_move_for_all_others(talk):
    visitor, admin = await talk()
    await admin.types("Yes")
    await reads(visitor, "Rina is typing", by=admin)

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
    """A visitor in a chat, and who whispers to him; nothing of it fades away."""
    whisper = Whisper()
    await visitor.page.clock.install()
    await visitor.page.route_web_socket(SOCKET, whisper.carry)
    await visitor.begins("Halo")
    await until(lambda: asyncio.sleep(0, whisper.channel))
    await visitor.stops_the_clock()
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
    await admin.opens(visitor.name)
    await both_listen(visitor, admin)
    await visitor.types("If not")

    await reads(admin, f"{visitor.name} is typing", by=visitor)
    await admin.picture("long-name")
    line = await admin.typing.bounding_box()
    assert (line["width"], line["height"]) == (PHONE[0], 18)


async def test_when_the_socket_falls_nobody_is_seen_to_type(visitor, whispered, windows):
    windows.expect_no_answers()
    whispered.says(hint("Rina"))
    await expect(visitor.typing).not_to_be_empty()

    now = partial(visitor.page.evaluate, "Date.now()")
    began = await now()
    await whispered.cuts()

    await reads(visitor, "", by=visitor, step=10)
    assert await now() - began < EARLY


async def test_five_tabs_type_over_one_socket(own_server, visitors, admins):
    admin = await admins(at=own_server)
    visitor = await visitors(at=own_server)
    await visitor.begins("Halo")
    await admin.opens(visitor.name)
    await both_listen(visitor, admin)
    fifth = await another_tab(visitor, tabs=4)

    await fifth.types("One more thing")

    await reads(admin, f"{visitor.name} is typing", by=fifth)
    await until(lambda: are(lambda: sockets(own_server), 2))
