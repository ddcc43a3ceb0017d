"""Processes of one installation, as far as Redis connects them, and servers that can fail."""

import asyncio
from contextlib import AsyncExitStack
from uuid import uuid4

import pytest

from livechat.adapters.redis.bus import Bus
from livechat.adapters.redis.client import connect
from livechat.adapters.redis.notifier import RedisNotifier, Ways
from livechat.adapters.redis.peers import RedisPeers
from livechat.application.signals import Signal
from tests.fakes import StillClock
from tests.integration.redis.server import GIVEN, PATIENCE, RedisServer


async def until(true):
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0.005)


async def move(reader, writer):
    """All that comes, until one of them ends."""
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


class Process:
    """What it hears, and when it was told that something may be missing; waits for a Redis that is only busy."""

    def __init__(self, url, prefix, *, channels=1, patience=PATIENCE):
        self.heard = []
        self.gaps = []
        self.listens = {"admin-chat"}
        self.bus = Bus(connect(url), prefix=prefix, me=uuid4().hex, patience=patience)
        self.ways = Ways(self.bus, channels=channels)
        self.notifier = RedisNotifier(
            self.bus,
            self.ways,
            deliver=self.heard.extend,
            is_heard=lambda channel: channel in self.listens,
            catch_up=self._catch_up,
        )
        self.peers = RedisPeers(self.bus)

    async def _catch_up(self, concerns):
        self.gaps.append({channel for channel in self.listens if concerns(channel)})

    def join(self, channel):
        self.listens.add(channel)
        self.ways.joined(channel, "1.1")

    def part(self, channel):
        self.listens.discard(channel)
        self.ways.left(channel, "1.1")

    def seqs(self):
        return [signal.data["seq"] for signal in self.heard]


def sent(seq, channel="admin-chat"):
    return Signal(channel, "message.sent", {"seq": seq})


@pytest.fixture
def prefix():
    """Nobody else's, for a server that was given may have other users."""
    return f"test-{uuid4().hex}"


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory):
    if GIVEN:
        yield GIVEN
        return
    with RedisServer(tmp_path_factory.mktemp("redis")) as server:
        yield server.url


@pytest.fixture
def own_server(tmp_path):
    """One that a test may kill."""
    with RedisServer(tmp_path) as server:
        yield server


@pytest.fixture
async def process(redis_url, prefix):
    """`await process()`: one more, that is connected; `url=` for one of another server."""
    async with AsyncExitStack() as stack:

        async def begin(**changed):
            its = Process(**({"url": redis_url, "prefix": prefix} | changed))
            await stack.enter_async_context(its.bus)
            await until(lambda: its.bus.is_listening and (its.gaps or "channels" in changed))
            its.gaps.clear()
            return its

        yield begin


@pytest.fixture
def clock():
    return StillClock()
