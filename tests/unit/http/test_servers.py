"""What other servers publish, signed as they do."""

import json
from dataclasses import replace
from hashlib import md5

import pytest

from livechat.entrypoints.http.app import create_http
from livechat.entrypoints.http.settings import HttpSettings, Sockets
from livechat.entrypoints.realtime.publishing import Publisher
from livechat.entrypoints.realtime.signatures import App
from tests.fakes import Neighbours
from tests.unit.http.other_server import SAID, OtherServer
from tests.unit.http.world import problem


async def test_an_event_is_told(server, listens):
    client = listens("news")

    answer = await server.posts("/events", SAID | {"data": '{"n":1}'})

    assert (answer.status_code, answer.json()) == (200, {})
    assert client.news() == [("said", {"n": 1})]


async def test_a_batch_is_told(server, listens):
    client = listens("a", "b")
    batch = [{"name": "said", "data": channel, "channel": channel} for channel in "ab"]

    answer = await server.posts("/batch_events", {"batch": batch})

    assert (answer.status_code, answer.json()) == (200, {})
    assert [frame["data"] for frame in client.heard] == ["a", "b"]


async def test_ten_events_of_ten_kilobytes_fit_into_one_batch(server):
    event = {"name": "said", "data": json.dumps(["é"] * 1000), "channel": "news"}

    answer = await server.posts("/batch_events", {"batch": [event] * 10})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"app": App("2", "app-key", "app-secret")}, (404, "not_found")),
        ({"app": App("1", "other-key", "app-secret")}, (401, "bad_signature")),
        ({"app": App("1", "app-key", "guess")}, (401, "bad_signature")),
        ({"late": 601}, (401, "bad_signature")),
        ({"late": -601}, (401, "bad_signature")),
        ({"auth_signature": "é" * 64}, (401, "bad_signature")),
        ({"body_md5": md5(b"{}", usedforsecurity=False).hexdigest()}, (401, "bad_signature")),
    ],
    ids=str,
)
async def test_who_does_not_prove_himself_is_heard_by_nobody(server, listens, more, refusal):
    client = listens("news")

    answer = await server.posts("/events", SAID, **more)

    assert problem(answer) == refusal
    assert client.heard == []


async def test_without_any_signature_it_is_no_too(guest):
    for path in ("/apps/1/events", "/apps/1/batch_events"):
        answer = await guest.post(path, json=SAID)
        assert problem(answer) == (401, "bad_signature")
        assert answer.headers["www-authenticate"]


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"", (400, "bad_event")),
        (b"no JSON", (400, "bad_event")),
        (b"\xff\xfe", (400, "bad_event")),
        (b"[" * 100_000, (400, "bad_event")),
        (json.dumps(SAID | {"data": {"n": 1}}).encode(), (400, "bad_event")),
        (json.dumps(SAID | {"channels": ["a b"]}).encode(), (400, "bad_event")),
        (json.dumps(SAID | {"data": "d" * 10_241}).encode(), (413, "too_large")),
        (json.dumps(SAID | {"data": "d" * 300_000}).encode(), (413, "too_large")),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_what_cannot_be_told_is_never_answered_with_200(server, body, refusal):
    assert problem(await server.asks("POST", "/events", body)) == refusal


async def test_browsers_of_other_sites_may_not_ask(guest):
    answer = await guest.post(
        "/apps/1/events", json=SAID, headers={"Origin": "https://evil.example"}
    )

    assert problem(answer) == (403, "origin_not_allowed")


async def test_with_a_hosted_gateway_nobody_asks_us(services, browser, document):
    app = create_http(
        services, HttpSettings(driver="pusher", sockets=Sockets("ws.example", 443, tls=True))
    )

    answer = await type(browser())(app, document).post("/apps/1/events", json=SAID)

    assert problem(answer) == (404, "not_found")


async def test_while_other_processes_are_out_of_reach_nothing_is_claimed(
    services, guest, document, clock, listens
):
    client = listens("news")
    street = Neighbours()
    peers, street.apart = street.peers(), True
    apart = replace(services, peers=peers, publisher=Publisher(services.hub, peers))
    server = OtherServer(type(guest)(create_http(apart, HttpSettings()), document), clock)

    for answer in (
        await server.posts("/events", SAID),
        await server.posts("/users/7/terminate_connections", {}),
        await server.gets("/channels"),
        await server.gets("/channels/news"),
        await server.gets("/channels/presence-room/users"),
    ):
        assert problem(answer) == (503, "others_unreachable")
        assert answer.headers["retry-after"] == "1"
    assert client.heard == []
