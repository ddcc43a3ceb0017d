"""SQLite: writes in one thread, many at a time; reads beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from livechat.adapters.sql.admins import SqlAdmins
from livechat.adapters.sql.group import Change, Start
from livechat.adapters.sql.installation import SqlInstallation
from livechat.adapters.sql.outbox import SqlOutbox
from livechat.adapters.sql.queries import SqlQueries
from livechat.adapters.sql.writer import Writer
from livechat.application.ports import Clock, Fact
from livechat.domain.messages import MessageId, SessionId
from livechat.domain.sessions import ChatSession

_READERS = 4


class SqlSessions:
    """Changes, handed to the writer."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def start(self, new: ChatSession, /) -> ChatSession:
        return cast("ChatSession", await self._writer.put(Start(new)))

    async def change(
        self,
        session_id: SessionId,
        rule: Callable[[ChatSession], Fact],
        /,
        *,
        about: MessageId | None = None,
        up_to: int | None = None,
    ) -> Fact:
        return cast("Fact", await self._writer.put(Change(session_id, rule, about, up_to)))


class SqliteStore:
    """All stores in one file, which `migrate` has made."""

    def __init__(self, path: Path, clock: Clock, *, busy_seconds: float = 5) -> None:
        self._engine = _writing(path, busy_seconds)
        self._readers = _reading(path, busy_seconds)
        self._writer = Writer(self._engine, clock)
        self.sessions = SqlSessions(self._writer)
        self.queries = SqlQueries(self._readers)
        self.admins = SqlAdmins(self._readers, self._writer, clock)
        self.installation = SqlInstallation(self._readers, self._writer)
        self.outbox = SqlOutbox(self._readers, self._writer)

    async def open(self) -> None:
        """Begin to write."""
        self._writer.start()
        await self.installation.remember_epoch()

    async def close(self) -> None:
        """Finish what waits."""
        await self._writer.stop()
        await self._readers.dispose()
        self._engine.dispose()


def _writing(path: Path, busy_seconds: float) -> Engine:
    """WAL lets readers go on; FULL means that an acknowledged message survives a power cut."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)), connect_args={"check_same_thread": False}
    )
    pragmas = (
        f"busy_timeout={_milliseconds(busy_seconds)}",
        "journal_mode=WAL",
        "synchronous=FULL",
    )
    _prepare(engine, *pragmas, begin="BEGIN IMMEDIATE")
    return engine


def _reading(path: Path, busy_seconds: float) -> AsyncEngine:
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        poolclass=AsyncAdaptedQueuePool,
        pool_size=_READERS,
        max_overflow=0,
        pool_timeout=busy_seconds,
    )
    pragmas = (f"busy_timeout={_milliseconds(busy_seconds)}", "query_only=ON")
    _prepare(engine.sync_engine, *pragmas, begin="BEGIN")
    return engine


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000)


def _prepare(engine: Engine, *pragmas: str, begin: str) -> None:
    """Transactions are begun by us: the driver's own would begin too late, and lose updates."""

    def on_connect(connection: Any, _: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (*pragmas, "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
