"""The tables come to be step by step, and stay what the code says they are."""

import sqlite3
from contextlib import closing, contextmanager

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from livechat.adapters.sql import migrations
from livechat.adapters.sql.schema import HEAD, metadata
from livechat.adapters.sql.sqlite import SqliteStore
from livechat.adapters.sql.sqlite.file import migrate
from livechat.domain.errors import StoreUnavailableError
from tests.builders import a_login, an_admin, as_proved
from tests.contracts.talking import a_talk


@contextmanager
def looking_at(path):
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def rows_in(path):
    """Everything that is stored, table by table."""
    with looking_at(path) as connection:
        return {
            table.name: connection.execute(table.select()).all() for table in metadata.sorted_tables
        }


def tables_in(path):
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name"))


@pytest.fixture
async def full(path, clock):
    """A database with a row in every table."""
    store = SqliteStore(path, clock)
    await store.open()
    talk = await a_talk(store, clock, metadata={"cart": [1]}, topic="delivery")
    await talk.asks("Halo 👍")
    await talk.is_answered()
    await talk.is_read(1)
    await store.admins.add(ana := an_admin(), "hash")
    await store.admins.open_login(a_login(ana), as_proved)
    await store.close()
    assert all(rows_in(path).values())
    return path


def revisions():
    with looking_at(":memory:") as connection:
        scripts = ScriptDirectory.from_config(migrations.configuration(connection))
        return [script.revision for script in scripts.walk_revisions()][::-1]


def test_the_code_knows_the_newest_step():
    assert revisions()[-1] == HEAD


def test_the_steps_are_numbered_so_that_a_newer_one_is_known_as_such():
    assert revisions() == sorted(revisions())
    assert all(len(revision) == 4 and revision.isdigit() for revision in revisions())


def test_the_steps_lead_to_the_tables_that_the_code_describes(path):
    migrate(path)

    with looking_at(path) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_constraints_and_indexes_are_those_of_the_code(path, tmp_path):
    """What the comparison of alembic does not look at: uniqueness, foreign keys, autoincrement."""
    migrate(path)
    other = tmp_path / "other.db"
    with looking_at(other) as connection:
        metadata.create_all(connection)
        connection.commit()

    with looking_at(path) as migrated, looking_at(other) as made:
        for table in metadata.tables:
            for asked in ("get_unique_constraints", "get_foreign_keys", "get_indexes"):
                assert _sorted(inspect(migrated), asked, table) == _sorted(
                    inspect(made), asked, table
                )
    assert "AUTOINCREMENT" in tables_in(path)["outbox"]


def _sorted(inspector, asked, table):
    return sorted(getattr(inspector, asked)(table), key=repr)


def test_every_step_goes_down_and_up_again(path):
    migrate(path)
    whole = tables_in(path)

    for to in [*revisions()[:-1][::-1], "base"]:
        migrate(path, to=to)
    assert tables_in(path).keys() == {"alembic_version", "sqlite_sequence"} | {
        name for name in tables_in(path) if name.startswith("sqlite_autoindex_alembic")
    }

    migrate(path)
    assert tables_in(path) == whole


def test_what_is_stored_survives_to_be_migrated_again(full):
    before = rows_in(full)

    migrate(full)
    migrate(full)

    assert rows_in(full) == before


def test_the_newest_step_goes_down_and_up_with_what_is_stored(full):
    before = rows_in(full)

    migrate(full, to=revisions()[-2])
    migrate(full)

    assert rows_in(full) == before


def test_a_step_that_fails_leaves_everything_as_it_was(path):
    migrate(path)
    migrate(path, to="base")
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE chat_messages (id INTEGER)")
    before = tables_in(path)

    with pytest.raises(StoreUnavailableError, match="chat_messages already exists"):
        migrate(path)

    assert tables_in(path) == before
