"""A SQLite file of its own for every test."""

import pytest

from livechat.adapters.sql.sqlite import SqliteStore
from tests.fakes import StillClock


@pytest.fixture
def clock():
    return StillClock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "livechat.db"


@pytest.fixture
async def store(path, clock):
    store = SqliteStore(path, clock)
    await store.open()
    yield store
    await store.close()
