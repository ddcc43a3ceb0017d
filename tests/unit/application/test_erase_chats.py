"""Chats go when somebody wants it, or when they have been kept long enough."""

import asyncio
import logging
from contextlib import suppress

import pytest

from livechat.adapters.memory import MemoryStore
from livechat.application.erase_chats import EraseChats, EraseOldChats
from livechat.application.views import ChatFilter, Erased, SessionFilter
from livechat.domain.errors import StoreUnavailableError
from livechat.domain.people import EmailAddress
from livechat.domain.sessions import Retention
from livechat.entrypoints.old_chats import OldChats
from tests.builders import a_guest
from tests.contracts.talking import a_talk
from tests.fakes import StillClock


@pytest.fixture
def clock():
    return StillClock()


@pytest.fixture
def store(clock):
    return MemoryStore(clock)


@pytest.fixture
def erase(store, clock):
    return EraseChats(store.sessions, store.queries, clock)


@pytest.fixture
def erase_old(erase, clock):
    return EraseOldChats(erase, Retention(days=30), clock)


async def left(store):
    return {each.session.id for each in (await store.queries.sessions(SessionFilter())).summaries}


async def test_all_of_an_address_go_however_many_they_are(store, clock, erase):
    guest = a_guest(email="gone@example.com")
    for _ in range(101):
        await (await a_talk(store, clock, guest=guest)).asks()
    other = await a_talk(store, clock)

    gone = await erase(ChatFilter(email=EmailAddress("Gone@example.com")))

    assert gone == Erased(sessions=101, messages=101, events=202)
    assert await left(store) == {other.id}


async def test_58_a_chat_goes_when_its_close_is_longer_ago_than_it_is_kept(store, clock, erase_old):
    open_, closed = await a_talk(store, clock), await a_talk(store, clock)
    await closed.asks()
    await closed.is_closed()

    clock.advance(days=30)
    assert await erase_old() == Erased()
    assert await left(store) == {open_.id, closed.id}

    clock.advance(milliseconds=1)
    assert (await erase_old()).sessions == 1
    assert await left(store) == {open_.id}


async def test_58_an_open_chat_is_kept_however_old_it_is(store, clock, erase_old):
    open_ = await a_talk(store, clock)

    clock.advance(days=9999)

    assert await erase_old() == Erased()
    assert await left(store) == {open_.id}


async def test_who_reads_a_closed_chat_keeps_it_no_longer(store, clock, erase_old):
    closed = await a_talk(store, clock)
    await closed.asks()
    await closed.is_closed()
    clock.advance(days=29)
    await closed.is_read(1)

    clock.advance(days=2)

    assert (await erase_old()).sessions == 1


async def test_the_loop_looks_again_also_after_a_failure(store, clock, erase_old, caplog):
    closed = await a_talk(store, clock)
    await closed.is_closed()
    clock.advance(days=31)
    failed, erased = asyncio.Event(), asyncio.Event()

    async def once_unavailable():
        if not failed.is_set():
            failed.set()
            raise StoreUnavailableError
        gone = await erase_old()
        erased.set()
        return gone

    with caplog.at_level(logging.INFO):
        watch = asyncio.create_task(OldChats(once_unavailable, pause_seconds=0).watch())
        await asyncio.wait_for(erased.wait(), 10)
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch

    assert await left(store) == set()
    assert "erased 1 old chats, 0 messages" in caplog.text
    assert "old chats cannot be erased now" in caplog.text
    assert "Traceback" not in caplog.text
