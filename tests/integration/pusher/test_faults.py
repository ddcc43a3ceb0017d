"""A Pusher server that misbehaves costs nobody anything but the time until it is well again."""

import asyncio
import json

import pytest

from livechat.adapters.memory import MemoryStore
from livechat.adapters.presence import InProcessPresence
from livechat.adapters.pusher.breaker import LONGEST_SECONDS, Breaker
from livechat.adapters.pusher.notifier import PusherNotifier
from livechat.adapters.pusher.server import REFUSED_SECONDS
from livechat.adapters.pusher.watch import AdminWatch
from livechat.application.ports import NotifierDownError, NotifierError
from livechat.application.relay_outbox import RelayOutbox
from livechat.application.signals import Signal
from livechat.entrypoints.outbox_pump import OutboxPump
from tests.builders import a_draft, a_session, guest_of
from tests.integration.pusher.conftest import asked, until
from tests.integration.pusher.soketi import PATIENCE

DOWN = [500, 502, 503, 429, "silent", "drips", "cuts"]


def said(seq, **more):
    return Signal("chat-session.1", "message.sent", {"seq": seq, **more})


@pytest.mark.parametrize("mode", DOWN)
async def test_who_cannot_tell_says_so_soon_and_tells_it_later(faulty, ours, mode):
    notifier = PusherNotifier(ours)
    faulty.mode = mode

    async with asyncio.timeout(PATIENCE):
        with pytest.raises(NotifierDownError):
            await notifier.publish([said(1)])
    faulty.mode = 200
    ours._breaker.worked()
    await notifier.publish([said(1), said(2)])

    assert faulty.seqs() == [1, 2]


async def test_nobody_is_there(faulty, ours):
    await faulty.__aexit__()

    with pytest.raises(NotifierDownError):
        await PusherNotifier(ours).publish([said(1)])


async def test_a_server_that_failed_is_left_alone_for_a_moment(faulty):
    now = [0.0]
    async with asked(faulty.address, breaker=Breaker(now=lambda: now[0])) as server:
        notifier = PusherNotifier(server)
        faulty.mode = 500
        for _ in range(50):
            with pytest.raises(NotifierDownError):
                await notifier.publish([said(1)])
        assert faulty.asked == 1

        for _ in range(10):
            now[0] += LONGEST_SECONDS * 1.25
            with pytest.raises(NotifierDownError):
                await notifier.publish([said(1)])
        assert faulty.asked == 11


async def test_it_is_left_alone_for_as_long_as_it_asks(faulty):
    now = [0.0]
    async with asked(faulty.address, breaker=Breaker(now=lambda: now[0])) as server:
        faulty.mode, faulty.retry_after = 429, 20
        for now[0] in (0.0, 19.9):
            with pytest.raises(NotifierDownError, match="429"):
                await server.tell([])
        assert faulty.asked == 1

        faulty.mode, now[0] = 200, 20.1
        await server.tell([])


@pytest.mark.parametrize("mode", [400, 401, 403, 404])
async def test_what_is_refused_for_good_is_dropped_and_not_asked_again(faulty, mode, caplog):
    now = [0.0]
    async with asked(faulty.address, breaker=Breaker(now=lambda: now[0])) as server:
        notifier = PusherNotifier(server)
        faulty.mode = mode
        for seq in range(30):
            await notifier.publish([said(seq)])

        assert faulty.asked == 1
        assert str(mode) in str(server.trouble)
        assert f"events dropped, Pusher refuses them: it answered {mode}" in caplog.text

        faulty.mode, now[0] = 200, REFUSED_SECONDS + 1
        await notifier.publish([said(30)])
        assert faulty.seqs() == [30]
        assert server.trouble is None


async def test_one_that_is_too_large_goes_without_its_message_and_alone(faulty, ours):
    faulty.most_bytes = 300
    long = {"id": "x", "message": "a" * 400}

    await PusherNotifier(ours).publish([said(1), said(2, message=long), said(3)])

    assert faulty.seqs() == [1, 2, 3]
    assert json.loads(faulty.heard[1]["data"]) == {"seq": 2}


async def test_one_that_is_too_large_even_so_is_dropped(faulty, ours, caplog):
    faulty.most_bytes = 20

    await PusherNotifier(ours).publish([said(1), said(2, name="a" * 50), said(3)])

    assert faulty.seqs() == [1, 3]
    assert "too large" in caplog.text


async def test_senders_do_not_notice_and_all_is_told_in_order_within_half_a_minute(faulty, clock):
    """The whole way: sent, committed, told by the pump, while the server fails in each of its ways."""
    store = MemoryStore(clock)
    chat = a_session()
    async with asked(faulty.address, patience=0.5) as server:
        pump = OutboxPump(RelayOutbox(store.outbox, PusherNotifier(server), clock), in_order=True)
        store.outbox.on_commit(pump.hear)
        pump.start()
        await store.sessions.start(chat)

        for mode in DOWN:
            faulty.mode = mode
            await asyncio.wait_for(post(store, chat, clock), PATIENCE)
            clock.advance(seconds=3)
        faulty.mode = 200
        await post(store, chat, clock)
        await until(lambda: set(range(1, len(DOWN) + 2)) <= set(seqs_of(faulty, chat)))
        await pump.stop()

    heard = seqs_of(faulty, chat)
    first_heard = list(dict.fromkeys(heard))
    assert first_heard == sorted(first_heard), heard
    assert await store.outbox.depth() == 0


async def post(store, chat, clock):
    draft = a_draft("Halo")
    rule = lambda session: session.post(draft, by=guest_of(chat), now=clock.now())  # noqa: E731
    await store.sessions.change(chat.id, rule, about=draft.id)


def seqs_of(faulty, chat):
    channel = f"private-chat-session.{chat.id}"
    return [json.loads(e["data"])["seq"] for e in faulty.heard if e["channel"] == channel]


async def test_an_error_is_a_notifier_error_whoever_asks(faulty, ours):
    faulty.mode = "cuts"

    with pytest.raises(NotifierError):
        await ours.is_occupied("private-admin-chat")


async def test_who_ends_while_it_is_silent_leaves_no_question_behind(faulty, clock):
    faulty.mode = "silent"
    async with asked(faulty.address) as server:
        watch = AdminWatch(server, InProcessPresence(clock), MemoryStore(clock).admins, clock)
        async with watch:
            await until(lambda: faulty.asked)

        assert watch._task.done()
