"""What was committed is told, at least once, and one that cannot be told stops nobody."""

from datetime import timedelta

import pytest

from livechat.application.ports import NotifierError
from livechat.application.relay_outbox import BATCH, LEFT_BEHIND, RelayOutbox
from livechat.application.views import OutboxEntry
from livechat.domain.events import MessageSent
from tests.builders import a_message
from tests.contracts.talking import a_talk
from tests.fakes import PickyNotifier

SWEEP = timedelta(seconds=2)


class Broken:
    """Fails in a way that nobody thought of, at what mentions its poison."""

    def __init__(self, poison):
        self.poison = poison
        self.told = []

    async def publish(self, signals, /):
        if any(self.poison in repr(signal) for signal in signals):
            raise ZeroDivisionError
        self.told += signals


class Down:
    """Reaches nobody; counts how often it was tried."""

    def __init__(self):
        self.tried = 0

    async def publish(self, signals, /):
        self.tried += 1
        raise NotifierError("no connection")


@pytest.fixture
def relay(store, clock):
    return lambda notifier: RelayOutbox(store.outbox, notifier, clock)


@pytest.fixture
async def waiting(store, clock):
    """Four entries that a crash has left: a start and three messages."""
    talk = await a_talk(store, clock)
    for text in ("one", "two", "three"):
        await talk.asks(text)
    now = clock.now()
    entries = await store.outbox.claim(before=now + SWEEP, until=now, limit=9)
    clock.advance(seconds=LEFT_BEHIND.total_seconds() + 1)
    return entries


def places(notifier):
    return [s.data["seq"] for s in notifier.told if s.channel == "admin-chat"]


async def test_entries_are_told_in_order_and_forgotten(relay, waiting, store):
    notifier = PickyNotifier()

    assert await relay(notifier)(waiting)

    assert places(notifier) == [0, 1, 2, 3]
    assert await store.outbox.depth() == 0


async def test_nothing_to_tell_is_told_to_nobody(relay, store):
    notifier = Down()

    assert await relay(notifier).left_behind() == 0
    assert notifier.tried == 0


async def test_what_was_left_is_told_when_it_is_old_enough(relay, store, clock):
    notifier = PickyNotifier()
    await a_talk(store, clock)

    clock.advance(seconds=LEFT_BEHIND.total_seconds())
    assert await relay(notifier).left_behind() == 0
    clock.advance(seconds=1)
    assert await relay(notifier).left_behind() == 1
    assert places(notifier) == [0]


@pytest.mark.parametrize(
    "notifier", [PickyNotifier("'two'"), Broken("'two'")], ids=["refuses", "breaks"]
)
async def test_one_that_cannot_be_told_stops_nobody_behind_it(relay, waiting, store, notifier):
    assert await relay(notifier)(waiting)

    assert places(notifier) == [0, 1, 3]
    assert await store.outbox.depth() == 1


@pytest.mark.parametrize(
    "notifier", [PickyNotifier("'two'"), Broken("'two'")], ids=["refuses", "breaks"]
)
async def test_it_is_tried_again_a_little_later(relay, waiting, store, clock, notifier):
    tell = relay(notifier)
    await tell.left_behind()
    notifier.poison = "nothing any more"

    assert await tell.left_behind() == 0
    clock.advance(seconds=8)
    assert await tell.left_behind() == 1
    assert places(notifier) == [0, 1, 3, 2]
    assert await store.outbox.depth() == 0


async def test_two_processes_that_look_at_the_same_time_do_not_tell_the_same(relay, waiting):
    other = PickyNotifier()

    class Slow(PickyNotifier):
        async def publish(self, signals, /):
            await relay(other).left_behind()
            await super().publish(signals)

    await relay(one := Slow()).left_behind(limit=3)

    assert (places(one), places(other)) == ([0, 1, 2], [3])


async def test_an_event_that_has_no_signals_stops_nobody(relay, waiting, store):
    strange = OutboxEntry(99, MessageSent(a_message(created_at="noon")))
    notifier = PickyNotifier()

    await relay(notifier)([strange, *waiting])

    assert places(notifier) == [0, 1, 2, 3]


async def test_a_notifier_that_is_down_is_not_asked_for_every_single_event(relay, store, clock):
    talk = await a_talk(store, clock)
    for n in range(BATCH):
        await talk.asks(str(n))
    clock.advance(seconds=10)
    notifier = Down()

    assert await relay(notifier).left_behind() == 0

    assert notifier.tried <= 5
    assert await store.outbox.depth() == BATCH + 1


async def test_all_is_told_when_it_is_back(relay, store, clock):
    talk = await a_talk(store, clock)
    for n in range(40):
        await talk.asks(str(n))
    clock.advance(seconds=10)
    for _ in range(15):
        await relay(Down()).left_behind()
        clock.advance(seconds=2)

    notifier = PickyNotifier()
    for _ in range(4):
        await relay(notifier).left_behind()
        clock.advance(seconds=2)

    assert sorted(places(notifier)) == list(range(41))
    assert await store.outbox.depth() == 0


async def test_some_that_can_never_be_told_do_not_keep_the_rest(relay, store, clock):
    talk = await a_talk(store, clock)
    for n in range(20):
        await talk.asks("poison" if n < 8 else "good")
    clock.advance(seconds=10)
    notifier = PickyNotifier("poison")

    for _ in range(6):
        await relay(notifier).left_behind()
        clock.advance(seconds=2)

    assert [place for place in places(notifier) if place] == list(range(9, 21))
