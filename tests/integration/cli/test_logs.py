"""What the server says while it runs is for machines and people, and holds nothing of anybody's."""

import json
import sqlite3
from contextlib import closing

import pytest

from tests.server_process import PASSWORD
from tests.watch import mistakes_in

SARI = {
    "guest_name": "Canary Sari",
    "guest_email": "canary.sari@example.com",
    "guest_phone": "081211112222",
    "metadata": {"page": "https://shop.example/canary"},
}
TEXT = "A canary sings about its secret"


def lines(server):
    """What was logged after the welcome."""
    return [line for line in server.log().splitlines() if line.startswith("{")]


async def a_day(server, browser):
    """A chat, an admin's answer, a search, mistakes of both, and then the database breaks; gives back all secrets."""
    await server.command("admin", "create", "canary.ana@example.com", "--name", "Ana")
    await server.start()
    guest, ana = await browser(server.url), await browser(server.url)
    started = (await guest.post("/api/chat/start-session", json=SARI)).json()
    chat = started["session"]["session_id"]
    await guest.post("/api/chat/send-message", json={"message": TEXT})
    await guest.post("/api/chat/send-message", json={"message": TEXT, "canary": TEXT})
    await guest.get(f"/api/chat/session/{chat}/messages?after=0&canary=sings")
    await ana.signs_in("canary.ana@example.com", "canary, the wrong password")
    await ana.signs_in("canary.ana@example.com", PASSWORD)
    await ana.get("/admin/chat/api/sessions?q=canary.sari")
    await ana.get(f"/admin/chat/api/sessions/{chat}/guest/export")
    await ana.get("/admin/chat/api/export")
    with closing(sqlite3.connect(server.folder / "data/livechat.db")) as database:
        database.execute("ALTER TABLE outbox RENAME TO away")
        database.execute("ALTER TABLE chat_sessions RENAME COLUMN search_text TO gone")
    sent = await guest.post("/api/chat/send-message", json={"message": TEXT})
    read = await guest.get(f"/api/chat/session/{chat}/messages?after=0")
    await server.stop()
    cookies = [value for page in (guest, ana) for value in page.cookies.values()]
    return [sent, read], [started["token"], chat, *cookies]


async def test_the_log_holds_nothing_that_anybody_said_or_is_known_by(server, browser):
    _, secrets = await a_day(server, browser)

    said = "\n".join(lines(server))
    assert len(lines(server)) > 8
    for private in (*secrets, *SARI.values(), PASSWORD, TEXT, "canary", "Canary", "+62812", "1111"):
        assert str(private) not in said


async def test_every_failure_is_found_in_the_log_by_the_id_that_was_told(server, browser):
    failed, _ = await a_day(server, browser)

    said = [json.loads(line) for line in lines(server)]
    for answer in failed:
        assert answer.status_code == 503
        told = [each for each in said if each.get("request_id") == answer.headers["x-request-id"]]
        assert [each["level"] for each in told] == ["error", "info"]
        assert "no such column" in told[0]["event"]


@pytest.mark.causes_500
async def test_our_own_mistake_is_logged_counted_and_noticed(server, browser):
    await server.start()
    guest = await browser(server.url)
    started = (await guest.post("/api/chat/start-session", json=SARI)).json()
    with closing(sqlite3.connect(server.folder / "data/livechat.db")) as database, database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.execute("UPDATE chat_sessions SET status = 'lost'")

    answer = await guest.get(f"/api/chat/session/{started['session']['session_id']}/messages")

    assert answer.status_code == 500
    noticed = [json.loads(line) for line in mistakes_in(server.log())]
    assert {each["request_id"] for each in noticed} == {answer.headers["x-request-id"]}
    assert "Traceback" in noticed[0]["exception"]
    assert "livechat_failures_total 1.0" in (await guest.get("/metrics")).text


async def test_on_a_terminal_it_is_made_for_people(server, browser):
    server.settings["LIVECHAT_LOG_FORMAT"] = "console"
    await server.start()
    page = await browser(server.url)

    await page.get("/healthz")
    await server.stop()

    assert "GET /healthz 200" in server.log()
    assert lines(server) == []
