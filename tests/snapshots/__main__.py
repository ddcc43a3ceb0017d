"""`python -m tests.snapshots`: the tables of the newest version with something in each, as they are to be upgraded for ever.

Run it once, before the version is released; afterwards what it has written is never written again.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

from livechat.adapters.sql.postgresql import PostgresqlStore
from livechat.adapters.sql.schema import HEAD
from livechat.adapters.sql.sqlite import SqliteStore
from tests.builders import a_guest, a_login, a_second_factor, an_admin, as_proved
from tests.contracts.talking import a_talk
from tests.fakes import StillClock
from tests.integration.postgresql.server import PostgresqlServer, programs

HERE = Path(__file__).parent / HEAD
NOISE = re.compile(r"^(\\|SET |--).*\n|^\n", re.MULTILINE)
"""Words to psql, settings that older servers do not know, and remarks."""


async def fill(store: SqliteStore | PostgresqlStore, clock: StillClock) -> None:
    """What the tests look for afterwards."""
    await store.open()
    guest = a_guest("Émile 👍", phone="0812 3456 7890")
    talk = await a_talk(store, clock, guest=guest, topic="delivery", metadata={"cart": [1, "é"]})
    await talk.asks("Halo 👍")
    clock.advance(seconds=7, microseconds=3)
    await talk.is_answered("two\nlines")
    await talk.is_read(1)
    clock.advance(seconds=5)
    await (await a_talk(store, clock)).is_closed()
    await store.admins.add(ana := an_admin(), "hash")
    await store.admins.set_second_factor(ana.id, lambda _: a_second_factor())
    await store.admins.open_login(a_login(ana), as_proved)
    for name in ("app_id", "app_key", "app_secret"):
        await store.installation.remember(name, lambda: "long enough for a test")
    await store.close()


async def sqlite(folder: Path) -> str:
    """As SQLite tells it."""
    clock = StillClock()
    await fill(SqliteStore(folder / "livechat.db", clock), clock)
    with closing(sqlite3.connect(folder / "livechat.db")) as database:
        return "\n".join(database.iterdump()) + "\n"


async def postgresql(server: PostgresqlServer) -> str:
    """As pg_dump tells it."""
    clock = StillClock()
    await fill(PostgresqlStore(server.url(), clock, name="ours"), clock)
    return await asyncio.to_thread(dumped, server.url())


def dumped(url: str) -> str:
    """Without what only psql or this server understands."""
    dump = [programs() / "pg_dump", "--inserts", "--no-owner", "--no-comments", url]
    said = subprocess.run(dump, check=True, capture_output=True, text=True).stdout
    return NOISE.sub("", said)


async def main() -> None:
    """Both, into a new folder."""
    HERE.mkdir()
    with tempfile.TemporaryDirectory() as folder, PostgresqlServer() as server:
        (HERE / "sqlite.sql").write_text(await sqlite(Path(folder)))
        (HERE / "postgresql.sql").write_text(await postgresql(server))


if __name__ == "__main__":
    asyncio.run(main())
