"""Events as they lie in the outbox."""

from __future__ import annotations

import msgspec

from livechat.domain.events import (
    Event,
    MessageSent,
    MessagesRead,
    SessionClosed,
    SessionErased,
    SessionStarted,
)

_DECODERS: dict[str, msgspec.json.Decoder[Event]] = {
    kind.__name__: msgspec.json.Decoder(kind)
    for kind in (SessionStarted, MessageSent, MessagesRead, SessionClosed, SessionErased)
}


class UnreadableEventError(Exception):
    """An entry that no code of ours wrote, or a newer one did."""


def encoded(event: Event) -> tuple[str, str]:
    """Its kind, and all of it as JSON."""
    return type(event).__name__, msgspec.json.encode(event).decode()


def decoded(kind: str, text: str) -> Event:
    """Raises UnreadableEventError."""
    try:
        return _DECODERS[kind].decode(text)
    except (KeyError, msgspec.MsgspecError) as error:
        raise UnreadableEventError(kind) from error
