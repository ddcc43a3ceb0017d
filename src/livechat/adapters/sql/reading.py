"""Reading from one moment of the database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from livechat.domain.errors import StoreUnavailableError


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """All statements inside see the same moment; raises StoreUnavailableError."""
    try:
        async with engine.connect() as connection:
            yield connection
    except (OperationalError, PoolTimeoutError) as error:
        raise StoreUnavailableError("The chat cannot be read right now. Try again.") from error
