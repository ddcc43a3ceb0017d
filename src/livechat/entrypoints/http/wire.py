"""What travels to guests and admins; the names here are those of the OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self, TypeAlias
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType, convert
from msgspec.structs import asdict

from livechat.application.signals import timestamp
from livechat.application.views import Page, SessionSummary, Statistics
from livechat.domain.messages import ChatMessage, SenderType
from livechat.domain.sessions import SessionStatus

Timestamp: TypeAlias = Annotated[str, Meta(extra_json_schema={"extra": {"format": "date-time"}})]
Date: TypeAlias = Annotated[str, Meta(extra_json_schema={"extra": {"format": "date"}})]
SessionState: TypeAlias = Literal["active", "closed"]
Side: TypeAlias = Literal["guest", "admin", "system"]
Json: TypeAlias = dict[str, object]

_STATES: Final[dict[SessionStatus, SessionState]] = {
    SessionStatus.ACTIVE: "active",
    SessionStatus.CLOSED: "closed",
}
_SIDES: Final[dict[SenderType, Side]] = {
    SenderType.GUEST: "guest",
    SenderType.ADMIN: "admin",
    SenderType.SYSTEM: "system",
}


class AttachmentView(Struct, frozen=True, kw_only=True):
    """A file that belongs to a message."""

    id: UUID
    name: str
    type: str
    size: int


class MessageView(Struct, frozen=True, kw_only=True):
    """One entry of a conversation; a client counts the `seq` of a `kind` it does not know, and shows nothing."""

    id: UUID
    session_id: UUID
    seq: int
    kind: str
    message: str
    sender_type: Side
    sender_name: str
    is_read: bool
    attachments: list[AttachmentView]
    metadata: Json
    created_at: Timestamp
    updated_at: Timestamp

    @classmethod
    def of(cls, message: ChatMessage) -> Self:
        """As everybody in the chat may see it."""
        return cls(
            id=message.id,
            session_id=message.session_id,
            seq=message.seq,
            kind=message.kind,
            message=message.body,
            sender_type=_SIDES[message.sender_type],
            sender_name=message.sender_name,
            is_read=message.is_read,
            attachments=[convert(each, AttachmentView) for each in message.attachments],
            metadata=message.metadata,
            created_at=timestamp(message.created_at),
            updated_at=timestamp(message.updated_at),
        )


class SessionView(Struct, frozen=True, kw_only=True):
    """A chat as its guest sees it."""

    session_id: UUID
    guest_name: str
    status: SessionState
    closed_by: Side | None
    last_activity_at: Timestamp
    created_at: Timestamp
    updated_at: Timestamp
    last_seq: int
    guest_last_read_seq: int
    admin_last_read_seq: int
    unread_count: int
    topic: str | None
    epoch: str

    @classmethod
    def of(cls, summary: SessionSummary) -> Self:
        """`unread_count` is what the guest has not read."""
        session = summary.session
        return cls(
            session_id=session.id,
            guest_name=session.guest.name.text,
            status=_STATES[session.status],
            closed_by=_SIDES[session.closed_by] if session.closed_by else None,
            last_activity_at=timestamp(session.last_activity_at),
            created_at=timestamp(session.created_at),
            updated_at=timestamp(session.updated_at),
            last_seq=session.last_seq,
            guest_last_read_seq=session.guest_last_read_seq,
            admin_last_read_seq=session.admin_last_read_seq,
            unread_count=session.unread(SenderType.GUEST),
            topic=session.topic,
            epoch=summary.epoch,
        )


class AdminSessionView(SessionView, frozen=True, kw_only=True):
    """A chat as admins see it."""

    guest_email: str
    guest_phone: str | None
    metadata: Json
    last_message: MessageView | None
    assigned_admin: str | None

    @classmethod
    def of(cls, summary: SessionSummary) -> Self:
        """`unread_count` is what the admins have not read."""
        session, last = summary.session, summary.last_message
        shared = asdict(SessionView.of(summary))
        return cls(
            **shared | {"unread_count": session.unread(SenderType.ADMIN)},
            guest_email=session.guest.email.text,
            guest_phone=session.guest.phone.text if session.guest.phone else None,
            metadata=session.metadata,
            last_message=MessageView.of(last) if last else None,
            assigned_admin=None,
        )


class Started(Struct, frozen=True, kw_only=True):
    """`token` is there when the chat has a new one; keep it, nobody can tell it again."""

    session: SessionView
    token: str | UnsetType = UNSET


class GuestSession(Struct, frozen=True):
    """A chat after a change."""

    session: SessionView


class MaybeSession(Struct, frozen=True):
    """The chat that the credential opens, if it opens one."""

    session: SessionView | None


class AdminSession(Struct, frozen=True):
    """A chat after a change."""

    session: AdminSessionView


class Sent(Struct, frozen=True):
    """The message as it is stored."""

    message: MessageView


class MessagePage(Struct, frozen=True, kw_only=True):
    """Part of a conversation, ascending by `seq`; when `epoch` has changed, start over."""

    messages: list[MessageView]
    has_more: bool
    last_seq: int
    epoch: str
    session: SessionView

    @classmethod
    def of(cls, page: Page) -> Self:
        """For the guest."""
        return cls(
            messages=[MessageView.of(message) for message in page.messages],
            has_more=page.has_more,
            last_seq=page.summary.session.last_seq,
            epoch=page.summary.epoch,
            session=SessionView.of(page.summary),
        )


class AdminMessagePage(Struct, frozen=True, kw_only=True):
    """Part of a conversation, ascending by `seq`; when `epoch` has changed, start over."""

    messages: list[MessageView]
    has_more: bool
    last_seq: int
    epoch: str
    session: AdminSessionView

    @classmethod
    def of(cls, page: Page) -> Self:
        """For admins."""
        return cls(
            messages=[MessageView.of(message) for message in page.messages],
            has_more=page.has_more,
            last_seq=page.summary.session.last_seq,
            epoch=page.summary.epoch,
            session=AdminSessionView.of(page.summary),
        )


class SessionList(Struct, frozen=True):
    """Newest activity first; `next_cursor` is null at the end."""

    sessions: list[AdminSessionView]
    next_cursor: str | None


class DayView(Struct, frozen=True):
    """One day of the installation's time zone."""

    day: Date
    sessions: int
    messages: int


