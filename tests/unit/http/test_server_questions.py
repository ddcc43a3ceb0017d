"""What other servers ask about channels and users, signed as they do."""

import json

import pytest

from tests.unit.http.other_server import SAID
from tests.unit.http.world import problem
from tests.unit.realtime.conftest import Client


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


async def test_who_listens_to_a_chat_is_told_to_nobody_who_may_speak_in_it(server, listens):
    chat = "private-chat-session.1"
    client = listens(chat)

    state = await server.gets(f"/channels/{chat}")
    told = await server.posts("/events", SAID | {"channels": [chat], "info": "subscription_count"})

    assert problem(state) == (403, "channel_forbidden")
    assert (await server.gets("/channels")).json() == {"channels": {}}
    assert told.json() == {"channels": {chat: {}}}
    assert len(client.heard) == 1


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
