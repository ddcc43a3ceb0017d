"""A backup that is made while people write holds all that was acknowledged before it began."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.faults.databases import Postgresql, SqliteFile
from tests.faults.reconcile import reconcile
from tests.faults.writers import ADMIN_EMAIL, in_pairs, together
from tests.integration.postgresql.server import PostgresqlServer
from tests.server_process import ServerProcess

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.faults.databases import Database
    from tests.faults.writers import Stored, Writer

CHATS = 3
BACKUPS = 3


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_what_was_acknowledged_before_a_backup_is_in_it(tmp_path: Path, kind: str) -> None:
    with ExitStack() as stack:
        database: Database = SqliteFile(tmp_path / "data" / "livechat.db")
        if kind == "postgresql":
            database = Postgresql(stack.enter_context(PostgresqlServer()))
        server = ServerProcess(tmp_path, database.settings)
        await server.command("admin", "create", ADMIN_EMAIL, "--name", "Rina")
        await server.start()
        writers = await in_pairs(server.url, CHATS)
        before = await _backups_under_load(server, writers)
        epoch, seq = await _place(server, writers[0])
        for writer in writers:
            assert writer.line.refusals == []
            await writer.line.client.aclose()
        assert await server.stop() == 0

        for number, ledger in enumerate(before):
            new = ServerProcess(tmp_path / f"new{number}")
            new.folder.mkdir()
            await new.command("restore", str(tmp_path / f"{number}.zip"))
            await new.command("verify")
            verdict = await asyncio.to_thread(
                reconcile, SqliteFile(new.folder / "data" / "livechat.db"), ledger
            )
            assert verdict, str(verdict)
            assert len(ledger) > number
        await _clients_start_over(new, writers[0], epoch, seq)


async def _backups_under_load(
    server: ServerProcess, writers: list[Writer]
) -> list[dict[str, Stored]]:
    """What was acknowledged when each of them began."""
    stop, ledgers = asyncio.Event(), []
    async with asyncio.TaskGroup() as tasks:
        for writer in writers:
            tasks.create_task(writer.write(stop))
        for number in range(BACKUPS):
            said = len(together(writers))
            while len(together(writers)) < said + 50:
                await asyncio.sleep(0.01)
            ledgers.append(together(writers))
            await server.command("backup", str(server.folder / f"{number}.zip"))
        stop.set()
    return ledgers


async def _place(server: ServerProcess, guest: Writer) -> tuple[str, int]:
    page = await _page(server, guest, {})
    return page.json()["epoch"], page.json()["last_seq"]


async def _page(server: ServerProcess, guest: Writer, place: dict[str, int]) -> httpx.Response:
    token = {"Authorization": guest.line.client.headers["Authorization"]}
    async with server.client(headers=token) as client:
        return await client.get(f"/api/chat/session/{guest.session_id}/messages", params=place)


async def _clients_start_over(new: ServerProcess, guest: Writer, epoch: str, seq: int) -> None:
    """One who knows more than the backup is told that it is another one."""
    await new.start()
    ahead = await _page(new, guest, {"after": seq})
    page = await _page(new, guest, {})
    assert await new.stop() == 0

    assert (ahead.status_code, ahead.json()["code"]) == (409, "cursor_ahead")
    assert ahead.json()["epoch"] == page.json()["epoch"] != epoch
    assert page.json()["last_seq"] < seq
