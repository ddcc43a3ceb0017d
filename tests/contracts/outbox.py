"""What Outbox promises."""

from datetime import timedelta
from uuid import uuid4

import pytest

from livechat.domain.errors import SessionClosedError
from livechat.domain.events import MessageSent, MessagesRead, SessionClosed, SessionStarted
from tests.builders import a_session
from tests.contracts.talking import a_talk


class OutboxContract:
    """Subclass it with a fixture `store`, open and empty, on the fixture `clock`."""

    async def due(self, store, clock, *, limit=100):
        """Claimed, and let go of at once."""
        soon = clock.now() + timedelta(seconds=1)
        return await store.outbox.claim(before=soon, until=clock.now(), limit=limit)

    async def test_every_change_leaves_its_fact_in_order(self, store, clock):
        talk = await a_talk(store, clock)
        sent = await talk.says(talk.guest, "Halo 👍")
        read = await talk.is_read(1)
        closed = await talk.is_closed()

        entries = await self.due(store, clock)

        started = SessionStarted(talk.id, "Sari", None, started_at=clock.now())
        assert [entry.event for entry in entries] == [started, sent, read, closed]
        assert [entry.id for entry in entries] == sorted({entry.id for entry in entries})

    async def test_commits_are_heard_in_order_with_what_is_stored(self, store, clock):
        heard = []
        store.outbox.on_commit(heard.extend)

        talk = await a_talk(store, clock)
        await talk.asks()
        await talk.is_read(1)
        await talk.is_closed()

        kinds = [SessionStarted, MessageSent, MessagesRead, SessionClosed]
        assert [type(entry.event) for entry in heard] == kinds
        assert heard == await self.due(store, clock)

    async def test_what_changed_nothing_is_told_to_nobody(self, store, clock):
        talk = await a_talk(store, clock, request_id=(request_id := uuid4()))
        await store.sessions.start(a_session(request_id=request_id))
        sent = await talk.asks()
        await talk.is_read(1)
        await talk.is_closed()
        before = await store.outbox.depth()

        await talk.asks(id=sent.id)
        await talk.is_read(1)
        await talk.is_closed()
        with pytest.raises(SessionClosedError):
            await talk.asks()

        assert await store.outbox.depth() == before == 4

    async def test_entries_are_due_only_before_the_time_given(self, store, clock):
        await a_talk(store, clock)

        now = clock.now()
        assert await store.outbox.claim(before=now, until=now, limit=10) == []
        assert len(await self.due(store, clock)) == 1

    async def test_the_oldest_are_due_first(self, store, clock):
        talk = await a_talk(store, clock)
        for n in range(4):
            clock.advance(seconds=1)
            await talk.asks(str(n))

        entries = await self.due(store, clock, limit=3)

        assert [
            getattr(entry.event, "message", None) and entry.event.message.seq for entry in entries
        ] == [None, 1, 2]

    async def test_what_was_put_off_is_due_later_and_lets_others_pass(self, store, clock):
        talk = await a_talk(store, clock)
        await talk.asks()
        first, second = await self.due(store, clock)

        await store.outbox.put_off([first.id], until=clock.now() + timedelta(seconds=5))

        assert await self.due(store, clock, limit=1) == [second]
        clock.advance(seconds=6)
        assert await self.due(store, clock) == [first, second]

    async def test_what_was_claimed_is_left_alone_until_the_claim_ends(self, store, clock):
        talk = await a_talk(store, clock)
        first = await self.due(store, clock)
        soon = clock.now() + timedelta(seconds=1)

        assert await store.outbox.claim(before=soon, until=soon, limit=9) == first
        await talk.asks()
        [second] = await self.due(store, clock)

        clock.advance(seconds=1)
        assert await self.due(store, clock) == [*first, second]

    async def test_what_was_told_is_forgotten(self, store, clock):
        talk = await a_talk(store, clock)
        await talk.asks()
        entries = await self.due(store, clock)

        await store.outbox.told([entry.id for entry in entries])
        assert await self.due(store, clock) == []

        sent = await talk.says(talk.guest)
        assert [entry.event for entry in await self.due(store, clock)] == [sent]
        assert await store.outbox.depth() == 1

    async def test_the_oldest_is_known_however_often_it_was_put_off(self, store, clock):
        assert await store.outbox.oldest() is None
        began = clock.now()
        talk = await a_talk(store, clock)
        clock.advance(seconds=5)
        await talk.asks()

        first, second = await self.due(store, clock)
        await store.outbox.put_off([first.id], until=clock.now() + timedelta(seconds=9))
        assert await store.outbox.oldest() == began

        await store.outbox.told([first.id])
        assert await self.due(store, clock) == [second]
        assert await store.outbox.oldest() == second.event.message.created_at

    async def test_to_tell_or_put_off_what_is_forgotten_is_no_error(self, store, clock):
        await store.outbox.told([4711])
        await store.outbox.put_off([4711], until=clock.now())

        await a_talk(store, clock)
        assert await store.outbox.depth() == 1
