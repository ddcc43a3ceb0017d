"""Old processes go on while the next version's migration runs: it only adds (expand); what is unused goes later (contract)."""

import asyncio
import shutil

import pytest

from tests.crash.databases import Postgresql
from tests.crash.reconcile import reconcile
from tests.crash.writers import ADMIN_EMAIL, in_pairs, together
from tests.integration.postgresql.conftest import asked
from tests.integration.postgresql.server import PostgresqlServer
from tests.server_process import SOURCES, ServerProcess

CHATS = 2
EXPAND = '''"""Adds what the next version wants, and what the one before need not know."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade():
    op.add_column("chat_messages", sa.Column("mood", sa.Text))
    op.create_index("ix_chat_messages_mood", "chat_messages", ["mood"])
    op.create_table("moods", sa.Column("name", sa.String(20), primary_key=True))
'''


@pytest.fixture
def next_version(tmp_path):
    """Our source with one more revision."""
    folder = tmp_path / "next"
    shutil.copytree(SOURCES, folder, ignore=shutil.ignore_patterns("__pycache__"))
    sql = folder / "livechat/adapters/sql"
    (sql / "migrations/versions/0002_moods.py").write_text(EXPAND)
    schema = (sql / "schema.py").read_text()
    for old, new in [
        ('HEAD = "0001"', 'HEAD = "0002"'),
        (
            '    Column("attachments", JSON',
            '    Column("mood", Text),\n    Column("attachments", JSON',
        ),
    ]:
        assert schema.count(old) == 1
        schema = schema.replace(old, new)
    (sql / "schema.py").write_text(schema)
    return folder


async def test_an_old_process_and_a_new_one_write_while_the_tables_grow(tmp_path, next_version):
    with PostgresqlServer() as postgresql:
        database = Postgresql(postgresql)
        settings = database.settings
        old = ServerProcess(tmp_path, settings)
        new = ServerProcess(tmp_path, settings | {"PYTHONPATH": str(next_version)})
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

    assert version == "0002"
    assert verdict, str(verdict)
    assert [writer.line.retries for writer in everybody] == [0] * len(everybody)
    assert [line for writer in everybody for line in writer.line.refusals] == []


async def said(writers, more):
    """Each has so many more messages acknowledged than now."""
    wanted = [len(writer.ledger) + more for writer in writers]
    async with asyncio.timeout(60):
        while any(len(w.ledger) < n for w, n in zip(writers, wanted, strict=True)):
            await asyncio.sleep(0.01)
