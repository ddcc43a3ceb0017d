"""Several processes on one socket: none is missed, and none outlives its supervisor."""

import asyncio
import os
import signal
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.integration.postgresql.conftest import made
from tests.integration.redis.server import RedisServer
from tests.server_process import ServerProcess

COUNT = 2
PATIENCE = 60


@pytest.fixture(scope="module")
async def server(server_url, tmp_path_factory):
    """One of several workers, on all that is real."""
    folder = tmp_path_factory.mktemp("workers")
    async with made(server_url) as database:
        with RedisServer(folder) as redis:
            settings = {
                "DATABASE_URL": database,
                "BROADCAST_DRIVER": "redis",
                "REDIS_URL_FILE": str(folder / "redis"),
            }
            (folder / "redis").write_text(redis.url)
            server = ServerProcess(folder, settings, ("--workers", str(COUNT)))
            await server.start()
            yield server
            await server.end()


@pytest.fixture
async def supervised(server):
    """It, with all workers, whatever was done to it before."""
    if server.process.returncode is not None:
        await server.start()
    await until(lambda: len(workers_of(server)) == COUNT)
    return server


def workers_of(server):
    pid = server.process.pid
    return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def alive(pids):
    return {pid for pid in pids if Path(f"/proc/{pid}/cmdline").is_file()}


async def until(true):
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0.02)


class Writer:
    """Says one thing after the other; what is not answered is said again, once."""

    def __init__(self, client):
        self.client = client
        self.acknowledged = []

    async def begin(self):
        guest = {"guest_name": "Sari", "guest_email": "sari@example.com"}
        started = (await self.client.post("/api/chat/start-session", json=guest)).json()
        self.chat = started["session"]["session_id"]
        self.credential = {"Authorization": f"Bearer {started['token']}"}

    @property
    def said(self):
        return len(self.acknowledged)

    async def say(self):
        message = {"id": str(uuid4()), "message": "Halo"}
        try:
            answer = await self._send(message)
        except httpx.TransportError:
            answer = await self._send(message)
        assert answer.status_code in (200, 201), answer.text
        self.acknowledged.append((answer.json()["message"]["seq"], message["id"]))

    async def stored(self):
        """All of the conversation."""
        found = []
        while True:
            page = await self.client.get(
                f"/api/chat/session/{self.chat}/messages",
                params={"after": len(found), "limit": 200},
                headers=self.credential,
            )
            found += [(each["seq"], each["id"]) for each in page.json()["messages"]]
            if not page.json()["has_more"]:
                return found

    async def _send(self, message):
        return await self.client.post(
            "/api/chat/send-message", json=message, headers=self.credential
        )


@pytest.fixture
async def writers(supervised):
    """Some with a chat of their own, and a connection of their own."""
    async with AsyncExitStack() as stack:
        clients = [supervised.client() for _ in range(4)]
        writers = [Writer(await stack.enter_async_context(client)) for client in clients]
        for writer in writers:
            await writer.begin()
        yield writers


@asynccontextmanager
async def writing(writers):
    """They go on as long as this does, and a little longer."""
    over = asyncio.Event()

    async def write(writer):
        while not over.is_set():
            await writer.say()

    async with asyncio.TaskGroup() as group:
        for writer in writers:
            group.create_task(write(writer))
        yield
        over.set()


async def test_nothing_is_lost_while_workers_die_and_are_replaced(supervised, writers):
    first = workers_of(supervised)
    victim = min(first)

    async with writing(writers):
        os.kill(victim, signal.SIGKILL)
        await until(lambda: len(workers_of(supervised) - {victim}) == COUNT)
        supervised.process.send_signal(signal.SIGHUP)
        await until(lambda: "All workers are new." in supervised.log())

    assert len(workers_of(supervised)) == COUNT
    assert not workers_of(supervised) & first
    for writer in writers:
        assert await writer.stored() == writer.acknowledged
        assert [seq for seq, _ in writer.acknowledged] == list(range(1, writer.said + 1))


async def test_a_new_worker_that_cannot_begin_changes_nothing(supervised):
    first = workers_of(supervised)
    address = supervised.folder / "redis"
    before = address.read_text()
    address.write_text("nonsense")

    supervised.process.send_signal(signal.SIGHUP)
    await until(lambda: "The others stay as they are." in supervised.log())

    address.write_text(before)
    await until(lambda: workers_of(supervised) == first)
    assert "REDIS_URL" in supervised.log()


async def test_all_end_when_it_is_told_to(supervised):
    workers = workers_of(supervised)

    assert await supervised.stop() == 0

    assert alive(workers) == set()


async def test_none_outlives_a_supervisor_that_is_killed(supervised):
    workers = workers_of(supervised)

    await supervised.kill()

    await until(lambda: alive(workers) == set())


async def test_a_setting_that_none_can_begin_with_ends_it_with_the_reason(bare, tmp_path):
    settings = {"DATABASE_URL": f"{bare}_2", "BROADCAST_DRIVER": "redis"}
    settings["REDIS_URL"] = "redis://127.0.0.1:1/0"
    server = ServerProcess(tmp_path, settings, ("--workers", "2"))

    with pytest.raises(AssertionError, match="cannot be used"):
        await server.start()

    assert await server.process.wait() == 2
