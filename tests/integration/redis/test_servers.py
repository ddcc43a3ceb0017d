"""Two servers of one installation: who is connected to one hears what is said to the other."""

import asyncio
import json
from contextlib import asynccontextmanager

import httpx
import pytest
from websockets.asyncio.client import connect

from livechat.entrypoints.realtime.protocol import Close
from tests.integration.redis.conftest import move
from tests.integration.redis.server import PATIENCE
from tests.server_process import PASSWORD, ServerProcess

TEAM = "private-admin-chat"


class Client(httpx.AsyncClient):
    """A browser; which server it talks to is a proxy's choice, hence said each time."""

    async def asks(self, server, path, headers=None, **body):
        answer = await self.post(f"{server.url}{path}", json=body, headers=headers)
        assert answer.status_code < 300, answer.text
        return answer.json()

    async def begins(self, server):
        sari = {"guest_name": "Sari", "guest_email": "sari@example.com"}
        return (await self.asks(server, "/api/chat/start-session", **sari))["session"]

    async def says(self, server, text):
        return (await self.asks(server, "/api/chat/send-message", message=text))["message"]

    async def signs_in(self, server):
        login = {"email": "ana@example.com", "password": PASSWORD}
        return await self.asks(server, "/admin/login", **login)


class Socket:
    """A listener on one server, whose permission may come from another."""

    def __init__(self, its):
        self.its = its

    async def hears(self, *events):
        async with asyncio.timeout(PATIENCE):
            while True:
                frame = json.loads(await self.its.recv())
                if frame["event"] in events:
                    return json.loads(frame["data"])

    async def subscribes(self, client, asked, channel):
        greeting = await self.hears("pusher:connection_established")
        form = {"socket_id": greeting["socket_id"], "channel_name": channel}
        answer = await client.post(f"{asked.url}/broadcasting/auth", data=form)
        data = {"channel": channel, **answer.json()}
        await self.its.send(json.dumps({"event": "pusher:subscribe", "data": data}))
        await self.is_subscribed()
        return self

    async def is_subscribed(self):
        await self.hears("pusher_internal:subscription_succeeded")

    async def hears_say(self, text):
        """What was said before may be told again."""
        while (await self.hears("message.sent"))["message"]["message"] != text:
            pass


@asynccontextmanager
async def socket_on(server, key):
    url = f"ws://127.0.0.1:{server.port}/app/{key}?protocol=7"
    async with connect(url, compression=None) as its:
        yield Socket(its)


@pytest.fixture
async def servers(tmp_path, own_server):
    settings = {"BROADCAST_DRIVER": "redis", "REDIS_URL": own_server.url}
    first, second = (ServerProcess(tmp_path, settings) for _ in range(2))
    await first.command("admin", "create", "ana@example.com", "--name", "Ana")
    for server in (first, second):
        await server.start()
    yield first, second
    for server in (first, second):
        assert await server.stop() == 0, server.log()


@pytest.fixture
async def guest():
    async with Client(timeout=PATIENCE) as client:
        yield client


@pytest.fixture
async def ana():
    async with Client(timeout=PATIENCE) as client:
        yield client


async def config(client, server):
    return (await client.get(f"{server.url}/api/chat/config")).json()


async def until(asked):
    async with asyncio.timeout(PATIENCE):
        while not await asked():
            await asyncio.sleep(0.05)


async def test_they_talk_see_each_other_and_sign_out_across_servers(servers, guest, ana):
    first, second = servers
    key = (await config(guest, first))["realtime"]["key"]
    csrf = {"X-CSRF-Token": (await ana.signs_in(first))["csrf_token"]}
    chat = await guest.begins(first)
    async with socket_on(second, key) as team, socket_on(second, key) as visitor:
        await team.subscribes(ana, first, TEAM)
        await visitor.subscribes(guest, first, f"private-chat-session.{chat['session_id']}")

        await guest.says(first, "Halo?")
        await team.hears_say("Halo?")
        await visitor.hears_say("Halo?")
        answer = {"session_id": chat["session_id"], "message": "Hi Sari!"}
        await ana.asks(second, "/admin/chat/api/send-message", csrf, **answer)
        await visitor.hears_say("Hi Sari!")

        async def online():
            shown = [(await config(guest, each))["availability"]["names"] for each in servers]
            return shown == [["Ana"], ["Ana"]]

        await until(online)
        await ana.asks(first, "/admin/logout", csrf)
        await asyncio.wait_for(team.its.wait_closed(), PATIENCE)
        assert team.its.close_code == Close.UNAUTHORISED


async def test_without_redis_all_goes_on_and_afterwards_everybody_catches_up(
    servers, guest, ana, own_server
):
    first, second = servers
    key = (await config(guest, first))["realtime"]["key"]
    await ana.signs_in(first)
    await guest.begins(first)
    async with socket_on(first, key) as near, socket_on(second, key) as far:
        await near.subscribes(ana, first, TEAM)
        await far.subscribes(ana, second, TEAM)
        own_server.kill()

        await guest.says(first, "Halo?")
        await near.hears_say("Halo?")
        ready = await guest.get(f"{first.url}/readyz")
        assert (ready.status_code, "warning" in ready.json()) == (200, True)

        own_server.start()
        await asyncio.gather(near.is_subscribed(), far.is_subscribed())
        await guest.says(first, "Masih di sana?")
        await far.hears_say("Masih di sana?")
        figures = (await guest.get(f"{second.url}/metrics")).text
        assert "livechat_peers_gaps_total 1.0" in figures


async def test_the_doctor_says_whether_redis_answers(servers, own_server):
    first, _ = servers
    await first.command("doctor", "--port", str(first.port))
    assert "ok   Redis: answers" in first.log()

    own_server.kill()
    with pytest.raises(AssertionError, match="BAD  Redis: Redis does not answer: Error 111"):
        await first.command("doctor", "--port", str(first.port))


async def test_the_doctor_waits_for_a_long_way_to_redis(servers, own_server):
    first, _ = servers

    async def serve(reader, writer):
        """Nothing gets through until a chat would no longer have waited for it."""
        while "Redis does not answer" not in first.log():
            await asyncio.sleep(0.02)
        to, back = await asyncio.open_connection("127.0.0.1", own_server.port)
        await asyncio.gather(move(reader, back), move(to, writer))

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as way:
        port = way.sockets[0].getsockname()[1]
        first.settings["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
        await first.command("doctor", "--port", str(first.port))

    assert "ok   Redis: answers" in first.log()


async def test_a_server_starts_without_redis_and_says_so(tmp_path, own_server, guest):
    own_server.kill()
    settings = {"BROADCAST_DRIVER": "redis", "REDIS_URL": own_server.url}
    server = ServerProcess(tmp_path, settings)

    await server.start()
    await guest.begins(server)
    await guest.says(server, "Halo?")

    assert "Redis is not heard" in server.log()
    assert await server.stop() == 0
