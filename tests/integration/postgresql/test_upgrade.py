"""Old processes go on while the next version's migration runs: it only adds (expand); what is unused goes later (contract)."""

import asyncio

from tests.faults.databases import Postgresql
from tests.faults.reconcile import reconcile
from tests.faults.writers import ADMIN_EMAIL, in_pairs, together
from tests.integration.postgresql.conftest import asked
from tests.integration.postgresql.server import PostgresqlServer
from tests.next_version import NEXT, next_version
from tests.server_process import ServerProcess

CHATS = 2
EXPAND = """
import sqlalchemy as sa
from alembic import op


def upgrade():
    op.add_column("chat_messages", sa.Column("mood", sa.Text))
    op.create_index("ix_chat_messages_mood", "chat_messages", ["mood"])
    op.create_table("moods", sa.Column("name", sa.String(20), primary_key=True))
"""


async def test_an_old_process_and_a_new_one_write_while_the_tables_grow(tmp_path):
    newer_source = str(next_version(tmp_path / "next", EXPAND))
    with PostgresqlServer() as postgresql:
        database = Postgresql(postgresql)
        settings = database.settings
        old = ServerProcess(tmp_path, settings)
        new = ServerProcess(tmp_path, settings | {"PYTHONPATH": newer_source})
        await old.command("admin", "create", ADMIN_EMAIL, "--name", "Rina")
        await old.start()
        stop = asyncio.Event()
        writers = await in_pairs(old.url, CHATS)
        async with asyncio.TaskGroup() as tasks:
            for writer in writers:
                tasks.create_task(writer.write(stop))
            await said(writers, 20)
            await new.command("migrate")
            await said(writers, 20)
            await new.start()
            newer = await in_pairs(new.url, CHATS)
            for writer in newer:
                tasks.create_task(writer.write(stop))
            await said(writers + newer, 20)
            stop.set()

        everybody = writers + newer
        verdict = await asyncio.to_thread(
            reconcile, database, together(everybody), sessions=2 * CHATS
        )
        async with asked(postgresql.url()) as administrator:
            version = await administrator.fetchval("SELECT version_num FROM alembic_version")
        for writer in everybody:
            await writer.line.client.aclose()
        assert await old.stop() == await new.stop() == 0

    assert version == NEXT
    assert verdict, str(verdict)
    assert [line for writer in everybody for line in writer.line.refusals] == []


async def said(writers, more):
    """Each has so many more messages acknowledged than now."""
    wanted = [len(writer.ledger) + more for writer in writers]
    async with asyncio.timeout(60):
        while any(len(w.ledger) < n for w, n in zip(writers, wanted, strict=True)):
            await asyncio.sleep(0.01)
