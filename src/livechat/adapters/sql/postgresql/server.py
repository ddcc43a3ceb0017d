"""The PostgreSQL server: how it is reached, and for how long it is waited for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it brings no types
import msgspec
from sqlalchemy import Connection, event, func, select, text
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, NullPool

from livechat.adapters.sql import migrations
from livechat.adapters.sql.schema import HEAD, metadata

_READERS = 8
_RECYCLE_SECONDS = 300
_MIGRATING = text("SELECT pg_advisory_xact_lock(7239011702185)")
"""A number that means nothing else."""
_LONGEST_MIGRATION = "60s"
_DURABLE = """SELECT set_config('synchronous_commit', 'on', false)
WHERE current_setting('synchronous_commit') = 'off'"""
_READ_ONLY = "SET default_transaction_read_only = on"
"""Said when it is connected: an address may ask for a server that takes writes."""

_Settings = dict[str, str]
_Connect = Callable[[], Awaitable[Any]]

_SMALL_ANSWERS = {"application_name": "livechat", "jit": "off", "random_page_cost": "1.1"}
"""All that we ask for is a few rows by an index: nothing to compile, and no disk that has to turn."""

_BY_INDEX = dict.fromkeys(("enable_seqscan", "enable_hashjoin", "enable_mergejoin"), "off")
"""A writer looks up what it was given, also in tables of which the server still believes that they are empty."""


@dataclass(frozen=True, slots=True)
class Server:
    """One of its databases; *seconds* is how long a transaction may take, and the way to it."""

    url: str
    seconds: float

    async def migrate(self, *, to: str = HEAD) -> None:
        """Bring it to that version; processes that start together do it one after the other."""
        settings = {"lock_timeout": _LONGEST_MIGRATION}
        engine = _engine(self._connecting(settings, first=_DURABLE), NullPool)
        async with engine.begin() as connection:
            await connection.execute(_MIGRATING)
            await connection.run_sync(migrations.migrate, to=to)

    def writing(self) -> AsyncEngine:
        """One connection: with more of them batches are smaller, and all of it slower.

        What a process has locked is let go when it is cut off, or frozen for long.
        """
        settings = self._patient() | _BY_INDEX
        settings |= {
            "lock_timeout": _milliseconds(self.seconds / 2),
            "idle_in_transaction_session_timeout": _milliseconds(self.seconds * 2.5),
        }
        return _pool(self._connecting(settings, first=_DURABLE), size=1)

    def reading(self) -> AsyncEngine:
        """A few at once, each from one moment of the database."""
        settings = self._patient() | {"default_transaction_isolation": "repeatable read"}
        return _pool(self._connecting(settings, first=_READ_ONLY), size=_READERS)

    def _patient(self) -> _Settings:
        return {"statement_timeout": _milliseconds(self.seconds)}

    def _connecting(self, settings: _Settings, *, first: str) -> _Connect:
        async def connect() -> Any:
            connection = await asyncpg.connect(
                self.url,
                timeout=self.seconds,
                server_settings=_SMALL_ANSWERS | settings,
            )
            await connection.execute(first)
            return connection

        return connect


def reason(error: BaseException) -> str:
    """Why it cannot be used, in the words of the server or of the way to it."""
    while error.__cause__ is not None:
        error = error.__cause__
    return " ".join(str(error).split()).rstrip(".") or "it does not answer"


def count_on(connection: Connection) -> None:
    """New keys begin after those that rows have brought along."""
    for table in metadata.sorted_tables:
        if "id" in table.c:
            last = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, "id")
            connection.execute(select(func.setval(sequence, last, False)))  # noqa: FBT003  SQL's


def _milliseconds(seconds: float) -> str:
    return f"{round(seconds * 1000)}ms"


def _pool(connect: _Connect, *, size: int) -> AsyncEngine:
    options = {"pool_size": size, "max_overflow": 0, "pool_recycle": _RECYCLE_SECONDS}
    return _engine(connect, AsyncAdaptedQueuePool, **options)


def _engine(connect: _Connect, pool: type, **options: Any) -> AsyncEngine:
    """No engine puts parameters into its errors: they are what people wrote, and errors are logged."""
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connect,
        json_serializer=lambda value: msgspec.json.encode(value).decode(),
        json_deserializer=msgspec.json.decode,
        hide_parameters=True,
        poolclass=pool,
        **options,
    )
    event.listen(engine.sync_engine, "checkout", _still_connected)
    event.listen(engine.sync_engine, "close", _cut)
    return engine


def _still_connected(connection: Any, _: object, __: object) -> None:
    """What a restart has closed is replaced before it is used."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError


def _cut(connection: Any, _: object) -> None:
    """Nobody waits for a goodbye that may never come: the server notices, and ends what was not committed."""
    connection.driver_connection.terminate()
