"""Whatever happens in whatever order: the promises hold, and a child's count agrees."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from livechat.domain.errors import MessageIdTakenError, SessionClosedError, SessionNotFoundError
from livechat.domain.events import MessageKnown, MessageSent
from livechat.domain.messages import SenderType
from livechat.domain.sessions import SessionStatus, Tally
from tests.builders import NOW, a_draft, a_session, a_stranger, an_admin, guest_of

SIDES = st.sampled_from([SenderType.GUEST, SenderType.ADMIN])
FEW_IDS = st.integers(1, 12).map(lambda number: UUID(int=number))


class Talk(RuleBasedStateMachine):
    """One chat beside the plainest model of it: a list of messages and two marks."""

    def __init__(self):
        super().__init__()
        self.chat = a_session()
        self.people = {SenderType.GUEST: guest_of(self.chat), SenderType.ADMIN: an_admin()}
        self.stored = []
        self.marks = {SenderType.GUEST: 0, SenderType.ADMIN: 0}
        self.closed_at = None
        self.now = NOW

    @rule(id_=FEW_IDS, side=SIDES)
    def someone_sends(self, id_, side):
        earlier = next((m for m in self.stored if m.id == id_), None)
        self.chat.known = {} if earlier is None else {id_: earlier}
        if earlier is not None and earlier.sender_type is not side:
            with self._refused(MessageIdTakenError):
                self._post(id_, side)
        elif earlier is not None:
            assert self._post(id_, side) == MessageKnown(earlier)
        elif self.closed_at is not None:
            with self._refused(SessionClosedError):
                self._post(id_, side)
        else:
            fact = self._post(id_, side)
            assert isinstance(fact, MessageSent)
            self.stored.append(fact.message)

    @rule(up_to=st.integers(-1, 30), side=SIDES)
    def someone_reads(self, up_to, side):
        ahead = min(up_to, len(self.stored))
        self.chat.written_until = {up_to: self._written_until(up_to)}

        fact = self.chat.mark_read(up_to, by=self.people[side], now=self.now)

        assert (fact is not None) is (ahead > self.marks[side])
        self.marks[side] = max(self.marks[side], ahead)

    @rule(side=SIDES)
    def someone_closes(self, side):
        fact = self.chat.close(by=self.people[side], now=self.now)

        assert (fact is None) is (self.closed_at is not None)
        if fact is not None:
            self.closed_at = fact.closed_seq

    @rule(id_=FEW_IDS, up_to=st.integers(-1, 30))
    def a_stranger_tries(self, id_, up_to):
        by = a_stranger(self.chat)
        for attempt in (
            lambda: self.chat.post(a_draft(id=id_), by=by, now=self.now),
            lambda: self.chat.mark_read(up_to, by=by, now=self.now),
            lambda: self.chat.close(by=by, now=self.now),
        ):
            with self._refused(SessionNotFoundError):
                attempt()

    @rule(seconds=st.integers(-60, 60))
    def time_passes(self, seconds):
        self.now += timedelta(seconds=seconds)

    @invariant()
    def every_place_is_taken_once(self):
        assert [m.seq for m in self.stored] == list(range(1, self.chat.last_seq + 1))
        assert len({m.id for m in self.stored}) == len(self.stored)

    @precondition(lambda self: self.closed_at is not None)
    @invariant()
    def nothing_follows_the_close(self):
        assert self.chat.status is SessionStatus.CLOSED
        assert self.chat.last_seq == self.closed_at

    @invariant()
    def unread_is_what_the_other_side_wrote_beyond_the_mark(self):
        for side, mark in self.marks.items():
            beyond = [m for m in self.stored[mark:] if m.sender_type is not side]
            assert self.chat.last_read_seq(side) == mark
            assert self.chat.unread(side) == len(beyond)

    @invariant()
    def no_chat_grows_younger(self):
        assert NOW <= self.chat.last_activity_at <= self.chat.updated_at

    def _post(self, id_, side):
        return self.chat.post(a_draft(id=id_), by=self.people[side], now=self.now)

    @contextmanager
    def _refused(self, error):
        before = replace(self.chat)
        with pytest.raises(error):
            yield
        assert self.chat == before

    def _written_until(self, seq):
        sides = [m.sender_type for m in self.stored[: max(seq, 0)]]
        return Tally(sides.count(SenderType.GUEST), sides.count(SenderType.ADMIN))


TestTalk = Talk.TestCase
TestTalk.settings = settings(max_examples=150, stateful_step_count=40)
