"""A database in trouble: nobody waits for ever, nothing half is stored, and afterwards it goes on."""

import asyncio
import resource
import sqlite3
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from livechat.adapters.sql.sqlite import SqliteStore
from livechat.application.views import SessionFilter, Window
from livechat.domain.errors import StoreUnavailableError
from tests.builders import an_admin
from tests.contracts.talking import a_talk
from tests.integration.sql.waiting import held, together

ALL = Window(after=0, limit=200)
LONG = 30
"""Seconds: more than the store may take for anything, however busy the machine is."""


patient = pytest.mark.parametrize("busy_seconds", [LONG])
"""For tests in which nobody is to be refused."""


@pytest.fixture
def busy_seconds():
    return 1


@pytest.fixture
async def store(path, clock, busy_seconds):
    store = SqliteStore(path, clock, busy_seconds=busy_seconds)
    await store.open()
    yield store
    await store.close()


@pytest.fixture
async def talk(store, clock):
    return await a_talk(store, clock)


@contextmanager
def locked(path):
    """Another program writes, and takes its time."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def no_new_page(store):
    """Not a page more fits into the file: what a statement needs, it does not get."""
    pages = []

    def limit(connection):
        pages[:] = pages or [connection.exec_driver_sql("PRAGMA page_count").scalar_one()]
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages[0]}")

    event.listen(store._engine, "begin", limit)
    yield
    event.remove(store._engine, "begin", limit)
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1073741823")


@contextmanager
def no_new_byte(path):
    """The journal cannot grow: the statements are done, and the commit fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    journal = path.with_name(f"{path.name}-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (journal.stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_while_another_program_writes_callers_are_refused_and_reads_go_on(store, talk, path):
    await talk.asks("before")

    with locked(path):
        async with asyncio.timeout(LONG):
            with pytest.raises(StoreUnavailableError):
                await talk.asks()
            assert [m.body for m in (await talk.entries(ALL)).messages] == ["before"]
            assert len((await store.queries.sessions(SessionFilter())).summaries) == 1

    assert (await talk.asks("after")).seq == 2


async def test_what_came_while_others_waited_does_not_wait_as_long_again(store, talk, path):
    attempts = []
    event.listen(store._engine, "begin", attempts.append)

    with locked(path):
        async with asyncio.timeout(LONG):
            answers = await asyncio.gather(
                *(talk.asks(str(n)) for n in range(1000)),
                *(store.admins.add(an_admin(f"Ana{n}"), "hash") for n in range(20)),
                return_exceptions=True,
            )

    assert {type(answer) for answer in answers} == {StoreUnavailableError}
    assert len(attempts) <= 2
    assert await store.admins.all() == []


@patient
async def test_a_short_lock_is_waited_for(talk, path):
    with locked(path):
        waiting = asyncio.create_task(talk.asks())
        done, _ = await asyncio.wait([waiting], timeout=0.2)
        assert not done

    assert (await waiting).seq == 1


async def test_a_full_disk_refuses_and_space_is_all_it_needs_to_go_on(store, talk):
    stored = []

    with no_new_page(store):
        with pytest.raises(StoreUnavailableError):
            await _talk_on(talk, stored)
        with pytest.raises(StoreUnavailableError):
            await store.admins.add(an_admin(), "hash" * 2000)
        assert (await talk.entries(ALL)).messages == stored

    again = await talk.asks("there is room again")
    assert (await talk.entries(ALL)).messages == [*stored, again]
    assert again.seq == len(stored) + 1
    await store.installation.ready()


async def _talk_on(talk, stored):
    for n in range(50):
        message = await talk.asks(f"{n} {'long' * 900}")
        stored.append(message)


async def test_if_the_commit_fails_nothing_happened_for_anybody(store, talk, path):
    heard = []
    store.outbox.on_commit(heard.extend)

    with no_new_byte(path):
        answers = await together(store, talk.asks("one"), talk.is_closed(), talk.asks("two"))
        assert (await talk.entries(ALL)).messages == []

    assert {type(answer) for answer in answers} == {StoreUnavailableError}
    assert heard == []
    assert (await talk.asks("again")).seq == 1
    assert len(heard) == 1


async def test_what_is_committed_is_answered_whatever_fails_after_it_in_the_batch(store, talk):
    async with held(store) as release:
        sent, failed = asyncio.create_task(talk.asks()), asyncio.create_task(finds_no_room(store))
        while store._writer._waiting.qsize() < 2:
            await asyncio.sleep(0)
        ending = asyncio.create_task(store._writer.stop())
        await asyncio.sleep(0)
        release.set()
        store._writer._thread.join()  # meanwhile the loop hears of nothing
    await asyncio.wait([sent, failed, ending])

    assert type(failed.exception()) is StoreUnavailableError
    assert [sent.result()] == (await talk.entries(ALL)).messages


async def finds_no_room(store):
    def task(connection):
        full = sqlite3.OperationalError("database or disk is full")
        raise OperationalError("INSERT", {}, full)

    await store._writer.do(task)


async def test_a_store_that_cannot_write_is_not_ready(store, path):
    with locked(path):
        async with asyncio.timeout(LONG):
            with pytest.raises(StoreUnavailableError):
                await store.installation.ready()


async def test_every_caller_has_an_error_of_his_own(store, talk, path):
    with locked(path):
        one, other = await asyncio.gather(talk.asks(), talk.asks(), return_exceptions=True)

    assert one is not other
    assert "locked" in str(one.__cause__)


async def test_a_file_that_cannot_be_opened_for_a_while_costs_no_caller_his_answer(
    store, talk, path
):
    with locked(path), pytest.raises(StoreUnavailableError):
        await talk.asks("the writer gives its connection back")
    store._engine.dispose()
    away = path.rename(path.with_name("away.db"))
    path.mkdir()

    async with asyncio.timeout(LONG):
        for attempt in (talk.asks(), talk.is_closed(), store.installation.ready()):
            with pytest.raises(StoreUnavailableError) as refusal:
                await attempt
            assert "unable to open" in str(refusal.value.__cause__)

    path.rmdir()
    away.rename(path)
    assert (await talk.asks()).seq == 1


@patient
async def test_readers_who_leave_early_leave_their_place_to_others(store, talk):
    for _ in range(30):
        leaving = asyncio.create_task(talk.entries(ALL))
        for _ in range(3):
            await asyncio.sleep(0)
        leaving.cancel()
        await asyncio.wait([leaving])

    pages = await asyncio.gather(*(talk.entries(ALL) for _ in range(8)))
    assert len(pages) == 8


@patient
async def test_a_flood_of_readers_is_served_in_turn(talk):
    await talk.asks()

    pages = await asyncio.gather(*(talk.entries(ALL) for _ in range(200)))

    assert {len(page.messages) for page in pages} == {1}
