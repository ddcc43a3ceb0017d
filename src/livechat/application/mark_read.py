"""Someone has seen what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from livechat.application.ports import ChatQueries, ChatSessions, Clock
    from livechat.application.views import SessionSummary
    from livechat.domain.events import MessagesRead
    from livechat.domain.messages import SessionId
    from livechat.domain.people import Credential
    from livechat.domain.sessions import ChatSession


@dataclass(frozen=True, slots=True)
class MarkRead:
    """Move a reader's mark forward."""

    sessions: ChatSessions
    queries: ChatQueries
    clock: Clock

    async def __call__(
        self, session_id: SessionId, up_to_seq: int, *, by: Credential
    ) -> SessionSummary:
        """The session as it is afterwards; a mark that is not ahead changes nothing.

        It is read first: who may not see it is sent away, and who has read as far already is answered.
        What is looked up for the rule would take the one longer than a session that there is not, and
        the writer of all long where the chat is long.
        """
        before = await self.queries.session(session_id, by=by)
        if up_to_seq <= before.session.last_read_seq(by.side):
            return before
        now = self.clock.now()

        def mark(chat: ChatSession) -> MessagesRead | None:
            return chat.mark_read(up_to_seq, by=by, now=now)

        await self.sessions.change(session_id, mark, up_to=up_to_seq)
        return await self.queries.session(session_id, by=by)
