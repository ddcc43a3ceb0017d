"""Small values that belong to this installation."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable

from sqlalchemy import Connection, bindparam, insert, select, update

from livechat.adapters.sql.reading import Readers, reading
from livechat.adapters.sql.schema import installation
from livechat.adapters.sql.writer import Writer
from livechat.domain.errors import StoreUnavailableError

EPOCH = "epoch"
COPYING = "copying"
"""There while `copy-data` fills the database; what is there by then is not all."""
_VALUE = select(installation.c.value).where(installation.c.name == bindparam("wanted"))


class SqlInstallation:
    """One table of names and values."""

    def __init__(self, readers: Readers, writer: Writer) -> None:
        self._readers = readers
        self._writer = writer
        self._trying: asyncio.Task[None] | None = None

    async def remember(self, name: str, make: Callable[[], str], /) -> str:
        async with reading(self._readers) as connection:
            value = await connection.scalar(_VALUE, {"wanted": name})
        return value if value is not None else await self._writer.do(_made(name, make))

    async def remember_epoch(self) -> None:
        """It changes when a backup is restored; clients then start over."""
        async with reading(self._readers) as connection:
            if await connection.scalar(_VALUE, {"wanted": COPYING}) is not None:
                sentence = "It holds half a copy: run livechat copy-data again, or empty it and restore again."
                raise StoreUnavailableError(sentence)
        await self.remember(EPOCH, lambda: secrets.token_hex(4))

    async def ready(self) -> None:
        """Anybody may ask as often as he likes: all who ask meanwhile wait for one write, lest messages wait for many."""
        if self._trying is None or self._trying.done():
            self._trying = asyncio.create_task(self._writer.do(_touch))
        await asyncio.shield(self._trying)


def _made(name: str, make: Callable[[], str]) -> Callable[[Connection], str]:
    """Another process may have been faster: the transaction decides."""

    def look_again(connection: Connection) -> str:
        value = connection.scalar(_VALUE, {"wanted": name})
        if value is None:
            value = make()
            connection.execute(insert(installation), {"name": name, "value": value})
        return value

    return look_again


def _touch(connection: Connection) -> None:
    """A write that changes nothing, but needs all that a write needs."""
    connection.execute(
        update(installation).where(installation.c.name == EPOCH).values(value=installation.c.value)
    )
