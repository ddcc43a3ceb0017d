"""A database that is filled row by row, and not served before all of it is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, Executable, Row, Table, delete, insert

from livechat.adapters.sql.installation import COPYING
from livechat.adapters.sql.pages import count
from livechat.adapters.sql.reading import Readers, reading
from livechat.adapters.sql.schema import installation, metadata
from livechat.adapters.sql.writer import Task, Writer
from livechat.domain.errors import StoreUnavailableError


@dataclass(frozen=True, slots=True)
class End:
    """A database to copy from, or into."""

    readers: Readers
    writer: Writer
    settle: Task[None]
    """What it needs when rows have come with keys of their own."""

    async def ask(self, wanted: Executable, /) -> Sequence[Row[Any]]:
        """Each answer is from a moment of its own: to read all may take long."""
        async with reading(self.readers) as connection:
            rows: Sequence[Row[Any]] = (await connection.execute(wanted)).all()
            return rows

    async def begin(self, whose: str) -> None:
        """From now to the end nobody serves it; raises StoreUnavailableError where it is not empty."""
        if any([await count(self.ask, table) for table in metadata.sorted_tables]):
            raise StoreUnavailableError("The target is not empty.")
        await self.put(installation, [{"name": COPYING, "value": whose}])

    async def put(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Durable when it returns."""
        await self.writer.do(lambda connection: _insert(connection, table, rows))

    async def finish(self, values: dict[str, str]) -> None:
        """What the installation remembers comes last."""

        def done(connection: Connection) -> None:
            connection.execute(delete(installation))
            rows = [{"name": name, "value": value} for name, value in values.items()]
            _insert(connection, installation, rows)
            self.settle(connection)

        await self.writer.do(done)


class Copied(Protocol):
    """A store that can be copied, from or into."""

    readers: Readers

    async def open_to_copy(self) -> End:
        """Bring its tables up to date, and write nothing else."""
        ...

    async def close(self) -> None: ...


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    connection.execute(insert(table), rows)
