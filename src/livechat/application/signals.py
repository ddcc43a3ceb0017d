"""What clients hear of an event: channel, name and data. This is a published language."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from livechat.domain.events import (
    Event,
    MessageSent,
    MessagesRead,
    SessionClosed,
    SessionErased,
    SessionStarted,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from livechat.domain.messages import ChatMessage, SessionId

ADMIN_CHANNEL = "admin-chat"
SESSION_CHANNEL_PREFIX = "chat-session."
DATA_BYTES = 9000
"""Above this an event goes without its message: hosted Pusher refuses more than 10 kB."""
_NEEDS_NO_MEASURE = 1500
_ERASED = "session.erased"


@dataclass(frozen=True, slots=True)
class Signal:
    """One event on one logical channel; signals of one event share their `data` object."""

    channel: str
    name: str
    data: Mapping[str, object]

    @property
    def is_last(self) -> bool:
        """Whether its channel ends with it: nobody may listen there any more."""
        return self.name == _ERASED and self.channel != ADMIN_CHANNEL


def session_channel(session_id: SessionId) -> str:
    """The logical channel of one chat."""
    return f"{SESSION_CHANNEL_PREFIX}{session_id}"


def signals_of(event: Event) -> tuple[Signal, ...]:
    """Who hears what of it. No e-mail address and no phone number is in any of them."""
    name, data = _name_and_data(event)
    for_admins = Signal(ADMIN_CHANNEL, name, data)
    if isinstance(event, SessionStarted):
        return (for_admins,)
    return (Signal(session_channel(event.session_id), name, data), for_admins)


def _name_and_data(event: Event) -> tuple[str, dict[str, object]]:
    match event:
        case SessionStarted():
            return "session.started", {
                "session_id": str(event.session_id),
                "seq": 0,
                "guest_name": event.guest_name,
                "topic": event.topic,
                "created_at": timestamp(event.started_at),
            }
        case MessageSent(message):
            data: dict[str, object] = {
                "session_id": str(event.session_id),
                "seq": message.seq,
            }
            whole = data | {"message": message_data(message)}
            return "message.sent", whole if _fits(message, whole) else data
        case MessagesRead():
            return "messages.read", {
                "session_id": str(event.session_id),
                "reader": event.reader.value,
                "up_to_seq": event.up_to_seq,
            }
        case SessionClosed():
            return "session.closed", {
                "session_id": str(event.session_id),
                "closed_by": event.closed_by.value,
                "closed_seq": event.closed_seq,
                "closed_at": timestamp(event.closed_at),
            }
        case SessionErased():
            return _ERASED, {
                "session_id": str(event.session_id),
                "erased_at": timestamp(event.erased_at),
            }


def message_data(message: ChatMessage) -> dict[str, object]:
    """A message as HTTP and events show it."""
    return {
        "id": str(message.id),
        "session_id": str(message.session_id),
        "seq": message.seq,
        "kind": message.kind,
        "message": message.body,
        "sender_type": message.sender_type.value,
        "sender_name": message.sender_name,
        "is_read": message.is_read,
        "attachments": list(message.attachments),
        "metadata": message.metadata,
        "created_at": timestamp(message.created_at),
        "updated_at": timestamp(message.updated_at),
    }


@lru_cache(maxsize=64)  # the same moment is shown several times
def timestamp(moment: datetime) -> str:
    """ISO 8601 in UTC with `Z` and milliseconds."""
    return f"{moment.isoformat(timespec='milliseconds')[:-6]}Z"


def _fits(message: ChatMessage, data: dict[str, object]) -> bool:
    """Measured only where a message could be too long (a code point takes at most 4 bytes)."""
    if len(message.body) <= _NEEDS_NO_MEASURE and not message.attachments and not message.metadata:
        return True
    return len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()) <= DATA_BYTES
