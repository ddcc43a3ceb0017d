"""Several processes write to one database: no gap, nothing twice, and nobody waits for ever."""

import asyncio
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest

from livechat.application.views import Window
from livechat.domain.errors import BadCredentialsError, SessionClosedError, SetupDoneError
from livechat.domain.events import MessageSent
from tests.builders import NOW, a_login, a_session, an_admin
from tests.contracts.talking import ANA, Talk, a_talk
from tests.integration.postgresql.conftest import asked
from tests.integration.postgresql.server import PATIENCE

ALL = Window(after=0, limit=200)


@pytest.fixture
async def processes(store, process):
    return [store, await process()]


def seen_by(processes, talk):
    """The same chat, as each process changes it."""
    talks = [Talk(store, talk.clock, a_session(id=talk.id)) for store in processes]
    for each in talks:
        each.guest = talk.guest
    return talks


async def test_two_that_write_into_one_chat_at_once_leave_no_gap(processes, store, clock):
    talk = await a_talk(store, clock)

    async def sender(one, number):
        return [await one.says(ANA if number % 2 else one.guest, str(number)) for _ in range(5)]

    told = await asyncio.gather(
        *(sender(one, number) for one in seen_by(processes, talk) for number in range(16))
    )

    page = await talk.entries(ALL)
    assert [m.seq for m in page.messages] == list(range(1, 161))
    acknowledged = [fact.message for facts in told for fact in facts]
    assert sorted(acknowledged, key=lambda message: message.seq) == page.messages
    assert (await talk.summary()).session.written == (80, 80)


async def test_the_same_messages_by_both_at_once_are_stored_once(processes, store, clock):
    talk = await a_talk(store, clock)
    ids = [uuid4() for _ in range(20)]

    facts = await asyncio.gather(
        *(one.says(one.guest, id=id_) for one in seen_by(processes, talk) for id_ in ids)
    )

    messages = (await talk.entries(ALL)).messages
    assert sorted(m.id for m in messages) == sorted(ids)
    assert sorted(fact.message.seq for fact in facts) == sorted([*range(1, 21)] * 2)
    assert [type(fact) for fact in facts].count(MessageSent) == 20


async def test_batches_that_cross_do_not_lock_each_other_out(processes, store, clock, database):
    talks = [await a_talk(store, clock) for _ in range(20)]
    both = [seen_by(processes, talk) for talk in talks]
    chance = Random(1)
    deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    async with asked(database) as administrator:
        before = await administrator.fetchval(deadlocks)

        for _ in range(5):
            wanted = [one for pair in both for one in pair]
            chance.shuffle(wanted)
            await asyncio.gather(*(one.asks() for one in wanted))

        assert await administrator.fetchval(deadlocks) == before
    for talk in talks:
        seqs = [m.seq for m in (await talk.entries(ALL)).messages]
        assert seqs == list(range(1, 11))


async def test_who_is_sent_back_from_a_deadlock_tries_again(store, clock, database):
    """The server looks for one a second after a wait has begun, so both wait for each other from one moment on."""
    one, other = await a_talk(store, clock), await a_talk(store, clock)
    touch = "UPDATE chat_sessions SET topic = NULL WHERE session_id = $1"

    async with asked(database) as starter, asked(database) as stubborn:
        start, transaction = starter.transaction(), stubborn.transaction()
        await start.start()
        await transaction.start()
        await stubborn.execute("SET LOCAL deadlock_timeout = '1min'")
        await stubborn.execute(touch, str(other.id))
        await starter.execute(touch, str(one.id))
        asking = [asyncio.create_task(talk.asks()) for talk in (one, other)]
        await is_blocked(starter)
        touching = asyncio.create_task(stubborn.execute(touch, str(one.id)))
        await is_blocked(starter, waits=2)
        await start.rollback()
        await touching
        await transaction.rollback()
        messages = await asyncio.gather(*asking)

    assert [message.seq for message in messages] == [1, 1]


