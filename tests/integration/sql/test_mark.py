"""A database that is gone, or lacks what was acknowledged, is refused; whatever else is done to it is not."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from livechat.adapters.sql.backup import backup, restore
from livechat.adapters.sql.sqlite import SqliteStore
from livechat.adapters.sql.verifying import verify
from livechat.application.views import Window
from livechat.domain.errors import StoreUnavailableError
from tests.contracts.talking import a_talk

ALL = ("", "-wal", "-mark")


@pytest.fixture
def left(path, tmp_path):
    """`left(*parts)`: what a livechat that was killed now would leave, as far as those parts of it."""

    def copied(*parts):
        folder = tmp_path / "left"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for part in parts:
            shutil.copy(f"{path}{part}", f"{folder / path.name}{part}")
        return folder / path.name

    return copied


@pytest.fixture
def opened(clock):
    """Open a store, ask it, close it."""

    async def ask(path, question=None):
        store = SqliteStore(path, clock, busy_seconds=0.2)
        try:
            await store.open()
            return question and await question(store)
        finally:
            await store.close()

    return ask


async def refused(path, opened):
    with pytest.raises(StoreUnavailableError) as refusal:
        await opened(path)
    return str(refusal.value)


def quietly(done, total):
    """Nobody looks on."""


def marked(path):
    """Epoch and count."""
    return path.with_name(f"{path.name}-mark").read_text().split()


def said(talk):
    """Asks for all that was said."""
    return lambda store: store.queries.messages(talk.id, Window(limit=200), by=talk.guest)


@pytest.mark.parametrize("empty", [False, True])
async def test_where_one_was_none_is_made(path, opened, empty):
    await opened(path)
    path.unlink()
    if empty:
        path.touch()

    assert f"it is gone, and by {path.name}-mark there was one" in await refused(path, opened)
    assert path.exists() is empty


async def test_one_without_tables_is_as_good_as_gone(path, opened):
    await opened(path)
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode=WAL")

    assert "it is gone" in await refused(path, opened)


async def test_where_the_mark_is_deleted_one_begins_anew(path, opened):
    await opened(path)
    path.unlink()
    path.with_name(f"{path.name}-mark").unlink()

    await opened(path)

    assert path.exists()


async def test_a_journal_that_is_taken_away_is_missed_at_any_time(store, clock, path, left, opened):
    before, talk = marked(path), await a_talk(store, clock)
    for sent in range(1, 181):
        await talk.asks("x" * 4000)
        if sent % 10 == 0:
            assert "it lacks what was acknowledged" in await refused(left("", "-mark"), opened)

    page = await opened(left(*ALL), said(talk))

    assert len(page.messages) == 180
    assert marked(path) > before, "there was no checkpoint meanwhile"


async def test_what_is_missed_can_be_brought_back(store, clock, left, opened):
    talk = await a_talk(store, clock)
    await talk.asks("Halo?")
    path = left(*ALL)
    journal, away = path.with_name(f"{path.name}-wal"), path.with_name("away")
    journal.rename(away)
    await refused(path, opened)

    away.rename(journal)

    assert len((await opened(path, said(talk))).messages) == 1


async def test_who_deletes_the_mark_goes_on_without(store, clock, left, opened):
    await a_talk(store, clock)

    await opened(left(""))


async def test_a_journal_that_another_program_worked_off_is_not_missed(store, clock, left, opened):
    talk = await a_talk(store, clock)
    await talk.asks("Halo?")
    path = left(*ALL)
    with closing(sqlite3.connect(path)) as shell:
        shell.execute("SELECT count(*) FROM chat_messages").fetchall()
    assert not path.with_name(f"{path.name}-wal").exists()

    assert len((await opened(path, said(talk))).messages) == 1


async def test_where_one_is_gone_a_backup_can_be_restored(store, clock, path, tmp_path, opened):
    talk = await a_talk(store, clock)
    await talk.asks("Halo?")
    await backup(store, tmp_path / "backup.zip", now=clock.now(), show=quietly)
    await store.close()
    path.unlink()

    await restore(tmp_path / "backup.zip", SqliteStore(path, clock), quietly)

    assert len((await opened(path, said(talk))).messages) == 1


async def test_an_older_copy_is_noticed(path, opened, tmp_path):
    await opened(path)
    shutil.copy(path, tmp_path / "older.db")
    await opened(path)
    shutil.copy(tmp_path / "older.db", path)

    assert "or it is an older copy" in await refused(path, opened)


async def test_another_past_is_taken_as_it_is(path, opened, tmp_path):
    """A file of another epoch was put there on purpose; it is what the mark is about from now on."""
    other = tmp_path / "other.db"
    await opened(other)
    for _ in range(3):
        await opened(path)
    shutil.copy(other, path)

    await opened(path)

    assert marked(path)[0] == marked(other)[0]


async def test_one_of_a_livechat_that_made_no_marks_gets_one(path, opened):
    await opened(path)
    path.with_name(f"{path.name}-mark").unlink()
    with closing(sqlite3.connect(path)) as old:
        old.execute("PRAGMA user_version = 0")

    await opened(path)

    assert marked(path)


async def test_a_mark_that_says_nothing_is_in_nobodys_way(path, opened):
    await opened(path)
    path.with_name(f"{path.name}-mark").write_text("Dear Ana, this is a letter.")

    await opened(path)

    epoch, count = marked(path)
    assert len(epoch) == 8
    assert int(count) > 0


async def test_a_mark_that_cannot_be_written_costs_nobody_a_message(path, opened, clock, caplog):
    await opened(path)
    mark = path.with_name(f"{path.name}-mark")
    mark.unlink()
    mark.mkdir()

    async def ask(store):
        return (await (await a_talk(store, clock)).asks("Halo?")).body

    assert await opened(path, ask) == "Halo?"
    assert "cannot be noted" in caplog.text


@pytest.mark.parametrize("empty", [False, True])
async def test_where_it_goes_while_it_is_served_nothing_is_acknowledged(store, clock, path, empty):
    talk = await a_talk(store, clock)
    away = path.rename(path.with_name("away"))
    if empty:
        path.touch()

    with pytest.raises(StoreUnavailableError):
        await talk.asks("Halo?")
    assert path.exists() is empty

    away.rename(path)
    assert (await talk.asks("Halo?")).seq == 1


async def test_verify_misses_it_too(store, clock, left):
    await a_talk(store, clock)

    its = SqliteStore(left("", "-mark"), clock)
    [sentence] = await verify(its)
    await its.close()

    assert sentence.startswith("The file is not all: it lacks what was acknowledged")
