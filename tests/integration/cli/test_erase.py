"""`livechat erase`: what is gone is gone from every byte that livechat keeps."""

import asyncio
import os
import pty
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

SARI = {
    "guest_name": "Sari Dewi Anggraini",
    "guest_email": "sari.dewi@example.com",
    "guest_phone": "0812 3456 7890",
    "metadata": {"page": "/a-page-that-only-sari-saw"},
}
BUDI = {
    "guest_name": "Budi",
    "guest_email": "budi@example.com",
    "guest_phone": None,
    "metadata": {},
}
TRACES = (b"Anggraini", b"sari.dewi", b"628123456789", b"only-sari-saw")


@pytest.fixture
async def chats(server):
    """Two of Sari, one of Budi, told to a server that has ended."""
    await server.start()
    ids = []
    for guest in (SARI, SARI | {"guest_email": "Sari.Dewi@EXAMPLE.com"}, SARI | BUDI):
        async with server.client() as browser:
            begun = (await browser.post("/api/chat/start-session", json=guest)).json()
            said = {"message": f"my secret order, says {guest['guest_name']}"}
            for _ in range(3):
                answer = await browser.post("/api/chat/send-message", json=said)
                assert answer.status_code == 201
        ids.append(begun["session"]["session_id"])
    await server.stop()
    return ids


def found(livechat):
    """Every trace of Sari in every file of livechat."""
    kept = {path.name: path.read_bytes() for path in livechat.data.rglob("*") if path.is_file()}
    assert b"budi@example.com" in kept["livechat.db"]
    return {(name, trace) for name, held in kept.items() for trace in TRACES if trace in held}


async def test_a_person_is_gone_from_every_byte_of_every_file(livechat, chats):
    assert found(livechat)

    said = livechat("erase", "--email", "sari.dewi@example.com", "--yes")

    assert said.status == 0, said
    assert said.out.startswith("Erased 2 chats, 6 messages and ")
    assert found(livechat) == set()
    assert livechat("verify").status == 0
    left = livechat("export").out
    assert left.count('"message":{') == 3
    assert livechat("erase", "--email", "sari.dewi@example.com", "--yes").refusal


async def test_one_chat_goes_alone(livechat, chats):
    assert livechat("erase", "--session", chats[0], "--yes").out.startswith(
        "Erased 1 chats, 3 mess"
    )

    left = livechat("export").out
    assert chats[0] not in left
    assert all(chat in left for chat in chats[1:])


async def test_nothing_goes_that_nobody_has_confirmed(livechat, chats):
    before = livechat("export").out

    assert "--yes" in livechat("erase", "--session", chats[0]).refusal
    assert "--session or --email" in livechat("erase", "--yes").refusal
    assert livechat("erase", "--session", str(uuid4()), "--yes").refusal == "There is no such chat."
    assert "Nothing was erased." in answered(livechat, b"n\n", "erase", "--session", chats[0])
    assert livechat("export").out == before

    said = answered(livechat, b"y\n", "erase", "--session", chats[0])
    assert "Erase 1 chats with 3 messages for good?" in said
    assert "Erased 1 chats" in said


def answered(livechat, answer, *arguments):
    """What is said on a terminal where somebody answers."""
    mine, theirs = pty.openpty()
    os.write(mine, answer)
    done = subprocess.run(
        livechat.command(*arguments),
        cwd=livechat.folder,
        env=livechat.environment(),
        stdin=theirs,
        capture_output=True,
        text=True,
        check=False,
    )
    os.close(mine)
    os.close(theirs)
    return done.stdout + done.stderr


async def test_while_livechat_serves_the_guest_finds_no_chat_and_begins_a_new_one(server, livechat):
    await server.start()
    async with server.client() as browser:
        await browser.post("/api/chat/start-session", json=SARI)
        assert (await browser.post("/api/chat/send-message", json={"message": "Halo"})).is_success

    assert livechat("erase", "--email", SARI["guest_email"], "--yes").status == 0

    async with server.client(cookies=browser.cookies) as browser:
        again = await browser.post("/api/chat/send-message", json={"message": "Halo"})
        assert again.status_code == 404
        assert (await browser.post("/api/chat/start-session", json=BUDI)).status_code == 201
    await server.stop()
    assert found(livechat) == set()


async def test_58_a_server_erases_what_was_closed_longer_ago_than_it_is_to_keep(
    server, livechat, chats
):
    with closing(sqlite3.connect(livechat.data / "livechat.db")) as database, database:
        old, new = (datetime.now(UTC) - timedelta(days=n) for n in (31, 29))
        close = "UPDATE chat_sessions SET status = 'closed', created_at = :at, closed_at = :at WHERE session_id = :chat"
        for at, chat in zip((old, new), chats, strict=False):
            database.execute(close, {"at": at.strftime("%Y-%m-%d %H:%M:%S.%f"), "chat": chat})

    await server.start()
    await server.stop()
    assert all(chat in livechat("export").out for chat in chats)

    server.settings["LIVECHAT_RETENTION_DAYS"] = "30"
    await server.start()
    async with asyncio.timeout(30):
        while "erased 1 old chats, 3 messages" not in server.log():
            await asyncio.sleep(0.05)
    await server.stop()

    left = livechat("export").out
    assert [chat in left for chat in chats] == [False, True, True]
