"""A chat and its rules: start, post, mark read, close. Reopened it is never."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, NewType
from uuid import UUID

from livechat.domain.errors import (
    InvalidValueError,
    MessageIdTakenError,
    SessionClosedError,
    SessionNotFoundError,
)
from livechat.domain.events import (
    MessageKnown,
    MessageSent,
    MessagesRead,
    SessionClosed,
    SessionStarted,
)
from livechat.domain.messages import (
    ChatMessage,
    Draft,
    MessageId,
    SenderType,
    SessionId,
)
from livechat.domain.people import Admin, Credential, Guest, GuestCredential

if TYPE_CHECKING:
    from datetime import datetime

Metadata = NewType("Metadata", dict[str, object])
METADATA_BYTES = 4096
READABLE_AFTER_CLOSE = timedelta(days=30)
"""So long a guest may read what was said; then his credential opens nothing more."""


class SessionStatus(StrEnum):
    """Closed is for ever."""

    ACTIVE = "active"
    CLOSED = "closed"


class Tally(NamedTuple):
    """How many messages each side has written up to some place."""

    guest: int = 0
    admin: int = 0

    def plus(self, side: SenderType) -> Tally:
        """One more of that side; the system's own count for nobody."""
        return Tally(
            self.guest + (side is SenderType.GUEST),
            self.admin + (side is SenderType.ADMIN),
        )

    def read_by(self, reader: SenderType) -> int:
        """How many of them *reader* had to read: those of the other side."""
        return self.admin if reader is SenderType.GUEST else self.guest


@dataclass(frozen=True, slots=True)
class Retention:
    """How many days a chat is kept after its close; an open one is kept."""

    days: int

    def due(self, *, now: datetime) -> datetime:
        """Chats that were closed before then are to be erased."""
        return now - timedelta(days=self.days)


def checked_metadata(metadata: dict[str, object]) -> Metadata:
    """What a page tells about itself; at most 4 KiB as JSON."""
    try:
        size = len(json.dumps(metadata, ensure_ascii=False, separators=(",", ":")).encode())
    except UnicodeEncodeError:
        problem = "The metadata contains half a character."
        raise InvalidValueError("metadata", "characters", problem) from None
    if size > METADATA_BYTES:
        raise InvalidValueError("metadata", "too_long", "Use at most 4 KiB.")
    return Metadata(metadata)


@dataclass(slots=True, kw_only=True)
class ChatSession:
    """One guest's conversation with the admins."""

    id: SessionId
    guest: Guest
    secret_hash: bytes = field(repr=False)
    created_at: datetime
    updated_at: datetime
    last_activity_at: datetime
    status: SessionStatus = SessionStatus.ACTIVE
    last_seq: int = 0
    written: Tally = Tally()
    guest_last_read_seq: int = 0
    admin_last_read_seq: int = 0
    guest_has_read: int = 0
    admin_has_read: int = 0
    topic: str | None = None
    locale: str | None = None
    metadata: dict[str, object] = field(default_factory=dict)
    request_id: UUID | None = None
    closed_at: datetime | None = None
    closed_by: SenderType | None = None
    known: dict[MessageId, ChatMessage] = field(default_factory=dict, repr=False, compare=False)
    """Stored messages that the store looked up for the change at hand."""
    written_until: dict[int, Tally] = field(default_factory=dict, repr=False, compare=False)
    """Tallies that the store looked up for the change at hand, by `seq`."""

    def admit(self, by: Credential, *, now: datetime) -> None:
        """Let in only the guest who began this chat, not long after its close, and admins."""
        match by:
            case GuestCredential():
                over = self.closed_at is not None and now - self.closed_at >= READABLE_AFTER_CLOSE
                if not by.opens(self.id, self.secret_hash) or over:
                    raise SessionNotFoundError
            case Admin():
                pass

    def post(self, draft: Draft, *, by: Credential, now: datetime) -> MessageSent | MessageKnown:
        """Add a message at the end; the same id again is the stored one, whatever its text."""
        self.admit(by, now=now)
        known = self.known.get(draft.id)
        if known is not None:
            if known.sender_type is not by.side:
                raise MessageIdTakenError
            return MessageKnown(known)
        if self.status is SessionStatus.CLOSED:
            raise SessionClosedError
        self.last_seq += 1
        self.written = self.written.plus(by.side)
        self._touch(now)
        message = ChatMessage(
            id=draft.id,
            session_id=self.id,
            seq=self.last_seq,
            body=draft.body.text,
            sender_type=by.side,
            sender_name=by.name.text if isinstance(by, Admin) else self.guest.name.text,
            created_at=now,
            updated_at=now,
        )
        return MessageSent(message)

    def mark_read(self, up_to_seq: int, *, by: Credential, now: datetime) -> MessagesRead | None:
        """Move the reader's mark; forward only, never past the end."""
        self.admit(by, now=now)
        seq = min(up_to_seq, self.last_seq)
        if seq <= self.last_read_seq(by.side):
            return None
        written = self.written if seq == self.last_seq else self.written_until[seq]
        if by.side is SenderType.GUEST:
            self.guest_last_read_seq = seq
            self.guest_has_read = written.read_by(by.side)
        else:
            self.admin_last_read_seq = seq
            self.admin_has_read = written.read_by(by.side)
        self.updated_at = max(self.updated_at, now)
        return MessagesRead(self.id, by.side, seq)

    def close(self, *, by: Credential, now: datetime) -> SessionClosed | None:
        """End the chat for good; ending it again changes nothing."""
        self.admit(by, now=now)
        if self.status is SessionStatus.CLOSED:
            return None
        self.status = SessionStatus.CLOSED
        self._touch(now)
        self.closed_at = self.last_activity_at
        self.closed_by = by.side
        return SessionClosed(self.id, by.side, self.last_seq, self.closed_at)

    def last_read_seq(self, reader: SenderType) -> int:
        """How far that side has read."""
        return self.guest_last_read_seq if reader is SenderType.GUEST else self.admin_last_read_seq

    def unread(self, reader: SenderType) -> int:
        """How many messages of the other side lie beyond the reader's own mark."""
        has_read = self.guest_has_read if reader is SenderType.GUEST else self.admin_has_read
        return self.written.read_by(reader) - has_read

    def _touch(self, now: datetime) -> None:
        """A clock that was set back never makes a chat older."""
        self.last_activity_at = max(self.last_activity_at, now)
        self.updated_at = max(self.updated_at, now)


def begin(
    new: ChatSession, earlier: ChatSession | None
) -> tuple[ChatSession, SessionStarted | None]:
    """Begin a chat, or take up the empty one that the same request began before.

    A retried start must leave no ghost: its first attempt's session gets the new secret. Where that
    session has been used, or was somebody else's, the new one stands alone and drops the request id.
    """
    if earlier is None:
        return new, _started(new)
    unused = earlier.last_seq == 0 and earlier.status is SessionStatus.ACTIVE
    if unused and earlier.guest.same_person_as(new.guest):
        return replace(earlier, secret_hash=new.secret_hash), None
    alone = replace(new, request_id=None)
    return alone, _started(alone)


def _started(session: ChatSession) -> SessionStarted:
    return SessionStarted(
        session.id,
        session.guest.name.text,
        session.topic,
        started_at=session.created_at,
    )
