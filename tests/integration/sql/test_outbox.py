"""What was committed is told, also after a crash between the commit and the telling."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from livechat.adapters.notifiers.in_process import InProcessNotifier
from livechat.adapters.sql.sqlite import SqliteStore
from livechat.application.relay_outbox import LEFT_BEHIND, RelayOutbox
from tests.contracts.talking import a_talk
from tests.fakes import PickyNotifier


@pytest.fixture
async def after_a_crash(store, path, clock):
    """The store as another process finds it: what was committed lies in the outbox."""
    talk = await a_talk(store, clock)
    for n in range(3):
        await talk.asks(str(n))
    await store.close()
    clock.advance(seconds=5)
    again = SqliteStore(path, clock)
    await again.open()
    yield again
    await again.close()


def seqs(signals):
    return [signal.data["seq"] for signal in signals if signal.channel == "admin-chat"]


async def emptied(store):
    """Told entries are forgotten with the next transaction, or soon without one."""
    async with asyncio.timeout(30):
        while await store.outbox.depth():
            await asyncio.sleep(0.01)


async def test_the_sweep_tells_in_order_what_a_crash_left(after_a_crash, clock):
    told = []
    relay = RelayOutbox(after_a_crash.outbox, InProcessNotifier(told.extend), clock)

    await relay.left_behind()

    assert seqs(told) == [0, 1, 2, 3]
    await emptied(after_a_crash)


async def test_what_was_committed_a_moment_ago_is_left_to_those_who_were_woken(store, clock):
    await a_talk(store, clock)
    told = []
    relay = RelayOutbox(store.outbox, InProcessNotifier(told.extend), clock)

    await relay.left_behind()
    assert told == []

    clock.advance(seconds=LEFT_BEHIND.total_seconds() + 1)
    await relay.left_behind()
    assert seqs(told) == [0]


async def test_an_entry_that_cannot_be_told_stops_nobody_behind_it(after_a_crash, clock):
    notifier = PickyNotifier(poison="'seq': 1")
    relay = RelayOutbox(after_a_crash.outbox, notifier, clock)

    await relay.left_behind()

    assert seqs(notifier.told) == [0, 2, 3]
    notifier.poison = None
    clock.advance(minutes=1)
    await relay.left_behind()
    assert seqs(notifier.told) == [0, 2, 3, 1]


@pytest.mark.parametrize(
    ("kind", "event"),
    [("MessageSent", "{}"), ("MessageSent", "no JSON"), ("SessionRenamed", '{"of": "the future"}')],
)
async def test_an_entry_that_cannot_be_read_is_set_aside_and_kept(
    after_a_crash, clock, caplog, kind, event
):
    with after_a_crash._engine.begin() as connection:
        connection.execute(
            text("UPDATE outbox SET kind = :kind, event = :event WHERE id = 2"),
            {"kind": kind, "event": event},
        )
    told = []
    relay = RelayOutbox(after_a_crash.outbox, InProcessNotifier(told.extend), clock)

    await relay.left_behind()
    await relay.left_behind()

    assert seqs(told) == [0, 2, 3]
    assert caplog.text.count("event 2 cannot be read") == 1
    await emptied(after_a_crash)
    with after_a_crash._engine.connect() as connection:
        assert connection.execute(text("SELECT id, due_at FROM outbox")).all() == [(2, None)]


async def test_to_ask_for_the_oldest_sets_nothing_aside(after_a_crash, caplog):
    with after_a_crash._engine.begin() as connection:
        connection.execute(text("UPDATE outbox SET event = 'no JSON' WHERE id = 1"))

    assert await after_a_crash.outbox.oldest() is None

    assert "set aside" not in caplog.text
    assert await after_a_crash.outbox.depth() == 4


async def test_what_was_told_but_not_forgotten_comes_back_as_it_was(store, path, clock):
    """A crash right after the telling: the events come twice, which `seq` makes harmless."""
    talk = await a_talk(store, clock)
    await talk.asks()
    later = clock.now() + timedelta(seconds=1)
    taken = {"before": later, "until": clock.now(), "limit": 9}
    entries = await store.outbox.claim(**taken)
    other = SqliteStore(path, clock)
    await other.open()

    assert await other.outbox.claim(**taken) == entries

    await store.outbox.told([entry.id for entry in entries])
    await store.close()
    assert await other.outbox.claim(**taken) == []
    await other.close()


async def test_ids_of_forgotten_entries_are_not_given_again(store, clock):
    talk = await a_talk(store, clock)
    heard = []
    store.outbox.on_commit(heard.extend)
    for _ in range(3):
        await talk.asks()
        await store.outbox.told([heard[-1].id])

    await talk.asks()

    ids = [entry.id for entry in heard]
    assert ids == sorted(set(ids))
