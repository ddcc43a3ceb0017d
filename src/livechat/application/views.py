"""What queries give back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from unicodedata import normalize

from livechat.domain.events import (
    MessageSent,
    MessagesRead,
    SessionClosed,
    SessionErased,
    SessionStarted,
)
from livechat.domain.messages import SessionId

if TYPE_CHECKING:
    from livechat.domain.events import Event
    from livechat.domain.messages import ChatMessage
    from livechat.domain.people import EmailAddress, Guest
    from livechat.domain.sessions import ChatSession, SessionStatus


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A chat as a list shows it."""

    session: ChatSession
    last_message: ChatMessage | None
    epoch: str


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a conversation: after a place, before a place, or its end; `limit` is 1 to 200."""

    after: int | None = None
    before: int | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Part of one conversation, ascending by `seq`, with the session as it was at that moment."""

    summary: SessionSummary
    messages: list[ChatMessage]
    has_more: bool


@dataclass(frozen=True, slots=True)
class ListCursor:
    """Where a list of sessions goes on: behind this one."""

    last_activity_at: datetime
    session_id: SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFilter:
    """Which sessions; `text` is looked for in name and e-mail, without regard to case."""

    status: SessionStatus | None = None
    text: str = ""
    cursor: ListCursor | None = None
    limit: int = 25


def search_text(guest: Guest) -> str:
    """What a search looks through, folded as `SessionFilter.text` is to be."""
    return folded(f"{guest.name.text}\n{guest.email.text}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatFilter:
    """Which chats, whatever is to be done with them: all for which everything holds that is given."""

    session_id: SessionId | None = None
    email: EmailAddress | None = None
    closed_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """How much is gone for good."""

    sessions: int = 0
    messages: int = 0
    events: int = 0
    """That had not been told yet."""

    def __add__(self, other: Erased) -> Erased:
        return Erased(
            sessions=self.sessions + other.sessions,
            messages=self.messages + other.messages,
            events=self.events + other.events,
        )


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """A committed event on its way to those who listen; ids grow."""

    id: int
    event: Event

    @property
    def happened_at(self) -> datetime | None:
        """A read mark does not say when."""
        match self.event:
            case (
                SessionStarted(started_at=moment)
                | SessionClosed(closed_at=moment)
                | SessionErased(erased_at=moment)
            ):
                return moment
            case MessageSent(message):
                return message.created_at
            case MessagesRead():
                return None


def end_of_search_text(email: EmailAddress) -> str:
    """What the search text of a guest with this address ends with, and of no other."""
    return f"\n{folded(email.text)}"


def folded(text: str) -> str:
    """The same for all ways to write it: large or small, accents joined or apart, wide or narrow."""
    return normalize("NFKC", normalize("NFKC", text).casefold())


@dataclass(frozen=True, slots=True)
class SessionsPage:
    """Sessions, newest activity first; `next` is None at the end."""

    summaries: list[SessionSummary]
    next: ListCursor | None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the installation's time zone."""

    day: date
    sessions: int
    messages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Figures over everything, and over the last days; days without a chat are there, with zeros."""

    as_of: datetime
    total_sessions: int
    active_sessions: int
    closed_sessions: int
    total_messages: int
    unread_messages: int
    sessions_today: int
    messages_today: int
    average_first_response_seconds: float | None
    by_day: list[Day]
