"""What waits while the writer is busy becomes one batch."""

import asyncio
import threading
from contextlib import asynccontextmanager

from sqlalchemy import event


@asynccontextmanager
async def held(store):
    """Nothing is written before the end of the block, or before what it gives is set."""
    begun, release = threading.Event(), threading.Event()

    def wait(connection):
        begun.set()
        assert release.wait(30)

    busy = asyncio.create_task(store._writer.do(wait))
    assert await asyncio.to_thread(begun.wait, 30)
    try:
        yield release
    finally:
        release.set()
        await busy


async def together(store, *wanted):
    """Their answers, or what they raised, after one batch of all."""
    async with held(store):
        tasks = [asyncio.create_task(one) for one in wanted]
        while store._writer._waiting.qsize() < len(tasks):
            await asyncio.sleep(0)
    return await asyncio.gather(*tasks, return_exceptions=True)


def commits_of(store):
    """Grows by one with each commit of the writer."""
    commits = []
    event.listen(store._engine, "commit", commits.append)
    return commits


def statements_of(store):
    """Grows by one with each statement of the writer."""
    statements = []

    def remember(connection, cursor, statement, *_):
        statements.append(statement)

    event.listen(store._engine, "before_cursor_execute", remember)
    return statements
