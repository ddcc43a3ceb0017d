"""Livechat starts on a database that it can use, and says of every other one why it does not."""

import os
import shutil
import sqlite3
import tempfile
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, text

from livechat.adapters.sql.sqlite import SqliteStore
from livechat.adapters.sql.verifying import verify
from livechat.application.views import Window
from livechat.bootstrap import opened
from livechat.domain.errors import StoreUnavailableError
from livechat.settings import Settings
from tests.contracts.talking import a_talk

NOBODY = 65534


@pytest.fixture
def folder():
    """One that others than root may enter, too."""
    folder = Path(tempfile.mkdtemp())
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


@pytest.fixture
def as_nobody(folder):
    """Root may write everywhere; rights mean something to others only."""
    if os.geteuid():
        yield lambda: None
        return

    def become():
        for path in (folder, *folder.iterdir()):
            os.chown(path, NOBODY, NOBODY)
        os.seteuid(NOBODY)

    yield become
    os.seteuid(0)


async def used(path, clock, *, says="Halo?"):
    """A database with one message, closed properly."""
    store = SqliteStore(path, clock)
    await store.open()
    talk = await a_talk(store, clock)
    await talk.asks(says)
    await store.close()
    return talk


async def refused(path, clock):
    """Why the start was refused; nothing is left open, and nothing hangs."""
    store = SqliteStore(path, clock, busy_seconds=0.2)
    try:
        with pytest.raises(StoreUnavailableError) as refusal:
            await store.open()
    finally:
        await store.close()
    assert str(refusal.value).startswith(f"The database {path} cannot be used: ")
    return str(refusal.value)


async def test_a_new_file_is_made_and_found_again(tmp_path, clock):
    path = tmp_path / "with space, 100% & ?#.db"
    talk = await used(path, clock)

    store = SqliteStore(path, clock)
    await store.open()
    page = await store.queries.messages(talk.id, Window(), by=talk.guest)
    await store.close()

    assert [m.body for m in page.messages] == ["Halo?"]
    assert {file.name for file in tmp_path.iterdir()} == {path.name, f"{path.name}-mark"}


async def test_what_is_promised_about_durability_is_in_force_where_it_is_written(store):
    with store._engine.connect() as connection:
        said = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


async def test_readers_cannot_write(store):
    async with store.readers.engine.connect() as connection:
        assert await connection.scalar(text("PRAGMA query_only")) == 1


async def test_a_file_that_is_not_a_database_is_left_alone(tmp_path, clock):
    path = tmp_path / "livechat.db"
    path.write_bytes(letter := b"Dear Ana, this is a letter. " * 400)

    assert "not a database" in await refused(path, clock)
    assert path.read_bytes() == letter


async def test_a_page_that_was_damaged_is_noticed(tmp_path, clock):
    path = tmp_path / "livechat.db"
    await used(path, clock, says="x" * 4000)
    whole = path.read_bytes()
    for place in range(8192, len(whole), 4096):
        path.write_bytes(whole[:place] + b"\xff" * 2048 + whole[place + 2048 :])

        assert await refused(path, clock)


async def test_a_file_above_256_mib_is_looked_through_by_verify_alone(tmp_path, clock):
    path = tmp_path / "livechat.db"
    await used(path, clock, says="x" * 4000)
    whole = path.read_bytes()
    place = whole.index(b"x" * 2000) // 4096 * 4096
    path.write_bytes(whole[:place] + b"\xff" * 8 + whole[place + 8 :])
    assert "damaged" in await refused(path, clock)

    os.truncate(path, 256 * 2**20 + 4096)
    store = SqliteStore(path, clock)
    await store.open()
    found = await verify(store)
    await store.close()

    assert any("The file is damaged" in sentence for sentence in found)


async def test_a_file_that_was_cut_is_noticed(tmp_path, clock):
    path = tmp_path / "livechat.db"
    await used(path, clock)
    os.truncate(path, path.stat().st_size // 2)

    assert "malformed" in await refused(path, clock)


async def test_a_journal_without_its_database_is_not_thrown_away(store, path, clock):
    await a_talk(store, clock)
    copy = path.with_name("copy.db")
    journal = path.with_name("copy.db-wal")
    shutil.copy(path.with_name("livechat.db-wal"), journal)
    kept = journal.read_bytes()

    assert "only its journal copy.db-wal is left" in await refused(copy, clock)
    assert journal.read_bytes() == kept
    assert not copy.exists()

    copy.touch()
    assert "only its journal" in await refused(copy, clock)
    assert journal.read_bytes() == kept


async def test_a_database_of_another_program_is_left_alone(tmp_path, clock):
    path = tmp_path / "livechat.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE invoices (id INTEGER)")

    assert "another program" in await refused(path, clock)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("invoices",)]


async def test_a_database_of_a_newer_livechat_is_left_alone(tmp_path, clock):
    path = tmp_path / "livechat.db"
    await used(path, clock)
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9000'")
        newer.commit()

    assert "newer livechat" in await refused(path, clock)


async def test_a_file_that_may_only_be_read_is_refused(folder, clock, as_nobody):
    path = folder / "livechat.db"
    await used(path, clock)
    path.chmod(0o400)
    as_nobody()

    assert "readonly" in await refused(path, clock)


async def test_a_folder_that_may_only_be_read_is_refused(folder, clock, as_nobody):
    path = folder / "livechat.db"
    await used(path, clock)
    as_nobody()
    folder.chmod(0o500)

    await refused(path, clock)


async def test_a_folder_that_may_only_be_read_gets_no_new_database(folder, clock, as_nobody):
    as_nobody()
    folder.chmod(0o500)

    assert "unable to open" in await refused(folder / "livechat.db", clock)


async def test_a_folder_that_is_missing_is_named(tmp_path, clock):
    assert "missing/livechat.db" in await refused(tmp_path / "missing" / "livechat.db", clock)


async def test_a_database_that_another_program_keeps_locked_is_refused(tmp_path, clock):
    path = tmp_path / "livechat.db"
    await used(path, clock)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        assert "locked" in await refused(path, clock)


async def test_what_is_not_set_is_made_once_and_kept(tmp_path):
    settings = Settings(data_dir=tmp_path)

    async with opened(settings) as first:
        app = first.app()
    async with opened(settings) as second:
        assert second.app() == app

    assert len(app.secret) >= 43
    assert app.secret not in repr(app)


async def test_an_application_that_does_not_start_leaves_nothing_open(tmp_path):
    (tmp_path / "livechat.db").write_text("Dear Ana, this is a letter. " * 100)
    before = threading.active_count()

    with pytest.raises(StoreUnavailableError, match="not a database"):
        async with opened(Settings(data_dir=tmp_path)):
            pytest.fail("it was opened")

    assert threading.active_count() <= before + 1  # asyncio keeps the thread that migrated


async def test_a_store_that_reads_but_cannot_write_does_not_start(path, store, clock):
    """What the file allows is not enough: it is written to once."""
    other = SqliteStore(path, clock, busy_seconds=0.2)
    event.listen(other._engine, "begin", lambda c: c.exec_driver_sql("PRAGMA query_only=ON"))

    with pytest.raises(StoreUnavailableError, match="readonly"):
        await other.open()
    await other.close()
