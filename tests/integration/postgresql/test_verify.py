"""`livechat verify` finds each contradiction in a database, and nothing in a good one."""

import re
import sqlite3
from contextlib import closing

import pytest

from livechat.adapters.sql.verifying import verify
from tests.integration.cli.machine import Livechat
from tests.integration.postgresql.conftest import asked
from tests.integration.postgresql.installations import filled

KINDS = ["sqlite", "postgresql"]
WRONG = {
    "DELETE FROM chat_messages WHERE seq = 2": "not numbered 1, 2, 3",
    "UPDATE chat_messages SET seq = 9000 WHERE id = 1": "not numbered 1, 2, 3",
    "UPDATE chat_sessions SET next_seq = next_seq + 1 WHERE id = 1": "not numbered 1, 2, 3",
    "UPDATE chat_sessions SET written_by_guest = 3 WHERE id = 1": "messages of each side",
    "UPDATE chat_sessions SET read_by_admin = 1 WHERE id = 1": "that were read",
    "UPDATE chat_messages SET is_read = NOT is_read WHERE id = 1": "against the read mark",
    "UPDATE chat_sessions SET guest_last_read_seq = 9000 WHERE id = 1": "behind the end",
    "UPDATE chat_sessions SET status = 'closed' WHERE id = 1": "closed only by half",
    "UPDATE installation SET name = 'copying' WHERE name = 'epoch'": "only part of an installation",
}


@pytest.fixture(params=KINDS)
async def database(request, sqlite, postgresql, bare, tmp_path, clock):
    """A store maker, and how to speak past it."""
    store = {"sqlite": sqlite, "postgresql": postgresql}[request.param]
    await filled(store(), clock)

    async def say(statement):
        if request.param == "postgresql":
            async with asked(bare) as connection:
                await connection.execute(statement)
        else:
            with closing(sqlite3.connect(tmp_path / "source.db")) as file:
                file.execute(statement)
                file.commit()

    async def found():
        its = store()
        sentences = await verify(its)
        await its.close()
        return sentences

    return say, found


async def test_nothing_is_found_where_all_is_well(database):
    _, found = database

    assert await found() == []


@pytest.mark.parametrize("statement", WRONG)
async def test_each_contradiction_is_found(database, statement):
    say, found = database
    await say(statement)

    assert any(WRONG[statement] in sentence for sentence in await found())


async def test_messages_without_a_chat_are_found(sqlite, clock, tmp_path):
    await filled(sqlite(), clock)
    with closing(sqlite3.connect(tmp_path / "source.db")) as file:
        file.execute("DELETE FROM chat_sessions WHERE id = 1")
        file.execute("DELETE FROM admins")
        file.commit()
    store = sqlite()

    found = await verify(store)
    await store.close()

    assert len(found) == 2
    assert "of a chat that there is not" in found[0]
    assert "of an admin that there is not" in found[1]


def own_words(file):
    """What SQLite says of an index that does not fit its table."""
    with closing(sqlite3.connect(file)) as database:
        return database.execute("PRAGMA integrity_check").fetchone()[0]


async def test_a_damaged_file_is_found_by_the_command(talk, tmp_path):
    livechat = Livechat(tmp_path)
    address = f"sqlite:///{tmp_path}/source.db"
    good = livechat("verify", DATABASE_URL=address)
    file = tmp_path / "source.db"
    whole, id_ = file.read_bytes(), str(talk.id).encode()
    places = [found.start() for found in re.finditer(id_, whole)]
    for place in places:
        file.write_bytes(whole[:place] + b"f" * len(id_) + whole[place + len(id_) :])
        if own_words(file) != "ok":
            break
    bad = livechat("verify", DATABASE_URL=address)
    file.write_bytes(file.read_bytes()[:100_000])
    worse = livechat("verify", DATABASE_URL=address)

    assert (good.status, good.out) == (0, f"{tmp_path}/source.db holds together.\n")
    assert bad.status == 1
    assert bad.out.startswith("The file is damaged: ")
    assert worse.refusal.startswith("The database cannot be read: ")
