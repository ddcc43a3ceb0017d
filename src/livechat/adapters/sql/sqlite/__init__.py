"""SQLite: writes in one thread, many at a time; reads beside it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from livechat.adapters.sql.admins import SqlAdmins
from livechat.adapters.sql.filling import End
from livechat.adapters.sql.installation import SqlInstallation
from livechat.adapters.sql.outbox import SqlOutbox
from livechat.adapters.sql.queries import SqlQueries
from livechat.adapters.sql.reading import Readers
from livechat.adapters.sql.sessions import SqlSessions
from livechat.adapters.sql.sqlite import file
from livechat.adapters.sql.sqlite.mark import Mark
from livechat.adapters.sql.sqlite.writer import WriterThread
from livechat.application.measures import StoreFigures
from livechat.application.ports import Clock
from livechat.domain.errors import StoreUnavailableError


class SqliteStore:
    """All stores in one file."""

    def __init__(self, path: Path, clock: Clock, *, busy_seconds: float = 5) -> None:
        self._path = path
        self._busy_seconds = busy_seconds
        self._engine = file.writing(path, busy_seconds)
        mark = Mark(path)
        self.readers = Readers(
            file.reading(path, busy_seconds),
            own_check="PRAGMA integrity_check",
            behind=mark.behind,
        )
        self._writer = WriterThread(self._engine, clock, mark)
        self.sessions = SqlSessions(self._writer)
        self.queries = SqlQueries(self.readers, clock)
        self.admins = SqlAdmins(self.readers, self._writer, clock)
        self.installation = SqlInstallation(self.readers, self._writer)
        self.outbox = SqlOutbox(self.readers, self._writer)

    def figures(self) -> StoreFigures:
        """How busy it is now."""
        return self.readers.figures(self._writer)

    async def open(self) -> None:
        """Migrate, and write once; raises StoreUnavailableError that names the file and the reason."""
        await self._begin(anew=False)
        try:
            await self.installation.remember_epoch()
            await self.installation.ready()
        except StoreUnavailableError as error:
            cause = error.__cause__
            reason = str(cause.orig) if isinstance(cause, DBAPIError) else str(error)
            raise file.refusal(self._path, reason) from error

    async def open_to_copy(self) -> End:
        await self._begin(anew=True)
        return End(self.readers, self._writer, settle=lambda _: None)

    async def close(self) -> None:
        """Finish what waits."""
        await self._writer.stop()
        await self.readers.engine.dispose()
        self._engine.dispose()

    async def _begin(self, *, anew: bool) -> None:
        seconds = self._busy_seconds
        await asyncio.to_thread(file.migrate, self._path, busy_seconds=seconds, anew=anew)
        self._writer.start()
