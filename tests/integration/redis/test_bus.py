"""Processes hear each other over Redis as they hear themselves."""

import asyncio

import pytest
from redis.asyncio import Redis

from livechat.application.signals import Signal
from tests.contracts.surroundings import ManyPeersContract, NotifierContract, PeersContract
from tests.integration.redis.conftest import Process, sent, until
from tests.integration.redis.server import PATIENCE


class TestRedisNotifier(NotifierContract):
    @pytest.fixture
    async def its(self, process):
        return await process()

    @pytest.fixture
    def notifier(self, its):
        return its.notifier

    @pytest.fixture
    def heard(self, its):
        return its.heard


class TestRedisNotifierFromAnotherProcess(NotifierContract):
    @pytest.fixture
    async def other(self, process):
        its = await process()
        its.listens.add("chat-session.1")
        return its

    @pytest.fixture
    async def notifier(self, other, process):
        return (await process()).notifier

    @pytest.fixture
    def heard(self, other):
        return other.heard

    async def arrival(self, heard, count):
        await until(lambda: len(heard) >= count)


class TestRedisNotifierOverManyChannels(TestRedisNotifierFromAnotherProcess):
    @pytest.fixture
    async def other(self, process):
        its = await process(channels=8)
        for channel in ("admin-chat", "chat-session.1"):
            its.join(channel)
        await until(lambda: len(its.gaps) == 2)
        return its

    @pytest.fixture
    async def notifier(self, other, process):
        return (await process(channels=8)).notifier


class TestRedisPeers(PeersContract, ManyPeersContract):
    @pytest.fixture
    async def one(self, process):
        return (await process()).peers

    @pytest.fixture
    async def other(self, process):
        return (await process()).peers


async def test_what_a_process_says_it_hears_once(process):
    one, other = await process(), await process()

    await one.notifier.publish([sent(1)])
    await other.notifier.publish([sent(2)])

    await until(lambda: len(one.heard) == len(other.heard) == 2)
    await one.notifier.publish([sent(3)])
    await until(lambda: len(other.heard) == 3)
    assert one.seqs() == [1, 2, 3]


async def test_a_process_may_end_at_any_moment_of_its_beginning(redis_url, prefix):
    for moment in range(20):
        one = Process(redis_url, prefix)
        async with asyncio.timeout(PATIENCE):
            async with one.bus:
                for _ in range(moment):
                    await asyncio.sleep(0)


async def test_a_whole_batch_is_one_message(process, redis_url, prefix):
    one = await process()
    async with Redis.from_url(redis_url) as redis, redis.pubsub() as line:
        await line.psubscribe(f"{prefix}:*")
        await line.get_message(timeout=5)
        data = {"seq": 1}

        await one.notifier.publish(
            [Signal(c, "message.sent", data) for c in ("chat-session.1", "admin-chat")] + [sent(2)]
        )

        message = await line.get_message(timeout=5)
        _, *lines = message["data"].split(b"\n")
    assert lines == [
        b'chat-session.1,admin-chat message.sent {"seq":1}',
        b'admin-chat message.sent {"seq":2}',
    ]


async def test_what_nobody_here_listens_to_is_not_even_read(process, redis_url, prefix):
    one = await process()
    async with Redis.from_url(redis_url) as redis:
        await redis.publish(f"{prefix}:signals", b"other\nchat-session.9 message.sent no JSON")
    await (await process()).notifier.publish([sent(1)])

    await until(lambda: one.heard)
    assert one.bus.garbage == 0


async def test_installations_with_other_prefixes_hear_nothing_of_each_other(process, prefix):
    one, stranger, other = await process(), await process(prefix=f"{prefix}-b"), await process()

    await stranger.notifier.publish([sent(1)])
    await one.notifier.publish([sent(2)])

    await until(lambda: other.heard)
    assert other.seqs() == [2]


async def test_a_process_hears_the_channels_of_its_own_sessions_only(process, redis_url, prefix):
    one = await process(channels=64)
    one.join("chat-session.1")
    await until(lambda: one.gaps)
    async with Redis.from_url(redis_url) as redis:
        heard = await redis.pubsub_channels(f"{prefix}:signals*")
        one.join("chat-session.1")
        one.part("chat-session.1")
        one.part("chat-session.1")

        assert heard == [f"{prefix}:{one.ways.of('chat-session.1')}".encode()]
        while await redis.pubsub_channels(f"{prefix}:signals*"):
            pass


async def test_who_joins_first_catches_up_once_the_channel_is_heard(process):
    one = await process(channels=64)

    one.join("chat-session.1")

    await until(lambda: one.gaps == [{"chat-session.1"}])


GARBAGE = [
    b"",
    b"\xff\xfe\x00" * 100,
    b"no newline",
    b"other\n",
    b"other\nadmin-chat",
    b"other\nadmin-chat message.sent",
    b"other\nadmin-chat message.sent [1]",
    b"other\nadmin-chat message.sent {",
    b"other\nadmin-chat pusher:error {}",
    b"other\nadmin-chat  {}",
    b"other\nadmin-chat message.sent " + b"[" * 100_000,
    b'other\nadmin-chat message.sent {"a":"\xff"}',
    b'other\n["weather"',
    b"other\n[]",
    b'other\n["login given","no hex"]',
]


@pytest.mark.parametrize("channel", ["signals", "peers"])
async def test_garbage_is_counted_dropped_and_harms_nobody(process, redis_url, prefix, channel):
    one = await process()
    async with Redis.from_url(redis_url) as redis:
        for garbage in GARBAGE:
            await redis.publish(f"{prefix}:{channel}", garbage)
    await (await process()).notifier.publish([sent(1)])

    await until(lambda: one.heard)
    assert one.seqs() == [1]
    assert one.gaps == []
    assert one.bus.garbage >= 8


async def test_what_was_told_with_garbage_is_heard(process, redis_url, prefix):
    one = await process()
    written = 'admin-chat message.sent {"seq":1}\nadmin-chat pusher:error {}\nadmin-chat message.sent {"seq":2}'
    async with Redis.from_url(redis_url) as redis:
        await redis.publish(f"{prefix}:signals", b"other\n" + written.encode())

    await until(lambda: one.bus.garbage)
    assert one.seqs() == [1, 2]
