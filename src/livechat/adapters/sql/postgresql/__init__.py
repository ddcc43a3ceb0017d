"""PostgreSQL: several processes write to it, each by one connection, and read beside that."""

from __future__ import annotations

from livechat.adapters.sql.admins import SqlAdmins
from livechat.adapters.sql.filling import End
from livechat.adapters.sql.installation import SqlInstallation
from livechat.adapters.sql.outbox import SqlOutbox
from livechat.adapters.sql.postgresql import server
from livechat.adapters.sql.postgresql.server import Server, reason
from livechat.adapters.sql.postgresql.writer import WriterTask
from livechat.adapters.sql.queries import SqlQueries
from livechat.adapters.sql.reading import Readers
from livechat.adapters.sql.sessions import SqlSessions
from livechat.adapters.sql.trouble import FAILURES
from livechat.application.measures import StoreFigures
from livechat.application.ports import Clock
from livechat.domain.errors import StoreUnavailableError


class PostgresqlStore:
    """All stores in one database; *name* is what it is called in sentences."""

    def __init__(self, url: str, clock: Clock, *, name: str, seconds: float = 4) -> None:
        self._name = name
        self._server = Server(url, seconds)
        self._engine = self._server.writing()
        self.readers = Readers(
            self._server.reading(), seconds, unhurried="SET LOCAL statement_timeout = 0"
        )
        self._writer = WriterTask(self._engine, clock, seconds)
        self.sessions = SqlSessions(self._writer)
        self.queries = SqlQueries(self.readers, clock)
        self.admins = SqlAdmins(self.readers, self._writer, clock)
        self.installation = SqlInstallation(self.readers, self._writer)
        self.outbox = SqlOutbox(self.readers, self._writer)

    def figures(self) -> StoreFigures:
        """How busy it is now."""
        return self.readers.figures(self._writer)

    async def open(self) -> None:
        """Migrate, and write once; raises StoreUnavailableError that names the database and the reason."""
        try:
            await self.open_to_copy()
            await self.installation.remember_epoch()
            await self.installation.ready()
        except (StoreUnavailableError, *FAILURES, ValueError) as error:
            sentence = f"The database {self._name} cannot be used: {reason(error)}."
            raise StoreUnavailableError(sentence) from error

    async def open_to_copy(self) -> End:
        await self._server.migrate()
        self._writer.start()
        return End(self.readers, self._writer, server.count_on)

    async def close(self) -> None:
        """Finish what waits."""
        await self._writer.stop()
        await self.readers.engine.dispose()
        await self._engine.dispose()
