"""Webhooks reach a server that takes them, and wait for one that does not, but not for ever."""

import asyncio
import json
import time
from itertools import pairwise

import pytest
from pusher import Pusher

from livechat.adapters.webhooks import TOGETHER, WAITING
from tests.integration.webhooks.conftest import APP


def said(n):
    return {"name": "client_event", "channel": "private-a", "event": "client-x", "data": str(n)}


def numbers(receiver):
    return [int(event["data"]) for event in receiver.events()]


async def test_an_event_is_sent_as_the_library_of_python_takes_it(receiver, webhooks):
    async with webhooks(receiver.url) as hooks:
        hooks.tell({"name": "channel_occupied", "channel": "news"})
        await receiver.got(receiver.events)

    [(headers, body)] = receiver.requests
    library = Pusher(app_id=APP.id, key=APP.key, secret=APP.secret)
    taken = library.validate_webhook(headers["x-pusher-key"], headers["x-pusher-signature"], body)
    assert headers["content-type"] == "application/json"
    assert taken["events"] == [{"name": "channel_occupied", "channel": "news"}]
    assert abs(taken["time_ms"] / 1000 - time.time()) < 60


async def test_what_happens_meanwhile_goes_together_and_in_its_order(receiver, webhooks):
    async with webhooks(receiver.url) as hooks:
        for n in range(2 * TOGETHER):
            hooks.tell(said(n))
        await receiver.got(lambda: len(receiver.events()) == 2 * TOGETHER)

    assert numbers(receiver) == list(range(2 * TOGETHER))
    assert len(receiver.requests) == 2


SLOW = {"answer": 1}


@pytest.mark.parametrize(
    ("answer", "patience"),
    [(500, {}), (404, {}), (302, {}), ("drop", {}), ("nothing", SLOW), ("a byte at a time", SLOW)],
)
async def test_what_is_not_taken_is_sent_again_until_it_is(receiver, webhooks, answer, patience):
    receiver.answers = [answer, answer, 200]
    async with webhooks(receiver.url, **patience) as hooks:
        hooks.tell(said(1))
        await receiver.got(lambda: len(receiver.requests) == 3)
        hooks.tell(said(2))
        await receiver.got(lambda: len(receiver.requests) == 4)

    first, second, third, fourth = (body for _, body in receiver.requests)
    assert first == second == third
    assert json.loads(fourth)["events"] == [said(2)]


async def test_the_pauses_between_grow(receiver, webhooks):
    receiver.answers = [500] * 4
    at = []
    async with webhooks(receiver.url, first_gap=0.1, longest_gap=0.4) as hooks:
        hooks.tell(said(1))
        for n in range(1, 6):
            await receiver.got(lambda n=n: len(receiver.requests) == n)
            at.append(time.monotonic())

    gaps = [later - earlier for earlier, later in pairwise(at)]
    assert gaps[1] >= 0.14
    assert min(gaps[2:]) >= 0.29


async def test_what_is_too_old_is_dropped_and_the_next_is_told(receiver, webhooks, caplog):
    receiver.answers = [500] * 100
    async with webhooks(receiver.url, in_all=0.1) as hooks:
        hooks.tell(said(1))
        await receiver.got(lambda: receiver.requests)
        receiver.answers = receiver.answers[:20]
        while "too old now" not in caplog.text:
            await asyncio.sleep(0.01)
        receiver.answers = []
        hooks.tell(said(2))
        await receiver.got(lambda: numbers(receiver)[-1] == 2)

    assert numbers(receiver).count(2) == 1


async def test_while_nobody_takes_them_only_so_many_wait(receiver, webhooks, caplog):
    async with webhooks(receiver.url) as hooks:
        for n in range(WAITING + 10):
            hooks.tell(said(n))

        assert len(hooks._waiting) == WAITING
        assert caplog.text.count("is dropped") == 1
        await receiver.got(lambda: len(receiver.events()) == WAITING)
        hooks.tell(said(-1))
        await receiver.got(lambda: numbers(receiver)[-1] == -1)

    assert "10 events were dropped" in caplog.text


async def test_who_is_back_in_a_moment_has_not_left(receiver, webhooks):
    async with webhooks(receiver.url) as hooks:
        hooks.tell({"name": "member_removed", "channel": "presence-a", "user_id": "7"})
        hooks.tell({"name": "channel_vacated", "channel": "presence-a"})
        hooks.tell({"name": "channel_occupied", "channel": "presence-a"})
        hooks.tell({"name": "member_added", "channel": "presence-a", "user_id": "8"})
        await receiver.got(lambda: len(receiver.events()) == 2)

    assert [(event["name"], event["user_id"]) for event in receiver.events()] == [
        ("member_added", "8"),
        ("member_removed", "7"),
    ]


async def test_what_waits_at_the_end_is_told_once_more(receiver, webhooks):
    async with webhooks(receiver.url, return_=100) as hooks:
        hooks.tell({"name": "channel_vacated", "channel": "a"})

    assert [event["channel"] for event in receiver.events()] == ["a"]


async def test_the_address_shows_in_no_line(receiver, webhooks, caplog):
    receiver.answers = [500, "drop"]
    url = receiver.url.replace("//", "//user:pass-word@")
    async with webhooks(url) as hooks:
        hooks.tell(said(1))
        await receiver.got(lambda: len(receiver.requests) == 3)

    ours = [each for each in caplog.records if each.name.startswith("livechat")]
    assert len(ours) == 2
    assert not any("pass-word" in each.getMessage() for each in ours)


async def test_a_receiver_that_takes_nothing_does_not_keep_us_from_ending(
    receiver, webhooks, caplog
):
    receiver.usual = 500
    async with webhooks(receiver.url, first_gap=100, in_all=1000) as hooks:
        hooks.tell(said(1))
        while "answered with 500" not in caplog.text:
            await asyncio.sleep(0.01)

    assert not hooks._running.cancelled(), "it ended by itself"
