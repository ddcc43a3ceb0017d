import asyncio
import json
import logging
import re
from dataclasses import replace

import pytest

from livechat.domain.errors import StoreUnavailableError
from livechat.entrypoints.http.app import create_http
from livechat.entrypoints.http.settings import HttpSettings
from tests.unit.http.world import HOME, SHOP, problem

EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


@pytest.mark.parametrize(
    "path",
    [
        "/healthz",
        "/api/chat/config",
        "/nowhere",
        "/admin/chat/api/me",
        "/docs",
        "/openapi.json",
        "/",
    ],
)
async def test_35_every_answer_tells_the_browser_to_be_careful(guest, path):
    answer = await guest.get(path)

    assert {name: answer.headers[name] for name in EVERYWHERE} == EVERYWHERE
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "server" not in answer.headers


async def test_answers_with_conversations_are_never_stored_on_the_way(guest, admin):
    chat = await guest.starts()

    for answer in (
        await guest.get(f"/api/chat/session/{chat.id}/messages"),
        await guest.get("/api/chat/session-from-cookie"),
        await guest.post("/api/chat/send-message", json={"message": "x"}),
        await admin.get("/admin/chat/api/sessions"),
        await admin.get("/admin/chat/api/me"),
    ):
        assert answer.headers["cache-control"] == "no-store"


async def test_head_is_get_without_the_body(guest):
    head, get = await guest.head("/healthz"), await guest.get("/healthz")

    assert head.status_code == 200
    assert not head.content
    assert head.headers["content-length"] == get.headers["content-length"]


async def test_options_says_what_can_be_done(guest):
    answer = await guest.options("/api/chat/send-message")

    assert answer.status_code == 204
    assert "POST" in answer.headers["allow"]


async def test_every_request_has_a_number_of_ours(guest):
    first, second = [
        (await guest.get("/healthz", headers={"X-Request-ID": "mine"})).headers["x-request-id"]
        for _ in range(2)
    ]

    assert first != second
    assert re.fullmatch("[0-9a-f]{16}", first)


async def test_the_log_knows_the_route_and_no_chat(guest, caplog):
    caplog.set_level(logging.INFO, "livechat.access")
    chat = await guest.starts()
    await guest.says("A secret")

    answer = await guest.get(f"/api/chat/session/{chat.id}/messages?after=0")

    line = json.loads(caplog.records[-1].msg.as_json())
    assert line["event"] == "GET /api/chat/session/{session_id}/messages 200"
    assert line["status"] == 200
    assert line["request_id"] == answer.headers["x-request-id"]
    assert line["event"] in caplog.records[-1].getMessage()
    told = "".join(each.msg.as_json() for each in caplog.records)
    for private in (chat.id, chat.token, "A secret", "sari@example.com", "127.0.0.1"):
        assert private not in told


async def test_lines_of_requests_that_overlap_are_written_together(app, caplog):
    caplog.set_level(logging.INFO, "livechat.access")
    begun, arrived = asyncio.Event(), asyncio.Event()

    async def when_arrived():
        begun.set()
        await arrived.wait()
        return {"type": "http.request", "body": b"", "more_body": False}

    slow = asyncio.create_task(asked(app, [when_arrived]))
    await begun.wait()
    await asked(app, [{"type": "http.request", "body": b""}])
    written_before = len(caplog.records)
    arrived.set()
    await slow

    assert written_before == 0
    assert len(caplog.records) == 1
    assert len(caplog.records[0].msg.as_json().splitlines()) == 2


async def test_a_request_that_takes_long_keeps_no_line_back(app, caplog):
    caplog.set_level(logging.INFO, "livechat.access")

    async def hangs():
        await asyncio.Event().wait()

    slow = asyncio.create_task(asked(app, [hangs]))
    await asyncio.sleep(0)
    await asked(app, [{"type": "http.request", "body": b""}])
    assert caplog.records == []

    async with asyncio.timeout(10):
        while not caplog.records:
            await asyncio.sleep(0.01)
    slow.cancel()


class Broken:
    """A store on a bad day."""

    def __init__(self, error):
        self.error = error

    async def session(self, session_id, *, by):
        raise self.error


