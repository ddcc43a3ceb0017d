import json

import pytest

from livechat.entrypoints.realtime.admission import Policy
from livechat.entrypoints.realtime.drops import Drop
from livechat.entrypoints.realtime.limits import Limits, Rate

SUCCEEDED = "pusher_internal:subscription_succeeded"
REFUSED = "pusher:subscription_error"


def test_the_greeting_has_what_pusher_js_needs(connect):
    client = connect(socket_id="12.34")

    assert client.greeting["event"] == "pusher:connection_established"
    assert json.loads(client.greeting["data"]) == {
        "socket_id": "12.34",
        "activity_timeout": 25,
    }


@pytest.mark.parametrize(
    "channel", ["news", "private-a", "private-chat-session.1-2", "private-encrypted-a"]
)
def test_who_may_listen_is_told_so_with_data(connect, channel):
    client = connect()

    client.subscribes(channel)

    assert client.heard == [{"event": SUCCEEDED, "channel": channel, "data": "{}"}]


def test_a_public_channel_needs_no_signature(connect):
    client = connect()

    client.says("pusher:subscribe", {"channel": "news", "auth": ""})

    assert client.news() == [(SUCCEEDED, {})]


def test_data_may_come_as_the_text_of_an_object(connect):
    client = connect()

    client.says("pusher:subscribe", '{"channel":"news"}')

    assert client.news() == [(SUCCEEDED, {})]


@pytest.mark.parametrize(
    ("channel", "auth", "status"),
    [
        ("private-a", "", 401),
        ("private-a", "app-key:00", 401),
        ("private-a", "é", 401),
        ("private-encrypted-a", "app-key:00", 401),
        ("private-encrypted-cache-a", "app-key:00", 401),
        ("private-cache-a", "", 401),
        ("presence-cache-a", "app-key:00", 401),
        ("#news", None, 400),
        ("#server-to-user-7", None, 401),
        ("a b", None, 400),
        ("", None, 400),
        ("n" * 165, None, 400),
    ],
)
def test_a_refusal_names_the_channel_and_closes_nothing(connect, channel, auth, status):
    client = connect()

    data = {"channel": channel, "auth": auth}
    if auth is None:
        client.subscribes(channel)
    else:
        client.says("pusher:subscribe", data)

    assert client.heard[0]["channel"] == channel
    [(event, refusal)] = client.news()
    assert (event, refusal["type"], refusal["status"]) == (REFUSED, "AuthError", status)
    assert client.closed is None
    assert client.connection.channels == {}


def test_prefixes_are_only_looked_for_at_the_start(connect):
    client = connect()

    for channel in ("my-private-encrypted-news", "a-presence-b", "the-cache-news"):
        client.says("pusher:subscribe", {"channel": channel, "auth": ""})

    assert client.news() == [(SUCCEEDED, {})] * 3


def test_a_signature_for_another_socket_is_refused(connect, app):
    client = connect()

    client.subscribes("private-a", auth=app.sign_channel("9.9", "private-a"))

    assert client.news()[0][1]["status"] == 401


def test_a_second_subscription_delivers_nothing_twice(connect, hub):
    client = connect().listens_to("private-a")

    client.subscribes("private-a")

    [(event, problem)] = client.news()
    assert (event, problem["code"]) == ("pusher:error", None)
    hub.relay("private-a", b"{}", without=connect())
    assert len(client.heard) == 1


def test_who_unsubscribes_hears_no_more_and_may_come_again(connect, hub):
    client = connect().listens_to("news")

    client.says("pusher:unsubscribe", {"channel": "news"})
    client.says("pusher:unsubscribe", {"channel": "never-subscribed"})
    hub.relay("news", b"{}", without=connect())

    assert client.news() == []
    client.listens_to("news")


def test_the_channels_of_one_connection_have_an_end(connect, app):
    client = connect(policy=Policy(app, Limits(channels=2))).listens_to("a", "b")

    client.subscribes("c")

    assert client.news()[0][1]["status"] == 403


def test_43_the_sockets_of_one_chat_have_an_end(connect, app):
    policy = Policy(app, Limits(sockets_per_chat=2))
    first, *_ = [connect(policy=policy).listens_to("private-chat-session.1") for _ in "12"]
    third = connect(policy=policy).listens_to("private-admin-chat", "private-chat-session.2")

    third.subscribes("private-chat-session.1")
    first.connection.leave()
    third.subscribes("private-chat-session.1")

    (_, refusal), (event, _) = third.news()
    assert refusal["status"] == 429
    assert event == SUCCEEDED


def test_other_channels_have_room_for_all(connect, app):
    policy = Policy(app, Limits(sockets_per_chat=1))

    for _ in range(3):
        connect(policy=policy).listens_to("private-admin-chat", "private-other", "news")


def test_subscriptions_have_a_pace(connect, app):
    client = connect(policy=Policy(app, Limits(subscriptions=Rate(1, 0.5))))
    client.listens_to("a")

    client.subscribes("b")
    client.now = 2.0
    client.subscribes("c")

    (_, refusal), (event, _) = client.news()
    assert refusal["status"] == 429
    assert event == SUCCEEDED


def test_a_user_hears_his_own_channel_only(connect):
    client = connect()

    client.signs_in('{"id":"7"}')
    client.says("pusher:subscribe", {"channel": "#server-to-user-7", "auth": ""})
    client.says("pusher:subscribe", {"channel": "#server-to-user-8", "auth": ""})

    (_, echo), (event, _), (refused, _) = client.news()
    assert echo == {"user_data": '{"id":"7"}'}
    assert (event, refused) == (SUCCEEDED, REFUSED)


@pytest.mark.parametrize(
    ("user_data", "auth"),
    [
        ('{"id":"7"}', "app-key:00"),
        ('{"id":""}', None),
        (f'{{"id":"{"7" * 129}"}}', None),
    ],
)
def test_a_bad_sign_in_is_an_error_that_is_counted_and_closes_nothing(
    connect, hub, user_data, auth
):
    client = connect()

    client.signs_in(user_data, auth=auth)

    [(event, problem)] = client.news()
    assert (event, problem["code"]) == ("pusher:error", 4009)
    assert client.closed is None
    assert hub.drops == {Drop.FRAME: 1}


def test_nobody_becomes_somebody_else(connect):
    client = connect()

    for user in ("7", "7", "8"):
        client.signs_in(json.dumps({"id": user}))

    assert [event for event, _ in client.news()] == [
        "pusher:signin_success",
        "pusher:signin_success",
        "pusher:error",
    ]
