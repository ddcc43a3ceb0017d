"""A chat is forgotten: its session, its messages, and its events in the outbox, but the one that says so."""

from __future__ import annotations

from functools import partial
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from livechat.adapters.sql.events import UnreadableEventError, decoded, encoded
from livechat.adapters.sql.schema import chat_messages, chat_sessions, outbox
from livechat.adapters.sql.writer import Writer
from livechat.application.views import Erased
from livechat.domain.events import SessionErased
from livechat.domain.messages import SessionId

AT_ONCE: Final = 5_000
"""Messages in one transaction: others wait for it."""

_KEY = (
    select(chat_sessions.c.id)
    .where(chat_sessions.c.session_id == bindparam("wanted"))
    .with_for_update()
)
_OF_CHAT = chat_messages.c.chat_session_id == bindparam("key")
_ENDS = select(func.min(chat_messages.c.seq), func.max(chat_messages.c.seq)).where(_OF_CHAT)
_MESSAGES = delete(chat_messages).where(_OF_CHAT, chat_messages.c.seq <= bindparam("until"))
_SESSION = delete(chat_sessions).where(chat_sessions.c.id == bindparam("key"))
_EVENT = delete(outbox).where(outbox.c.id == bindparam("entry"))
_TELL = insert(outbox)


async def erase(writer: Writer, fact: SessionErased) -> Erased:
    """What was told to the outbox while the session was still there goes last: then nothing can follow it."""
    gone, more = Erased(), True
    while more:
        part, more = await writer.do(partial(_erase_part, fact=fact))
        gone += part
    events = await writer.do(partial(_erase_events, session_id=fact.session_id))
    return gone + Erased(events=events)


def _erase_part(connection: Connection, fact: SessionErased) -> tuple[Erased, bool]:
    """Events before the session, as whoever changes chats locks them."""
    events = _erase_events(connection, fact.session_id)
    key = connection.scalar(_KEY, {"wanted": str(fact.session_id)})
    if key is None:
        return Erased(events=events), False
    first, last = connection.execute(_ENDS, {"key": key}).one()
    more = first is not None and last - first >= AT_ONCE
    until = first + AT_ONCE - 1 if more else last or 0
    messages = connection.execute(_MESSAGES, {"key": key, "until": until}).rowcount
    if not more:
        connection.execute(_SESSION, {"key": key})
        kind, text = encoded(fact)
        connection.execute(_TELL, {"kind": kind, "event": text, "due_at": fact.erased_at})
    return Erased(sessions=0 if more else 1, messages=messages, events=events), more


def _erase_events(connection: Connection, session_id: SessionId) -> int:
    """A message of another chat may mention this one; what cannot be read may be anything."""
    mentioned = select(outbox.c.id, outbox.c.kind, outbox.c.event).where(
        outbox.c.event.contains(str(session_id)), outbox.c.kind != SessionErased.__name__
    )
    rows = connection.execute(mentioned).all()
    ids = sorted(row.id for row in rows if _is_about(session_id, row.kind, row.event))
    if ids:
        connection.execute(_EVENT, [{"entry": id_} for id_ in ids])
    return len(ids)


def _is_about(session_id: SessionId, kind: str, text: str) -> bool:
    try:
        return decoded(kind, text).session_id == session_id
    except UnreadableEventError:
        return True
