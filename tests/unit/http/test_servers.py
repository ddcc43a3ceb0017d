"""What other servers ask, signed as they do."""

import json
from dataclasses import replace
from hashlib import md5

import pytest

from livechat.entrypoints.http.app import create_http
from livechat.entrypoints.http.settings import HttpSettings, Sockets
from livechat.entrypoints.realtime.publishing import Publisher
from livechat.entrypoints.realtime.signatures import App
from tests.fakes import Neighbours
from tests.unit.http.world import problem
from tests.unit.realtime.conftest import Client

APP = App("1", "app-key", "app-secret")
SAID = {"name": "said", "data": "{}", "channels": ["news"]}


class OtherServer:
    """Knows the secret, and can forget every rule."""

    def __init__(self, browser, clock):
        self.browser = browser
        self.clock = clock

    async def asks(self, method, path, body=b"", *, app=APP, late=0, **parameters):
        digest = {"body_md5": md5(body, usedforsecurity=False).hexdigest()} if body else {}
        given = {
            "auth_key": app.key,
            "auth_timestamp": str(int(self.clock.now().timestamp()) - late),
            "auth_version": "1.0",
            **digest,
            **parameters,
        }
        path = f"/apps/{app.id}{path}"
        text = "&".join(f"{name}={value}" for name, value in sorted(given.items()))
        given.setdefault("auth_signature", app.sign(f"{method}\n{path}\n{text}".encode()))
        return await self.browser.request(method, path, params=given, content=body or None)

    async def gets(self, path, **parameters):
        return await self.asks("GET", path, **parameters)

    async def posts(self, path, body, **more):
        return await self.asks("POST", path, json.dumps(body).encode(), **more)


@pytest.fixture
def server(guest, clock):
    return OtherServer(guest, clock)


@pytest.fixture
def listens(services):
    """`listens("news", …)`: a client of the gateway that does."""
    policy, hub = services.gateway._policy, services.hub

    def listens(*channels, socket_id="1.1"):
        return Client(policy, hub, socket_id).listens_to(*channels)

    return listens


async def test_an_event_is_told(server, listens):
    client = listens("news")

    answer = await server.posts("/events", SAID | {"data": '{"n":1}'})

    assert (answer.status_code, answer.json()) == (200, {})
    assert client.news() == [("said", {"n": 1})]


async def test_a_batch_is_told(server, listens):
    client = listens("a", "b")
    batch = [{"name": "said", "data": channel, "channel": channel} for channel in "ab"]

    answer = await server.posts("/batch_events", {"batch": batch})

    assert (answer.status_code, answer.json()) == (200, {})
    assert [frame["data"] for frame in client.heard] == ["a", "b"]


async def test_ten_events_of_ten_kilobytes_fit_into_one_batch(server):
    event = {"name": "said", "data": json.dumps(["é"] * 1000), "channel": "news"}

    answer = await server.posts("/batch_events", {"batch": [event] * 10})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"app": App("2", "app-key", "app-secret")}, (404, "not_found")),
        ({"app": App("1", "other-key", "app-secret")}, (401, "bad_signature")),
        ({"app": App("1", "app-key", "guess")}, (401, "bad_signature")),
        ({"late": 601}, (401, "bad_signature")),
        ({"late": -601}, (401, "bad_signature")),
        ({"auth_signature": "é" * 64}, (401, "bad_signature")),
        ({"body_md5": md5(b"{}", usedforsecurity=False).hexdigest()}, (401, "bad_signature")),
    ],
    ids=str,
)
async def test_who_does_not_prove_himself_is_heard_by_nobody(server, listens, more, refusal):
    client = listens("news")

    answer = await server.posts("/events", SAID, **more)

    assert problem(answer) == refusal
    assert client.heard == []


async def test_without_any_signature_it_is_no_too(guest):
    for path in ("/apps/1/events", "/apps/1/batch_events"):
        answer = await guest.post(path, json=SAID)
        assert problem(answer) == (401, "bad_signature")
        assert answer.headers["www-authenticate"]


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"", (400, "bad_event")),
        (b"no JSON", (400, "bad_event")),
        (b"\xff\xfe", (400, "bad_event")),
        (b"[" * 100_000, (400, "bad_event")),
        (json.dumps(SAID | {"data": {"n": 1}}).encode(), (400, "bad_event")),
        (json.dumps(SAID | {"channels": ["a b"]}).encode(), (400, "bad_event")),
        (json.dumps(SAID | {"data": "d" * 10_241}).encode(), (413, "too_large")),
        (json.dumps(SAID | {"data": "d" * 300_000}).encode(), (413, "too_large")),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_what_cannot_be_told_is_never_answered_with_200(server, body, refusal):
    assert problem(await server.asks("POST", "/events", body)) == refusal


async def test_browsers_of_other_sites_may_not_ask(guest):
    answer = await guest.post(
        "/apps/1/events", json=SAID, headers={"Origin": "https://evil.example"}
    )

    assert problem(answer) == (403, "origin_not_allowed")


async def test_with_a_hosted_gateway_nobody_asks_us(services, browser, document):
    app = create_http(
        services, HttpSettings(driver="pusher", sockets=Sockets("ws.example", 443, tls=True))
    )

    answer = await type(browser())(app, document).post("/apps/1/events", json=SAID)

    assert problem(answer) == (404, "not_found")


