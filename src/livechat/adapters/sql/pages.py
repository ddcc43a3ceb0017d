"""All rows of a table, in the order of its key, many at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy import Executable, Row, Table, func, select

from livechat.adapters.sql.schema import installation, metadata

TABLES = [table for table in metadata.sorted_tables if table is not installation]
"""In the order in which they refer to each other; what the installation remembers is apart."""
ROWS = 500

Ask = Callable[[Executable], Awaitable[Sequence[Row[Any]]]]
"""Where the rows are, and from which moment."""
Show = Callable[[int, int], None]
"""How many rows are done, of how many."""


async def pages(
    ask: Ask, table: Table, *, after: object = None
) -> AsyncIterator[list[dict[str, Any]]]:
    """From the key that follows *after*."""
    [key] = table.primary_key
    while True:
        wanted = select(table).order_by(key).limit(ROWS)
        rows = await ask(wanted if after is None else wanted.where(key > after))
        if not rows:
            return
        yield [dict(row._mapping) for row in rows]  # noqa: SLF001  SQLAlchemy's own name for it
        after = rows[-1]._mapping[key]  # noqa: SLF001


async def count(ask: Ask, table: Table) -> int:
    """How many rows it has."""
    [row] = await ask(select(func.count()).select_from(table))
    return int(row[0])


async def remembered(ask: Ask) -> dict[str, str]:
    """What the installation remembers."""
    return {row.name: row.value for row in await ask(select(installation))}
