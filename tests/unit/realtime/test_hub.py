import logging
from dataclasses import replace

import pytest

from livechat.adapters.notifiers.in_process import InProcessNotifier
from livechat.application.signals import Signal, signals_of
from livechat.domain.events import SessionErased
from livechat.entrypoints.realtime.hub import Hub
from tests.builders import NOW, a_session

SENT = Signal("chat-session.1", "message.sent", {"seq": 1})
ERASED = signals_of(SessionErased(a_session().id, NOW))


async def test_a_signal_is_heard_on_its_private_channel(connect, hub):
    client = connect().listens_to("private-chat-session.1")

    await InProcessNotifier(deliver=hub.deliver).publish([SENT])

    assert client.heard == [
        {
            "event": "message.sent",
            "channel": "private-chat-session.1",
            "data": '{"seq":1}',
        }
    ]


def test_21_the_bare_name_never_carries_anything(connect, hub):
    client = connect().listens_to("chat-session.1", "admin-chat")

    hub.deliver([SENT, Signal("admin-chat", "message.sent", SENT.data)])

    assert client.heard == []


def test_25_of_an_erased_chat_nobody_hears_anything_more(connect, hub):
    its, admins = f"private-{ERASED[0].channel}", "private-admin-chat"
    one, other = (connect().listens_to(its, admins) for _ in range(2))
    hub.deliver(ERASED)
    assert [frame["channel"] for frame in other.heard] == [its, admins]

    hub.deliver([replace(SENT, channel=each.channel) for each in ERASED])
    one.says("client-typing", {"on": True}, channel=its)

    assert [frame["channel"] for frame in other.heard] == [its, admins, admins]


def test_signals_come_in_their_order(connect, hub):
    client = connect().listens_to("private-admin-chat")

    hub.deliver([Signal("admin-chat", "message.sent", {"seq": n}) for n in range(50)])

    assert [data["seq"] for _, data in client.news()] == list(range(50))


def test_all_listeners_get_the_very_same_bytes(connect, hub):
    clients = [connect().listens_to("private-chat-session.1") for _ in range(3)]

    hub.deliver([SENT])

    assert len({id(client.frames[-1]) for client in clients}) == 1


def test_one_broken_listener_does_not_keep_it_from_the_others(connect, hub, caplog):
    def broken(frame):
        raise RuntimeError("out of order")

    clients = [connect().listens_to("private-chat-session.1") for _ in range(3)]
    clients[1].write = broken

    with caplog.at_level(logging.ERROR):
        hub.deliver([SENT])

    assert [len(client.heard) for client in clients] == [1, 0, 1]
    assert "could not be written to" in caplog.text


def test_a_channel_is_heard_while_somebody_listens(connect, hub):
    client = connect().listens_to("private-chat-session.1", "admin-chat")

    assert [hub.is_heard(channel) for channel in ("chat-session.1", "admin-chat")] == [True, False]
    client.connection.leave()
    assert not hub.is_heard("chat-session.1")


@pytest.fixture
def told():
    return []


@pytest.fixture
def watched(told):
    return Hub(
        on_joined=lambda *who: told.append(("joined", *who)),
        on_left=lambda *who: told.append(("left", *who)),
    )


def test_who_comes_to_a_private_channel_and_goes_is_told(connect, watched, told):
    client = connect(hub=watched, socket_id="1.2")

    client.listens_to("private-admin-chat", "admin-chat")
    client.connection.leave()
    client.connection.leave()

    assert told == [("joined", "admin-chat", "1.2"), ("left", "admin-chat", "1.2")]


def test_a_dropped_socket_hears_nothing_more_and_stays_away(connect, hub):
    client = connect().listens_to("private-a")

    hub.drop(client.socket_id)
    hub.drop("9.9")
    hub.deliver([Signal("a", "message.sent", {})])

    assert client.closed == 4009
    assert client.heard == []
    assert len(hub) == 0
