"""Gateways that are one to their clients and to other servers, over a real Redis."""

import json
from contextlib import AsyncExitStack
from uuid import uuid4

import pytest

from livechat.adapters.redis.bus import Bus
from livechat.adapters.redis.client import connect
from livechat.adapters.redis.peers import RedisPeers
from livechat.entrypoints.realtime.admission import Policy
from livechat.entrypoints.realtime.census import Census
from livechat.entrypoints.realtime.gossip import Gossip
from livechat.entrypoints.realtime.hub import Hub
from livechat.entrypoints.realtime.publishing import Publisher, one_event
from tests.integration.redis.conftest import until
from tests.integration.redis.server import PATIENCE
from tests.unit.realtime.conftest import APP, Client

ROOM = "presence-room"


def an_event(**changed):
    return one_event(json.dumps({"name": "said", "data": "{}", "channels": ["news"], **changed}))


class Gateway:
    """What one process has of it."""

    def __init__(self, url, prefix, clock):
        self.bus = Bus(connect(url), prefix=prefix, me=uuid4().hex, patience=PATIENCE)
        self.peers = RedisPeers(self.bus)
        self.census = Census()
        Gossip(self.census, self.peers, clock, me=uuid4().hex)
        self.hub = Hub(self.census)
        self.publisher = Publisher(self.hub, self.peers)

    def client(self, *channels, user=None):
        client = Client(Policy(APP), self.hub, f"1.{uuid4().int % 10**9}")
        for channel in channels:
            told = json.dumps({"user_id": user}) if channel.startswith("presence-") else None
            client.subscribes(channel, told)
        client.news()
        return client


@pytest.fixture
async def begin(redis_url, prefix, clock):
    async with AsyncExitStack() as stack:

        async def begin(url=redis_url):
            its = Gateway(url, prefix, clock)
            await stack.enter_async_context(its.bus)
            await until(lambda: its.bus.is_listening)
            return its

        yield begin


async def test_what_one_process_is_told_clients_of_all_hear_in_its_order(begin):
    one, other = await begin(), await begin()
    here, there, left_out = one.client("news"), other.client("news"), other.client("news")

    for n in range(100):
        await one.publisher.publish([an_event(data=str(n), socket_id=left_out.socket_id)])

    await until(lambda: len(there.heard) == 100)
    for client in (here, there):
        assert [data for _, data in client.news()] == list(range(100))
    assert left_out.heard == []


async def test_what_one_client_says_those_of_all_processes_hear_but_itself(begin):
    one, other = await begin(), await begin()
    chat = "private-chat-session.1"
    who, here, there = one.client(chat), one.client(chat), other.client(chat)

    for n in range(10):
        who.says("client-typing", {"on": bool(n % 2)}, channel=chat)

    await until(lambda: len(there.heard) == 10)
    assert there.heard == here.heard
    assert who.heard == []


async def test_a_presence_channel_is_one_for_all(begin):
    one, other = await begin(), await begin()
    here = one.client(ROOM, user="a")
    await until(lambda: "a" in other.census.members(ROOM))

    there = other.client(ROOM, user="b")

    await until(lambda: here.heard)
    assert [data["user_id"] for _, data in here.news()] == ["b"]
    there.connection.leave()
    await until(lambda: here.heard)
    assert one.census.count(ROOM) == other.census.count(ROOM) == 1


async def test_a_user_is_sent_away_wherever_he_is(begin):
    one, other = await begin(), await begin()
    there = other.client()
    there.signs_in('{"id":"7"}')

    await one.publisher.terminate("7")

    await until(lambda: there.closed == 4009)


async def test_after_an_outage_each_knows_again_what_all_have(begin, own_server):
    one, other = await begin(own_server.url), await begin(own_server.url)
    gone = one.client("old")
    await until(lambda: other.census.is_there("old"))
    own_server.kill()
    await until(lambda: not (one.bus.is_listening or other.bus.is_listening))
    gone.connection.leave()
    one.client("new")
    one.client(ROOM, user="a")

    own_server.start()

    await until(lambda: other.census.channels() == {"new", ROOM})
    assert list(other.census.members(ROOM)) == ["a"]


async def test_a_long_outage_takes_no_member_away(begin, own_server, clock):
    one, other = await begin(own_server.url), await begin(own_server.url)
    here, there = one.client(ROOM, user="a"), other.client(ROOM, user="b")
    await until(lambda: one.census.members(ROOM).keys() == other.census.members(ROOM).keys())
    here.news()
    own_server.kill()
    await until(lambda: not (one.bus.is_listening or other.bus.is_listening))
    for _ in range(6):
        clock.advance(seconds=10)
        one.peers.repeat()

    own_server.start()
    await until(lambda: one.bus.is_listening and other.bus.is_listening)
    there.says("pusher:unsubscribe", {"channel": ROOM})

    await until(lambda: here.heard)
    assert here.news() == [("pusher_internal:member_removed", {"user_id": "b"})]


async def test_whoever_begins_later_is_told_at_once(begin):
    one = await begin()
    for n in range(3000):
        one.client(f"channel-{n}")

    late = await begin()

    await until(lambda: late.census.channels() == one.census.channels())
