import pytest

from livechat.entrypoints.realtime.admission import Policy, only_typing
from livechat.entrypoints.realtime.drops import Drop
from livechat.entrypoints.realtime.hub import Hub
from livechat.entrypoints.realtime.publishing import Publisher
from tests.fakes import Neighbours

TYPING = "client-typing"
CHAT = "private-chat-session.1"


@pytest.fixture
def two(connect):
    return connect().listens_to(CHAT), connect().listens_to(CHAT)


def test_the_others_hear_it_and_oneself_does_not(two):
    one, other = two

    one.says(TYPING, {"on": True}, channel=CHAT)

    assert other.heard == [{"event": TYPING, "channel": CHAT, "data": {"on": True}}]
    assert one.heard == []


def test_the_frame_is_built_anew(two):
    one, other = two

    one.says(TYPING, "x", channel=CHAT, user_id="forged", extra=1)

    assert other.heard == [{"event": TYPING, "channel": CHAT, "data": "x"}]


def test_a_member_is_named_by_the_server(connect):
    room = "presence-room"
    one, other = connect(), connect()
    one.subscribes(room, '{"user_id":"a"}')
    other.subscribes(room, '{"user_id":"b"}')
    other.news()

    one.says(TYPING, 1, channel=room, user_id="forged")

    assert other.heard[0]["user_id"] == "a"


@pytest.mark.parametrize(("room", "user_id"), [(CHAT, None), ("presence-room", "a")])
def test_those_whom_another_process_serves_hear_the_same_once(connect, room, user_id):
    street, (here, there) = Neighbours(), (Hub(), Hub())
    for hub in (here, there):
        Publisher(hub, street.peers())
    who = user_id and '{"user_id":"a"}'
    one, other, elsewhere = connect(hub=here), connect(hub=here), connect(hub=there)
    for client in (one, other, elsewhere):
        client.subscribes(room, who)
        client.news()

    one.says(TYPING, {"é": [1.50]}, channel=room)

    assert elsewhere.frames[-1] == other.frames[-1]
    assert elsewhere.heard[0].get("user_id") == user_id
    assert (one.heard, len(other.heard), len(elsewhere.heard)) == ([], 1, 1)


def test_what_is_refused_reaches_no_other_process_either(connect, app):
    street, (here, there) = Neighbours(), (Hub(), Hub())
    for hub in (here, there):
        Publisher(hub, street.peers())
    policy = Policy(app, lets_through=only_typing)
    one, elsewhere = connect(policy=policy, hub=here), connect(policy=policy, hub=there)
    for client in (one, elsewhere):
        client.listens_to(CHAT)

    one.says("client-message", {}, channel=CHAT)

    assert elsewhere.heard == []


@pytest.mark.parametrize(
    ("channel", "event", "data"),
    [
        ("news", TYPING, {}),
        ("private-other", TYPING, {}),
        (None, TYPING, {}),
        (CHAT, "client-" + "n" * 200, {}),
        (CHAT, TYPING, "d" * 1_024),
        ("private-room", "client-a", "d" * 10_240),
    ],
)
def test_what_may_not_be_said_is_not_heard(two, channel, event, data):
    one, other = two
    for client in two:
        client.listens_to("news", "private-room")

    one.says(event, data, channel=channel)

    assert other.heard == []
    [(heard, problem)] = one.news()
    assert (heard, problem["code"]) == ("pusher:error", None)
    assert one.closed is None


@pytest.mark.parametrize(("channel", "most"), [(CHAT, 1_000), ("private-room", 10_000)])
def test_less_than_too_much_passes(two, channel, most):
    one, other = two
    for client in two:
        client.listens_to("private-room")

    one.says(TYPING, "d" * most, channel=channel)

    assert len(other.heard) == 1


def test_the_eleventh_within_a_second_is_too_fast(two, hub):
    one, other = two

    for _ in range(11):
        one.says(TYPING, {}, channel=CHAT)

    assert len(other.heard) == 10
    assert [problem["code"] for _, problem in one.news()] == [4301]
    assert hub.drops == {Drop.CLIENT_EVENT: 1}
    one.now = 0.1
    one.says(TYPING, {}, channel=CHAT)
    assert len(other.heard) == 11
    assert one.closed is None


@pytest.mark.parametrize(
    ("event", "channel"),
    [("client-message", CHAT), (TYPING, "private-admin-chat"), (TYPING, "presence-a")],
)
def test_24_by_default_only_typing_in_a_chat_is_passed_on(connect, app, event, channel):
    policy = Policy(app, lets_through=only_typing)
    who = '{"user_id":"a"}' if channel.startswith("presence-") else None
    one, other = connect(policy=policy), connect(policy=policy)
    for client in (one, other):
        client.subscribes(channel, who)
        client.subscribes(CHAT)
        client.news()

    one.says(event, {}, channel=channel)
    one.says(TYPING, {}, channel=CHAT)

    assert [frame["channel"] for frame in other.heard] == [CHAT]


def test_data_comes_through_byte_for_byte(two):
    one, other = two
    data = '{"é":[1.50, null]}'

    one.sends(f'{{"data":{data},"channel":"{CHAT}","event":"{TYPING}"}}')

    assert data.encode() in other.frames[-1]
