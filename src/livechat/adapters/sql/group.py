"""Many changes in one transaction: load, run the rules, save. The same for every database.

Whoever runs this holds the transaction, commits it, and only then answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, select, true, update

from livechat.adapters.sql.events import encoded
from livechat.adapters.sql.lookups import Lookups
from livechat.adapters.sql.many import Many
from livechat.adapters.sql.rows import (
    Values,
    message_of,
    message_row,
    session_of,
    session_row,
    session_state,
)
from livechat.adapters.sql.schema import chat_messages, chat_sessions, outbox
from livechat.application.views import OutboxEntry
from livechat.domain.errors import ChatError, SessionNotFoundError
from livechat.domain.events import Event, Fact, MessageKnown, MessageSent, MessagesRead
from livechat.domain.messages import MessageId, SenderType, SessionId
from livechat.domain.sessions import ChatSession, Tally, begin


@dataclass(frozen=True, slots=True)
class Start:
    """A session to begin."""

    new: ChatSession


@dataclass(frozen=True, slots=True)
class Change:
    """A rule to run on one session."""

    session_id: SessionId
    rule: Callable[[ChatSession], Fact]
    about: MessageId | None
    up_to: int | None


Work = Start | Change
Outcome = ChatSession | Fact | ChatError
"""What the caller gets, or is to be told by raising it."""


@dataclass(slots=True)
class _Loaded:
    """A session of this batch; `key` is 0 until it is inserted."""

    session: ChatSession
    key: int = 0
    changed: bool = False


@dataclass(slots=True)
class _Seen:
    """Messages that a mark has just covered."""

    chat: _Loaded
    reader: SenderType
    beyond: int
    up_to: int


@dataclass(slots=True)
class Batch:
    """The state of one transaction."""

    connection: Connection
    lookups: Lookups
    now: datetime
    _chats: dict[SessionId, _Loaded] = field(default_factory=dict, init=False)
    _by_request: dict[UUID, _Loaded] = field(default_factory=dict, init=False)
    _sent: list[MessageSent] = field(default_factory=list, init=False)
    _seen: list[_Seen] = field(default_factory=list, init=False)
    _events: list[Event] = field(default_factory=list, init=False)

    def run(self, work: Sequence[Work]) -> tuple[list[Outcome], list[OutboxEntry]]:
        """An outcome for each, in order, and what is new in the outbox. Not yet committed."""
        self._load(work)
        outcomes = [self._outcome(one) for one in work]
        self._save()
        return outcomes, self._entries()

    def _outcome(self, one: Work) -> Outcome:
        """A refusal fails its caller alone: it was raised before anything changed."""
        try:
            return self._begin(one.new) if isinstance(one, Start) else self._change(one)
        except ChatError as refusal:
            return refusal

    def _begin(self, new: ChatSession) -> ChatSession:
        earlier = self._by_request.get(new.request_id) if new.request_id else None
        session, started = begin(new, earlier.session if earlier else None)
        if earlier is not None and session.id == earlier.session.id:
            earlier.session, earlier.changed = session, True
        else:
            chat = self._chats[session.id] = _Loaded(session)
            if session.request_id:
                self._by_request[session.request_id] = chat
        if started:
            self._events.append(started)
        return session

    def _change(self, change: Change) -> Fact:
        chat = self._chats.get(change.session_id)
        if chat is None:
            raise SessionNotFoundError
        session = chat.session
        marks = {side: session.last_read_seq(side) for side in (SenderType.GUEST, SenderType.ADMIN)}
        fact = change.rule(session)
        match fact:
            case None | MessageKnown():
                return fact
            case MessageSent(message):
                session.known[message.id] = message
                session.written_until[message.seq] = session.written
                self._sent.append(fact)
            case MessagesRead(_, reader, up_to):
                self._seen.append(_Seen(chat, reader, marks[reader], up_to))
        chat.changed = True
        self._events.append(fact)
        return fact

    def _load(self, work: Sequence[Work]) -> None:
        changes = [one for one in work if isinstance(one, Change)]
        requests = [
            str(one.new.request_id) for one in work if isinstance(one, Start) and one.new.request_id
        ]
        if changes:
            ids = {str(one.session_id) for one in changes}
            self._take(self._found(self.lookups.sessions, self.lookups.listed(list(ids))))
        if requests:
            self._take(self._found(self.lookups.requested, self.lookups.listed(requests)))
        self._look_up_messages([one for one in changes if one.about is not None])
        self._look_up_tallies(changes)

    def _found(self, lookup: Select[Any], wanted: Values) -> Iterable[Row[Any]]:
        return self.connection.execute(lookup, wanted)

    def _take(self, rows: Iterable[Any]) -> None:
        for row in rows:
            session = session_of(row)
            session.written_until[session.last_seq] = session.written
            chat = self._chats.setdefault(session.id, _Loaded(session, row.id))
            if session.request_id:
                self._by_request[session.request_id] = chat

    def _look_up_messages(self, changes: Sequence[Change]) -> None:
        """In a statement of its own: in that of the sessions it would see the time before their lock.

        Also where there is no session, so that time tells nobody that there is one.
        """
        keys = {session_id: chat.key for session_id, chat in self._chats.items()}
        wanted = [(keys.get(one.session_id, 0), str(one.about)) for one in changes]
        if not wanted:
            return
        by_key = {chat.key: chat.session for chat in self._chats.values()}
        for row in self._found(self.lookups.known, self.lookups.paired(wanted)):
            session = by_key[row.chat_session_id]
            message = message_of(row, session.id)
            session.known[message.id] = message

    def _look_up_tallies(self, changes: Sequence[Change]) -> None:
        for one in changes:
            chat = self._chats.get(one.session_id)
            if chat is None or one.up_to is None or not 0 < one.up_to < chat.session.last_seq:
                continue
            beyond = {"key": chat.key, "seq": one.up_to}
            after = self.connection.execute(_WRITTEN_AFTER, beyond).one()
            written = chat.session.written
            chat.session.written_until[one.up_to] = Tally(
                written.guest - after.guest, written.admin - after.admin
            )

    def _save(self) -> None:
        for chat in self._chats.values():
            if not chat.key:
                row = session_row(chat.session)
                chat.key = self.connection.execute(_INSERT_SESSION, row).scalar_one()
                chat.changed = False
        updated = [_updated(chat) for chat in self._chats.values() if chat.changed]
        sent = [message_row(one.message, self._chats[one.session_id].key) for one in self._sent]
        _UPDATE_SESSION.run(self.connection, updated)
        _INSERT_MESSAGE.run(self.connection, sent)
        _MARK.run(self.connection, [_marked(seen) for seen in self._seen])

    def _entries(self) -> list[OutboxEntry]:
        if not self._events:
            return []
        rows = [
            {"kind": kind, "event": text, "due_at": self.now}
            for kind, text in map(encoded, self._events)
        ]
        ids = sorted(self.connection.execute(_TELL, rows).scalars())
        return [OutboxEntry(id_, event) for id_, event in zip(ids, self._events, strict=True)]


def _updated(chat: _Loaded) -> Values:
    return {"key": chat.key} | session_state(chat.session)


def _marked(seen: _Seen) -> Values:
    other = SenderType.ADMIN if seen.reader is SenderType.GUEST else SenderType.GUEST
    return {"key": seen.chat.key, "beyond": seen.beyond, "up_to": seen.up_to, "side": other.value}


_sender = chat_messages.c.sender_type
_WRITTEN_AFTER = (
    select(
        func.count().filter(_sender == SenderType.GUEST.value).label("guest"),
        func.count().filter(_sender == SenderType.ADMIN.value).label("admin"),
    )
    .where(chat_messages.c.chat_session_id == bindparam("key"))
    .where(chat_messages.c.seq > bindparam("seq"))
)
_INSERT_SESSION = insert(chat_sessions).returning(chat_sessions.c.id)
_UPDATE_SESSION = Many(update(chat_sessions).where(chat_sessions.c.id == bindparam("key")))
_INSERT_MESSAGE = Many(insert(chat_messages))
_MARK = Many(
    update(chat_messages)
    .where(chat_messages.c.chat_session_id == bindparam("key"))
    .where(chat_messages.c.seq > bindparam("beyond"), chat_messages.c.seq <= bindparam("up_to"))
    .where(chat_messages.c.sender_type == bindparam("side"))
    .values(is_read=true())
)
_TELL = insert(outbox).returning(outbox.c.id)
"""Ids are given in the order of the rows; told to return them in it, SQLAlchemy writes one by one."""
