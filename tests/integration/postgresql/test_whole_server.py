"""The whole application on PostgreSQL: two servers, a talk from one to the other, and a crash between."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from tests.integration.cli.machine import Livechat
from tests.server_process import PASSWORD, ServerProcess


@pytest.fixture
async def servers(bare, tmp_path):
    """Two that are started at the same time, on an empty database."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    both = [
        ServerProcess(tmp_path / name, {"DATABASE_URL": bare, "LIVECHAT_DATA_DIR": "/nowhere"})
        for name in ("one", "other")
    ]
    try:
        await asyncio.gather(*(server.start() for server in both))
        yield both
    finally:
        for server in both:
            await server.end()


@pytest.fixture
async def browser():
    async with AsyncExitStack() as closing:

        async def opened(server):
            return await closing.enter_async_context(server.client())

        yield opened


async def sent(client, path, status=201, headers=None, **body):
    answer = await client.post(path, json=body, headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_a_guest_and_an_admin_talk_over_two_servers_and_a_crash(servers, browser):
    one, other = servers
    await one.command("admin", "create", "ana@example.com", "--name", "Ana")
    guest, admin = await browser(one), await browser(other)
    login = await sent(admin, "/admin/login", 200, email="ana@example.com", password=PASSWORD)
    csrf = {"X-CSRF-Token": login["csrf_token"]}

    who = {"guest_name": "Sari", "guest_email": "sari@example.com"}
    chat = (await sent(guest, "/api/chat/start-session", **who))["session"]["session_id"]
    await sent(guest, "/api/chat/send-message", message="Halo?")
    await sent(admin, "/admin/chat/api/send-message", headers=csrf, session_id=chat, message="Hi!")
    await one.kill()
    await one.start()
    await sent(guest, "/api/chat/send-message", message="Still there?")
    await sent(admin, f"/admin/chat/api/sessions/{chat}/close", 200, headers=csrf)
    late = await guest.post("/api/chat/send-message", json={"message": "Late"})

    assert (late.status_code, late.json()["code"]) == (409, "session_closed")
    page = (await guest.get(f"/api/chat/session/{chat}/messages")).json()
    assert [(m["seq"], m["message"]) for m in page["messages"]] == [
        (1, "Halo?"),
        (2, "Hi!"),
        (3, "Still there?"),
    ]
    found = (await admin.get("/admin/chat/api/sessions?status=all&q=SARI")).json()["sessions"]
    assert [session["session_id"] for session in found] == [chat]
    assert (await admin.get("/admin/chat/api/statistics")).json()["total_messages"] == 3


async def test_commands_say_which_database_they_mean_and_never_the_password(bare, tmp_path):
    url = bare.replace("//livechat@", "//livechat:s3cret@")
    shown = bare.replace("//livechat@", "//")
    livechat = Livechat(tmp_path, {"DATABASE_URL": url})

    assert livechat("migrate").out == f"The database {shown} is up to date.\n"
    doctor = livechat("doctor", "--port", "0")
    gone = livechat("doctor", "--port", "0", DATABASE_URL=f"{url}_2")

    assert "ok   Database: answers and can write" in doctor.out
    assert f"BAD  Database: The database {shown}_2 cannot be used: database " in gone.out
    assert "Start PostgreSQL, or correct DATABASE_URL" in gone.out
    assert "s3cret" not in f"{doctor}{gone}"
    assert list(tmp_path.iterdir()) == []
