"""Every query that people wait for finds its rows by an index, however many there are."""

import sqlite3
from contextlib import closing, contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import event

from livechat.application.views import ChatFilter, ListCursor, SessionFilter, Window
from livechat.domain.sessions import SessionStatus
from tests.builders import NOW, a_login, a_session, an_admin
from tests.contracts.talking import ANA, a_talk

OURS = ("chat_sessions", "chat_messages", "outbox", "admins", "admin_logins", "installation")
CURSOR = ListCursor(NOW, uuid4())
IN_ORDER = "SCAN chat_sessions USING INDEX ix_chat_sessions_last_activity_at_session_id"


@pytest.fixture
async def talk(store, clock):
    talk = await a_talk(store, clock)
    await talk.asks()
    return talk


@pytest.fixture
def planned(store, path):
    """What SQLite does for each statement of a block, as it was really asked."""

    @contextmanager
    def watching():
        asked, steps = [], []

        def remember(connection, cursor, statement, parameters, context, many):
            asked.append((statement, parameters[0] if many else parameters))

        engines = (store._engine, store.readers.engine.sync_engine)
        for engine in engines:
            event.listen(engine, "before_cursor_execute", remember)
        yield steps
        for engine in engines:
            event.remove(engine, "before_cursor_execute", remember)
        assert asked
        with closing(sqlite3.connect(path)) as connection:
            for statement, parameters in asked:
                plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", tuple(parameters))
                steps += [step[3] for step in plan]

    return watching


def costly(steps):
    """Steps that take longer the more there is: reading a whole table, sorting what was found."""
    scans = tuple(f"SCAN {table}" for table in OURS)
    return [step for step in steps if step.startswith((*scans, "USE TEMP B-TREE"))]


@pytest.mark.parametrize("window", [Window(), Window(after=0), Window(before=9)], ids=repr)
async def test_a_page_of_a_conversation_is_found(store, talk, planned, window):
    with planned() as steps:
        await store.queries.messages(talk.id, window, by=ANA)

    assert costly(steps) == []
    assert any("chat_messages USING INDEX" in step and "seq" in step for step in steps)


@pytest.mark.parametrize("status", [SessionStatus.ACTIVE, SessionStatus.CLOSED])
@pytest.mark.parametrize("cursor", [None, CURSOR], ids=["top", "further down"])
async def test_the_list_of_one_status_is_found_in_its_order(store, talk, planned, status, cursor):
    with planned() as steps:
        await store.queries.sessions(SessionFilter(status=status, cursor=cursor))

    assert costly(steps) == []
    assert any("ix_chat_sessions_status_last_activity_at_session_id" in step for step in steps)


async def test_the_list_of_all_goes_along_its_index_and_stops(store, talk, planned):
    with planned() as steps:
        await store.queries.sessions(SessionFilter())
    assert costly(steps) == [IN_ORDER]

    with planned() as steps:
        await store.queries.sessions(SessionFilter(cursor=CURSOR))
    assert costly(steps) == []


async def test_the_search_looks_at_every_chat_newest_first_and_sorts_nothing(store, talk, planned):
    with planned() as steps:
        await store.queries.sessions(SessionFilter(text="sari"))

    assert costly(steps) == [IN_ORDER]


async def test_what_was_closed_long_ago_is_looked_for_among_what_began_long_ago(store, planned):
    with planned() as steps:
        await store.queries.begun(ChatFilter(closed_before=NOW))

    assert "SEARCH chat_sessions USING INDEX ix_chat_sessions_created_at (created_at<?)" in steps


async def test_a_chat_is_found_by_its_id(store, talk, planned):
    with planned() as steps:
        await store.queries.session(talk.id, by=ANA)
        await store.queries.session(talk.id, by=talk.guest)

    assert costly(steps) == []


async def test_a_change_finds_session_message_and_tally(store, clock, talk, planned):
    for n in range(3):
        await talk.asks(str(n))

    with planned() as steps:
        sent = await talk.asks()
        await talk.asks(id=sent.id)
        await talk.is_read(2)
        await talk.is_closed()

    assert costly(steps) == []
    assert any("chat_session_id=? AND message_id=?" in step for step in steps)


async def test_a_start_finds_the_session_of_its_request(store, planned):
    with planned() as steps:
        await store.sessions.start(a_session(request_id=uuid4()))

    assert costly(steps) == []


async def test_what_is_due_is_found_and_what_is_told_or_put_off_too(store, talk, planned, clock):
    with planned() as steps:
        later = clock.advance(seconds=1)
        entries = await store.outbox.claim(before=later, until=later, limit=9)
        await store.outbox.put_off([entries[0].id], until=clock.now())
        await store.outbox.told([entries[1].id])
        await store.installation.ready()

    assert costly(steps) == []


async def test_a_login_and_its_admin_are_found(store, planned):
    await store.admins.add(ana := an_admin(), "hash")
    login = a_login(ana)

    with planned() as steps:
        await store.admins.by_email(ana.email)
        await store.admins.saw(login.token_hash, at=NOW)
        await store.admins.login(login.token_hash)
        await store.admins.set_password(ana.id, "new")
        await store.admins.end_login(login.token_hash)

    assert costly(steps) == []
