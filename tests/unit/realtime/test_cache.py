import json

import pytest

from livechat.entrypoints.realtime.cache import EventCache
from livechat.entrypoints.realtime.publishing import Publisher, one_event
from tests.fakes import Neighbours

SUCCEEDED = "pusher_internal:subscription_succeeded"
MISS = "pusher:cache_miss"
KINDS = ["cache-a", "private-cache-a", "private-encrypted-cache-a", "presence-cache-a"]


class Watch:
    time = 0.0

    def __call__(self):
        return self.time


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def publish(hub, watch):
    hub.cache = EventCache(clock=watch, channels=3)
    publisher = Publisher(hub, Neighbours().peers())

    async def publish(*channels, data="{}"):
        event = {"name": "said", "data": data, "channels": channels}
        await publisher.publish([one_event(json.dumps(event))])

    return publish


@pytest.fixture
def joins(connect):
    def joins(channel):
        """What a new client hears when it subscribes."""
        client = connect()
        member = '{"user_id":"7"}' if channel.startswith("presence-") else None
        client.subscribes(channel, member)
        return client

    return joins


@pytest.mark.parametrize("channel", KINDS)
async def test_who_comes_later_hears_the_last_event_right_after_his_subscription(
    publish, joins, channel
):
    await publish(channel, data="1")
    await publish(channel, data='{"n": 2.0}')

    greeting, last = joins(channel).heard

    assert greeting["event"] == SUCCEEDED
    assert last == {"event": "said", "channel": channel, "data": '{"n": 2.0}'}


@pytest.mark.parametrize("channel", KINDS)
async def test_where_nothing_is_known_that_is_said(publish, joins, channel):
    await publish("cache-other")

    assert joins(channel).heard[1:] == [{"event": MISS, "channel": channel}]


@pytest.mark.parametrize("channel", ["news", "private-a", "my-cache-a", "presence-a"])
async def test_other_channels_remember_nothing(publish, joins, hub, channel):
    await publish(channel)

    assert hub.cache.last(channel) is None
    assert len(joins(channel).heard) == 1


async def test_the_last_event_outlives_the_last_listener(publish, joins):
    client = joins("cache-a")
    await publish("cache-a", data="1")
    client.connection.leave()

    assert joins("cache-a").heard[1]["data"] == "1"


async def test_what_clients_and_members_do_is_not_remembered(publish, joins):
    one = joins("presence-cache-a")
    joins("presence-cache-a")

    one.says("client-x", 1, channel="presence-cache-a")

    assert joins("presence-cache-a").news()[1][0] == MISS


async def test_after_half_an_hour_it_is_forgotten(publish, joins, watch):
    await publish("cache-a")

    watch.time = 1799.9
    assert joins("cache-a").news()[1][0] == "said"
    watch.time = 1800
    assert joins("cache-a").news()[1][0] == MISS


async def test_only_so_many_channels_are_remembered_and_the_latest_among_them(
    publish, joins, hub, watch
):
    await publish("cache-0")
    for n in range(1, 4):
        await publish(f"cache-{n}")
    await publish("cache-1")
    await publish("cache-4")

    known = [n for n in range(5) if hub.cache.last(f"cache-{n}")]

    assert known == [1, 3, 4]


async def test_how_long_it_lasts_is_told_in_whole_seconds(publish, hub, watch):
    await publish("cache-a", data="x")
    watch.time = 0.5

    assert hub.cache.shown("cache-a") == {"data": "x", "ttl": 1800}
    assert hub.cache.shown("cache-b") is None
