"""Where the killed server keeps its chats: what it is told, and what is really there."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import asyncpg

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.integration.postgresql.server import PostgresqlServer


class Database(Protocol):
    """Asked past the server that is on trial."""

    @property
    def settings(self) -> dict[str, str]:
        """What that server has to know."""
        ...

    def read(self, *queries: str) -> list[list[tuple[Any, ...]]]:
        """Their rows, all from one moment. Not in an event loop."""
        ...

    def is_whole(self) -> bool:
        """As far as it can tell itself."""
        ...


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """Is written by the server alone."""

    path: Path

    @property
    def settings(self) -> dict[str, str]:
        return {}

    def read(self, *queries: str) -> list[list[tuple[Any, ...]]]:
        with closing(sqlite3.connect(self.path)) as database:
            database.execute("BEGIN")
            return [database.execute(query).fetchall() for query in queries]

    def is_whole(self) -> bool:
        return self.read("PRAGMA integrity_check") == [[("ok",)]]


@dataclass(frozen=True, slots=True)
class Postgresql:
    """A server of its own."""

    server: PostgresqlServer

    @property
    def settings(self) -> dict[str, str]:
        return {"DATABASE_URL": self.server.url()}

    def read(self, *queries: str) -> list[list[tuple[Any, ...]]]:
        return asyncio.run(self._read(queries))

    async def _read(self, queries: Sequence[str]) -> list[list[tuple[Any, ...]]]:
        connection = await asyncpg.connect(self.server.url())
        async with connection.transaction(isolation="repeatable_read"):
            found = [await connection.fetch(query) for query in queries]
        await connection.close()
        return [[tuple(row) for row in rows] for rows in found]

    def is_whole(self) -> bool:
        """It does not start where it is not."""
        return self.read("SELECT 1") == [[(1,)]]
