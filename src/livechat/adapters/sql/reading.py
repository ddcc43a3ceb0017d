"""Reading from one moment of the database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from livechat.adapters.sql.trouble import FAILURES, in_trouble
from livechat.domain.errors import StoreUnavailableError


@dataclass(frozen=True, slots=True)
class Readers:
    """A few connections, and how many seconds it may take to get one and all that is asked of it."""

    engine: AsyncEngine
    seconds: float | None = None


@asynccontextmanager
async def reading(readers: Readers) -> AsyncIterator[AsyncConnection]:
    """All statements inside see the same moment; raises StoreUnavailableError."""
    try:
        async with asyncio.timeout(readers.seconds), readers.engine.connect() as connection:
            yield connection
    except FAILURES as error:
        if not in_trouble(error):
            raise
        raise StoreUnavailableError("The chat cannot be read right now. Try again.") from error
