"""What ChatSessions promises."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from livechat.application.views import ChatFilter, Erased, SessionFilter, Window
from livechat.domain.errors import (
    MessageIdTakenError,
    SessionClosedError,
    SessionNotFoundError,
)
from livechat.domain.events import MessageKnown, MessageSent, SessionErased
from livechat.domain.messages import SenderType
from livechat.domain.people import secret_hash
from livechat.domain.sessions import SessionStatus, Tally
from tests.builders import a_draft, a_guest, a_session, a_stranger, guest_of
from tests.contracts.talking import ANA, a_talk

ALL = Window(after=0, limit=200)
FAR = datetime.max.replace(tzinfo=UTC)


class ChatSessionsContract:
    """Subclass it with a fixture `store`, open and empty, on the fixture `clock`."""

    @pytest.fixture
    async def talk(self, store, clock):
        return await a_talk(store, clock)

    async def test_a_chat_is_found_as_it_was_begun(self, store, clock):
        new = a_session(
            guest=a_guest("李 👩‍🚀", "Li@Example.com", phone="0812 3456 789"),
            topic="delivery",
            locale="id",
            metadata={"page": "/checkout", "cart": [1, {"price": 2.5}], "café": None},
            request_id=uuid4(),
        )

        await store.sessions.start(new)

        assert (await store.queries.session(new.id, by=guest_of(new))).session == new

    async def test_the_same_request_leaves_one_chat_with_the_newest_secret(self, store):
        first = await store.sessions.start(a_session(request_id=uuid4()))
        again = a_session(request_id=first.request_id, secret_hash=secret_hash("new"))

        found = await store.sessions.start(again)

        assert found.id == first.id
        assert await store.queries.session(first.id, by=guest_of(found))
        with pytest.raises(SessionNotFoundError):
            await store.queries.session(first.id, by=replace(guest_of(first), secret_hash=b"old"))
        with pytest.raises(SessionNotFoundError):
            await store.queries.session(again.id, by=ANA)

    async def test_one_request_at_once_from_everywhere_leaves_one_chat(self, store):
        request_id = uuid4()

        begun = await asyncio.gather(
            *(store.sessions.start(a_session(request_id=request_id)) for _ in range(16))
        )

        assert len({session.id for session in begun}) == 1

    async def test_a_used_chat_is_not_handed_over(self, store, clock):
        request_id = uuid4()
        used = await a_talk(store, clock, request_id=request_id)
        await used.asks()

        for _ in range(2):
            begun = await store.sessions.start(a_session(request_id=request_id))
            assert begun.id != used.id
            assert begun.request_id is None

    async def test_what_was_acknowledged_is_seen_at_once(self, talk, clock):
        clock.advance(seconds=5)

        sent = await talk.asks("Halo? 👍\n\ttwo", id=uuid4())

        page = await talk.entries(ALL)
        assert page.messages == [sent]
        assert page.summary.last_message == sent
        assert page.summary.session.last_activity_at == clock.now()

    async def test_the_store_keeps_what_the_rule_left(self, talk, clock):
        await talk.asks()
        await talk.is_answered()
        await talk.is_read(1)
        fact = await talk.is_closed()

        session = (await talk.summary()).session
        assert session.written == Tally(guest=1, admin=1)
        assert (session.last_seq, session.admin_last_read_seq, session.admin_has_read) == (2, 1, 1)
        assert session.status is SessionStatus.CLOSED
        assert (session.closed_at, session.closed_by) == (fact.closed_at, SenderType.ADMIN)

    async def test_many_senders_at_once_take_one_place_each(self, talk):
        sent = await asyncio.gather(
            *(talk.says(ANA if n % 3 else talk.guest, str(n)) for n in range(64))
        )

        stored = (await talk.entries(ALL)).messages
        assert [m.seq for m in stored] == list(range(1, 65))
        assert sorted((fact.message for fact in sent), key=lambda m: m.seq) == stored
        assert await talk.unread() == {"guest": 42, "admin": 22}

    async def test_talks_at_once_do_not_mix(self, store, clock):
        talks = [await a_talk(store, clock) for _ in range(8)]

        await asyncio.gather(*(talk.asks(str(n)) for n in range(8) for talk in talks))

        for talk in talks:
            stored = (await talk.entries(ALL)).messages
            assert [m.seq for m in stored] == list(range(1, 9))
            assert {m.session_id for m in stored} == {talk.id}

    async def test_the_same_id_at_once_is_stored_once(self, talk):
        id_ = uuid4()

        facts = await asyncio.gather(*(talk.says(talk.guest, str(n), id=id_) for n in range(16)))

        assert sum(isinstance(fact, MessageSent) for fact in facts) == 1
        assert len({fact.message.body for fact in facts}) == 1
        assert len((await talk.entries(ALL)).messages) == 1

    async def test_the_same_id_again_is_known_also_after_the_close(self, talk):
        sent = await talk.asks("first")
        await talk.is_closed()

        fact = await talk.says(talk.guest, "second", id=sent.id)

        assert fact == MessageKnown(sent)

    async def test_the_same_id_in_two_chats_is_two_messages(self, talk, store, clock):
        other, id_ = await a_talk(store, clock), uuid4()

        sent = await asyncio.gather(talk.asks("here", id=id_), other.asks("there", id=id_))

        assert [m.body for m in sent] == ["here", "there"]
        assert [m.seq for m in sent] == [1, 1]

    async def test_both_sides_with_one_id_at_once_get_one_message_and_one_refusal(self, talk):
        id_ = uuid4()

        both = await asyncio.gather(
            talk.says(talk.guest, id=id_), talk.says(ANA, id=id_), return_exceptions=True
        )

        assert {type(one) for one in both} == {MessageSent, MessageIdTakenError}
        assert len((await talk.entries(ALL)).messages) == 1

    async def test_a_refusal_fails_its_caller_alone(self, talk, store):
        nowhere, stranger = uuid4(), a_stranger(a_session(id=talk.id))

        def broken(chat):
            raise ZeroDivisionError

        answers = await asyncio.gather(
            *(talk.says(talk.guest, str(n)) for n in range(8)),
            talk.says(stranger),
            store.sessions.change(nowhere, lambda chat: chat.close(by=ANA, now=chat.created_at)),
            store.sessions.change(talk.id, broken),
            *(talk.says(ANA, str(n)) for n in range(8)),
            return_exceptions=True,
        )

        refusals = [type(one) for one in answers if isinstance(one, Exception)]
        assert refusals == [SessionNotFoundError, SessionNotFoundError, ZeroDivisionError]
        assert [m.seq for m in (await talk.entries(ALL)).messages] == list(range(1, 17))

    async def test_if_a_rule_raises_nothing_happened(self, talk, store):
        before = (await talk.summary()).session

        def changes_its_mind(chat):
            chat.post(a_draft(), by=ANA, now=chat.created_at)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await store.sessions.change(talk.id, changes_its_mind)
        assert (await talk.summary()).session == before
        assert (await talk.asks()).seq == 1

    async def test_whatever_races_with_the_close_is_before_it_or_refused(self, talk):
        answers = await asyncio.gather(
            *(talk.says(talk.guest, str(n)) for n in range(20)),
            talk.is_closed(),
            *(talk.says(ANA, str(n)) for n in range(20)),
            return_exceptions=True,
        )

        closed = answers[20]
        stored = (await talk.entries(ALL)).messages
        sent = [one.message for one in answers if isinstance(one, MessageSent)]
        assert {m.id for m in sent} == {m.id for m in stored}
        assert len(stored) == closed.closed_seq
        assert sum(isinstance(one, SessionClosedError) for one in answers) == 40 - len(stored)

    async def test_a_mark_may_stop_anywhere_and_the_rest_stays_unread(self, talk):
        for n in range(6):
            await (talk.is_answered() if n % 3 else talk.asks())

        for up_to, unread in ((1, 1), (3, 1), (4, 0), (6, 0)):
            await talk.is_read(up_to)
            assert (await talk.unread())["admin"] == unread

    async def test_reading_while_others_write_loses_no_count(self, talk):
        for n in range(10):
            await talk.asks(str(n))

        await asyncio.gather(
            *(talk.asks("more") for _ in range(10)),
            *(talk.is_read(up_to) for up_to in (3, 10, 7, 12)),
            *(talk.is_answered("yes") for _ in range(10)),
            *(talk.is_read(up_to, by=talk.guest) for up_to in (10, 11, 20)),
        )

        page = await talk.entries(ALL)
        session, unread = page.summary.session, await talk.unread()
        for side, mark in (
            ("guest", session.guest_last_read_seq),
            ("admin", session.admin_last_read_seq),
        ):
            beyond = [m for m in page.messages[mark:] if m.sender_type != side]
            assert unread[side] == len(beyond)

    async def test_is_read_agrees_with_the_readers_mark(self, talk):
        for n in range(9):
            await (talk.asks() if n % 2 else talk.is_answered())
        await talk.is_read(3)
        await talk.is_read(5)
        await talk.is_read(8, by=talk.guest)

        page = await talk.entries(ALL)
        marks = {
            SenderType.GUEST: page.summary.session.admin_last_read_seq,
            SenderType.ADMIN: page.summary.session.guest_last_read_seq,
        }
        assert [m.is_read for m in page.messages] == [
            m.seq <= marks[m.sender_type] for m in page.messages
        ]

    async def test_of_an_erased_chat_nothing_is_left_and_others_stay(self, store, clock):
        request_id = uuid4()
        talk = await a_talk(store, clock, request_id=request_id)
        other = await a_talk(store, clock)
        await talk.asks()
        await talk.is_answered()
        kept = await other.asks(f"Have you read {talk.id}?")

        gone = await store.sessions.erase(talk.id, now=clock.now())

        assert gone == Erased(sessions=1, messages=2, events=3)
        with pytest.raises(SessionNotFoundError):
            await talk.entries(ALL)
        with pytest.raises(SessionNotFoundError):
            await talk.asks()
        assert await store.queries.begun(ChatFilter(session_id=talk.id)) == []
        [listed] = (await store.queries.sessions(SessionFilter())).summaries
        assert listed.session.id == other.id
        assert (await other.entries(ALL)).messages == [kept]
        said = await store.outbox.claim(before=FAR, until=FAR, limit=9)
        assert [entry.event for entry in said[1:]] == [
            MessageSent(kept),
            SessionErased(talk.id, clock.now()),
        ]
        assert (await store.sessions.start(a_session(request_id=request_id))).id != talk.id

    async def test_to_erase_again_takes_nothing_not_even_that_it_is_told(self, talk, store, clock):
        await store.sessions.erase(talk.id, now=clock.now())
        clock.advance(seconds=1)

        assert await store.sessions.erase(talk.id, now=clock.now()) == Erased()

        [entry] = await store.outbox.claim(before=FAR, until=FAR, limit=9)
        assert entry.event == SessionErased(talk.id, clock.now() - timedelta(seconds=1))

    async def test_a_chat_that_is_erased_while_many_speak_is_gone_and_no_other_event_of_it_stays(
        self, talk, store, clock
    ):
        said = [talk.asks(str(n)) for n in range(40)]
        gone = store.sessions.erase(talk.id, now=clock.now())

        *answers, erased = await asyncio.gather(*said, gone, return_exceptions=True)

        assert erased.sessions == 1
        refused = [each for each in answers if isinstance(each, Exception)]
        assert {type(each) for each in refused} <= {SessionNotFoundError}
        assert erased.messages == len(answers) - len(refused)
        [entry] = await store.outbox.claim(before=FAR, until=FAR, limit=99)
        assert isinstance(entry.event, SessionErased)
