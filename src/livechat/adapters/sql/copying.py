"""All that one database holds, row by row into an empty one, whatever the two are."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

import msgspec
from sqlalchemy import Connection, Row, Table, delete, func, insert, select

from livechat.adapters.sql.installation import COPYING, EPOCH
from livechat.adapters.sql.reading import Readers, reading
from livechat.adapters.sql.schema import installation, metadata
from livechat.adapters.sql.writer import Task, Writer
from livechat.domain.errors import StoreUnavailableError

_ROWS = 500
_TABLES = [table for table in metadata.sorted_tables if table is not installation]
"""In the order in which they refer to each other."""

Show = Callable[[int, int], None]
"""How many rows are there, of how many."""


@dataclass(frozen=True, slots=True)
class End:
    """A database to copy from, or into."""

    readers: Readers
    writer: Writer
    settle: Task[None]
    """What it needs when rows have come with keys of their own."""


class Copied(Protocol):
    """A store that can be either."""

    async def open_to_copy(self) -> End:
        """Bring its tables up to date, and write nothing else."""
        ...

    async def close(self) -> None: ...


async def copy(source: Copied, target: Copied, show: Show) -> int:
    """Copy, or go on with a copy that was interrupted, and compare; says how many rows there are.

    Raises StoreUnavailableError: where there is nothing to copy, where the target is not empty, and
    where the two are not the same in the end.
    """
    try:
        ends = await source.open_to_copy(), await target.open_to_copy()
        return await _Copy(*ends, show).run()
    finally:
        await source.close()
        await target.close()


@dataclass(frozen=True, slots=True)
class _Copy:
    source: End
    target: End
    show: Show

    async def run(self) -> int:
        await self._claim()
        total = sum([await _count(self.source, table) for table in _TABLES])
        done = sum([await _count(self.target, table) for table in _TABLES])
        self.show(done, total)
        for table in _TABLES:
            async for rows in _rows(self.source, table, after=await _last(self.target, table)):
                await self._put(table, rows)
                done += len(rows)
                self.show(done, total)
        await self._finish()
        return total

    async def _claim(self) -> None:
        """An unfinished copy of the same installation is gone on with."""
        epoch = (await _values(self.source)).get(EPOCH)
        if epoch is None:
            raise StoreUnavailableError("There is no installation to copy.")
        begun = (await _values(self.target)).get(COPYING)
        if begun is None:
            if any([await _count(self.target, table) for table in metadata.sorted_tables]):
                raise StoreUnavailableError("The target is not empty.")
            await self._put(installation, [{"name": COPYING, "value": epoch}])
        elif begun != epoch:
            raise StoreUnavailableError("The target holds half a copy of another installation.")

    async def _put(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        await self.target.writer.do(lambda connection: _insert(connection, table, rows))

    async def _finish(self) -> None:
        """What the installation remembers comes last: before that nobody can serve it."""
        for table in _TABLES:
            if await _hash(self.source, table) != await _hash(self.target, table):
                raise StoreUnavailableError(
                    f"{table.name} differs. Stop livechat, empty the target, and copy again."
                )
        values = await _values(self.source)

        def finish(connection: Connection) -> None:
            connection.execute(delete(installation))
            rows = [{"name": name, "value": value} for name, value in values.items()]
            _insert(connection, installation, rows)
            self.target.settle(connection)

        await self.target.writer.do(finish)


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    connection.execute(insert(table), rows)


async def _values(end: End) -> dict[str, str]:
    async with reading(end.readers) as connection:
        return {row.name: row.value for row in await connection.execute(select(installation))}


async def _count(end: End, table: Table) -> int:
    async with reading(end.readers) as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


async def _last(end: End, table: Table) -> object:
    [key] = table.primary_key
    async with reading(end.readers) as connection:
        return await connection.scalar(select(key).order_by(key.desc()).limit(1))


async def _rows(end: End, table: Table, *, after: object) -> AsyncIterator[list[dict[str, Any]]]:
    """In the order of their keys, many at a time."""
    [key] = table.primary_key
    while True:
        wanted = select(table).order_by(key).limit(_ROWS)
        async with reading(end.readers) as connection:
            found = await connection.execute(wanted if after is None else wanted.where(key > after))
            rows: Sequence[Row[Any]] = found.all()
        if not rows:
            return
        yield [dict(row._mapping) for row in rows]  # noqa: SLF001  SQLAlchemy's own name for it
        after = rows[-1]._mapping[key]  # noqa: SLF001


async def _hash(end: End, table: Table) -> str:
    """Of all that is in it, as we read it."""
    sum_ = sha256()
    async for rows in _rows(end, table, after=None):
        sum_.update(msgspec.json.encode(rows))
    return sum_.hexdigest()
