import json

import pytest

from livechat.entrypoints.realtime.admission import Policy
from livechat.entrypoints.realtime.limits import Limits

ROOM = "presence-room"
ADDED = "pusher_internal:member_added"
REMOVED = "pusher_internal:member_removed"


def as_user(user_id, info=None):
    return json.dumps({"user_id": user_id, "user_info": info})


def test_who_comes_learns_who_is_there(connect):
    connect().subscribes(ROOM, as_user("a", {"name": "Ani"}))
    client = connect()

    client.subscribes(ROOM, as_user(5))

    assert client.news()[0][1] == {
        "presence": {
            "ids": ["a", "5"],
            "hash": {"a": {"name": "Ani"}, "5": None},
            "count": 2,
        }
    }


def test_a_user_with_two_sockets_comes_once_and_goes_once(connect):
    watcher = connect()
    watcher.subscribes(ROOM, as_user("w"))
    watcher.news()
    first, second = connect(), connect()

    first.subscribes(ROOM, as_user("a", 1))
    second.subscribes(ROOM, as_user("a", 2))
    first.connection.leave()
    second.says("pusher:unsubscribe", {"channel": ROOM})

    assert watcher.news() == [
        (ADDED, {"user_id": "a", "user_info": 1}),
        (REMOVED, {"user_id": "a"}),
    ]
    assert [event for event, _ in second.news()] == ["pusher_internal:subscription_succeeded"]


def test_who_signed_in_needs_no_channel_data(connect):
    client = connect()
    client.signs_in('{"id":"7","user_info":{"name":"Budi"}}')
    client.news()

    client.subscribes(ROOM)

    assert client.news()[0][1]["presence"]["hash"] == {"7": {"name": "Budi"}}


@pytest.mark.parametrize(
    ("channel_data", "status"),
    [
        (None, 400),
        ("", 400),
        ("[]", 400),
        ("{}", 400),
        ('{"user_id":true}', 400),
        ('{"user_id":""}', 400),
        (as_user("u" * 129), 400),
        (as_user("u", "i" * 1024), 413),
    ],
)
def test_who_does_not_say_who_he_is_stays_out(connect, channel_data, status):
    client = connect()

    client.subscribes(ROOM, channel_data)

    [(event, refusal)] = client.news()
    assert (event, refusal["status"]) == ("pusher:subscription_error", status)


def test_a_full_room_lets_known_users_in_only(connect, app):
    policy = Policy(app, Limits(members=1))
    connect(policy=policy).subscribes(ROOM, as_user("a"))
    again, other = connect(policy=policy), connect(policy=policy)

    again.subscribes(ROOM, as_user("a"))
    other.subscribes(ROOM, as_user("b"))

    assert again.news()[0][0] == "pusher_internal:subscription_succeeded"
    assert other.news()[0][1]["status"] == 403


def test_an_empty_room_is_forgotten(connect, hub):
    client = connect()
    client.subscribes(ROOM, as_user("a"))

    client.connection.leave()

    assert len(hub.census.members(ROOM)) == 0
    assert len(hub) == 0
