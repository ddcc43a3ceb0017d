"""An admin takes a chat along, and its database fails midway."""

import json
import sqlite3
from contextlib import closing

import httpx
import pytest

from tests.server_process import PASSWORD, ServerProcess
from tests.watch import mistakes_in

SARI = {"guest_name": "Sari", "guest_email": "sari@example.com"}
MANY = 2000


@pytest.fixture
async def server(tmp_path):
    server = ServerProcess(tmp_path)
    yield server
    await server.end()


def grown(path, chat, *, unreadable=0):
    """A long chat; one of its messages is nothing that its database can give back."""
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            """WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?)
            INSERT INTO chat_messages (chat_session_id, message, sender_type, sender_name, is_read, metadata,
              created_at, updated_at, message_id, seq, kind, attachments)
            SELECT (SELECT id FROM chat_sessions WHERE session_id = ?), printf('%1000d', n), 'guest', 'Sari', 0, '{}',
              '2026-03-01 12:00:00.000000', '2026-03-01 12:00:00.000000',
              printf('00000000-0000-4000-8000-%012x', n), n, 'text', '[]' FROM n""",
            (MANY, chat),
        )
        grow = "UPDATE chat_sessions SET next_seq = ? WHERE session_id = ?"
        database.execute(grow, (MANY + 1, chat))
        spoil = "UPDATE chat_messages SET message = CAST(x'ff' AS TEXT) WHERE seq = ?"
        database.execute(spoil, (unreadable,))


async def asked(server, **how):
    """What of the file arrives, whether it ends, and under which id it was asked for."""
    await server.start()
    async with server.client() as guest:
        begun = (await guest.post("/api/chat/start-session", json=SARI)).json()
    await server.command("admin", "create", "ana@example.com", "--name", "Ana")
    chat = begun["session"]["session_id"]
    grown(server.folder / "data/livechat.db", chat, **how)
    async with server.client() as ana:
        said = {"email": "ana@example.com", "password": PASSWORD}
        assert (await ana.post("/admin/login", json=said)).status_code == 200
        arrived, is_whole = b"", True
        export = f"/admin/chat/api/sessions/{chat}/export?format=jsonl"
        async with ana.stream("GET", export) as answer:
            try:
                async for some in answer.aiter_bytes():
                    arrived += some
            except httpx.RemoteProtocolError:
                is_whole = False
        figures = (await ana.get("/metrics")).text
    await server.stop()
    return arrived, is_whole, answer, figures


async def test_a_chat_of_many_pages_arrives_with_its_end(server):
    arrived, is_whole, _, figures = await asked(server)

    assert is_whole
    assert arrived.count(b"\n") == MANY + 1
    assert "livechat_failures_total 0.0" in figures


@pytest.mark.causes_500
async def test_half_a_chat_never_looks_like_all_of_it(server):
    arrived, is_whole, answer, figures = await asked(server, unreadable=MANY // 2)

    assert answer.status_code == 200
    assert 0 < arrived.count(b"\n") < MANY
    assert not is_whole
    noticed = [json.loads(line) for line in mistakes_in(server.log())]
    assert {each["request_id"] for each in noticed} == {answer.headers["x-request-id"]}
    assert "UTF-8" in noticed[0]["exception"]
    assert server.log().count('"exception"') == 1
    assert "livechat_failures_total 1.0" in figures
    assert 'export",status="500"} 1.0' in figures
