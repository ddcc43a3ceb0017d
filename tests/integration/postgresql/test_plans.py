"""Every query that people wait for finds its rows by an index, in a database with many."""

import asyncio
import re
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, text

from livechat.application.views import ChatFilter, ListCursor, SessionFilter, Window
from livechat.domain.sessions import SessionStatus
from tests.builders import NOW, a_guest, a_login, a_session, an_admin, as_proved
from tests.contracts.talking import ANA, a_talk

CURSOR = ListCursor(NOW, uuid4())
CHATS = 5000
"""So many that to read them all is dearer than to look one up."""
MANY = """
INSERT INTO chat_sessions SELECT n, gen_random_uuid(), 'Sari', 'sari@example.com', NULL,
  CASE n % 20 WHEN 0 THEN 'active' ELSE 'closed' END, timestamptz '2026-02-01' + n * interval '1 s',
  '{}', timestamptz '2026-02-01' + n * interval '1 s', now(), '', 5, 0, 0, 4, 0, 0, 0, NULL, NULL,
  gen_random_uuid(), NULL, NULL, 'sari ' || n FROM generate_series(-CHATS, -1) n;
INSERT INTO chat_messages SELECT -(4 * -n + k), n, 'Halo', 'guest', 'Sari', false, '{}',
  timestamptz '2026-02-01' + n * interval '1 s', now(), gen_random_uuid(), k, 'text', '[]'
  FROM generate_series(-CHATS, -1) n, generate_series(1, 4) k;
INSERT INTO outbox SELECT n, 'MessageSent', '{}', timestamptz '2026-04-01' + n * interval '1 s'
  FROM generate_series(-CHATS, -1) n;
INSERT INTO admins SELECT n, gen_random_uuid(), n, n, n, n, now() FROM generate_series(-CHATS, -1) n;
INSERT INTO admin_logins SELECT sha256(n::text::bytea), n, now(), now()
  FROM generate_series(-CHATS, -1) n;
ANALYZE
""".replace("CHATS", str(CHATS))


@pytest.fixture(scope="module")
async def crowd(one_store):
    """Filled once; keys below zero leave room for what the tests add."""
    async with one_store._engine.begin() as connection:
        for statement in MANY.split(";"):
            await connection.execute(text(statement))
    return one_store


@pytest.fixture
async def store(crowd, clock):
    return crowd


@pytest.fixture
async def talk(store, clock):
    talk = await a_talk(store, clock)
    await talk.asks()
    return talk


@contextmanager
def planned(store):
    """What PostgreSQL will do for each statement of a block, as it says itself."""
    plans = []

    def explain(connection, cursor, statement, parameters, context, many):
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            cursor.execute(f"EXPLAIN {statement}", parameters[0] if many else parameters)
            plans.append("\n".join(row[0] for row in cursor.fetchall()))

    engines = (store._engine.sync_engine, store.readers.engine.sync_engine)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", explain)
    yield plans
    for engine in engines:
        event.remove(engine, "before_cursor_execute", explain)
    assert plans


def costly(plans):
    """Steps that take longer the more there is; the few rows of one batch or page may be sorted."""
    return re.findall(r"Seq Scan on (?!installation).*", "\n".join(plans))


def sorted_in(plans):
    return re.findall(r"Sort +\(.*", "\n".join(plans))


@pytest.mark.parametrize("window", [Window(), Window(after=0), Window(before=9)], ids=repr)
async def test_a_page_of_a_conversation_is_found(store, talk, window):
    with planned(store) as plans:
        await store.queries.messages(talk.id, window, by=ANA)

    assert costly(plans) == sorted_in(plans) == []
    assert any("using uq_chat_messages_chat_session_id_seq" in plan for plan in plans)


@pytest.mark.parametrize("status", [SessionStatus.ACTIVE, SessionStatus.CLOSED])
@pytest.mark.parametrize("cursor", [None, CURSOR], ids=["top", "further down"])
async def test_the_list_of_one_status_is_found_in_its_order(store, talk, status, cursor):
    with planned(store) as plans:
        await store.queries.sessions(SessionFilter(status=status, cursor=cursor))

    assert costly(plans) == sorted_in(plans) == []
    assert "Scan Backward using ix_chat_sessions_status_last_activity_at" in plans[0]


@pytest.mark.parametrize(
    "wanted",
    [{}, {"cursor": CURSOR}, {"text": "sari"}],
    ids=["top", "further down", "search"],
)
async def test_the_list_of_all_goes_along_its_index_and_stops(store, talk, wanted):
    with planned(store) as plans:
        await store.queries.sessions(SessionFilter(**wanted))

    assert costly(plans) == sorted_in(plans) == []
    assert "Scan Backward using ix_chat_sessions_last_activity_at_session_id" in plans[0]


async def test_a_chat_is_found_by_its_id(store, talk):
    with planned(store) as plans:
        await store.queries.session(talk.id, by=ANA)
        await store.queries.session(talk.id, by=talk.guest)

    assert costly(plans) == sorted_in(plans) == []


async def test_a_change_finds_and_locks_session_message_and_tally(store, clock, talk):
    for n in range(3):
        await talk.asks(str(n))

    with planned(store) as plans:
        sent = await talk.asks()
        await talk.asks(id=sent.id)
        await talk.is_read(2)
        await talk.is_closed()

    assert costly(plans) == []
    assert any("uq_chat_messages_chat_session_id_message_id" in plan for plan in plans)
    assert any("LockRows" in plan for plan in plans)


async def test_a_batch_is_found_also_where_the_server_has_not_looked_yet(bare, process_on, clock):
    """Tables fill faster than they are analysed."""
    store = await process_on(bare)
    talks = await asyncio.gather(*(a_talk(store, clock) for _ in range(200)))

    with planned(store) as plans:
        await asyncio.gather(*(talk.asks() for talk in talks))

    assert costly(plans) == []
    assert not re.search("Hash Join|Merge Join", "\n".join(plans))


async def test_what_was_closed_long_ago_is_looked_for_among_what_began_long_ago(store):
    with planned(store) as plans:
        await store.queries.begun(ChatFilter(closed_before=datetime(2026, 1, 1, tzinfo=UTC)))

    assert costly(plans) == []
    assert "Index Cond: (created_at < " in plans[0]


async def test_a_start_finds_the_session_of_its_request(store):
    with planned(store) as plans:
        await store.sessions.start(a_session(request_id=uuid4(), guest=a_guest("Budi")))

    assert costly(plans) == []
    assert "uq_chat_sessions_request_id" in plans[0]


async def test_what_is_due_is_found_and_what_is_told_or_put_off_too(store, talk, clock):
    with planned(store) as plans:
        later = clock.advance(seconds=1)
        entries = await store.outbox.claim(before=later, until=later, limit=9)
        await store.outbox.put_off([entries[0].id], until=clock.now())
        await store.outbox.told([entries[1].id])
        await store.installation.ready()

    assert costly(plans) == []
    assert any("using ix_outbox_due_at" in plan for plan in plans)


async def test_a_login_and_its_admin_are_found(store):
    await store.admins.add(ana := an_admin(f"Ana{UUID(int=0)}"), "hash")
    login = a_login(ana)
    await store.admins.open_login(login, as_proved)

    with planned(store) as plans:
        await store.admins.by_email(ana.email)
        await store.admins.saw(login.token_hash, at=NOW)
        await store.admins.login(login.token_hash)
        await store.admins.set_password(ana.id, "new")
        await store.admins.end_login(login.token_hash)

    assert costly(plans) == []
