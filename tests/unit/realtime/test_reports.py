"""What another server is told of our clients."""

import pytest

from livechat.entrypoints.realtime.census import Census
from livechat.entrypoints.realtime.gossip import Gossip
from livechat.entrypoints.realtime.hub import Hub
from livechat.entrypoints.realtime.reports import Reports
from tests.fakes import Neighbours, StillClock

ROOM = "presence-room"


@pytest.fixture
def told():
    return []


@pytest.fixture
def hub(told):
    return Hub(reports=Reports(told.append))


def test_a_channel_is_occupied_by_its_first_listener_and_vacated_by_its_last(connect, told):
    first, second = (connect().listens_to("private-a") for _ in "12")

    first.connection.leave()
    second.says("pusher:unsubscribe", {"channel": "private-a"})

    assert told == [
        {"name": "channel_occupied", "channel": "private-a"},
        {"name": "channel_vacated", "channel": "private-a"},
    ]


def test_a_member_is_added_with_his_first_socket_and_removed_with_his_last(connect, told):
    clients = [connect() for _ in "12"]
    for client in clients:
        client.subscribes(ROOM, '{"user_id":"7"}')
    for client in clients:
        client.connection.leave()

    assert [(each["name"], each.get("user_id")) for each in told] == [
        ("channel_occupied", None),
        ("member_added", "7"),
        ("member_removed", "7"),
        ("channel_vacated", None),
    ]


@pytest.mark.parametrize(
    ("sent", "data"), [('{"x": 1.0}', '{"x": 1.0}'), ('"text"', "text"), ("null", "null")]
)
def test_what_clients_say_is_told_as_text_with_who_said_it(connect, told, sent, data):
    one, other = connect(), connect().listens_to("private-a")
    one.listens_to("private-a")
    told.clear()

    one.sends(f'{{"event":"client-x","channel":"private-a","data":{sent}}}')

    assert told == [
        {
            "name": "client_event",
            "channel": "private-a",
            "event": "client-x",
            "data": data,
            "socket_id": one.socket_id,
        }
    ]
    assert len(other.heard) == 1


def test_a_member_who_says_something_is_named(connect, told):
    client = connect()
    client.subscribes(ROOM, '{"user_id":7}')

    client.says("client-x", channel=ROOM)

    assert told[-1]["user_id"] == "7"


def test_what_may_not_be_said_is_not_told(connect, told):
    connect().says("client-x", 1, channel="private-a")

    assert told == []


def test_who_misses_the_last_event_of_a_cache_channel_has_it_fetched(connect, told, hub):
    connect().subscribes("cache-a")
    hub.cache.keep("cache-b", "said", "{}")
    connect().subscribes("cache-b")

    assert [each["channel"] for each in told if each["name"] == "cache_miss"] == ["cache-a"]


def test_of_chats_nothing_is_told(connect, told):
    one, _ = (connect().listens_to("private-chat-session.1") for _ in "12")

    one.says("client-typing", {}, channel="private-chat-session.1")
    one.connection.leave()

    assert told == []


def test_users_who_sign_in_are_no_channel(connect, told):
    client = connect()
    client.signs_in('{"id":"7"}')
    client.says("pusher:subscribe", {"channel": "#server-to-user-7", "auth": ""})

    client.connection.leave()

    assert told == []


def test_of_several_processes_one_tells(connect, told):
    street, clock = Neighbours(), StillClock()
    hubs = []
    for name in "abc":
        census = Census()
        gossip = Gossip(census, street.peers(), clock, me=name)
        hubs.append(Hub(census, Reports(told.append, gossip.speaks_for)))
    street.repeat()

    for n in range(20):
        clients = [connect(hub=hub).listens_to(f"channel-{n}") for hub in hubs]
        for client in clients:
            client.connection.leave()

    assert [(each["name"], each["channel"]) for each in told] == [
        (name, f"channel-{n}")
        for n in range(20)
        for name in ("channel_occupied", "channel_vacated")
    ]
