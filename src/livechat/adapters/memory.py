"""Every store in memory: for tests, and to try livechat without a file."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from itertools import count
from statistics import fmean, median
from uuid import UUID

from livechat.application.ports import Clock, Fact, OutboxEntry
from livechat.application.views import (
    Day,
    ListCursor,
    Page,
    SessionFilter,
    SessionsPage,
    SessionSummary,
    Statistics,
    Window,
    search_text,
)
from livechat.domain.errors import (
    CursorAheadError,
    EmailTakenError,
    SessionNotFoundError,
    SetupDoneError,
)
from livechat.domain.events import Event, MessageKnown, MessageSent, MessagesRead
from livechat.domain.messages import ChatMessage, MessageId, SenderType, SessionId
from livechat.domain.people import Admin, AdminId, Credential, EmailAddress, Login
from livechat.domain.sessions import ChatSession, SessionStatus, Tally, begin


@dataclass(slots=True)
class _Chat:
    session: ChatSession
    messages: list[ChatMessage] = field(default_factory=list)

    def tally_until(self, seq: int) -> Tally:
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
        entry = OutboxEntry(next(self._ids), event)
        self._due[entry.id] = (self._clock.now(), event)
        for hear in self._hear:
            hear([entry])

    def on_commit(self, hear: Callable[[Sequence[OutboxEntry]], None], /) -> None:
        self._hear.append(hear)

    async def due(self, *, before: datetime, limit: int) -> list[OutboxEntry]:
        due = (OutboxEntry(id_, event) for id_, (at, event) in self._due.items() if at < before)
        return [entry for entry, _ in zip(due, range(limit), strict=False)]

    async def told(self, ids: Sequence[int], /) -> None:
        for id_ in ids:
            self._due.pop(id_, None)

    async def put_off(self, ids: Sequence[int], /, *, until: datetime) -> None:
        for id_ in self._due.keys() & ids:
            self._due[id_] = (until, self._due[id_][1])

    async def depth(self) -> int:
        return len(self._due)


class MemorySessions:
    """A rule runs on a copy, which takes the session's place when it did not raise."""

    def __init__(self, chats: dict[SessionId, _Chat], outbox: MemoryOutbox) -> None:
        self._chats = chats
        self._outbox = outbox
        self._requests: dict[UUID, SessionId] = {}

    async def start(self, new: ChatSession, /) -> ChatSession:
        earlier_id = self._requests.get(new.request_id) if new.request_id else None
        session, event = begin(new, self._chats[earlier_id].session if earlier_id else None)
        self._chats.setdefault(session.id, _Chat(session)).session = session
        if session.request_id:
            self._requests[session.request_id] = session.id
        if event:
            self._outbox.add(event)
        return session

    async def change(
        self,
        session_id: SessionId,
        rule: Callable[[ChatSession], Fact],
        /,
        *,
        about: MessageId | None = None,
        up_to: int | None = None,
    ) -> Fact:
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


def _seen(message: ChatMessage, mark: MessagesRead) -> ChatMessage:
    seen = message.seq <= mark.up_to_seq and message.sender_type is not mark.reader
    return replace(message, is_read=message.is_read or seen)


