"""Changes of chats, handed to the writer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import cast

from livechat.adapters.sql import erasing
from livechat.adapters.sql.group import Change, Start
from livechat.adapters.sql.writer import Writer
from livechat.application.ports import Said
from livechat.application.views import Erased
from livechat.domain.events import SessionErased
from livechat.domain.messages import MessageId, SessionId
from livechat.domain.sessions import ChatSession


class SqlSessions:
    """Whatever waits at the same time shares a transaction."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def start(self, new: ChatSession, /) -> ChatSession:
        return cast("ChatSession", await self._writer.put(Start(new)))

    async def change(
        self,
        session_id: SessionId,
        rule: Callable[[ChatSession], Said],
        /,
        *,
        about: MessageId | None = None,
        up_to: int | None = None,
    ) -> Said:
        return cast("Said", await self._writer.put(Change(session_id, rule, about, up_to)))

    async def erase(self, session_id: SessionId, /, *, now: datetime) -> Erased:
        return await erasing.erase(self._writer, SessionErased(session_id, now))
