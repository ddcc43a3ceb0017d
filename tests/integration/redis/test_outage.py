"""Redis dies, freezes and comes back; nothing is lost, and nobody waits for it."""

import asyncio

import pytest

from livechat.adapters.memory import MemoryStore
from livechat.application.peers import Topic
from livechat.application.ports import NotifierDownError
from livechat.application.relay_outbox import RelayOutbox
from livechat.entrypoints.outbox_pump import OutboxPump
from tests.contracts.talking import a_talk
from tests.integration.redis.conftest import Process, sent, until


@pytest.fixture
async def pair(process, own_server):
    return [await process(url=own_server.url) for _ in range(2)]


async def test_after_a_restart_every_process_is_told_of_the_gap_and_hears_on(pair, own_server):
    one, other = pair
    own_server.kill()
    with pytest.raises(NotifierDownError):
        await one.notifier.publish([sent(1)])
    assert one.seqs() == [1], "whoever listens here has heard it even so"
    own_server.start()

    await until(lambda: one.gaps and other.gaps and one.bus.line.is_open)
    await one.notifier.publish([sent(2)])

    await until(lambda: other.heard)
    assert other.seqs() == [2]
    assert one.gaps == other.gaps == [{"admin-chat"}]


async def test_what_is_missed_between_is_behind_a_gap(pair, own_server):
    """Every publication that succeeded is heard, or a gap is told after it."""
    one, other = pair
    told, stop = [], asyncio.Event()

    async def talk():
        seq = 0
        while not stop.is_set():
            seq += 1
            try:
                gaps = len(other.gaps)
                await one.notifier.publish([sent(seq)])
                told.append((seq, gaps))
            except NotifierDownError:
                pass
            await asyncio.sleep(0.001)

    talking = asyncio.create_task(talk())
    for round_ in range(3):
        await until(lambda: len(told) > 100 * (round_ + 1))  # noqa: B023
        own_server.kill()
        await asyncio.sleep(0.05)
        own_server.start()
        await until(lambda: len(other.gaps) == len(one.gaps) == round_ + 1)  # noqa: B023
        await until(lambda: one.bus.line.is_open)
        after = len(told)
        await until(lambda: len(told) > after + 50)  # noqa: B023
    stop.set()
    await talking

    await until(lambda: other.seqs()[-1] == told[-1][0])
    missed = {seq for seq, _ in told} - set(other.seqs())
    assert all(gaps < 3 for seq, gaps in told if seq in missed)
    assert other.seqs() == sorted(set(other.seqs()))


async def test_a_frozen_redis_is_waited_for_once(process, own_server):
    one, other = [await process(url=own_server.url, patience=2) for _ in range(2)]
    own_server.freeze()

    reasons = []
    for seq in range(1, 201):
        with pytest.raises(NotifierDownError) as down:
            await one.notifier.publish([sent(seq)])
        reasons.append(str(down.value))
    assert one.seqs() == list(range(1, 201))
    assert reasons[0] == "Redis does not answer: nothing within 2 s"
    assert set(reasons[1:]) == {"Redis did not answer a moment ago"}, "they fail at once"

    own_server.thaw()
    await until(lambda: one.bus.line.is_open)
    await one.notifier.publish([sent(201)])
    await until(lambda: 201 in other.seqs())


@pytest.fixture
async def relayed(pair, clock):
    """A store whose outbox is told by the first process, and swept by the test alone."""
    store = MemoryStore(clock)
    relay = RelayOutbox(store.outbox, pair[0].notifier, clock)
    pump = OutboxPump(relay, sweep_seconds=3600)
    store.outbox.on_commit(pump.hear)
    pump.start()
    yield store, pump
    await pump.stop()


async def test_a_long_outage_keeps_everything_floods_nobody_and_ends(
    pair, own_server, relayed, clock
):
    (one, other), (store, pump) = pair, relayed
    talk = await a_talk(store, clock)
    own_server.kill()
    for _ in range(600):
        await talk.asks()
    await until(lambda: 600 in one.seqs())
    clock.advance(seconds=60)

    heard = len(one.heard)
    for _ in range(20):
        await pump.tell_left_behind()
    assert len(one.heard) == heard + 20, "one is tried each time, not all"
    assert await store.outbox.depth() >= 600

    own_server.start()
    await until(lambda: one.bus.line.is_open and other.bus.is_listening)
    await pump.tell_left_behind()
    await until(lambda: 600 in other.seqs())
    assert set(range(1, 601)) <= set(other.seqs())
    assert await store.outbox.depth() == 0


async def test_of_a_process_that_ends_meanwhile_nothing_is_left(own_server, prefix):
    before = asyncio.all_tasks()
    one = Process(own_server.url, prefix, patience=2)
    async with one.bus:
        await until(lambda: one.bus.is_listening)
        own_server.freeze()
        one.peers.tell("weather", "rain")

    assert asyncio.all_tasks() <= before


async def test_it_may_be_down_at_the_start(process, own_server):
    own_server.kill()
    beginning = asyncio.create_task(process(url=own_server.url))
    await asyncio.sleep(0.1)
    own_server.start()

    one = await beginning

    await one.peers.ready()


async def test_who_is_here_is_told_again_after_an_outage(pair, own_server):
    one, other = pair
    heard = []
    one.peers.join("weather", Topic(print, lambda: one.peers.tell("weather", "still rain")))
    other.peers.join("weather", Topic(heard.append))
    own_server.kill()
    one.peers.tell("weather", "rain")
    with pytest.raises(NotifierDownError):
        await one.peers.ready()
    own_server.start()

    await until(lambda: ["still rain"] in heard)
