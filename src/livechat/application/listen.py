"""Who may listen where: one rule for our own sockets and for hosted Pusher."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from livechat.application.signals import (
    ADMIN_CHANNEL,
    SESSION_CHANNEL_PREFIX,
    session_channel,
)
from livechat.domain.errors import ChannelForbiddenError, SessionNotFoundError
from livechat.domain.messages import SessionId
from livechat.domain.people import Admin

if TYPE_CHECKING:
    from livechat.application.ports import ChatQueries
    from livechat.domain.people import Credential


@dataclass(frozen=True, slots=True)
class Listen:
    """Let someone hear a channel."""

    queries: ChatQueries

    async def __call__(self, channel: str, *, by: Credential | None) -> None:
        """Raises ChannelForbiddenError for every refusal, whatever the reason; *channel* is logical."""
        if channel == ADMIN_CHANNEL and isinstance(by, Admin):
            return
        session_id = _session_of(channel)
        if session_id is None or by is None:
            raise ChannelForbiddenError
        try:
            await self.queries.session(session_id, by=by)
        except SessionNotFoundError:
            raise ChannelForbiddenError from None


def _session_of(channel: str) -> SessionId | None:
    try:
        session_id = SessionId(UUID(channel.removeprefix(SESSION_CHANNEL_PREFIX)))
    except ValueError:
        return None
    return session_id if session_channel(session_id) == channel else None
