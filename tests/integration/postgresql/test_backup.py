"""A backup is the whole installation, from one moment, or it is refused."""

import asyncio
import json
import re
import sqlite3
import zipfile
from contextlib import closing, suppress
from threading import Thread

import pytest

from livechat.adapters.sql.backup import backup, restore
from livechat.adapters.sql.schema import HEAD
from livechat.application.views import Window
from livechat.domain.errors import StoreUnavailableError
from tests.builders import NOW
from tests.contracts.talking import Talk, a_talk
from tests.integration.cli.machine import Livechat
from tests.integration.postgresql.conftest import asked
from tests.integration.postgresql.installations import MESSAGES, everything_in, filled, quietly

KINDS = ["sqlite", "postgresql"]


@pytest.fixture
def kinds(sqlite, postgresql):
    return {"sqlite": sqlite, "postgresql": postgresql}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "backup.zip"


@pytest.fixture
def said(tmp_path, bare):
    """`said["sqlite"](statement)`, past livechat, also from within its loop."""

    def to_sqlite(statement):
        with closing(sqlite3.connect(tmp_path / "source.db")) as database:
            database.execute(statement)
            database.commit()

    def to_postgresql(statement):
        async def say():
            async with asked(bare) as connection:
                await connection.execute(statement)

        thread = Thread(target=lambda: asyncio.run(say()))
        thread.start()
        thread.join()

    return {"sqlite": to_sqlite, "postgresql": to_postgresql}


async def saved(store, path, show=quietly):
    manifest = await backup(store, path, now=NOW, show=show)
    await store.close()
    return manifest


@pytest.mark.parametrize("kind", KINDS)
async def test_59_it_is_restored_as_it_was_into_either_kind(kind, kinds, sqlite, clock, path):
    await filled(kinds[kind](), clock)
    manifest = await saved(kinds[kind](), path)
    before = await everything_in(kinds[kind]())
    other = kinds["postgresql"] if kind == "sqlite" else lambda: sqlite("other.db")

    for target in (other, lambda: sqlite("same.db")):
        await restore(path, target(), quietly)

        after = await everything_in(target())
        values, values_before = dict(after.pop("installation")), dict(before["installation"])
        assert values.pop("epoch") != values_before.pop("epoch") == manifest.epoch
        assert values == values_before
        assert after == {
            name: [] if name == "admin_logins" else rows
            for name, rows in before.items()
            if name != "installation"
        }


async def test_everything_goes_on_where_it_was(talk, sqlite, postgresql, clock, path):
    await saved(sqlite(), path)
    await restore(path, postgresql(), quietly)
    store = postgresql()
    await store.open()

    again = Talk(store, clock, (await store.queries.session(talk.id, by=talk.guest)).session)
    sent = await again.asks("here I am")
    await a_talk(store, clock)

    assert sent.seq == MESSAGES + 2
    assert len((await again.entries(Window(limit=200))).messages) == sent.seq
    await store.close()


@pytest.mark.parametrize("kind", KINDS)
async def test_all_of_it_is_from_the_moment_when_it_began(kind, kinds, clock, path, said):
    await filled(kinds[kind](), clock)
    calls = []

    def meddle(done, total):
        calls.append(done)
        said[kind]("UPDATE chat_messages SET message = 'changed'")

    await saved(kinds[kind](), path, meddle)

    assert len(calls) > 5
    with zipfile.ZipFile(path) as archive:
        lines = archive.read("chat_messages.jsonl").splitlines()
    assert {json.loads(line)["message"] == "changed" for line in lines} == {False}


@pytest.fixture
async def taken(talk, sqlite, path):
    """The bytes of a good one."""
    await saved(sqlite(), path)
    return path.read_bytes()


async def refused(path, store):
    """Why; nothing has been written."""
    with pytest.raises(StoreUnavailableError) as refusal:
        await restore(path, store, quietly)
    return str(refusal.value)


