"""What a website can tell the widget: `window.LiveChat`."""

import json

from playwright.async_api import expect

from tests.browser.sockets import confirmed, have_come
from tests.browser.windows import until


def queued(*commands):
    """As a website writes it above the widget's own line."""
    pushes = "".join(f"LiveChat.push({json.dumps(command)});" for command in commands)
    return f"<script>window.LiveChat = window.LiveChat || []; {pushes}</script>"


async def test_what_was_asked_before_the_widget_had_loaded_is_done(visitor, server, sites):
    head = queued(["identify", {"name": "Budi", "email": "budi@example.com"}], ["open"])

    await visitor.visits(sites.with_widget(server, head=head))

    await expect(visitor.field(visitor.words.name)).to_have_value("Budi")
    await expect(visitor.field(visitor.words.email)).to_have_value("budi@example.com")


async def test_each_call_is_also_a_method(visitor, server, sites):
    await visitor.visits(sites.with_widget(server))
    await expect(visitor.launcher).to_be_visible()

    await visitor.page.evaluate("LiveChat.open()")
    await expect(visitor.field(visitor.words.name)).to_be_visible()
    await visitor.page.evaluate("LiveChat.identify({ name: 'Budi', phone: '0812 3456 7890' })")
    await expect(visitor.field(visitor.words.name)).to_have_value("Budi")
    await expect(visitor.field(visitor.words.phone)).to_have_value("0812 3456 7890")
    await visitor.page.evaluate("LiveChat.push(['setLocale', 'id'])")
    await expect(visitor.field("Nama")).to_have_value("Budi")
    await visitor.page.evaluate("LiveChat.close()")
    await expect(visitor.panel).to_be_hidden()


async def test_a_website_hears_what_happens_in_the_chat(visitor, team, server, sites):
    names = ("open", "close", "message", "unread")
    hears = "".join(f"LiveChat.push(['on', '{name}', v => heard.push(['{name}', v?.message ?? v])]);" for name in names)  # fmt: skip
    head = f"<script>window.heard = []; window.LiveChat = []; {hears}</script>"
    await visitor.begins("Halo", at=sites.with_widget(server, head=head))
    await visitor.closes_the_panel()

    await team.says(visitor.name, "Hello")
    await expect(visitor.launcher).to_have_accessible_name("Live chat, 1 unread")
    await visitor.opens_the_chat()
    await expect(visitor.launcher).to_have_accessible_name("Live chat")

    await until(
        lambda: visitor.page.evaluate("heard.filter(([name]) => name === 'unread').length > 2")
    )
    heard = [tuple(each) for each in await visitor.page.evaluate("heard")]
    assert [each for each in heard if each[0] in ("open", "close", "message")] == [
        ("open", None),
        ("close", None),
        ("message", "Hello"),
        ("open", None),
    ]
    assert [value for name, value in heard if name == "unread"] == [0, 1, 0]


async def test_a_listener_that_fails_stops_neither_the_others_nor_the_widget(
    visitor, windows, server, sites
):
    windows.expect("the page's own mistake")
    fails = "LiveChat.push(['on', 'open', () => { throw new Error(`the page's own mistake`) }]);"
    hears = "LiveChat.push(['on', 'open', () => { window.heard = true }]);"
    head = f"<script>window.LiveChat = []; {fails}{hears}</script>"

    await visitor.begins("Halo", at=sites.with_widget(server, head=head))

    await expect(visitor.log).to_contain_text("Halo")
    assert await visitor.page.evaluate("heard")
    assert windows.complaints


async def test_a_second_inclusion_does_nothing(visitor, server, sites):
    again = f'<script src="{server.url}/widget.js"></script>'
    await visitor.visits(sites.with_widget(server, head=again * 2))

    await expect(visitor.launcher).to_have_count(1)
    await visitor.opens_the_chat()
    await expect(visitor.page.locator("live-chat")).to_have_count(1)


async def test_a_destroyed_widget_leaves_nothing_behind(visitor, team, server, sites):
    opened, closed = [], []

    def close(socket):
        closed.append(socket)

    def hear(socket):
        opened.append(socket)
        socket.on("close", close)

    visitor.page.on("websocket", hear)
    listens = confirmed(visitor.page.context)
    await visitor.visits(sites.page("<h1>Empty</h1>"))
    before = await visitor.page.evaluate("Object.keys(window)")
    await visitor.page.set_viewport_size({"width": 360, "height": 740})
    await visitor.begins("Halo", at=sites.with_widget(server))
    await until(lambda: have_come(listens))
    asked = []

    await visitor.page.evaluate("LiveChat.destroy()")
    visitor.page.on("request", lambda request: asked.append(request.url))

    await expect(visitor.page.locator("live-chat")).to_have_count(0)
    assert await visitor.page.evaluate("Object.keys(window)") == before
    assert await visitor.page.evaluate("document.adoptedStyleSheets.length") == 0

    async def are_closed():
        return len(closed) == len(opened)

    await until(are_closed)
    await team.says(visitor.name, "Nobody hears this")
    await visitor.page.evaluate(
        "dispatchEvent(new Event('online')), dispatchEvent(new Event('focus'))"
    )
    assert asked == []


async def test_a_widget_that_is_destroyed_while_it_loads_never_comes(visitor, server, sites):
    head = queued(["open"], ["destroy"])

    await visitor.visits(sites.with_widget(server, head=head))
    await visitor.page.wait_for_load_state("networkidle")

    await expect(visitor.page.locator("live-chat")).to_have_count(0)
    assert await visitor.page.evaluate("'LiveChat' in window") is False
