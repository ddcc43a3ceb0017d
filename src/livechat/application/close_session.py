"""Someone ends a chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from livechat.application.ports import ChatQueries, ChatSessions, Clock
    from livechat.application.views import SessionSummary
    from livechat.domain.events import SessionClosed
    from livechat.domain.messages import SessionId
    from livechat.domain.people import Credential
    from livechat.domain.sessions import ChatSession


@dataclass(frozen=True, slots=True)
class CloseSession:
    """End a chat for good."""

    sessions: ChatSessions
    queries: ChatQueries
    clock: Clock

    async def __call__(self, session_id: SessionId, *, by: Credential) -> SessionSummary:
        """The session as it is afterwards; closing a closed one changes nothing."""
        now = self.clock.now()

        def end(chat: ChatSession) -> SessionClosed | None:
            return chat.close(by=by, now=now)

        await self.sessions.change(session_id, end)
        return await self.queries.session(session_id, by=by)
