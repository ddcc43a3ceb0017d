"""A chat that is very long is erased in parts, so that others need not wait for all of it."""

import asyncio

from sqlalchemy import event

from livechat.adapters.sql.erasing import AT_ONCE
from livechat.application.views import Erased
from tests.contracts.talking import a_talk


async def test_a_long_chat_goes_in_parts_and_others_go_on_between_them(store, clock):
    talk, other = await a_talk(store, clock), await a_talk(store, clock)
    for _ in range(2):
        await asyncio.gather(*(talk.asks(str(n)) for n in range(AT_ONCE // 2 + 1)))
    deleted = []

    @event.listens_for(store._engine, "after_cursor_execute")
    def remember(connection, cursor, statement, parameters, context, many):
        if statement.startswith("DELETE FROM chat_messages"):
            deleted.append(cursor.rowcount)

    gone, kept = await asyncio.gather(
        store.sessions.erase(talk.id, now=clock.now()), other.asks("meanwhile")
    )

    assert gone == Erased(sessions=1, messages=AT_ONCE + 2, events=AT_ONCE + 3)
    assert deleted == [AT_ONCE, 2]
    assert (await other.summary()).last_message == kept
