"""Many changes share a transaction, and each caller gets only what is his own."""

import asyncio
from contextlib import AsyncExitStack
from uuid import uuid4

import pytest
from sqlalchemy import text

from livechat.adapters.sql.reading import reading
from livechat.adapters.sql.sqlite import SqliteStore
from livechat.adapters.sql.sqlite.writer import MOST_WAITING, TOGETHER
from livechat.application.views import Window
from livechat.domain.errors import (
    SessionClosedError,
    SessionNotFoundError,
    StoreUnavailableError,
)
from livechat.domain.events import MessageKnown, MessageSent, MessagesRead
from livechat.domain.people import EmailAddress
from tests.builders import a_draft, a_session, a_stranger, an_admin
from tests.contracts.talking import ANA, Talk, a_talk
from tests.integration.sql.waiting import commits_of, held, statements_of, together

ALL = Window(after=0, limit=200)


@pytest.fixture
async def talk(store, clock):
    return await a_talk(store, clock)


@pytest.mark.parametrize(("waiting", "transactions"), [(1, 1), (TOGETHER, 1), (TOGETHER + 1, 2)])
async def test_what_waits_shares_a_transaction_256_at_most(store, talk, waiting, transactions):
    async with held(store):
        commits = commits_of(store)
        tasks = [asyncio.create_task(talk.asks(str(n))) for n in range(waiting)]
        while store._writer._waiting.qsize() < waiting:
            await asyncio.sleep(0)
    sent = await asyncio.gather(*tasks)

    assert len(commits) == 1 + transactions  # the one that held the writer
    assert [m.seq for m in sent] == list(range(1, waiting + 1))


async def test_what_waits_and_how_much_goes_together_is_counted(store, talk):
    before = store.figures().batches.total
    async with held(store):
        tasks = [asyncio.create_task(talk.asks(str(n))) for n in range(3)]
        while store._writer._waiting.qsize() < 3:
            await asyncio.sleep(0)
        assert store.figures().waiting == 3
    await asyncio.gather(*tasks)

    assert store.figures().waiting == 0
    assert store.figures().batches.total - before == 3
    assert store.figures().batches.counts[2] == 1, "of three or four changes"


async def test_who_reads_is_counted_as_long_as_it_takes(store):
    async with AsyncExitStack() as stack:
        for number in range(store.figures().readers):
            assert store.figures().readers_in_use == number
            await stack.enter_async_context(reading(store.readers))
        assert store.figures().readers_in_use == store.figures().readers > 1

    assert store.figures().readers_in_use == 0


async def test_the_number_of_statements_does_not_grow_with_the_batch(store, talk):
    async def statements_for(messages):
        statements = statements_of(store)
        await together(store, *(talk.asks(str(n)) for n in range(messages)))
        return len(statements)

    assert await statements_for(2) == await statements_for(200)


async def test_sixty_four_senders_in_a_few_chats_leave_no_gap(store, clock):
    talks = [await a_talk(store, clock) for _ in range(5)]

    async def sender(number):
        for n in range(8):
            talk = talks[(number + n) % 5]
            await talk.says(ANA if number % 2 else talk.guest, f"{number} {n}")

    await asyncio.gather(*(sender(number) for number in range(64)))

    pages = [await talk.entries(ALL) for talk in talks]
    assert sum(len(page.messages) for page in pages) == 64 * 8
    for page in pages:
        assert [m.seq for m in page.messages] == list(range(1, len(page.messages) + 1))


async def test_two_chats_in_one_batch_keep_their_own_order(store, clock, talk):
    other = await a_talk(store, clock)

    facts = await together(
        store, *((talk if n % 2 else other).says(ANA, str(n)) for n in range(10))
    )

    assert [fact.message.seq for fact in facts] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert [m.body for m in (await talk.entries(ALL)).messages] == ["1", "3", "5", "7", "9"]


async def test_a_refusal_in_a_batch_costs_the_others_nothing(store, talk):
    commits = commits_of(store)
    nowhere = Talk(store, talk.clock, a_session())
    stranger = a_stranger(a_session(id=talk.id))

    answers = await together(
        store, talk.asks("one"), nowhere.says(ANA), talk.says(stranger), talk.asks("two")
    )

    assert [type(answer) for answer in answers[1:3]] == [SessionNotFoundError] * 2
    assert [answers[0].seq, answers[3].seq] == [1, 2]
    assert len(commits) == 2


async def test_a_close_in_a_batch_parts_what_is_before_it_from_what_is_after(store, talk):
    answers = await together(store, talk.asks(), talk.is_closed(), talk.asks())

    assert answers[0].seq == answers[1].closed_seq == 1
    assert isinstance(answers[2], SessionClosedError)


async def test_the_same_id_in_a_batch_is_stored_once_and_known_after_a_restart(
    store, talk, path, clock
):
    id_ = uuid4()

    facts = await together(store, *(talk.says(talk.guest, str(n), id=id_) for n in range(3)))
    await store.close()
    again = SqliteStore(path, clock)
    await again.open()
    late = await Talk(again, clock, await _session(again, talk)).says(talk.guest, "late", id=id_)
    await again.close()

    assert [type(fact) for fact in facts] == [MessageSent, MessageKnown, MessageKnown]
    assert late == MessageKnown(facts[0].message)