@pytest.fixture
def room(services):
    """Two sockets of one user, and one of another, in a presence channel."""
    policy, hub = services.gateway._policy, services.hub
    for n, user in enumerate(["7", "7", "8"]):
        client = Client(policy, hub, f"5.{n}")
        client.subscribes("presence-room", json.dumps({"user_id": user}))


async def test_channels_with_listeners_are_listed(server, listens, room):
    listens("news", "private-a")

    everything = await server.gets("/channels")
    rooms = await server.gets("/channels", filter_by_prefix="presence-", info="user_count")

    assert everything.json() == {"channels": {"news": {}, "presence-room": {}, "private-a": {}}}
    assert rooms.json() == {"channels": {"presence-room": {"user_count": 2}}}


async def test_a_channel_is_described(server, listens, room):
    listens("news")

    for channel, info, state in (
        ("news", "", {"occupied": True}),
        ("other", "subscription_count", {"occupied": False, "subscription_count": 0}),
        ("news", "subscription_count", {"occupied": True, "subscription_count": 1}),
        (
            "presence-room",
            "user_count,subscription_count",
            {"occupied": True, "user_count": 2, "subscription_count": 3},
        ),
    ):
        assert (await server.gets(f"/channels/{channel}", info=info)).json() == state


async def test_what_a_cache_channel_would_show_is_told(server):
    await server.posts("/events", SAID | {"channels": ["cache-a"], "data": "x"})

    kept = await server.gets("/channels/cache-a", info="cache")
    nothing = await server.gets("/channels/private-cache-a", info="cache,subscription_count")

    assert kept.json() == {"occupied": False, "cache": {"data": "x", "ttl": 1800}}
    assert nothing.json() == {"occupied": False, "subscription_count": 0, "cache": None}


async def test_users_are_listed_each_once(server, room):
    there = await server.gets("/channels/presence-room/users")
    nobody = await server.gets("/channels/presence-empty/users")

    assert there.json() == {"users": [{"id": "7"}, {"id": "8"}]}
    assert nobody.json() == {"users": []}


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/channels", {"info": "user_count"}),
        ("/channels", {"info": "user_count", "filter_by_prefix": "private-"}),
        ("/channels", {"info": "weather"}),
        ("/channels/news", {"info": "user_count"}),
        ("/channels/news", {"info": "weather"}),
        ("/channels/news", {"info": "cache"}),
        ("/channels", {"info": "cache"}),
        ("/channels/a b", {}),
        ("/channels/news/users", {}),
    ],
)
async def test_what_a_channel_does_not_have_cannot_be_asked_for(server, path, query):
    assert problem(await server.gets(path, **query)) == (400, "bad_event")


async def test_an_event_may_ask_who_was_there(server, listens, room):
    listens("news")
    event = {"name": "said", "data": "", "info": "user_count,subscription_count"}

    answer = await server.posts("/events", event | {"channels": ["news", "presence-room"]})

    assert answer.json() == {
        "channels": {
            "news": {"subscription_count": 1},
            "presence-room": {"user_count": 2, "subscription_count": 3},
        }
    }


async def test_the_events_of_a_batch_may_ask_that_too(server, room):
    batch = [
        {"name": "said", "data": "", "channel": "presence-room", "info": "user_count"},
        {"name": "said", "data": "", "channel": "news"},
    ]

    answer = await server.posts("/batch_events", {"batch": batch})

    assert answer.json() == {"batch": [{"user_count": 2}, {}]}


async def test_a_user_is_sent_away_with_all_that_signed_in_as_him(server, services):
    clients = [Client(services.gateway._policy, services.hub, f"6.{n}") for n in range(3)]
    for client, user in zip(clients, ["7", "7", "8"], strict=True):
        client.signs_in(json.dumps({"id": user}))

    answer = await server.posts("/users/7/terminate_connections", {})

    assert (answer.status_code, answer.json()) == (200, {})
    assert [client.closed for client in clients] == [4009, 4009, None]


async def test_the_channel_of_one_user_is_not_listed(server, services):
    client = Client(services.gateway._policy, services.hub, "7.7")
    client.signs_in('{"id":"7"}')
    client.says("pusher:subscribe", {"channel": "#server-to-user-7", "auth": ""})

    assert (await server.gets("/channels")).json() == {"channels": {}}


async def test_while_other_processes_are_out_of_reach_nothing_is_claimed(
    services, guest, document, clock, listens
):
    client = listens("news")
    street = Neighbours()
    peers, street.apart = street.peers(), True
    apart = replace(services, peers=peers, publisher=Publisher(services.hub, peers))
    server = OtherServer(type(guest)(create_http(apart, HttpSettings()), document), clock)

    for answer in (
        await server.posts("/events", SAID),
        await server.posts("/users/7/terminate_connections", {}),
        await server.gets("/channels"),
        await server.gets("/channels/news"),
        await server.gets("/channels/presence-room/users"),
    ):
        assert problem(answer) == (503, "others_unreachable")
        assert answer.headers["retry-after"] == "1"
    assert client.heard == []
