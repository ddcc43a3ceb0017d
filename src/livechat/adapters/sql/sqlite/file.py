"""The file of a SQLite database: who opens it, how, and whether it may be opened at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, NullPool

from livechat.adapters.sql import migrations
from livechat.adapters.sql.schema import HEAD
from livechat.adapters.sql.sqlite.mark import Mark
from livechat.domain.errors import StoreUnavailableError

_READERS = 4
_SOON_LOOKED_THROUGH = 256 * 2**20
"""Bytes; SQLite looks through a gigabyte in about a second."""


def migrate(path: Path, *, busy_seconds: float = 5, to: str = HEAD, anew: bool = False) -> None:
    """Make the file where there is none, and bring it to that version; before an upgrade it is kept as it was.

    Raises StoreUnavailableError where it cannot be used; an empty one never takes its place, but *anew*.
    """
    journal = path.with_name(f"{path.name}-wal")
    if journal.exists() and not (path.exists() and path.stat().st_size):
        raise refusal(path, f"it is gone, and only its journal {journal.name} is left")
    mark = Mark(path)
    engine = _migrating(path, busy_seconds)
    try:
        if not anew:
            mark.check_there()
        with engine.begin() as connection:
            _look_through(connection, path)
            mark.check(connection, anew=anew)
            _keep_before_upgrade(connection, path, to)
            migrations.migrate(connection, to=to)
    except DBAPIError as error:
        raise refusal(path, str(error.orig)) from error
    except StoreUnavailableError as error:
        raise refusal(path, str(error)) from error
    finally:
        engine.dispose()


def refusal(path: Path, reason: str) -> StoreUnavailableError:
    """For whoever starts livechat."""
    return StoreUnavailableError(f"The database {path} cannot be used: {reason.rstrip('.')}.")


def writing(path: Path, busy_seconds: float) -> Engine:
    """WAL lets readers go on; FULL means that an acknowledged message survives a power cut.

    What is deleted is overwritten, so that nobody finds it in the file.

    No engine puts parameters into its errors: they are what people wrote, and errors are logged.
    """
    engine = create_engine(
        _url(path),
        connect_args={"check_same_thread": False},
        json_serializer=lambda value: msgspec.json.encode(value).decode(),
        json_deserializer=msgspec.json.decode,
        hide_parameters=True,
    )
    durable = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
    _prepare(engine, *_patient(busy_seconds), *durable, "secure_delete=ON", begin="BEGIN IMMEDIATE")
    return engine


def reading(path: Path, busy_seconds: float) -> AsyncEngine:
    """A few at once; a search that takes long leaves the others theirs."""
    engine = create_async_engine(
        _url(path, "sqlite+aiosqlite"),
        hide_parameters=True,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=_READERS,
        max_overflow=0,
        pool_timeout=busy_seconds,
    )
    _prepare(engine.sync_engine, *_patient(busy_seconds), "query_only=ON", begin="BEGIN")
    return engine


def _migrating(path: Path, busy_seconds: float) -> Engine:
    """Without foreign keys: to rebuild a table is to drop it, and that would take its children along."""
    engine = create_engine(_url(path), poolclass=NullPool, hide_parameters=True)
    _prepare(engine, *_patient(busy_seconds), "foreign_keys=OFF", begin="BEGIN IMMEDIATE")
    return engine


def _look_through(connection: Connection, path: Path) -> None:
    if path.stat().st_size > _SOON_LOOKED_THROUGH:
        return
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if found != "ok":
        raise StoreUnavailableError(f"it is damaged ({' '.join(found.split())})")


def _keep_before_upgrade(connection: Connection, path: Path, to: str) -> None:
    """Beside it, for whoever wants to go back. The transaction has changed nothing yet, and lets nobody else write."""
    found = migrations.version(connection)
    if found is None or to != HEAD or found >= HEAD:
        return
    kept = path.with_name(f"{path.name}.before-{HEAD}")
    half = kept.with_name(f"{kept.name}.half")
    try:
        half.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(half)) as copy:
            source.backup(copy)
        half.replace(kept)
    except (sqlite3.Error, OSError) as error:
        with suppress(OSError):
            half.unlink()
        sentence = f"it is to be upgraded, and cannot be kept as it was ({error})"
        raise StoreUnavailableError(sentence) from error


def _url(path: Path, driver: str = "sqlite") -> URL:
    return URL.create(driver, database=str(path))


def _patient(busy_seconds: float) -> tuple[str]:
    return (f"busy_timeout={int(busy_seconds * 1000)}",)


def _prepare(engine: Engine, *pragmas: str, begin: str) -> None:
    """Transactions are begun by us: the driver's own would begin too late, and lose updates."""

    def on_connect(connection: Any, _: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
