"""Tables of every version that was released, with something in each, are brought to the newest, whole or not at all."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from livechat.adapters.sql import migrations
from livechat.adapters.sql.postgresql import PostgresqlStore
from livechat.adapters.sql.postgresql.server import Server
from livechat.adapters.sql.schema import HEAD, metadata
from livechat.adapters.sql.sqlite import SqliteStore
from livechat.adapters.sql.sqlite.file import migrate
from livechat.application.views import SessionFilter, Window
from livechat.domain.people import EmailAddress
from tests.builders import a_second_factor, an_admin
from tests.contracts.talking import Talk
from tests.integration.cli.machine import PATIENCE, Livechat
from tests.integration.postgresql.conftest import asked
from tests.next_version import NEXT, next_version

SNAPSHOTS = Path(__file__).parents[2] / "snapshots"
RELEASED = sorted(path.name for path in SNAPSHOTS.iterdir() if path.name.isdigit())
TABLES = [*(table.name for table in metadata.sorted_tables), "alembic_version"]


@dataclass(frozen=True)
class InSqlite:
    """A database that is looked at past livechat."""

    path: Path

    @property
    def settings(self):
        return {"DATABASE_URL": f"sqlite:///{self.path}"}

    def store(self, clock):
        return SqliteStore(self.path, clock)

    async def load(self, version):
        with closing(sqlite3.connect(self.path)) as database:
            database.executescript((SNAPSHOTS / version / "sqlite.sql").read_text())

    async def bring_to(self, version):
        migrate(self.path, to=version)

    async def read(self, query):
        with closing(sqlite3.connect(self.path)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(query)]

    async def look(self, look):
        engine = create_engine(f"sqlite:///{self.path}")
        with closing(engine.connect()) as connection:
            return look(connection)


@dataclass(frozen=True)
class InPostgresql:
    """The same in the other one."""

    url: str

    @property
    def settings(self):
        return {"DATABASE_URL": self.url}

    def store(self, clock):
        return PostgresqlStore(self.url, clock, name="ours")

    async def load(self, version):
        async with asked(self.url) as administrator:
            await administrator.execute((SNAPSHOTS / version / "postgresql.sql").read_text())

    async def bring_to(self, version):
        await Server(self.url, PATIENCE).migrate(to=version)

    async def read(self, query):
        async with asked(self.url) as administrator:
            return [dict(row) for row in await administrator.fetch(query)]

    async def look(self, look):
        engine = Server(self.url, PATIENCE).reading()
        async with engine.connect() as connection:
            found = await connection.run_sync(look)
        await engine.dispose()
        return found


@pytest.fixture(params=["sqlite", "postgresql"])
async def old(request, tmp_path, bare):
    """An empty database."""
    return InSqlite(tmp_path / "old.db") if request.param == "sqlite" else InPostgresql(bare)


async def everything_in(database):
    return {name: await database.read(f"SELECT * FROM {name} ORDER BY 1") for name in TABLES}  # noqa: S608  names of our own


def shape(connection):
    """Tables, columns, keys and indexes, whatever order they were made in."""
    looking = inspect(connection)
    return {
        (table, what): sorted(map(str, getattr(looking, f"get_{what}")(table)))
        for table in looking.get_table_names()
        for what in ("columns", "indexes", "unique_constraints", "foreign_keys")
    }


def test_the_tables_of_every_version_are_kept():
    """Where one is missing: python -m tests.snapshots"""
    with closing(create_engine("sqlite://").connect()) as connection:
        scripts = ScriptDirectory.from_config(migrations.configuration(connection))
        assert sorted(script.revision for script in scripts.walk_revisions()) == RELEASED


@pytest.mark.parametrize("version", RELEASED)
async def test_a_version_that_was_released_is_what_it_was(old, version, tmp_path):
    """Its revision is never changed: whoever has run it does not run it again."""
    await old.bring_to(version)
    made = await old.look(shape)
    if isinstance(old, InPostgresql):
        async with asked(old.url) as administrator:
            await administrator.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    else:
        old.path.unlink()
    await old.load(version)

    assert made == await old.look(shape)


@pytest.mark.parametrize("version", RELEASED)
async def test_what_an_old_version_has_stored_goes_on_in_this_one(old, version, clock):
    await old.load(version)
    store = old.store(clock)
    await store.open()

    closed, open_ = (await store.queries.sessions(SessionFilter())).summaries
    chat = Talk(store, clock, open_.session)
    before = (await chat.entries(Window())).messages
    said = await chat.is_answered("and now?")
    ana = await store.admins.by_email(EmailAddress("ana@example.com"))
    await store.admins.add(an_admin("Budi"), "hash")
    outbox = await old.read("SELECT kind FROM outbox ORDER BY id")
    await store.close()

    assert await old.read("SELECT * FROM alembic_version") == [{"version_num": HEAD}]
    assert [message.body for message in before] == ["Halo 👍", "two\nlines"]
    assert said.seq == 3
    assert open_.session.guest.name.text == "Émile 👍"
    assert open_.session.metadata == {"cart": [1, "é"]}
    assert (open_.session.admin_last_read_seq, open_.session.topic) == (1, "delivery")
    assert closed.session.closed_at is not None
    assert (ana.admin.name.text, ana.password_hash) == ("Ana", "hash")
    assert ana.second_factor == (a_second_factor() if version >= "0002" else None)
    assert [row["kind"] for row in outbox][:2] == ["SessionStarted", "MessageSent"]


PLACES = ["begun", "half", "done"]
REBUILD = """
import os
import time
from pathlib import Path

