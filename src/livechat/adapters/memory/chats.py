"""Chats, and what was committed about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from uuid import UUID

from livechat.application.ports import Clock, Said
from livechat.application.views import Erased, OutboxEntry
from livechat.domain.errors import SessionNotFoundError
from livechat.domain.events import Event, MessageKnown, MessageSent, MessagesRead, SessionErased
from livechat.domain.messages import ChatMessage, MessageId, SenderType, SessionId
from livechat.domain.sessions import ChatSession, Tally, begin


@dataclass(slots=True)
class Chat:
    """A session and its conversation."""

    session: ChatSession
    messages: list[ChatMessage] = field(default_factory=list)

    def tally_until(self, seq: int) -> Tally:
        """What each side had written when it was that long."""
        tally = Tally()
        for message in self.messages[:seq]:
            tally = tally.plus(message.sender_type)
        return tally

    def first_response(self) -> float | None:
        """Seconds from the first guest message to the first admin message after it."""
        asked: ChatMessage | None = None
        for message in self.messages:
            if asked is None and message.sender_type is SenderType.GUEST:
                asked = message
            if asked is not None and message.sender_type is SenderType.ADMIN:
                return (message.created_at - asked.created_at).total_seconds()
        return None


class MemoryOutbox:
    """Entries in the order of their commits."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ids = count(1)
        self._due: dict[int, tuple[datetime, Event]] = {}
        self._hear: list[Callable[[Sequence[OutboxEntry]], None]] = []

    def add(self, event: Event) -> None:
        """It has just been committed."""
        entry = OutboxEntry(next(self._ids), event)
        self._due[entry.id] = (self._clock.now(), event)
        for hear in self._hear:
            hear([entry])

    def on_commit(self, hear: Callable[[Sequence[OutboxEntry]], None], /) -> None:
        self._hear.append(hear)

    async def claim(self, *, before: datetime, until: datetime, limit: int) -> list[OutboxEntry]:
        due = (OutboxEntry(id_, event) for id_, (at, event) in self._due.items() if at < before)
        claimed = [entry for entry, _ in zip(due, range(limit), strict=False)]
        await self.put_off([entry.id for entry in claimed], until=until)
        return claimed

    async def told(self, ids: Sequence[int], /) -> None:
        for id_ in ids:
            self._due.pop(id_, None)

    async def put_off(self, ids: Sequence[int], /, *, until: datetime) -> None:
        for id_ in self._due.keys() & ids:
            self._due[id_] = (until, self._due[id_][1])

    async def depth(self) -> int:
        return len(self._due)

    async def oldest(self) -> datetime | None:
        moments = (OutboxEntry(id_, event).happened_at for id_, (_, event) in self._due.items())
        return next(filter(None, moments), None)

    def forget(self, session_id: SessionId) -> int:
        """Whatever waits to be told of that chat, but that it is gone; says how much it was."""
        about = [
            id_
            for id_, (_, event) in self._due.items()
            if event.session_id == session_id and not isinstance(event, SessionErased)
        ]
        for id_ in about:
            del self._due[id_]
        return len(about)


class MemorySessions:
    """A rule runs on a copy, which takes the session's place when it did not raise."""

    def __init__(self, chats: dict[SessionId, Chat], outbox: MemoryOutbox) -> None:
        self._chats = chats
        self._outbox = outbox
        self._requests: dict[UUID, SessionId] = {}

    async def start(self, new: ChatSession, /) -> ChatSession:
        earlier_id = self._requests.get(new.request_id) if new.request_id else None
        session, event = begin(new, self._chats[earlier_id].session if earlier_id else None)
        self._chats.setdefault(session.id, Chat(session)).session = session
        if session.request_id:
            self._requests[session.request_id] = session.id
        if event:
            self._outbox.add(event)
        return session

    async def change(
        self,
        session_id: SessionId,
        rule: Callable[[ChatSession], Said],
        /,
        *,
        about: MessageId | None = None,
        up_to: int | None = None,
    ) -> Said:
        chat = self._chats.get(session_id)
        if chat is None:
            raise SessionNotFoundError
        known = {m.id: m for m in chat.messages if m.id == about}
        until = {} if up_to is None else {up_to: chat.tally_until(up_to)}
        changed = replace(chat.session, known=known, written_until=until)
        fact = rule(changed)
        chat.session = replace(changed, known={}, written_until={})
        match fact:
            case MessageSent(message):
                chat.messages.append(message)
            case MessagesRead():
                chat.messages = [_seen(m, fact) for m in chat.messages]
        if fact is not None and not isinstance(fact, MessageKnown):
            self._outbox.add(fact)
        return fact

    async def erase(self, session_id: SessionId, /, *, now: datetime) -> Erased:
        chat = self._chats.pop(session_id, None)
        self._requests = {by: of for by, of in self._requests.items() if of != session_id}
        events = self._outbox.forget(session_id)
        if chat is None:
            return Erased(events=events)
        self._outbox.add(SessionErased(session_id, now))
        return Erased(sessions=1, messages=len(chat.messages), events=events)


def _seen(message: ChatMessage, mark: MessagesRead) -> ChatMessage:
    seen = message.seq <= mark.up_to_seq and message.sender_type is not mark.reader
    return replace(message, is_read=message.is_read or seen)
