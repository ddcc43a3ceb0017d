import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livechat.entrypoints.realtime.admission import Policy, every_client_event
from livechat.entrypoints.realtime.connection import Connection
from livechat.entrypoints.realtime.hub import Hub
from livechat.entrypoints.realtime.limits import Limits, Rate
from livechat.entrypoints.realtime.signatures import App


def test_who_may_have_missed_something_is_subscribed_once_more(connect):
    client = connect().listens_to("private-a", "private-b", "public")

    client.connection.catch_up(lambda channel: channel != "b")

    assert client.frames[-1] == (
        b'{"event":"pusher_internal:subscription_succeeded","channel":"private-a","data":"{}"}'
    )
    assert client.news() == [("pusher_internal:subscription_succeeded", {})]


def test_who_is_cut_off_while_he_is_told_to_catch_up_stops_nobody(connect):
    client = connect().listens_to("private-a", "private-b")
    client.write = lambda _: client.connection.leave()

    client.connection.catch_up(lambda _: True)

    assert client.connection.channels == {}


def test_a_ping_is_answered(connect):
    client = connect()

    client.says("pusher:ping", {})
    client.says("pusher:pong", {})

    assert client.heard == [{"event": "pusher:pong", "data": {}}]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "null",
        "[]",
        "{}",
        '{"event":1}',
        '{"event":"unknown"}',
        '{"event":"pusher:subscribe"}',
        '{"event":"pusher:subscribe","data":null}',
        '{"event":"pusher:subscribe","data":{}}',
        '{"event":"pusher:subscribe","data":{"channel":7}}',
        '{"event":"pusher:subscribe","data":"no json"}',
        '{"event":"pusher:unsubscribe","data":[]}',
        '{"event":"pusher:signin","data":{"auth":"a"}}',
        '{"event":"x","data":' + "[" * 16_000 + "]" * 16_000 + "}",
    ],
)
def test_garbage_is_an_error_without_a_code_and_closes_nothing(connect, text):
    client = connect()

    client.sends(text)

    [(event, problem)] = client.news()
    assert (event, problem["code"]) == ("pusher:error", None)
    assert client.closed is None


def test_a_silent_client_is_pinged_once_and_then_closed(connect):
    client = connect()

    for now in (27, 28, 40, 55):
        client.connection.check(now=now)

    assert client.news() == [("pusher:ping", {})]
    assert client.closed is None
    client.connection.check(now=56)
    assert client.closed == 4201


@pytest.mark.parametrize("event", ["pusher:pong", "pusher:ping", "whatever"])
def test_any_frame_is_a_sign_of_life(connect, event):
    client = connect()
    client.connection.check(now=30)
    client.now = 31.0

    client.says(event)
    client.news()
    client.connection.check(now=58)
    client.connection.check(now=59)

    assert client.news() == [("pusher:ping", {})]
    assert client.closed is None


def test_a_flood_closes_its_socket(connect, app, hub):
    client = connect(policy=Policy(app, Limits(frames=Rate(3, 1))))
    client.listens_to("a")

    for _ in range(3):
        client.says("pusher:ping")

    assert len(client.heard) == 2
    assert client.closed == 4100
    assert len(hub) == 0


channels = st.sampled_from(
    [
        "a",
        "private-a",
        "presence-cache-a",
        "presence-a",
        "cache-a",
        "#server-to-user-1",
        "",
        "\x00",
        "é",
    ]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | channels,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
known = st.fixed_dictionaries(
    {},
    optional={
        "channel": channels | values,
        "auth": values,
        "channel_data": st.sampled_from(['{"user_id":1}', "{"]) | values,
        "user_data": st.sampled_from(['{"id":"1"}', '{"id":"1","watchlist":["1","2"]}', "{"])
        | values,
    },
)
frames = st.fixed_dictionaries(
    {
        "event": st.sampled_from(
            ["pusher:subscribe", "pusher:unsubscribe", "pusher:signin", "client-x"]
        )
        | values
    },
    optional={"channel": channels | values, "data": known | values},
)


class Anyone(App):
    """Every signature is good, so that nonsense gets further."""

    def allows_channel(self, auth, socket_id, channel, channel_data=None):
        return True

    def allows_user(self, auth, socket_id, user_data):
        return True


class Sink:
    def write(self, frame):
        json.loads(frame)

    def close(self, code, reason):
        pass


@given(st.lists(st.text() | frames.map(json.dumps), max_size=8))
def test_no_frames_at_all_raise_or_leave_something_behind(texts):
    hub = Hub()
    policy = Policy(Anyone("1", "k", "s"), lets_through=every_client_event)
    one, other = (Connection(policy, hub, Sink(), i, now=0) for i in ("1.1", "1.2"))
    one.greet()
    other.greet()

    for text in texts:
        one.hear(text, now=0)
        other.hear(text, now=0)
    one.leave()
    other.leave()

    assert len(hub) == 0
    assert hub.users._watchers == {}
    assert len(hub.census.members("presence-a")) == 0
    assert one.channels == other.channels == {}
