"""What other servers of the protocol get wrong, and all of livechat, as it is served, does not.

soketi 1.6.1: one frame without `data` stops the whole server; every HTTP error is answered 200; signed requests of any age
are taken; no connection is kept alive; client events pass on public channels; prefixes are looked for anywhere in a
name; a success has no `data`. Laravel Reverb: a forbidden origin keeps its socket; a refusal does not say which
channel it is about; presence is per node; a `hash` with nobody or with user 0 is a list.
"""

import asyncio
import json
import time
from hashlib import md5

import pytest
from websockets.asyncio.client import connect

from livechat.entrypoints.realtime.signatures import App
from tests.integration.realtime.conftest import Raw
from tests.integration.realtime.official import (
    APP_ID,
    KEY,
    SECRET,
    SETTINGS,
    NodeLibrary,
    PythonLibrary,
    node_options,
)
from tests.integration.redis.server import RedisServer
from tests.server_process import ServerProcess

APP = App(APP_ID, KEY, SECRET)
SUCCEEDED = "pusher_internal:subscription_succeeded"
REFUSED = "pusher:subscription_error"


@pytest.fixture(scope="module")
async def livechat(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gateway")
    server = ServerProcess(folder, settings=SETTINGS | {"LIVECHAT_CLIENT_EVENTS": "all"})
    await server.start()
    yield server
    await server.end()


class Client(Raw):
    """A bare WebSocket that has been greeted."""

    async def subscribes(self, channel, channel_data=None, *, auth=None):
        auth = auth or APP.sign_channel(self.id, channel, channel_data)
        wanted = {"channel": channel, "auth": auth, "channel_data": channel_data}
        await self.says("pusher:subscribe", wanted)

    async def frame(self):
        async with asyncio.timeout(20):
            return json.loads(await self.socket.recv())


class Dialled:
    """`async with Dialled(livechat) as client`"""

    def __init__(self, livechat, **more):
        url = f"ws://127.0.0.1:{livechat.port}/app/{KEY}?protocol=7"
        self._connecting = connect(url, compression=None, ping_interval=None, **more)

    async def __aenter__(self):
        client = Client(await self._connecting.__aenter__())
        client.greeting = await client.hears()
        client.id = client.greeting[1].get("socket_id")
        return client

    async def __aexit__(self, *error):
        await self._connecting.__aexit__(*error)


def signed(method, path, body=b"", *, at=None):
    """Address and body as the libraries of Pusher send them."""
    given = {"auth_key": KEY, "auth_timestamp": str(int(at or time.time())), "auth_version": "1.0"}
    if body:
        given["body_md5"] = md5(body, usedforsecurity=False).hexdigest()
    query = "&".join(f"{name}={value}" for name, value in sorted(given.items()))
    signature = APP.sign(f"{method}\n{path}\n{query}".encode())
    return f"{path}?{query}&auth_signature={signature}"


@pytest.mark.parametrize(
    "event", ["pusher:subscribe", "pusher:unsubscribe", "pusher:signin", "pusher:ping", "client-x"]
)
async def test_unlike_soketi_one_frame_without_data_stops_nobody(livechat, event):
    async with Dialled(livechat) as client, Dialled(livechat) as other:
        await client.socket.send(json.dumps({"event": event}))

        assert (await client.hears())[0] in ("pusher:error", "pusher:pong")
        await other.subscribes("news")
        assert (await other.hears())[0] == SUCCEEDED


async def test_unlike_soketi_no_http_error_is_answered_200(livechat):
    async with livechat.client() as asking:
        event = {"name": "said", "data": "{}", "channels": ["news"]}
        too_large = json.dumps(event | {"data": "d" * 10_241}).encode()
        nonsense = b"nonsense"
        path = f"/apps/{APP_ID}/events"
        answers = [
            await asking.post(path, json=event),
            await asking.post("/apps/9/events", json=event),
            await asking.post(signed("POST", path, too_large), content=too_large),
            await asking.post(signed("POST", path, nonsense), content=nonsense),
            await asking.get(signed("GET", f"/apps/{APP_ID}/channels/news/users")),
            await asking.get(signed("GET", f"/apps/{APP_ID}/weather")),
        ]

    assert [answer.status_code for answer in answers] == [401, 404, 413, 400, 400, 404]


@pytest.mark.parametrize("late", [601, 86_400, -601])
async def test_unlike_soketi_signed_requests_grow_too_old(livechat, late):
    path = f"/apps/{APP_ID}/channels"

    async with livechat.client() as asking:
        then = await asking.get(signed("GET", path, at=time.time() - late))
        now = await asking.get(signed("GET", path))

    assert (then.status_code, now.status_code) == (401, 200)


async def test_unlike_soketi_connections_are_kept_alive(livechat):
    body = json.dumps({"name": "said", "data": "{}", "channels": ["news"]}).encode()
    address = signed("POST", f"/apps/{APP_ID}/events", body)
    head = f"POST {address} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", livechat.port)

    for _ in range(3):
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200")
        assert await reader.readexactly(2) == b"{}"

    writer.close()


