"""The use cases on stores in memory, where time stands still."""

import pytest

from livechat.adapters.memory import MemoryStore
from livechat.application.close_session import CloseSession
from livechat.application.mark_read import MarkRead
from livechat.application.send_message import SendMessage
from livechat.application.start_session import StartSession
from livechat.domain.people import GuestCredential
from tests.builders import an_admin, an_introduction
from tests.fakes import CountingIds, StillClock


@pytest.fixture
def clock():
    return StillClock()


@pytest.fixture
def ids():
    return CountingIds()


@pytest.fixture
def store(clock):
    return MemoryStore(clock)


@pytest.fixture
def start(store, clock, ids):
    return StartSession(store.sessions, store.queries, clock, ids)


@pytest.fixture
def send(store, clock):
    return SendMessage(store.sessions, clock)


@pytest.fixture
def mark_read(store, clock):
    return MarkRead(store.sessions, store.queries, clock)


@pytest.fixture
def close(store, clock):
    return CloseSession(store.sessions, store.queries, clock)


@pytest.fixture
async def guest(start):
    """The credential of somebody who has just begun a chat."""
    begun = await start(an_introduction(), None)
    return GuestCredential.parse(begun.token)


@pytest.fixture
def ana():
    return an_admin("Ana")
