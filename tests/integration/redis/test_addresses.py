"""Passwords, TLS, Sentinel and a cluster: each address leads to a Redis that works."""

import asyncio
import ssl
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis

from livechat.adapters.redis.bus import Bus
from livechat.adapters.redis.client import connect
from livechat.adapters.redis.limits import RedisTokenBuckets
from livechat.application.ports import NotifierDownError
from livechat.domain.errors import TooManyRequestsError
from tests.contracts.surroundings import RateLimitsContract
from tests.integration.redis.conftest import move, sent, until
from tests.integration.redis.server import PATIENCE, RedisServer
from tests.ports import free_port

LOCALHOST = Path(__file__).parents[2] / "localhost.pem"


@pytest.fixture
def works(process, clock, prefix):
    async def works(url):
        """Two processes hear each other, and count together."""
        one, other = await process(url=url), await process(url=url)
        await one.notifier.publish([sent(1), sent(2, "chat-session.1")])
        await until(lambda: other.heard)
        for each in (one, other):
            await each.peers.ready()
        buckets = RateLimitsContract.BUCKETS
        options = {"alone": None, "prefix": prefix, "patience": 10.0}
        limits = [RedisTokenBuckets(each.bus, clock, buckets, **options) for each in (one, other)]
        await limits[0].take("start", "sari")
        with pytest.raises(TooManyRequestsError):
            await limits[1].take("start", "sari")
        return one, other

    return works


async def test_a_password(tmp_path, works):
    with RedisServer(tmp_path, "--requirepass", "a b&c/d") as server:
        await works(f"redis://:a%20b%26c%2Fd@127.0.0.1:{server.port}/0")

        bus = Bus(connect(server.url), prefix="p", me="me", patience=PATIENCE)
        with pytest.raises(Exception, match="authenticat"):
            await bus.send([("signals", b"")])
        await bus.__aexit__()


async def test_a_user_with_no_more_rights_than_the_guide_says(own_server, works, prefix):
    guide = (Path(__file__).parents[3] / "docs/how-to/redis.md").read_text(encoding="utf-8")
    (rule,) = [line for line in guide.splitlines() if line.startswith("ACL SETUSER")]
    async with Redis.from_url(own_server.url) as admin:
        await admin.execute_command(*rule.replace("livechat", prefix).split())

    await works(f"redis://chat:secret@127.0.0.1:{own_server.port}/0")


async def test_a_socket_file(tmp_path, works):
    file = tmp_path / "redis.sock"
    with RedisServer(tmp_path, "--unixsocket", str(file)):
        await works(f"unix://{file}?db=0")


@asynccontextmanager
async def behind_tls(server):
    """The server speaks plainly; this speaks TLS for it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(LOCALHOST)

    async def serve(reader, writer):
        to, back = await asyncio.open_connection("127.0.0.1", server.port)
        await asyncio.gather(move(reader, back), move(to, writer))

    listening = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    yield listening.sockets[0].getsockname()[1]
    listening.close()


async def test_tls(own_server, works):
    async with behind_tls(own_server) as port:
        await works(f"rediss://localhost:{port}/0?ssl_ca_certs={LOCALHOST}")


async def test_a_certificate_that_nobody_vouches_for_is_refused(own_server):
    async with behind_tls(own_server) as port:
        bus = Bus(connect(f"rediss://localhost:{port}/0"), prefix="p", me="me", patience=PATIENCE)
        with pytest.raises(Exception, match="certificate verify failed"):
            await bus.send([("signals", b"")])
        await bus.__aexit__()


@pytest.fixture
def watched(tmp_path):
    """A master with a replica, and a sentinel that watches them."""
    with RedisServer(tmp_path) as master:
        follows = ["--replicaof", "127.0.0.1", str(master.port)]
        with RedisServer(tmp_path, *follows):
            sentinel = RedisServer(tmp_path)
            sentinel._options = []
            configuration = tmp_path / "sentinel.conf"
            configuration.write_text(
                f"sentinel monitor chat 127.0.0.1 {master.port} 1\n"
                "sentinel down-after-milliseconds chat 500\n"
                "sentinel failover-timeout chat 2000\n"
            )
            sentinel.start(str(configuration), "--sentinel")
            yield sentinel, master
            sentinel.kill()


async def test_sentinel_leads_to_the_master_and_after_its_death_to_the_next(watched, works):
    sentinel, master = watched
    url = f"redis+sentinel://127.0.0.1:{sentinel.port},127.0.0.1:1/chat/0"
    async with Redis.from_url(sentinel.url.removesuffix("/0")) as asked, asyncio.timeout(PATIENCE):
        while not await asked.execute_command("SENTINEL", "REPLICAS", "chat"):
            await asyncio.sleep(0.05)
    one, other = await works(url)

    master.kill()

    async def told():
        try:
            await one.notifier.publish([sent(9)])
        except NotifierDownError:
            return False
        return True

    async with asyncio.timeout(60):
        while not (other.gaps and other.bus.is_listening and await told()):
            await asyncio.sleep(0.1)
    await until(lambda: 9 in other.seqs())


@pytest.fixture
async def cluster(tmp_path):
    """Three nodes that share the slots."""
    buses = [str(free_port()) for _ in range(3)]
    nodes = [
        RedisServer(
            tmp_path,
            *("--cluster-enabled", "yes", "--cluster-config-file", f"{bus}.conf"),
            *("--cluster-port", bus),
        )
        for bus in buses
    ]
    for node in nodes:
        node.start()
    clients = [Redis.from_url(node.url) for node in nodes]
    for n, client in enumerate(clients):
        await client.execute_command("CLUSTER", "MEET", "127.0.0.1", nodes[0].port, buses[0])
        first, last = n * 5461, 16383 if n == 2 else (n + 1) * 5461 - 1
        await client.execute_command("CLUSTER", "ADDSLOTSRANGE", first, last)
    async with asyncio.timeout(PATIENCE * 3):
        for client in clients:
            while not await _whole(client):
                await asyncio.sleep(0.05)
            await client.aclose()
    yield nodes
    for node in nodes:
        node.kill()


async def _whole(client):
    """It can serve every slot, and both others speak with it: what is published before is lost."""
    links = await client.execute_command("CLUSTER", "LINKS")
    return (await client.cluster("info"))["cluster_state"] == "ok" and len(links) == 4


async def test_a_cluster(cluster, works):
    await works(f"redis+cluster://127.0.0.1:{cluster[1].port}")


async def test_a_cluster_over_many_channels(cluster, process):
    url = f"redis+cluster://127.0.0.1:{cluster[0].port}"
    one, other = await process(url=url, channels=8), await process(url=url, channels=8)
    for n in range(20):
        other.join(f"chat-session.{n}")
    await until(
        lambda: len(other.gaps) == len({other.ways.of(f"chat-session.{n}") for n in range(20)})
    )

    await one.notifier.publish([sent(n, f"chat-session.{n}") for n in range(20)])

    await until(lambda: sorted(other.seqs()) == list(range(20)))
