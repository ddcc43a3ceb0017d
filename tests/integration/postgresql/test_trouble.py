"""A server in trouble: nobody waits for ever, nothing half is stored, and afterwards it goes on by itself."""

import asyncio
import time
from contextlib import asynccontextmanager
from inspect import signature

import pytest
from sqlalchemy import text

from livechat.adapters.sql.postgresql import PostgresqlStore
from livechat.adapters.sql.postgresql.server import Server
from livechat.application.views import SessionFilter, Window
from livechat.domain.errors import StoreUnavailableError
from tests.contracts.talking import ANA, a_talk
from tests.integration.postgresql.conftest import asked
from tests.integration.postgresql.server import PATIENCE, PostgresqlServer

ALL = Window(after=0, limit=200)
SOON = 20
"""Seconds after which everybody has an answer, whatever the server does."""

impatient = pytest.mark.parametrize("seconds", [3])
"""For tests in which the server does not answer; where it does, a busy machine is waited for."""


@pytest.fixture(scope="module")
def standing():
    with PostgresqlServer() as server:
        yield server


@pytest.fixture
def own_server(standing):
    """One that a test may stop, kill and freeze."""
    yield standing
    standing.revive()


@pytest.fixture
def seconds():
    """How long it waits for the server."""
    return PATIENCE


@pytest.fixture
async def store(own_server, clock, seconds):
    store = PostgresqlStore(own_server.url(), clock, name="ours", seconds=seconds)
    await store.open()
    yield store
    await store.close()


@pytest.fixture
async def talk(store, clock):
    return await a_talk(store, clock)


@asynccontextmanager
async def a_moment():
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < SOON


async def everything_at_once(store, talk, n=20):
    """What became of writes and reads, also more than there are connections."""
    return await asyncio.gather(
        *(talk.asks(str(n)) for n in range(n)),
        *(talk.entries(ALL) for _ in range(n)),
        *(store.queries.sessions(SessionFilter()) for _ in range(n)),
        store.installation.ready(),
        return_exceptions=True,
    )


@impatient
async def test_a_server_that_is_frozen_is_not_waited_for(own_server, store, talk):
    before = await talk.asks("before")

    own_server.freeze()
    for _ in range(2):
        async with a_moment():
            answers = await everything_at_once(store, talk)
        assert {type(answer) for answer in answers} == {StoreUnavailableError}
    own_server.thaw()

    async with asyncio.timeout(PATIENCE):
        while StoreUnavailableError in map(type, answers):
            answers = await everything_at_once(store, talk)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    page = await talk.entries(ALL)
    assert [m.seq for m in page.messages] == list(range(1, len(page.messages) + 1))
    assert page.messages[0] == before


@impatient
async def test_to_stop_does_not_wait_for_a_server_that_is_frozen(own_server, store, talk):
    await talk.entries(ALL)

    own_server.freeze()
    waiting = asyncio.create_task(talk.asks())
    await asyncio.sleep(0)
    async with a_moment():
        await store.close()

    with pytest.raises(StoreUnavailableError):
        await waiting


async def test_a_server_that_is_restarted_is_found_again(own_server, store, talk):
    stored = [await talk.asks("before")]

    own_server.stop()
    async with a_moment():
        answers = await everything_at_once(store, talk)
    assert {type(answer) for answer in answers} == {StoreUnavailableError}
    own_server.start()

    stored.append(await talk.asks("after"))
    assert (await talk.entries(ALL)).messages == stored


async def test_nobody_notices_a_restart_between_two_messages(own_server, store, talk):
    stored = [await talk.asks("before")]
    assert (await talk.entries(ALL)).messages == stored

    own_server.stop()
    own_server.start()

    stored.append(await talk.asks("after"))
    assert (await talk.entries(ALL)).messages == stored


async def test_what_was_acknowledged_survives_a_kill_under_load_once_and_in_order(
    own_server, store, clock
):
    talks = [await a_talk(store, clock) for _ in range(4)]
    acknowledged, refused = [], []

    async def sender(number):
        talk = talks[number % 4]
        while not refused:
            try:
                acknowledged.append(await talk.says(ANA, f"{number}"))
            except StoreUnavailableError as error:
                refused.append(error)

    senders = [asyncio.create_task(sender(number)) for number in range(32)]
    while len(acknowledged) < 200:
        assert refused == []
        await asyncio.sleep(0)
    own_server.kill()
    async with a_moment():
        await asyncio.gather(*senders)
    own_server.start()

    found = {}
    for talk in talks:
        page = await talk.entries(ALL)
        assert [m.seq for m in page.messages] == list(range(1, len(page.messages) + 1))
        found |= {m.id: m for m in page.messages}
    assert [
        fact.message for fact in acknowledged if found.get(fact.message.id) != fact.message
    ] == []


@impatient
async def test_a_row_that_another_program_keeps_locked_is_not_waited_for(own_server, store, talk):
    async with asked(own_server.url()) as other:
        await other.execute("BEGIN; UPDATE chat_sessions SET topic = 'mine'")
        async with a_moment():
            with pytest.raises(StoreUnavailableError):
                await talk.asks()
            assert (await talk.entries(ALL)).messages == []
        await other.execute("ROLLBACK")

    assert (await talk.asks()).seq == 1


@pytest.mark.parametrize(
    ("name", "how_long"),
    [
        ("statement_timeout", "4s"),
        ("lock_timeout", "2s"),
        ("idle_in_transaction_session_timeout", "10s"),
    ],
)
async def test_the_server_knows_how_long_a_writer_waits(own_server, name, how_long):
    patience = signature(PostgresqlStore).parameters["seconds"].default
    engine = Server(own_server.url(), patience).writing()

    async with engine.connect() as connection:
        assert await connection.scalar(text(f"SHOW {name}")) == how_long
    await engine.dispose()


@impatient
async def test_what_a_frozen_process_has_locked_is_let_go_in_the_end(
    own_server, store, talk, seconds
):
    engine = Server(own_server.url(), seconds).writing()
    frozen = await engine.connect()
    await frozen.execute(text("UPDATE chat_sessions SET topic = 'mine'"))

    with pytest.raises(StoreUnavailableError):
        await talk.asks()
    async with asyncio.timeout(PATIENCE):
        while isinstance(answer := await the_answer_to(talk.asks()), StoreUnavailableError):
            pass

    assert answer.seq == 1
    await frozen.invalidate()
    await engine.dispose()


async def the_answer_to(asked):
    [answer] = await asyncio.gather(asked, return_exceptions=True)
    return answer


async def test_readers_who_leave_early_leave_their_place_to_others(store, talk):
    for _ in range(30):
        leaving = asyncio.create_task(talk.entries(ALL))
        for _ in range(3):
            await asyncio.sleep(0)
        leaving.cancel()
        await asyncio.wait([leaving])

    pages = await asyncio.gather(*(talk.entries(ALL) for _ in range(16)))
    assert len(pages) == 16


async def test_who_is_thrown_out_comes_back(own_server, store, talk):
    await talk.asks()
    async with asked(own_server.url()) as other:
        await other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'livechat'"
        )

    assert (await talk.asks()).seq == 2
    assert len((await talk.entries(ALL)).messages) == 2