async def failing(services, browser_of, error):
    broken = replace(services, queries=Broken(error))
    return browser_of(create_http(broken, HttpSettings()))


@pytest.fixture
def browser_of(document):
    from tests.unit.http.world import Browser

    return lambda app: Browser(app, document)


@pytest.mark.causes_500
async def test_our_own_mistake_is_logged_and_not_told(guest, services, browser_of, caplog):
    chat = await guest.starts()
    broken = await failing(services, browser_of, RuntimeError("password=hunter2"))
    broken.headers["Authorization"] = f"Bearer {chat.token}"

    answer = await broken.get("/api/chat/session-from-cookie")

    assert problem(answer) == (500, "internal_error")
    assert "hunter2" not in answer.text
    request_id = answer.headers["x-request-id"]
    assert request_id in answer.json()["detail"]
    (record,) = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert record.request_id == request_id
    assert record.exc_info[0] is RuntimeError
    assert chat.token not in caplog.text
    assert "livechat_failures_total 1.0" in (await broken.get("/metrics")).text


async def test_a_store_that_cannot_answer_asks_for_patience(guest, services, browser_of, caplog):
    chat = await guest.starts()
    broken = await failing(services, browser_of, StoreUnavailableError())
    broken.headers["Authorization"] = f"Bearer {chat.token}"

    answer = await broken.get("/api/chat/session-from-cookie")

    assert problem(answer) == (503, "store_unavailable")
    assert answer.headers["retry-after"] == "1"
    (record,) = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert record.request_id == answer.headers["x-request-id"]
    assert record.exc_info is None
    assert "livechat_failures_total 1.0" in (await broken.get("/metrics")).text


async def asked(app, messages, *, path="/api/chat/start-session"):
    """What the application sends when the body arrives like that."""
    sent, left = [], list(messages)
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"content-type", b"application/json")],
        "client": ("192.0.2.1", 1),
        "server": ("localhost", 80),
        "scheme": "http",
        "http_version": "1.1",
    }

    async def receive():
        message = left.pop(0)
        return await message() if callable(message) else message

    async def send(message):
        sent.append(message)

    await app(scope, receive, send)
    return sent


async def test_a_body_that_takes_too_long_is_given_up(services):
    impatient = create_http(services, HttpSettings(body_seconds=0))

    async def never():
        await asyncio.Event().wait()

    begun = {"type": "http.request", "body": b"{", "more_body": True}
    start, _ = await asked(impatient, [begun, never])

    assert start["status"] == 408
    assert (b"connection", b"close") in start["headers"]


async def test_a_browser_that_leaves_in_the_middle_breaks_nothing(app):
    begun = {"type": "http.request", "body": b"{", "more_body": True}

    start, _ = await asked(app, [begun, {"type": "http.disconnect"}])

    assert start["status"] == 400


async def test_a_body_may_come_in_pieces(app):
    body = b'{"guest_name": "Sari", "guest_email": "sari@example.com"}'
    pieces = [
        {"type": "http.request", "body": body[at : at + 1], "more_body": at < len(body) - 1}
        for at in range(len(body))
    ]

    start, *_ = await asked(app, pieces)

    assert start["status"] == 201


async def test_brackets_in_text_are_no_depth(guest):
    await guest.starts(metadata={"x": '[{"' * 100, "y": "\\" * 7 + '"[' * 40})


@pytest.mark.parametrize(("depth", "status"), [(30, 201), (32, 400)])
async def test_json_may_be_so_deep(guest, depth, status):
    nested = []
    for _ in range(depth - 1):
        nested = [nested]

    answer = await guest.post(
        "/api/chat/start-session",
        json={"guest_name": "S", "guest_email": "s@example.com", "metadata": {"x": nested}},
    )

    assert answer.status_code == status


async def test_a_page_of_ours_may_ask_what_it_may_send(guest):
    asks = {"Origin": HOME, "Access-Control-Request-Method": "POST"}

    assert (await guest.options("/api/chat/start-session", headers=asks)).status_code == 204


async def test_nothing_else_is_shared_with_allowed_sites(guest):
    for path in ("/healthz", "/docs", "/metrics"):
        answer = await guest.get(path, headers={"Origin": SHOP})

        assert "access-control-allow-origin" not in answer.headers
