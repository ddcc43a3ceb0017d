"""Every store in memory: for tests, and to try livechat without a file."""

from __future__ import annotations

import secrets

from livechat.adapters.memory.chats import Chat, MemoryOutbox, MemorySessions
from livechat.adapters.memory.people import MemoryAdmins, MemoryInstallation
from livechat.adapters.memory.queries import MemoryQueries
from livechat.application.measures import StoreFigures
from livechat.application.ports import Clock
from livechat.domain.messages import SessionId


class MemoryStore:
    """All stores on the same chats."""

    def __init__(self, clock: Clock) -> None:
        chats: dict[SessionId, Chat] = {}
        self.outbox = MemoryOutbox(clock)
        self.sessions = MemorySessions(chats, self.outbox)
        self.queries = MemoryQueries(chats, clock, epoch=secrets.token_hex(4))
        self.admins = MemoryAdmins()
        self.installation = MemoryInstallation()

    def figures(self) -> StoreFigures:
        """Nothing waits."""
        return StoreFigures()

    async def open(self) -> None:
        """There is nothing to open."""

    async def close(self) -> None:
        """There is nothing to close."""
