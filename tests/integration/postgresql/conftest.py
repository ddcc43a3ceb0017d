"""An empty database for every test, and servers that can fail."""

from contextlib import AsyncExitStack, asynccontextmanager
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from livechat.adapters.sql.postgresql import PostgresqlStore
from livechat.adapters.sql.postgresql.server import Server
from livechat.adapters.sql.schema import metadata
from livechat.adapters.sql.sqlite import SqliteStore
from tests.builders import NOW
from tests.fakes import StillClock
from tests.integration.postgresql.installations import filled
from tests.integration.postgresql.server import PATIENCE, PostgresqlServer

EMPTIED = "; ".join(
    f"DELETE FROM {table.name}"  # noqa: S608  a name of our own
    + (" WHERE name <> 'epoch'" if table.name == "installation" else "")
    for table in reversed(metadata.sorted_tables)
)
"""Sooner done than TRUNCATE where there is little."""


@asynccontextmanager
async def asked(url):
    """A connection past everything of ours."""
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def made(server_url):
    """A database of that server, for a while."""
    name = f"livechat_{uuid4().hex}"
    async with asked(server_url) as administrator:
        await administrator.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
        finally:
            await administrator.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def server_url():
    with PostgresqlServer() as server:
        yield server.url()


@pytest.fixture(scope="session")
async def database(server_url):
    async with made(server_url) as url:
        await Server(url, PATIENCE).migrate()
        yield url


@pytest.fixture
async def bare(server_url):
    """A database in which there is nothing, not even tables."""
    async with made(server_url) as url:
        yield url


@pytest.fixture(scope="session")
def one_clock():
    return StillClock()


@pytest.fixture
def clock(one_clock):
    one_clock.time = NOW
    return one_clock


@pytest.fixture(scope="session")
async def one_store(database, one_clock):
    store = PostgresqlStore(database, one_clock, name="ours", seconds=PATIENCE)
    await store.open()
    yield store
    await store.close()


@pytest.fixture(scope="session")
async def administrator(database):
    async with asked(database) as connection:
        yield connection


@pytest.fixture
async def store(one_store, administrator, clock):
    """Opened once: to connect takes longer than most tests."""
    await administrator.execute(EMPTIED)
    return one_store


@pytest.fixture
async def process_on(clock):
    """`await process_on(url)`: the store of a process of its own."""
    async with AsyncExitStack() as stack:

        async def begin(url):
            its = PostgresqlStore(url, clock, name="ours", seconds=PATIENCE)
            stack.push_async_callback(its.close)
            await its.open()
            return its

        yield begin


@pytest.fixture
def process(store, database, process_on):
    """`await process()`: one more of the same installation as `store`."""
    return lambda: process_on(database)


@pytest.fixture
async def sqlite(tmp_path, clock):
    return lambda name="source.db": SqliteStore(tmp_path / name, clock)


@pytest.fixture
async def postgresql(bare, clock):
    return lambda: PostgresqlStore(bare, clock, name="ours", seconds=PATIENCE)


@pytest.fixture
async def talk(sqlite, clock):
    return await filled(sqlite(), clock)