@pytest.mark.parametrize("tenth", range(10))
async def test_one_that_was_cut_off_is_refused(taken, path, sqlite, tmp_path, tenth):
    path.write_bytes(taken[: len(taken) * tenth // 10])

    assert str(path) in await refused(path, sqlite("new.db"))
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("place", range(40))
async def test_one_that_was_damaged_is_refused_or_not_harmed(taken, path, sqlite, tmp_path, place):
    """A time in the ZIP's own directory may change without a row being another."""
    damaged = bytearray(taken)
    damaged[len(taken) * place // 40] ^= 0x55
    path.write_bytes(damaged)

    with suppress(StoreUnavailableError):
        await restore(path, sqlite("new.db"), quietly)

    if (tmp_path / "new.db").exists():
        before, after = await everything_in(sqlite()), await everything_in(sqlite("new.db"))
        assert after["chat_messages"] == before["chat_messages"]
        assert after["chat_sessions"] == before["chat_sessions"]


def rewritten(path, name, old, new):
    """The same archive with one part changed, and no checksum of the ZIP's that tells."""
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    parts[name], changes = re.subn(old, new, parts[name], count=1)
    assert changes == 1
    with zipfile.ZipFile(path, "w") as archive:
        for each, text in parts.items():
            archive.writestr(each, text)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("chat_messages.jsonl", b"Halo", b"Hola"), "is not what its manifest says"),
        (("chat_messages.jsonl", rb"\A.*\n", b""), "is not what its manifest says"),
        (("admins.jsonl", rb"\A.*\n", rb"[]\n"), "damaged"),
        (("admins.jsonl", b'"id"', b'"di"'), "damaged"),
        (("manifest.json", b'"format": 1', b'"format": 2'), "format is 2"),
        (("manifest.json", HEAD.encode(), b"9999"), "tables of version 9999"),
        (("manifest.json", b'"rows"', b'"wors"'), "damaged"),
    ],
)
async def test_59_one_that_was_tampered_with_is_refused(
    taken, path, sqlite, tmp_path, change, reason
):
    rewritten(path, *change)

    assert reason in await refused(path, sqlite("new.db"))
    assert not (tmp_path / "new.db").exists()


async def test_a_target_in_which_there_is_something_is_left_alone(taken, path, postgresql, clock):
    await filled(postgresql(), clock)
    before = await everything_in(postgresql())

    assert "not empty" in await refused(path, postgresql())
    assert await everything_in(postgresql()) == before


async def test_what_was_interrupted_is_served_by_nobody(taken, path, postgresql):
    def plug(done, total):
        if done > 600:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await restore(path, postgresql(), plug)

    half = postgresql()
    with pytest.raises(StoreUnavailableError, match="half a copy"):
        await half.open()
    await half.close()


async def test_one_that_cannot_be_finished_leaves_no_file(talk, sqlite, tmp_path):
    def full(done, total):
        raise OSError(28, "No space left on device")

    store = sqlite()
    with pytest.raises(OSError, match="No space"):
        await backup(store, tmp_path / "backup.zip", now=NOW, show=full)
    await store.close()

    assert not list(tmp_path.glob("*backup*"))


async def test_the_commands_say_what_they_did_and_what_they_cannot_do(talk, tmp_path):
    livechat = Livechat(tmp_path)
    there = {"DATABASE_URL": f"sqlite:///{tmp_path}/source.db"}

    done = livechat("backup", "b.zip", **there)
    again = livechat("backup", "b.zip", **there)
    nowhere = livechat("backup", "missing/b.zip", **there)
    nothing = livechat("backup", "c.zip")
    memory = livechat("backup", "c.zip", DATABASE_URL="memory:")
    back = livechat("restore", "b.zip")
    twice = livechat("restore", "b.zip")

    assert (done.status, back.status) == (0, 0)
    assert "rows of" in done.out
    assert "admins sign in again" in back.out
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0
    assert again.refusal == "b.zip exists already. Choose another name."
    assert nowhere.refusal == "missing/b.zip cannot be written: No such file or directory."
    assert nothing.refusal.startswith("There is no database")
    assert memory.refusal.startswith("Chats in memory end with livechat.")
    assert "Restore into an empty place" in twice.refusal
