"""Somebody wants to be forgotten, or a chat has been kept long enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from livechat.application.transcripts import chats
from livechat.application.views import ChatFilter, Erased

if TYPE_CHECKING:
    from livechat.application.ports import ChatQueries, ChatSessions, Clock
    from livechat.domain.sessions import Retention


@dataclass(frozen=True, slots=True)
class EraseChats:
    """Forget chats for good, one after the other."""

    sessions: ChatSessions
    queries: ChatQueries
    clock: Clock

    async def __call__(self, wanted: ChatFilter) -> Erased:
        """What is gone; interrupted, it may be asked again."""
        gone = Erased()
        async for summary in chats(self.queries, wanted):
            gone += await self.sessions.erase(summary.session.id, now=self.clock.now())
        return gone


@dataclass(frozen=True, slots=True)
class EraseOldChats:
    """Forget what has been kept long enough."""

    erase: EraseChats
    retention: Retention
    clock: Clock

    async def __call__(self) -> Erased:
        """What is gone."""
        return await self.erase(ChatFilter(closed_before=self.retention.due(now=self.clock.now())))
