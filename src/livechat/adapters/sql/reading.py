"""Reading from one moment of the database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from livechat.adapters.sql.trouble import in_trouble
from livechat.domain.errors import StoreUnavailableError


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """All statements inside see the same moment; raises StoreUnavailableError."""
    try:
        async with engine.connect() as connection:
            yield connection
    except (DBAPIError, PoolTimeoutError) as error:
        if isinstance(error, DBAPIError) and not in_trouble(error):
            raise
        raise StoreUnavailableError("The chat cannot be read right now. Try again.") from error
