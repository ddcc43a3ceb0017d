"""All of livechat tells another server what happens, which checks it with the official libraries."""

import json

import pytest
from pusher import Pusher

from tests.integration.realtime.conftest import page as page_of
from tests.integration.realtime.official import (
    APP_ID,
    KEY,
    SECRET,
    SETTINGS,
    NodeLibrary,
    node_options,
)
from tests.server_process import ServerProcess


@pytest.fixture
async def livechat(tmp_path, receiver):
    told = {"LIVECHAT_WEBHOOK_URL": receiver.url, "LIVECHAT_CLIENT_EVENTS": "all"}
    server = ServerProcess(tmp_path, settings=SETTINGS | told)
    await server.start()
    yield server
    await server.end()


def page(livechat, user):
    return page_of(livechat, key=KEY, app=node_options(livechat.port, user=user))


async def checked(receiver, livechat):
    """Every event, after both libraries have taken it."""
    python = Pusher(app_id=APP_ID, key=KEY, secret=SECRET)
    async with NodeLibrary(livechat.port) as node:
        for headers, body in receiver.requests:
            key, signature = headers["x-pusher-key"], headers["x-pusher-signature"]
            assert python.validate_webhook(key, signature, body) is not None
            assert await node.takes(headers, body.decode())
    return receiver.events()


async def test_what_pages_do_is_told(livechat, receiver):
    async with page(livechat, "7") as one, page(livechat, "8") as two:
        await one.listens_to("presence-room")
        await two.listens_to("presence-room")
        two.does("trigger", "presence-room", "client-moved", {"x": 1})
        await one.sees("client-moved")
        one.does("subscribe", "cache-weather")
        await one.sees("pusher:cache_miss")
    await receiver.got(lambda: len(receiver.events()) == 10)

    events = await checked(receiver, livechat)
    moved = next(each for each in events if each["name"] == "client_event")
    assert (moved["event"], json.loads(moved["data"])) == ("client-moved", {"x": 1})
    assert moved["user_id"] == "8"
    assert [(each["name"], each["channel"], each.get("user_id")) for each in events[:6]] == [
        ("channel_occupied", "presence-room", None),
        ("member_added", "presence-room", "7"),
        ("member_added", "presence-room", "8"),
        ("client_event", "presence-room", "8"),
        ("channel_occupied", "cache-weather", None),
        ("cache_miss", "cache-weather", None),
    ]
    assert {(each["name"], each["channel"], each.get("user_id")) for each in events[6:]} == {
        ("member_removed", "presence-room", "7"),
        ("member_removed", "presence-room", "8"),
        ("channel_vacated", "presence-room", None),
        ("channel_vacated", "cache-weather", None),
    }


async def test_when_livechat_ends_it_tells_that_all_have_gone(livechat, receiver):
    async with page(livechat, "7") as one:
        await one.listens_to("news")
        await receiver.got(receiver.events)

        assert await livechat.stop() == 0

    assert [each["name"] for each in receiver.events()] == ["channel_occupied", "channel_vacated"]
