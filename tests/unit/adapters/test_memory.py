"""The stores in memory keep every promise of the ports."""

import pytest

from livechat.adapters.memory import MemoryStore
from tests.contracts.figures import FiguresContract
from tests.contracts.outbox import OutboxContract
from tests.contracts.people import AdminsContract, InstallationContract
from tests.contracts.queries import ChatQueriesContract
from tests.contracts.sessions import ChatSessionsContract
from tests.fakes import StillClock


@pytest.fixture
def clock():
    return StillClock()


@pytest.fixture
async def store(clock):
    store = MemoryStore(clock)
    await store.open()
    yield store
    await store.close()


class TestMemorySessions(ChatSessionsContract):
    pass


class TestMemoryQueries(ChatQueriesContract, FiguresContract):
    pass


class TestMemoryOutbox(OutboxContract):
    pass


class TestMemoryAdmins(AdminsContract):
    pass


class TestMemoryInstallation(InstallationContract):
    pass
