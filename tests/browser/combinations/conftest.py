"""The same people, while chats are kept elsewhere and told by others."""

from contextlib import asynccontextmanager

import pytest

from tests.browser.conftest import running
from tests.browser.guests import guests_of
from tests.browser.team import team_of
from tests.integration.postgresql.conftest import made
from tests.integration.postgresql.server import PostgresqlServer
from tests.integration.pusher.soketi import Soketi
from tests.integration.redis.server import RedisServer


@asynccontextmanager
async def many_processes(folder, **settings):
    """PostgreSQL, Redis, two workers."""
    with PostgresqlServer() as postgresql, RedisServer(folder) as redis:
        async with made(postgresql.url()) as database:
            settings |= {
                "DATABASE_URL": database,
                "BROADCAST_DRIVER": "redis",
                "REDIS_URL": redis.url,
            }
            async with running(folder, "--workers", "2", **settings) as server:
                yield server


@asynccontextmanager
async def another_gateway(folder, **settings):
    """SQLite, and an independent Pusher server."""
    with Soketi(folder) as soketi:
        async with running(folder, **settings, **soketi.settings) as server:
            yield server


COMBINATIONS = {
    "postgresql, redis, 2 processes": many_processes,
    "sqlite, soketi": another_gateway,
}


@pytest.fixture(scope="session", params=COMBINATIONS)
async def server(request, tmp_path_factory, sites):
    """Instead of the one for all tests."""
    folder = tmp_path_factory.mktemp("combination")
    begin = COMBINATIONS[request.param]
    async with begin(folder, LIVECHAT_ALLOWED_ORIGINS=sites.origin()) as server:
        yield server


@pytest.fixture(scope="session")
async def team(server):
    """Of this server: the one of all tests would be kept for the tests that follow, who have another."""
    async with team_of(server) as team:
        yield team


@pytest.fixture(scope="session")
async def guests(server):
    async with guests_of(server) as guests:
        yield guests
