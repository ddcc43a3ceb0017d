"""Lists go to PostgreSQL as arrays. Rows are locked in the order of their keys, so that writers do not cross."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Select, String, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from livechat.adapters.sql.lookups import Lookups
from livechat.adapters.sql.rows import Values
from livechat.adapters.sql.schema import chat_messages, chat_sessions

_wanted = (
    func.unnest(bindparam("keys", type_=ARRAY(BigInteger)), bindparam("ids", type_=ARRAY(String)))
    .table_valued(Column("key", BigInteger), Column("id", String), name="wanted")
    .render_derived()
)


def _locked(column: Column[Any]) -> Select[Any]:
    """As they are when the lock is had: whoever waited for it sees what the other one has committed."""
    return (
        select(chat_sessions)
        .where(column == any_(bindparam("wanted", type_=ARRAY(String))))
        .order_by(chat_sessions.c.id)
        .with_for_update(key_share=True)
    )


def _listed(ids: Sequence[str]) -> Values:
    return {"wanted": ids}


def _paired(pairs: Sequence[tuple[int, str]]) -> Values:
    keys, ids = zip(*pairs, strict=True)
    return {"keys": keys, "ids": ids}


LOOKUPS: Final = Lookups(
    sessions=_locked(chat_sessions.c.session_id),
    requested=_locked(chat_sessions.c.request_id),
    known=select(chat_messages)
    .select_from(_wanted)
    .join(
        chat_messages,
        (chat_messages.c.chat_session_id == _wanted.c.key)
        & (chat_messages.c.message_id == _wanted.c.id),
    ),
    listed=_listed,
    paired=_paired,
)
