"""A server whose database is gone, or has lost its journal, does not start on what is left, and says what to do."""

import asyncio

import pytest

GUEST = {"guest_name": "Sari", "guest_email": "sari@example.com", "guest_phone": None}


@pytest.fixture
async def chat(server, livechat):
    """Start the server, say something in a chat; gives what asks for all that was said there."""
    await server.start()
    async with server.client() as browser:
        begun = (await browser.post("/api/chat/start-session", json=GUEST)).json()
        messages = f"/api/chat/session/{begun['session']['session_id']}/messages"
        for number in range(50):
            answer = await browser.post("/api/chat/send-message", json={"message": f"{number}"})
            assert answer.status_code == 201

        async def heard():
            return len((await browser.get(messages)).json()["messages"])

        yield heard


async def refusal(livechat, *command):
    return (await asyncio.to_thread(livechat, *command)).refusal


@pytest.mark.usefixtures("chat")
async def test_a_database_that_is_gone_is_not_made_anew(server, livechat):
    await server.stop()
    (livechat.data / "livechat.db").unlink()

    for command in (("serve", "--port", "0"), ("migrate",), ("export",)):
        assert "livechat.db cannot be used: it is gone" in await refusal(livechat, *command)
    assert [path.name for path in livechat.data.iterdir()] == ["livechat.db-mark"]


async def test_a_database_that_lost_its_journal_is_not_served(server, livechat, chat):
    await server.kill()
    journal = livechat.data / "livechat.db-wal"
    journal.rename(livechat.folder / "away")

    assert "it lacks what was acknowledged" in await refusal(livechat, "serve", "--port", "0")

    (livechat.folder / "away").rename(journal)
    await server.start()
    assert await chat() == 50
