"""Lists go to SQLite as JSON. Nothing is locked: there is one writer, and `BEGIN IMMEDIATE` keeps others out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, func, select

from livechat.adapters.sql.lookups import Lookups
from livechat.adapters.sql.rows import Values
from livechat.adapters.sql.schema import chat_messages, chat_sessions

_wanted = func.json_each(bindparam("wanted")).table_valued("value")
_ids = select(_wanted.c.value)


def _wanting(ids: Sequence[object]) -> Values:
    return {"wanted": json.dumps(ids)}


LOOKUPS: Final = Lookups(
    sessions=select(chat_sessions).where(chat_sessions.c.session_id.in_(_ids)),
    requested=select(chat_sessions).where(chat_sessions.c.request_id.in_(_ids)),
    known=select(chat_messages)
    .select_from(_wanted)
    .join(
        chat_messages,
        (chat_messages.c.chat_session_id == func.json_extract(_wanted.c.value, "$[0]"))
        & (chat_messages.c.message_id == func.json_extract(_wanted.c.value, "$[1]")),
    ),
    listed=_wanting,
    paired=_wanting,
)
