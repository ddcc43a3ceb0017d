"""The loop that tells committed events goes on, whatever becomes of a sweep."""

import asyncio

import pytest

from livechat.adapters.memory import MemoryStore
from livechat.application.ports import NotifierDownError
from livechat.application.relay_outbox import RelayOutbox
from livechat.domain.errors import StoreUnavailableError
from livechat.entrypoints.outbox_pump import OutboxPump
from tests.builders import a_draft, a_session, guest_of
from tests.fakes import PickyNotifier, StillClock


class Relay:
    """Looks in vain."""

    def __init__(self, trouble):
        self.trouble = trouble
        self.looked = asyncio.Event()

    async def left_behind(self, *, limit):
        self.looked.set()
        raise self.trouble


@pytest.mark.parametrize(
    ("trouble", "lines"),
    [
        (StoreUnavailableError(), ["the outbox cannot be swept now"]),
        (ZeroDivisionError(), ["the sweep of the outbox failed; it goes on", "Traceback"]),
    ],
)
async def test_a_database_that_is_away_is_a_line_and_a_mistake_of_ours_a_traceback(
    caplog, trouble, lines
):
    relay = Relay(trouble)
    pump = OutboxPump(relay)

    pump.start()
    await relay.looked.wait()
    await pump.stop()

    for line in lines:
        assert line in caplog.text
    assert ("Traceback" in caplog.text) is ("Traceback" in lines)


class AwayAtFirst(PickyNotifier):
    """Nobody can be told the first three times."""

    def __init__(self):
        super().__init__()
        self.away = 3

    async def publish(self, signals, /):
        if self.away:
            self.away -= 1
            raise NotifierDownError
        await super().publish(signals)


async def test_nothing_newer_is_told_before_what_could_not_be_told_at_first():
    clock, notifier, chat = StillClock(), AwayAtFirst(), a_session()
    store = MemoryStore(clock)
    pump = OutboxPump(
        RelayOutbox(store.outbox, notifier, clock), in_order=True, sweep_seconds=0.001
    )
    store.outbox.on_commit(pump.hear)
    pump.start()

    await store.sessions.start(chat)
    for _ in range(8):
        draft = a_draft()

        def rule(session, draft=draft):
            return session.post(draft, by=guest_of(chat), now=clock.now())

        await store.sessions.change(chat.id, rule, about=draft.id)
    async with asyncio.timeout(20):
        while await store.outbox.depth():
            await asyncio.sleep(0.001)
    await pump.stop()

    told = [s.data["seq"] for s in notifier.told if s.channel == "admin-chat"]
    assert told == list(range(9))
