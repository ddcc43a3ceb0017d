"""What a page carries on which nobody presses anything, and what it carries afterwards."""

import asyncio
import re
import sqlite3
from contextlib import closing

import pytest
from playwright.async_api import expect

from tests.browser.windows import until


@pytest.fixture
def traffic(visitor):
    """Addresses that the page has asked for, sockets among them."""
    asked = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    visitor.page.on("websocket", lambda socket: asked.append(socket.url))
    return asked


def rows(server):
    """How many there are in each table; what waits in the outbox goes by itself."""
    with closing(sqlite3.connect(server.folder / "data" / "livechat.db")) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608  a name from the schema
            for (name,) in tables
            if name != "outbox"
        }


async def traces(page):
    """What the browser would still have tomorrow."""
    storage = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"
    return [*await page.evaluate(storage), *await page.context.cookies()]


async def test_a_page_view_leaves_no_trace(visitor, server, sites, traffic):
    url = sites.with_widget(server)
    before = rows(server)

    await visitor.visits(url)
    await expect(visitor.launcher).to_be_visible()
    await visitor.page.wait_for_load_state("networkidle")

    assert traffic == [url, f"{server.url}/widget.js"]
    assert await traces(visitor.page) == []
    assert rows(server) == before


async def test_looking_into_the_chat_leaves_no_trace_either(visitor, server, traffic):
    before = rows(server)

    await visitor.visits()
    await visitor.opens_the_chat()
    await expect(visitor.field(visitor.words.name)).to_be_visible()
    await visitor.closes_the_panel()

    assert not [url for url in traffic if url.startswith("ws")]
    assert await traces(visitor.page) == []
    assert rows(server) == before


async def test_files_come_when_they_are_needed_and_from_nowhere_else(
    visitor, server, sites, traffic
):
    await visitor.visits(sites.with_widget(server))
    await expect(visitor.launcher).to_be_visible()
    traffic.clear()

    await visitor.opens_the_chat()
    await expect(visitor.field(visitor.words.name)).to_be_visible()
    opened = [url.removeprefix(server.url) for url in traffic]
    allowed = r"/widget/[\w-]+\.js|/api/chat/(config|session-from-cookie)"
    assert [url for url in opened if not re.fullmatch(allowed, url)] == []
    assert not [url for url in opened if "pusher" in url]

    await visitor.introduces(message="Halo")
    await until(lambda: asyncio.sleep(0, any(url.startswith("ws") for url in traffic)))
    assert [url for url in traffic if re.search(r"/widget/pusher-\w+\.js$", url)]
    address = server.url.removeprefix("http")
    assert [url for url in traffic if not url.removeprefix("http").startswith(address)] == [
        url for url in traffic if url.startswith("ws")
    ]
    assert all(url.startswith(f"ws{address}/app/") for url in traffic if url.startswith("ws"))


async def test_a_visitor_who_has_a_chat_hears_from_it_without_pressing_anything(visitor, team):
    await visitor.begins("Halo")

    await visitor.visits()
    await team.says(visitor.name, "Are you still there?")

    await expect(visitor.launcher).to_have_accessible_name("Live chat, 1 unread")
    await expect(visitor.panel).to_be_hidden()
    await visitor.picture("unread")
