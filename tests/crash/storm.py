"""Six writers and a door, while the server is killed again and again."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.crash.databases import SqliteFile
from tests.crash.reconcile import reconcile
from tests.crash.writers import ADMIN_EMAIL, Writer, in_pairs, starter, together
from tests.server_process import ServerProcess

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    from tests.crash.databases import Database
    from tests.crash.reconcile import Verdict

CHATS = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it all."""

    verdict: Verdict
    acknowledged: int
    retries: int
    refusals: list[str]
    moved: list[str]
    exit_status: int


async def storm(
    folder: Path,
    kills: int,
    chance: Random,
    say: Callable[[str], None],
    *,
    database: Database | None = None,
) -> Outcome:
    """Kill the server *kills* times in mid-sentence; then let everyone finish, and count."""
    database = database or SqliteFile(folder / "data" / "livechat.db")
    server = ServerProcess(folder, database.settings)
    await server.command("admin", "create", ADMIN_EMAIL, "--name", "Rina")
    await server.start()
    writers = await in_pairs(server.url, CHATS)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        begun = tasks.create_task(starter(server.url, stop))
        for writer in writers:
            tasks.create_task(writer.write(stop))
        for number in range(1, kills + 1):
            say(f"kill {number}: {await _kill(server, database, writers, chance)}")
        stop.set()
    status = await server.stop()
    for writer in writers:
        await writer.line.client.aclose()
    ledger = together(writers)
    return Outcome(
        verdict=await asyncio.to_thread(
            reconcile, database, ledger, sessions=CHATS + begun.result()
        ),
        acknowledged=len(ledger),
        retries=sum(writer.line.retries for writer in writers),
        refusals=[refusal for writer in writers for refusal in writer.line.refusals],
        moved=[message for writer in writers for message in writer.moved],
        exit_status=status,
    )


async def _kill(
    server: ServerProcess, database: Database, writers: list[Writer], chance: Random
) -> str:
    """Once, at a random moment; what is in the database must already agree with the ledgers."""
    await asyncio.sleep(chance.uniform(0.4, 1.2))
    victim = await database.kill(server, chance)
    ledger = together(writers)
    verdict = await asyncio.to_thread(reconcile, database, ledger)
    began = time.monotonic()
    if server.process.returncode is not None:
        await server.start()
    took = time.monotonic() - began
    return f"{victim}; {len(ledger)} acknowledged; {verdict}; back after {took:.2f} s"
