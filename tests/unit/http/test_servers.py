"""What other servers ask, signed as they do."""

import json
from hashlib import md5

import pytest

from livechat.entrypoints.http.app import create_http
from livechat.entrypoints.http.settings import HttpSettings
from livechat.entrypoints.realtime.signatures import App
from tests.unit.http.world import problem
from tests.unit.realtime.conftest import Client

APP = App("1", "app-key", "app-secret")
SAID = {"name": "said", "data": "{}", "channels": ["news"]}


class OtherServer:
    """Knows the secret, and can forget every rule."""

    def __init__(self, browser, clock):
        self.browser = browser
        self.clock = clock

    async def asks(self, method, path, body=b"", *, app=APP, late=0, **parameters):
        digest = {"body_md5": md5(body, usedforsecurity=False).hexdigest()} if body else {}
        given = {
            "auth_key": app.key,
            "auth_timestamp": str(int(self.clock.now().timestamp()) - late),
            "auth_version": "1.0",
            **digest,
            **parameters,
        }
        path = f"/apps/{app.id}{path}"
        text = "&".join(f"{name}={value}" for name, value in sorted(given.items()))
        given.setdefault("auth_signature", app.sign(f"{method}\n{path}\n{text}".encode()))
        return await self.browser.request(method, path, params=given, content=body or None)

    async def gets(self, path, **parameters):
        return await self.asks("GET", path, **parameters)

    async def posts(self, path, body, **more):
        return await self.asks("POST", path, json.dumps(body).encode(), **more)


@pytest.fixture
def server(guest, clock):
    return OtherServer(guest, clock)


@pytest.fixture
def listens(services):
    """`listens("news", …)`: a client of the gateway that does."""
    policy, hub = services.gateway._policy, services.hub

    def listens(*channels, socket_id="1.1"):
        return Client(policy, hub, socket_id).listens_to(*channels)

    return listens


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
    app = create_http(services, HttpSettings(driver="pusher"))

    answer = await type(browser())(app, document).post("/apps/1/events", json=SAID)

    assert problem(answer) == (404, "not_found")
