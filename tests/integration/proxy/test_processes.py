"""Several processes behind haproxy, with PostgreSQL and Redis: one chat, whoever serves it."""

import asyncio
import random
from contextlib import AsyncExitStack
from itertools import cycle

import httpx
import pytest

from tests.faults.databases import Postgresql
from tests.faults.reconcile import reconcile
from tests.faults.writers import ADMIN_EMAIL, in_pairs, starter, together
from tests.integration.postgresql.server import PostgresqlServer
from tests.integration.proxy.proxies import PATIENCE, Haproxy
from tests.integration.realtime.conftest import AFTER_A_REFUSAL, page
from tests.integration.redis.server import RedisServer
from tests.server_process import ServerProcess

CHATS = 4
IN_FLIGHT = 2
"""A message of each side may be stored and not acknowledged."""


class Cluster:
    """Some processes, each on a port of its own, and who stands before them."""

    def __init__(self, folder, count, postgresql, redis):
        settings = {
            **postgresql.settings,
            "BROADCAST_DRIVER": "redis",
            "REDIS_URL": redis.url,
            "LIVECHAT_TRUSTED_PROXIES": "127.0.0.1",
        }
        self.processes = [ServerProcess(folder, settings) for _ in range(count)]
        self.proxy = Haproxy(folder, [process.port for process in self.processes])
        self.database = postgresql

    async def __aenter__(self):
        await self.processes[0].command("admin", "create", ADMIN_EMAIL, "--name", "Rina")
        await asyncio.gather(*(process.start() for process in self.processes))
        self.proxy.__enter__()
        return self

    async def __aexit__(self, *_):
        self.proxy.__exit__()
        assert [await process.stop() for process in self.processes] == [0] * len(self.processes)

    def client(self):
        return httpx.AsyncClient(base_url=self.proxy.url, timeout=PATIENCE)

    async def starts_again(self, process):
        """Return when the proxy has seen it too."""
        await process.start()
        async with asyncio.timeout(PATIENCE), self.client() as anybody:
            served_by = None
            while served_by != f"its{process.port}":
                served_by = (await anybody.get("/healthz")).headers.get("x-served-by")


@pytest.fixture(params=[2, 4])
async def cluster(request, tmp_path):
    with PostgresqlServer() as postgresql, RedisServer(tmp_path) as redis:
        async with Cluster(tmp_path, request.param, Postgresql(postgresql), redis) as its:
            yield its


@pytest.fixture
async def pages(cluster, writers):
    """A visitor's pusher-js for each chat, through the proxy."""
    async with cluster.client() as anybody:
        key = (await anybody.get("/api/chat/config")).json()["realtime"]["key"]
    async with AsyncExitStack() as stack:
        pages = []
        for writer in writers[:CHATS]:
            token = {"Authorization": writer.line.client.headers["Authorization"]}
            its = await stack.enter_async_context(page(cluster.proxy, key=key, headers=token))
            await its.sees("state", "connected")
            await its.listens_to(f"private-chat-session.{writer.session_id}")
            pages.append(its)
        yield pages


@pytest.fixture
async def writers(cluster):
    writers = await in_pairs(cluster.proxy.url, CHATS)
    yield writers
    for writer in writers:
        await writer.line.client.aclose()


async def test_one_conversation_is_served_by_all(cluster, writers, pages):
    guest, admin = writers[0], writers[CHATS]
    served = set()
    for number in range(8):
        for writer in (guest, admin):
            said = {"session_id": guest.session_id, "message": f"{writer.name} {number}"}
            answer = await writer.line.client.post(writer.send_path, json=said)
            served.add(answer.headers["x-served-by"])
            await hears(pages[0], answer.json()["message"]["seq"])

    assert len(served) == len(cluster.processes)


async def test_those_that_are_killed_under_load_cost_nothing(cluster, writers, pages):
    chance = random.Random(4)

    async def kills():
        """Two, and more until one had a request in hand."""
        for number, process in enumerate(cycle(chance.sample(cluster.processes, 2))):
            if number >= 2 and any(writer.line.retries for writer in writers):
                return
            await asyncio.sleep(chance.uniform(0.5, 1))
            await process.kill()
            await asyncio.gather(*map(hears_more, pages, writers))
            await cluster.starts_again(process)

    await under_load(cluster, writers, kills)


async def hears_more(its, guest):
    """What was said after this moment, by the guest and by his admin."""
    said_by_now = max((stored.seq for stored in guest.ledger.values()), default=0)
    await hears(its, said_by_now + IN_FLIGHT + 1)


async def hears(its, seq):
    """That one, or one behind it; what was told before may be told again."""
    heard = 0
    while heard < seq:
        _, told = (await its.sees("message.sent", within=AFTER_A_REFUSAL))[-1]
        heard = told["message"]["seq"]


async def test_processes_are_renewed_one_after_the_other(cluster, writers):
    async def renewal():
        for process in cluster.processes:
            assert await process.stop() == 0
            await cluster.starts_again(process)

    await under_load(cluster, writers, renewal)
    assert max(writer.line.most_retries for writer in writers) <= 1


async def under_load(cluster, writers, trouble):
    """Everybody writes while it lasts; then nothing is lost, doubled or out of order."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        begun = tasks.create_task(starter(cluster.proxy.url, stop))
        for writer in writers:
            tasks.create_task(writer.write(stop))
        await trouble()
        stop.set()

    ledger, sessions = together(writers), CHATS + begun.result()
    verdict = await asyncio.to_thread(reconcile, cluster.database, ledger, sessions=sessions)
    assert verdict, str(verdict)
    assert [line for writer in writers for line in writer.line.refusals] == []
    assert [line for writer in writers for line in writer.moved] == []
    assert len(ledger) > CHATS * 20
