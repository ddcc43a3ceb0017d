"""The table of events that are still to be told."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

from livechat.adapters.sql.events import UnreadableEventError, decoded
from livechat.adapters.sql.reading import Readers, reading
from livechat.adapters.sql.schema import outbox
from livechat.adapters.sql.writer import Writer
from livechat.application.views import OutboxEntry
from livechat.domain.events import MessagesRead

log = logging.getLogger(__name__)

_DUE = (
    select(outbox.c.id, outbox.c.kind, outbox.c.event)
    .where(outbox.c.due_at < bindparam("before"))
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
"""What another process is just claiming is left to it."""
_OLDEST = (
    select(outbox.c.id, outbox.c.kind, outbox.c.event)
    .where(outbox.c.due_at.is_not(None), outbox.c.kind != MessagesRead.__name__)
    .order_by(outbox.c.id)
    .limit(1)
)
_WHEN = update(outbox).where(outbox.c.id == bindparam("entry")).values(due_at=bindparam("due"))


class SqlOutbox:
    """Filled by the group commit, emptied by the relay."""

    def __init__(self, readers: Readers, writer: Writer) -> None:
        self._readers = readers
        self._writer = writer

    def on_commit(self, hear: Callable[[Sequence[OutboxEntry]], None], /) -> None:
        self._writer.on_commit(hear)

    async def claim(self, *, before: datetime, until: datetime, limit: int) -> list[OutboxEntry]:
        def claim(connection: Connection) -> list[OutboxEntry]:
            rows = connection.execute(_DUE, {"before": before, "limit": limit}).all()
            entries = [entry for row in rows if (entry := _entry(row))]
            readable = {entry.id for entry in entries}
            for row in rows:
                if row.id not in readable:
                    log.error("event %s cannot be read; it is set aside in the outbox", row.id)
            _move(connection, {row.id: until if row.id in readable else None for row in rows})
            return sorted(entries, key=lambda entry: entry.id)

        return await self._writer.do(claim)

    async def told(self, ids: Sequence[int], /) -> None:
        self._writer.forget(ids)

    async def put_off(self, ids: Sequence[int], /, *, until: datetime) -> None:
        if ids:
            await self._writer.do(lambda connection: _move(connection, dict.fromkeys(ids, until)))

    async def depth(self) -> int:
        async with reading(self._readers) as connection:
            return await connection.scalar(select(func.count(outbox.c.due_at))) or 0

    async def oldest(self) -> datetime | None:
        async with reading(self._readers) as connection:
            row = (await connection.execute(_OLDEST)).first()
        entry = _entry(row) if row else None
        return entry.happened_at if entry else None


def _move(connection: Connection, due: Mapping[int, datetime | None]) -> None:
    if due:
        connection.execute(_WHEN, [{"entry": id_, "due": at} for id_, at in sorted(due.items())])


def _entry(row: Row[Any, Any, Any]) -> OutboxEntry | None:
    """None where it cannot be read; the row is there to look at."""
    try:
        return OutboxEntry(row.id, decoded(row.kind, row.event))
    except UnreadableEventError:
        return None
