"""All of livechat in a process of its own, as its clients live through what happens to it."""

import pytest
from websockets.asyncio.client import connect

from tests.integration.realtime.conftest import AFTER_A_REFUSAL, Raw
from tests.server_process import PASSWORD, ServerProcess

ANA = "ana@example.com"


@pytest.fixture
async def livechat(tmp_path):
    server = ServerProcess(tmp_path)
    await server.start()
    yield server
    await server.kill()


@pytest.fixture
async def browser(livechat):
    async with livechat.client() as browser:
        yield browser


@pytest.fixture
async def key(browser):
    return (await browser.get("/api/chat/config")).json()["realtime"]["key"]


async def test_a_page_is_back_after_a_kill_and_hears_what_is_said_then(
    livechat, browser, key, opens
):
    sari = {"guest_name": "Sari", "guest_email": "sari@example.com"}
    chat = (await browser.post("/api/chat/start-session", json=sari)).json()
    token = {"Authorization": f"Bearer {chat['token']}"}

    async def says(text):
        sent = await browser.post("/api/chat/send-message", json={"message": text})
        assert sent.status_code == 201

    async with opens(livechat, key=key, headers=token) as page:
        await page.listens_to(f"private-chat-session.{chat['session']['session_id']}")
        await says("Before")
        await page.sees("message.sent")

        await livechat.kill()
        await page.sees("state", "connecting")
        await livechat.start()
        await page.sees("pusher:subscription_succeeded", within=AFTER_A_REFUSAL)

        await says("After")
        (*_, [_, heard]) = await page.sees("message.sent")
        assert (heard["seq"], heard["message"]["message"]) == (2, "After")


@pytest.mark.parametrize("command", ["reset-password", "sign-out"])
async def test_the_command_line_closes_the_sockets_of_an_admin(livechat, browser, key, command):
    await livechat.command("admin", "create", ANA, "--name", "Ana")
    login = await browser.post("/admin/login", json={"email": ANA, "password": PASSWORD})
    assert login.status_code == 200
    address = f"ws://127.0.0.1:{livechat.port}/app/{key}?protocol=7"
    async with connect(address, ping_interval=None) as socket:
        client = Raw(socket)
        _, greeting = await client.hears()
        wanted = {"socket_id": greeting["socket_id"], "channel_name": "private-admin-chat"}
        given = (await browser.post("/broadcasting/auth", data=wanted)).json()
        await client.says("pusher:subscribe", {"channel": "private-admin-chat", **given})
        assert (await client.hears())[0] == "pusher_internal:subscription_succeeded"

        await livechat.command("admin", command, ANA)

        assert await client.closed() == 4009
