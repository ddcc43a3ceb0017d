"""Whole installations, with a row in every table."""

import asyncio

from sqlalchemy import select

from livechat.adapters.sql.schema import metadata
from tests.builders import a_guest, a_login, a_second_factor, an_admin, as_proved
from tests.contracts.talking import a_talk

TALKS = 10
MESSAGES = 55
"""More rows than are copied at once."""


async def filled(store, clock):
    """With a row in every table, and a talk that was closed; gives back one that goes on."""
    await store.open()
    for n in range(TALKS):
        talk = await a_talk(store, clock, guest=a_guest(f"Émile {n}"), metadata={"n": [n, "\x00"]})
        await asyncio.gather(*(talk.asks(f"Halo 👍 {m}") for m in range(MESSAGES)))
        await talk.is_answered("two\nlines")
        await talk.is_read(3)
        clock.advance(milliseconds=1)
    await (await a_talk(store, clock)).is_closed()
    await store.admins.add(ana := an_admin(), "hash")
    await store.admins.set_second_factor(ana.id, lambda _: a_second_factor())
    await store.admins.open_login(a_login(ana), as_proved)
    await store.admins.add(an_admin("Tia"), "hash")
    await store.installation.remember("app_key", lambda: "the key that widgets know")
    await store.close()
    return talk


def quietly(done, total):
    assert 0 <= done <= total


async def everything_in(store):
    end = await store.open_to_copy()
    rows = {}
    async with end.readers.engine.connect() as connection:
        for table in metadata.sorted_tables:
            [key] = table.primary_key
            found = await connection.execute(select(table).order_by(key))
            rows[table.name] = [tuple(row) for row in found]
    await store.close()
    return rows
