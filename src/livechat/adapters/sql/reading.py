"""Reading from one moment of the database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Executable, Row, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from livechat.adapters.sql.migrations import version
from livechat.adapters.sql.pages import Ask
from livechat.adapters.sql.schema import HEAD
from livechat.adapters.sql.trouble import FAILURES, in_trouble
from livechat.application.measures import StoreFigures
from livechat.domain.errors import StoreUnavailableError

if TYPE_CHECKING:
    from sqlalchemy.pool import QueuePool

    from livechat.adapters.sql.writer import Writer


@dataclass(frozen=True, slots=True)
class Readers:
    """A few connections, and how many seconds it may take to get one and all that is asked of it."""

    engine: AsyncEngine
    seconds: float | None = None
    unhurried: str | None = None
    """What to say where statements may take long."""
    own_check: str | None = None
    """What the database says of itself; "ok" where it is whole."""
    behind: Callable[[], Executable] | None = None
    """What to ask for the reasons why it is not as far as is known now."""

    def figures(self, writer: Writer) -> StoreFigures:
        """Of a store that reads by these."""
        pool = cast("QueuePool", self.engine.pool)
        return StoreFigures(
            waiting=writer.waiting(),
            batches=writer.batches,
            readers=pool.size(),
            readers_in_use=pool.checkedout(),
        )


@asynccontextmanager
async def reading(readers: Readers) -> AsyncIterator[AsyncConnection]:
    """All statements inside see the same moment; raises StoreUnavailableError."""
    with _unavailable("The chat cannot be read right now. Try again."):
        async with asyncio.timeout(readers.seconds), readers.engine.connect() as connection:
            yield connection


@asynccontextmanager
async def one_moment(readers: Readers) -> AsyncIterator[Ask]:
    """All answers inside are from one moment, however long it takes to ask; raises StoreUnavailableError."""
    sentence = "The database cannot be read: {}."
    with _unavailable(sentence):
        connection = await readers.engine.connect()
    try:
        with _unavailable(sentence):
            if readers.unhurried is not None:
                await connection.execute(text(readers.unhurried))
            found = await connection.run_sync(version)
        if found != HEAD:
            raise StoreUnavailableError("Its tables are of another version: run livechat migrate.")

        async def ask(wanted: Executable) -> Sequence[Row[Any]]:
            with _unavailable(sentence):
                rows: Sequence[Row[Any]] = (await connection.execute(wanted)).all()
                return rows

        yield ask
    finally:
        await connection.close()


@contextmanager
def _unavailable(sentence: str) -> Iterator[None]:
    try:
        yield
    except FAILURES as error:
        if not in_trouble(error):
            raise
        reason = getattr(error, "orig", error)
        raise StoreUnavailableError(sentence.format(reason)) from error