async def _session(store, talk):
    return (await store.queries.session(talk.id, by=ANA)).session


async def test_a_mark_at_the_end_goes_along_with_a_message_behind_it(store, talk):
    for n in range(3):
        await talk.asks(str(n))
    commits = commits_of(store)

    answers = await together(store, talk.asks("more"), talk.is_read(3), talk.is_read(4))

    assert [fact.up_to_seq for fact in answers[1:]] == [3, 4]
    assert len(commits) == 2, "the batch was written one by one"


async def test_who_breaks_the_batch_fails_alone_and_the_rest_is_written_one_by_one(store, talk):
    def broken(chat):
        raise ZeroDivisionError

    answers = await together(
        store, talk.asks(), store.sessions.change(talk.id, broken), talk.asks(), talk.is_read(2)
    )

    assert isinstance(answers[1], ZeroDivisionError)
    assert [answers[0].seq, answers[2].seq] == [1, 2]
    assert isinstance(answers[3], MessagesRead)
    assert await store.outbox.depth() == 4


async def test_a_clash_with_another_process_is_resolved_by_looking_again(store, talk):
    looked_too_early = iter([True])

    def post(chat):
        if next(looked_too_early, False):
            chat.last_seq -= 1  # as it was before the other one wrote
        return chat.post(a_draft("three"), by=ANA, now=talk.clock.now())

    await talk.asks("one")
    answers = await together(store, talk.says(ANA, "two"), store.sessions.change(talk.id, post))

    assert [fact.message.body for fact in answers] == ["two", "three"]
    assert [m.seq for m in (await talk.entries(ALL)).messages] == [1, 2, 3]


async def test_a_clash_is_resolved_also_where_nobody_else_waited(store, talk):
    looked_too_early = iter([True])

    def post(chat):
        if next(looked_too_early, False):
            chat.last_seq -= 1
        return chat.post(a_draft(), by=ANA, now=talk.clock.now())

    await talk.asks()

    assert (await store.sessions.change(talk.id, post)).message.seq == 2


async def test_a_caller_who_left_does_not_disturb_the_others(store, talk):
    async with held(store):
        leaving = asyncio.create_task(talk.asks("I am gone"))
        staying = asyncio.create_task(talk.asks("I am here"))
        while store._writer._waiting.qsize() < 2:
            await asyncio.sleep(0)
        leaving.cancel()
        await asyncio.wait([leaving])

    assert leaving.cancelled()
    assert (await staying).body == "I am here"
    seqs = [m.seq for m in (await talk.entries(ALL)).messages]
    assert seqs == list(range(1, len(seqs) + 1))


async def test_who_listens_badly_costs_no_caller_his_answer(store, talk):
    heard = []

    def deaf(entries):
        raise ZeroDivisionError

    asyncio.get_running_loop().set_exception_handler(lambda _, context: heard.append(context))
    store.outbox.on_commit(deaf)
    try:
        async with asyncio.timeout(20):
            assert (await talk.asks()).seq == 1
            assert (await talk.asks()).seq == 2
    finally:
        asyncio.get_running_loop().set_exception_handler(None)
    assert len(heard) == 2


async def test_what_waits_at_the_end_is_written_and_what_comes_later_refused(store, talk):
    async with held(store):
        task = asyncio.create_task(talk.asks("in time"))
        while store._writer._waiting.empty():
            await asyncio.sleep(0)
        closing = asyncio.create_task(store.close())
        await asyncio.sleep(0)
        with pytest.raises(StoreUnavailableError):
            await talk.asks("too late")
    await closing

    assert (await task).seq == 1


async def test_more_than_can_wait_is_refused_at_once(store, talk):
    async with held(store):
        tasks = [asyncio.create_task(talk.is_read(1)) for _ in range(MOST_WAITING + 1)]
        await asyncio.wait([tasks[-1]])
        assert isinstance(tasks[-1].exception(), StoreUnavailableError)

    assert await asyncio.gather(*tasks[:-1]) == [None] * MOST_WAITING


async def test_an_admin_who_is_refused_leaves_the_batch_beside_him_alone(store, talk):
    await store.admins.add(an_admin("Ana"), "hash")

    sent, refused = await together(
        store, talk.asks(), store.admins.add(an_admin("Ana"), "other hash")
    )

    assert sent.seq == 1
    assert type(refused).__name__ == "EmailTakenError"
    assert (await store.admins.by_email(EmailAddress("ana@example.com"))).password_hash == "hash"


async def test_told_entries_are_forgotten_soon_also_without_another_change(store, talk):
    later = talk.clock.now().replace(year=2027)
    [entry] = await store.outbox.claim(before=later, until=later, limit=9)

    await store.outbox.told([entry.id])

    async with asyncio.timeout(30):
        while await store.outbox.depth():
            await asyncio.sleep(0.01)
    with store._engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM outbox")) == 0