class StatisticsView(Struct, frozen=True, kw_only=True):
    """At most 10 s old; every one of the days asked for is there."""

    as_of: Timestamp
    total_sessions: int
    active_sessions: int
    closed_sessions: int
    total_messages: int
    unread_messages: int
    sessions_today: int
    messages_today: int
    average_first_response_seconds: float | None
    by_day: list[DayView]

    @classmethod
    def of(cls, statistics: Statistics) -> Self:
        """Everything that was counted."""
        return cls(
            as_of=timestamp(statistics.as_of),
            total_sessions=statistics.total_sessions,
            active_sessions=statistics.active_sessions,
            closed_sessions=statistics.closed_sessions,
            total_messages=statistics.total_messages,
            unread_messages=statistics.unread_messages,
            sessions_today=statistics.sessions_today,
            messages_today=statistics.messages_today,
            average_first_response_seconds=statistics.average_first_response_seconds,
            by_day=[
                DayView(each.day.isoformat(), each.sessions, each.messages)
                for each in statistics.by_day
            ],
        )


class Authorised(Struct, frozen=True):
    """What a socket shows to listen to a private channel."""

    auth: str


class AdminView(Struct, frozen=True):
    """Somebody who answers guests."""

    email: str
    name: str


class SignedIn(Struct, frozen=True):
    """Unsafe requests repeat `csrf_token` in the header `X-CSRF-Token`."""

    admin: AdminView
    csrf_token: str


class Done(Struct, frozen=True):
    """There is nothing to say."""


class Health(Struct, frozen=True):
    """It runs."""

    status: Literal["ok"]


class Readiness(Struct, frozen=True, omit_defaults=True):
    """It can store messages; `warning` says what does not work as well as it should."""

    status: Literal["ready"]
    warning: str | None = None
