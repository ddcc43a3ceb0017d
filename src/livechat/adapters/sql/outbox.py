"""The table of events that are still to be told."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from livechat.adapters.sql.events import UnreadableEventError, decoded
from livechat.adapters.sql.reading import Readers, reading
from livechat.adapters.sql.schema import outbox
from livechat.adapters.sql.writer import Writer
from livechat.application.ports import OutboxEntry

log = logging.getLogger(__name__)

_DUE = (
    select(outbox.c.id, outbox.c.kind, outbox.c.event)
    .where(outbox.c.due_at < bindparam("before"))
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("limit"))
)
_WHEN = update(outbox).where(outbox.c.id == bindparam("entry")).values(due_at=bindparam("due"))


class SqlOutbox:
    """Filled by the group commit, emptied by the relay."""

    def __init__(self, readers: Readers, writer: Writer) -> None:
        self._readers = readers
        self._writer = writer

    def on_commit(self, hear: Callable[[Sequence[OutboxEntry]], None], /) -> None:
        self._writer.on_commit(hear)

    async def due(self, *, before: datetime, limit: int) -> list[OutboxEntry]:
        await self._writer.do(_forgotten)
        async with reading(self._readers) as connection:
            rows = (await connection.execute(_DUE, {"before": before, "limit": limit})).all()
        entries: list[OutboxEntry] = []
        unreadable: list[int] = []
        for row in rows:
            try:
                entries.append(OutboxEntry(row.id, decoded(row.kind, row.event)))
            except UnreadableEventError:
                log.error("event %s cannot be read; it is set aside in the outbox", row.id)  # noqa: TRY400  the row is there to look at
                unreadable.append(row.id)
        await self._move(unreadable, None)
        return sorted(entries, key=lambda entry: entry.id)

    async def told(self, ids: Sequence[int], /) -> None:
        self._writer.forget(ids)

    async def put_off(self, ids: Sequence[int], /, *, until: datetime) -> None:
        await self._move(ids, until)

    async def depth(self) -> int:
        async with reading(self._readers) as connection:
            return await connection.scalar(select(func.count(outbox.c.due_at))) or 0

    async def _move(self, ids: Sequence[int], due: datetime | None) -> None:
        if not ids:
            return
        rows = [{"entry": id_, "due": due} for id_ in ids]

        def move(connection: Connection) -> None:
            connection.execute(_WHEN, rows)

        await self._writer.do(move)


def _forgotten(_: Connection) -> None:
    """Nothing to do: what was told is forgotten before it is this one's turn."""