async def is_blocked(connection, *, waits=1):
    """So many wait for what it holds."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    async with asyncio.timeout(PATIENCE):
        while await connection.fetchval(waiting) < waits:
            await asyncio.sleep(0.01)


async def test_a_sign_in_waits_for_the_new_password_that_another_is_setting(store, database):
    ana = an_admin("Ana")
    await store.admins.add(ana, "old")
    login = a_login(ana)

    async with asked(database) as another:
        transaction = another.transaction()
        await transaction.start()
        await another.execute("UPDATE admins SET password_hash = 'new'")
        opening = store.admins.open_login(
            login, lambda account: account.prove("old", None, now=NOW)
        )
        signing_in = asyncio.create_task(opening)
        await is_blocked(another)
        await transaction.commit()

    with pytest.raises(BadCredentialsError):
        await signing_in
    assert await store.admins.login(login.token_hash) is None


async def test_one_request_by_both_at_once_begins_one_chat(processes, store):
    requests = [uuid4() for _ in range(10)]

    async def begun(one, request):
        return (await one.sessions.start(a_session(request_id=request))).id

    there = await asyncio.gather(*(begun(processes[0], request) for request in requests))
    here, back = await asyncio.gather(
        asyncio.gather(*(begun(processes[0], request) for request in [uuid4(), *requests])),
        asyncio.gather(*(begun(processes[1], request) for request in requests[::-1])),
    )

    assert here[1:] == there == back[::-1]


async def test_new_requests_by_both_at_once_begin_one_chat_each(processes, store):
    requests = [uuid4() for _ in range(10)]

    async def all_begun(one, wanted):
        sessions = [one.sessions.start(a_session(request_id=request)) for request in wanted]
        return {session.request_id: session.id for session in await asyncio.gather(*sessions)}

    here, there = await asyncio.gather(
        all_begun(processes[0], requests), all_begun(processes[1], requests[::-1])
    )

    assert here == there


async def test_nothing_follows_a_close_of_the_other_process(processes, store, clock):
    talk = await a_talk(store, clock)
    here, there = seen_by(processes, talk)

    closed, *answers = await asyncio.gather(
        here.is_closed(), *(there.asks() for _ in range(10)), return_exceptions=True
    )

    late = [answer for answer in answers if isinstance(answer, Exception)]
    assert {type(answer) for answer in late} <= {SessionClosedError}
    assert closed.closed_seq == 10 - len(late)
    with pytest.raises(SessionClosedError):
        await there.asks()


async def test_what_one_acknowledged_the_other_shows_at_once(processes, store, clock):
    talk = await a_talk(store, clock)
    here, there = seen_by(processes, talk)

    for n in range(20):
        message = await here.asks(str(n))
        assert (await there.entries(Window(limit=1))).messages == [message]


async def test_only_one_can_be_the_first_in_all_processes(processes, store):
    answers = await asyncio.gather(
        *(
            one.admins.add(an_admin(f"Admin{number}{n}"), "hash", only_first=True)
            for n in range(4)
            for number, one in enumerate(processes)
        ),
        return_exceptions=True,
    )

    assert (
        sorted(type(answer).__name__ for answer in answers)
        == ["NoneType"] + [SetupDoneError.__name__] * 7
    )
    assert len(await store.admins.all()) == 1


async def test_all_processes_that_ask_at_once_remember_the_same(processes):
    for name in map(str, range(10)):
        values = await asyncio.gather(
            *(one.installation.remember(name, lambda: uuid4().hex) for one in processes)
        )
        assert len(set(values)) == 1


async def test_what_is_left_to_be_told_is_claimed_by_one(processes, store, clock):
    talk = await a_talk(store, clock)
    await asyncio.gather(*(talk.asks(str(n)) for n in range(99)))
    now = clock.advance(seconds=5)

    claims = await asyncio.gather(
        *(
            one.outbox.claim(before=now, until=now + timedelta(seconds=5), limit=20)
            for _ in range(3)
            for one in processes
        )
    )

    claimed = [entry.id for entries in claims for entry in entries]
    assert len(claimed) == len(set(claimed)) == 100


async def test_a_column_that_a_newer_process_adds_disturbs_nobody(bare, clock, process_on):
    old = await process_on(bare)
    talk = await a_talk(old, clock)
    stored = [await talk.asks("before")]

    async with asked(bare) as newer:
        await newer.execute("ALTER TABLE chat_messages ADD COLUMN mood text")
        await newer.execute("ALTER TABLE chat_sessions ADD COLUMN mood text DEFAULT 'fine'")
        stored.append(await talk.asks("after"))

    assert (await talk.entries(ALL)).messages == stored
