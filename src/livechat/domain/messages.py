"""What is said in a chat."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType, Self
from uuid import UUID

from livechat.domain.errors import InvalidValueError
from livechat.domain.text import has_forbidden_control, is_blank

SessionId = NewType("SessionId", UUID)
MessageId = NewType("MessageId", UUID)

MESSAGE_LENGTH = 4000


class SenderType(StrEnum):
    """Which side speaks."""

    GUEST = "guest"
    ADMIN = "admin"
    SYSTEM = "system"


class MessageKind(StrEnum):
    """What an entry of the conversation is."""

    TEXT = "text"


@dataclass(frozen=True, slots=True)
class MessageBody:
    """Text that can be stored and shown; what `of` lets through comes back byte for byte."""

    text: str

    @classmethod
    def of(cls, raw: str) -> Self:
        """Strip it and unify line ends; counted in code points."""
        text = raw.replace("\r\n", "\n").replace("\r", "\n")
        if has_forbidden_control(text, allowed="\n\t"):
            problem = "The message contains control characters."
            raise InvalidValueError("message", "control_characters", problem)
        text = text.strip()
        if is_blank(text):
            raise InvalidValueError("message", "required", "Write a message.")
        if len(text) > MESSAGE_LENGTH:
            problem = f"The message is longer than {MESSAGE_LENGTH:,} characters."
            raise InvalidValueError("message", "too_long", problem)
        return cls(text)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that somebody wants to send; the sender chose its id, so a retry is the same one."""

    id: MessageId
    body: MessageBody


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """One entry of a conversation, at its place `seq`."""

    id: MessageId
    session_id: SessionId
    seq: int
    body: str
    sender_type: SenderType
    sender_name: str
    created_at: datetime
    updated_at: datetime
    kind: str = MessageKind.TEXT
    is_read: bool = False
    attachments: tuple[dict[str, object], ...] = ()
    metadata: dict[str, object] = field(default_factory=dict)