class MemoryQueries:
    """Reads by looking at everything."""

    def __init__(self, chats: dict[SessionId, _Chat], epoch: str) -> None:
        self._chats = chats
        self._epoch = epoch

    async def session(self, session_id: SessionId, /, *, by: Credential) -> SessionSummary:
        return self._summary(self._chat(session_id, by))

    async def messages(self, session_id: SessionId, window: Window, /, *, by: Credential) -> Page:
        chat = self._chat(session_id, by)
        last = chat.session.last_seq
        if window.after is not None:
            if window.after > last:
                raise CursorAheadError(epoch=self._epoch, last_seq=last)
            found = chat.messages[window.after : window.after + window.limit]
            return Page(self._summary(chat), found, window.after + len(found) < last)
        end = last if window.before is None else max(0, min(window.before - 1, last))
        begin_at = max(0, end - window.limit)
        return Page(self._summary(chat), chat.messages[begin_at:end], begin_at > 0)

    async def sessions(self, wanted: SessionFilter, /) -> SessionsPage:
        text = wanted.text.casefold()
        found = sorted(
            (
                chat
                for chat in self._chats.values()
                if wanted.status in {None, chat.session.status}
                and text in search_text(chat.session.guest)
                and (wanted.cursor is None or _place(chat.session) < _place(wanted.cursor))
            ),
            key=lambda chat: _place(chat.session),
            reverse=True,
        )
        shown = [self._summary(chat) for chat in found[: wanted.limit]]
        more = len(found) > wanted.limit
        last = shown[-1].session if more else None
        return SessionsPage(shown, ListCursor(last.last_activity_at, last.id) if last else None)

    async def statistics(self, *, now: datetime, days: int, zone: tzinfo) -> Statistics:
        chats = list(self._chats.values())
        today = now.astimezone(zone).date()
        shown = [today - timedelta(days=n) for n in reversed(range(days))]
        begun = [c.session.created_at.astimezone(zone).date() for c in chats]
        sent = [m.created_at.astimezone(zone).date() for c in chats for m in c.messages]
        answers = [
            seconds
            for chat, day in zip(chats, begun, strict=True)
            if day >= shown[0] and (seconds := chat.first_response()) is not None
        ]
        active = sum(c.session.status is SessionStatus.ACTIVE for c in chats)
        return Statistics(
            as_of=now,
            total_sessions=len(chats),
            active_sessions=active,
            closed_sessions=len(chats) - active,
            total_messages=len(sent),
            unread_messages=sum(c.session.unread(SenderType.ADMIN) for c in chats),
            sessions_today=begun.count(today),
            messages_today=sent.count(today),
            average_first_response_seconds=fmean(answers) if answers else None,
            by_day=[Day(day, begun.count(day), sent.count(day)) for day in shown],
        )

    async def median_first_response(self, *, since: datetime, at_least: int) -> float | None:
        seconds = [
            found
            for chat in self._chats.values()
            if chat.session.created_at >= since and (found := chat.first_response()) is not None
        ]
        return median(seconds) if len(seconds) >= at_least else None

    def _chat(self, session_id: SessionId, by: Credential) -> _Chat:
        chat = self._chats.get(session_id)
        if chat is None:
            raise SessionNotFoundError
        chat.session.admit(by)
        return chat

    def _summary(self, chat: _Chat) -> SessionSummary:
        last = chat.messages[-1] if chat.messages else None
        return SessionSummary(replace(chat.session), last, self._epoch)


def _place(of: ChatSession | ListCursor) -> tuple[datetime, str]:
    return of.last_activity_at, str(of.id if isinstance(of, ChatSession) else of.session_id)


class MemoryAdmins:
    """Admins and logins in dicts."""

    def __init__(self) -> None:
        self._admins: dict[AdminId, tuple[Admin, str]] = {}
        self._logins: dict[bytes, Login] = {}

    async def add(self, admin: Admin, password_hash: str, /, *, only_first: bool = False) -> None:
        if only_first and self._admins:
            raise SetupDoneError
        if await self.by_email(admin.email):
            raise EmailTakenError
        self._admins[admin.id] = (admin, password_hash)

    async def all(self) -> list[Admin]:
        return [admin for admin, _ in self._admins.values()]

    async def by_email(self, email: EmailAddress, /) -> tuple[Admin, str] | None:
        return next(
            (found for found in self._admins.values() if found[0].email.same_as(email)), None
        )

    async def set_password(self, admin: AdminId, password_hash: str, /) -> None:
        if found := self._admins.get(admin):
            self._admins[admin] = (found[0], password_hash)
        self._logins = {k: login for k, login in self._logins.items() if login.admin.id != admin}

    async def open_login(self, login: Login, /) -> None:
        self._logins[login.token_hash] = login

    async def login(self, token_hash: bytes, /) -> Login | None:
        return self._logins.get(token_hash)

    async def saw(self, token_hash: bytes, /, *, at: datetime) -> None:
        if login := self._logins.get(token_hash):
            self._logins[token_hash] = replace(login, last_seen_at=at)

    async def end_login(self, token_hash: bytes, /) -> None:
        self._logins.pop(token_hash, None)


class MemoryInstallation:
    """Values that end with the process."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    async def remember(self, name: str, make: Callable[[], str], /) -> str:
        if name not in self._values:
            self._values[name] = make()
        return self._values[name]

    async def ready(self) -> None:
        """Always."""


class MemoryStore:
    """All stores on the same chats."""

    def __init__(self, clock: Clock) -> None:
        chats: dict[SessionId, _Chat] = {}
        self.outbox = MemoryOutbox(clock)
        self.sessions = MemorySessions(chats, self.outbox)
        self.queries = MemoryQueries(chats, epoch=secrets.token_hex(4))
        self.admins = MemoryAdmins()
        self.installation = MemoryInstallation()

    async def open(self) -> None:
        """There is nothing to open."""

    async def close(self) -> None:
        """There is nothing to close."""