@pytest.mark.parametrize("channel", ["news", "cache-news", "private-encrypted-news"])
async def test_unlike_soketi_client_events_do_not_pass_on_public_channels(livechat, channel):
    async with Dialled(livechat) as one, Dialled(livechat) as other:
        for client in (one, other):
            await client.subscribes(channel)
            while (await client.hears())[0] != SUCCEEDED:
                pass
            await client.subscribes("private-after")
            while (await client.frame()).get("channel") != "private-after":
                pass
        for name in (channel, "private-after"):
            frame = {"event": "client-x", "channel": name, "data": name}
            await one.socket.send(json.dumps(frame))

        assert (await other.frame())["data"] == "private-after"
        assert (await one.hears())[0] == "pusher:error"


@pytest.mark.parametrize(
    "channel", ["my-private-news", "a-presence-b", "the-cache-a", "x-private-encrypted-"]
)
async def test_unlike_soketi_a_prefix_counts_at_the_start_of_a_name_only(livechat, channel):
    async with Dialled(livechat) as client:
        await client.says("pusher:subscribe", {"channel": channel, "auth": ""})
        await client.says("pusher:ping", {})

        assert [(await client.hears())[0] for _ in "12"] == [SUCCEEDED, "pusher:pong"]


async def test_unlike_soketi_a_success_has_data(livechat):
    async with Dialled(livechat) as client:
        await client.subscribes("news")

        assert (await client.frame())["data"] == "{}"


async def test_unlike_reverb_a_forbidden_origin_loses_its_socket(livechat):
    async with Dialled(livechat, origin="https://evil.example") as client:
        event, problem = client.greeting

        assert (event, problem["code"]) == ("pusher:error", 4009)
        assert await client.closed() == 4009


async def test_unlike_reverb_a_refusal_says_which_channel_it_is_about(livechat):
    async with Dialled(livechat) as client:
        await client.subscribes("private-orders", auth=f"{KEY}:00")

        frame = await client.frame()

    assert (frame["event"], frame["channel"]) == (REFUSED, "private-orders")
    assert json.loads(frame["data"])["status"] == 401


async def test_unlike_reverb_the_hash_of_members_is_never_a_list(livechat):
    async with Dialled(livechat) as client:
        await client.subscribes("presence-room", '{"user_id":0}')

        _, data = await client.hears()

    assert data == {"presence": {"ids": ["0"], "hash": {"0": None}, "count": 1}}


async def test_nobody_speaks_in_the_name_of_another_user(livechat):
    async with Dialled(livechat) as one, Dialled(livechat) as other:
        await other.subscribes("presence-room", '{"user_id":"8"}')
        await other.hears()
        await one.subscribes("presence-room", '{"user_id":"7"}')
        assert (await other.hears())[0] == "pusher_internal:member_added"

        forged = {"event": "client-x", "channel": "presence-room", "data": 1, "user_id": "8"}
        await one.socket.send(json.dumps(forged))

        assert (await other.frame())["user_id"] == "7"


@pytest.fixture
async def two(tmp_path):
    """Two processes with nothing in common but Redis and the secret."""
    with RedisServer(tmp_path) as redis:
        told = {"BROADCAST_DRIVER": "redis", "REDIS_URL": redis.url, "DATABASE_URL": "memory:"}
        servers = [ServerProcess(tmp_path / name, settings=SETTINGS | told) for name in "ab"]
        for server in servers:
            server.folder.mkdir()
            await server.start()
        yield servers
        for server in servers:
            await server.end()


async def test_unlike_reverb_presence_is_not_per_node(two, opens):
    one, other = two
    room = "presence-room"
    async with (
        opens(one, key=KEY, app=node_options(one.port, user="7")) as here,
        opens(other, key=KEY, app=node_options(other.port, user="8")) as there,
        PythonLibrary(one.port) as asks,
        NodeLibrary(other.port) as tells,
    ):
        await here.listens_to(room)
        await there.listens_to(room)
        await here.sees("pusher:member_added")

        there.does("members", room)
        await there.sees("members", 2)
        found = await asks.channel(room, ["user_count"])
        assert found == (200, {"occupied": True, "user_count": 2})
        await tells.trigger([room], "said", 1)
        for page in (here, there):
            await page.sees("said", 1)
