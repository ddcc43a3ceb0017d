"""Someone says something in a chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from livechat.domain.events import MessageKnown, MessageSent

if TYPE_CHECKING:
    from livechat.application.ports import ChatSessions, Clock
    from livechat.domain.messages import ChatMessage, Draft, SessionId
    from livechat.domain.people import Credential
    from livechat.domain.sessions import ChatSession


class Sent(NamedTuple):
    """The stored message, and whether it is this call that stored it."""

    message: ChatMessage
    new: bool


@dataclass(frozen=True, slots=True)
class SendMessage:
    """Store a message at the end of a chat."""

    sessions: ChatSessions
    clock: Clock

    async def __call__(self, to: SessionId, draft: Draft, *, by: Credential) -> Sent:
        """Store it once; the same id again gives back what is stored."""
        now = self.clock.now()

        def post(chat: ChatSession) -> MessageSent | MessageKnown:
            return chat.post(draft, by=by, now=now)

        fact = await self.sessions.change(to, post, about=draft.id)
        return Sent(fact.message, new=isinstance(fact, MessageSent))
