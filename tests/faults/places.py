"""What a trial takes place on: a server, what it needs, and whatever lies between."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from tests.faults.databases import Postgresql, SqliteFile
from tests.faults.proxy import FaultProxy
from tests.faults.writers import ADMIN_EMAIL
from tests.integration.postgresql.server import PostgresqlServer
from tests.integration.pusher.soketi import Soketi
from tests.integration.redis.server import RedisServer
from tests.server_process import ServerProcess

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.databases import Database

Kind = Literal["sqlite", "postgresql", "redis", "pusher"]


@dataclass(slots=True)
class Place:
    """Everything that can be broken; the last three only where the kind has them."""

    folder: Path
    server: ServerProcess
    database: Database
    proxy: FaultProxy
    """Between clients and server; with a broker between all of them and that."""
    url: str
    """Where clients go."""
    postgresql: PostgresqlServer = field(init=False)
    redis: RedisServer = field(init=False)
    pusher: Soketi = field(init=False)

    async def gateway(self) -> str:
        """Where sockets go, past the proxy."""
        async with self.server.client() as client:
            key = (await client.get("/api/chat/config")).json()["realtime"]["key"]
        return f"ws://127.0.0.1:{self.server.port}/app/{key}?protocol=7"


@asynccontextmanager
async def place(
    folder: Path,
    kind: Kind,
    settings: dict[str, str],
    program: tuple[str, ...],
    *,
    proxied: bool,
) -> AsyncIterator[Place]:
    """It serves; with *proxied* through the proxy."""
    async with AsyncExitStack() as stack:
        database: Database = SqliteFile(folder / "data" / "livechat.db")
        server = ServerProcess(folder)
        proxy = FaultProxy(server.port)
        its = Place(folder, server, database, proxy, server.url)
        if kind == "postgresql":
            its.postgresql = stack.enter_context(PostgresqlServer())
            its.database = Postgresql(its.postgresql)
        elif kind == "redis":
            its.redis = stack.enter_context(RedisServer(folder))
            server.settings |= {"BROADCAST_DRIVER": "redis", "REDIS_URL": its.redis.url}
            proxy.target = its.redis.port
        elif kind == "pusher":
            its.pusher = stack.enter_context(Soketi(folder))
            server.settings |= its.pusher.settings
            proxy.target = its.pusher.port
        server.settings |= its.database.settings | settings
        if proxied and kind == "pusher":
            server.settings["PUSHER_PORT"] = str(proxy.port)
        elif proxied and kind == "redis":
            server.settings["REDIS_URL"] = f"redis://127.0.0.1:{proxy.port}"
        elif proxied:
            its.url = f"http://127.0.0.1:{proxy.port}"
        await stack.enter_async_context(proxy.listening())
        await server.command("admin", "create", ADMIN_EMAIL, "--name", "Rina")
        server.program = program or server.program
        stack.push_async_callback(server.end)
        await server.start()
        yield its
