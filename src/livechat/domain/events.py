"""What has happened in a chat: past facts, each with all that its listeners need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from livechat.domain.messages import ChatMessage, SenderType, SessionId


@dataclass(frozen=True, slots=True)
class SessionStarted:
    """A guest has begun a chat."""

    session_id: SessionId
    guest_name: str
    topic: str | None
    started_at: datetime


@dataclass(frozen=True, slots=True)
class MessageSent:
    """A message took its place in the conversation."""

    message: ChatMessage

    @property
    def session_id(self) -> SessionId:
        """The chat that it was sent in."""
        return self.message.session_id


@dataclass(frozen=True, slots=True)
class MessagesRead:
    """One side has seen everything up to and with `up_to_seq`."""

    session_id: SessionId
    reader: SenderType
    up_to_seq: int


@dataclass(frozen=True, slots=True)
class SessionClosed:
    """Nothing follows `closed_seq`."""

    session_id: SessionId
    closed_by: SenderType
    closed_seq: int
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class SessionErased:
    """It has been forgotten, with everything that was said."""

    session_id: SessionId
    erased_at: datetime


Event = SessionStarted | MessageSent | MessagesRead | SessionClosed | SessionErased


@dataclass(frozen=True, slots=True)
class MessageKnown:
    """Not an event: the same message was stored before, so nothing happened."""

    message: ChatMessage


Fact = Event | MessageKnown | None
"""What a rule says of a chat: what has happened, or that nothing has."""
