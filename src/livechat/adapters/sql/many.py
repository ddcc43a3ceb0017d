"""One statement for many rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Update

from livechat.adapters.sql.rows import Values

_Column = tuple[str, Callable[[Any], Any] | None]


class Many:
    """Compiled once for a dialect. SQLAlchemy would look at each row anew, which takes longer than to store it."""

    def __init__(self, statement: Insert | Update) -> None:
        self._statement = statement
        self._compiled: dict[str, tuple[str, list[_Column]]] = {}

    def run(self, connection: Connection, rows: Sequence[Values]) -> None:
        """All rows have the same names. Without any nothing is done."""
        if not rows:
            return
        dialect = connection.dialect
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = self._compile(dialect, list(rows[0]))
        text, columns = self._compiled[dialect.name]
        values = [
            tuple([write(row[name]) if write else row[name] for name, write in columns])
            for row in rows
        ]
        connection.exec_driver_sql(text, values)

    def _compile(self, dialect: Dialect, names: list[str]) -> tuple[str, list[_Column]]:
        compiled: Any = self._statement.compile(dialect=dialect, column_keys=names)
        columns = [
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup
        ]
        return str(compiled), columns