import sqlalchemy as sa
from alembic import op


def upgrade():
    reached("begun")
    op.add_column("chat_messages", sa.Column("mood", sa.Text))
    op.execute("UPDATE chat_messages SET mood = 'glad'")
    reached("half")
    with op.batch_alter_table("chat_sessions") as chats:
        chats.alter_column("guest_name", type_=sa.String(200))
    reached("done")


def reached(place):
    if os.environ.get("MOOD_STOPS_AT") == place:
        Path("stopped").touch()
        time.sleep(600)
"""


@pytest.fixture(scope="module")
def newer(tmp_path_factory):
    return str(next_version(tmp_path_factory.mktemp("next") / "src", REBUILD))


async def killed(livechat, place):
    """`livechat migrate`, when it has come to that place."""
    process = await asyncio.create_subprocess_exec(
        *livechat.command("migrate"),
        cwd=livechat.folder,
        env=livechat.environment(MOOD_STOPS_AT=place),
    )
    stopped = livechat.folder / "stopped"
    async with asyncio.timeout(PATIENCE):
        while not stopped.exists():
            assert process.returncode is None
            await asyncio.sleep(0.01)
    process.kill()
    await process.wait()
    stopped.unlink()


@pytest.mark.parametrize("place", PLACES)
async def test_killed_in_the_middle_of_an_upgrade_it_is_as_it_was_and_is_upgraded_again(
    old, place, newer, tmp_path, clock
):
    await old.load(HEAD)
    before = await everything_in(old)
    livechat = Livechat(tmp_path, old.settings | {"PYTHONPATH": newer})

    await killed(livechat, place)

    assert await everything_in(old) == before
    said = await asyncio.to_thread(livechat, "migrate")
    after = await everything_in(old)
    assert said.status == 0, said
    assert after.pop("alembic_version") == [{"version_num": NEXT}]
    assert {message.pop("mood") for message in after["chat_messages"]} == {"glad"}
    assert after == {name: before[name] for name in after}


async def test_before_an_upgrade_the_file_is_kept_as_it_was(tmp_path, newer, clock):
    old = InSqlite(tmp_path / "old.db")
    await old.load(HEAD)
    before = await everything_in(old)
    livechat = Livechat(tmp_path, old.settings | {"PYTHONPATH": newer})

    await killed(livechat, "half")
    again = await asyncio.to_thread(livechat, "migrate")
    once_more = await asyncio.to_thread(livechat, "migrate")

    kept = InSqlite(tmp_path / f"old.db.before-{NEXT}")
    assert again.status == once_more.status == 0
    assert await everything_in(kept) == before
    assert kept.path.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {
        old.path.name,
        f"{old.path.name}-mark",
        kept.path.name,
    }
    store = kept.store(clock)
    await store.open()
    await store.close()


async def test_where_it_cannot_be_kept_it_is_not_upgraded(tmp_path, newer):
    old = InSqlite(tmp_path / "old.db")
    await old.load(HEAD)
    before = await everything_in(old)
    (tmp_path / f"old.db.before-{NEXT}.half").mkdir()
    livechat = Livechat(tmp_path, old.settings | {"PYTHONPATH": newer})

    said = await asyncio.to_thread(livechat, "migrate")

    assert "cannot be kept as it was" in said.refusal
    assert await everything_in(old) == before


async def test_what_is_new_or_up_to_date_is_not_kept_twice(tmp_path):
    livechat = Livechat(tmp_path)

    assert livechat("migrate").status == livechat("migrate").status == 0
    assert {path.name for path in livechat.data.iterdir()} == {"livechat.db", "livechat.db-mark"}
