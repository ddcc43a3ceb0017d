"""SQL → views, for every database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from livechat.adapters.sql import figures
from livechat.adapters.sql.installation import EPOCH
from livechat.adapters.sql.reading import Readers, reading
from livechat.adapters.sql.rows import message_of, session_of
from livechat.adapters.sql.schema import chat_messages, chat_sessions, installation
from livechat.application.ports import Clock
from livechat.application.views import (
    ChatFilter,
    ListCursor,
    Page,
    SessionFilter,
    SessionsPage,
    SessionSummary,
    Statistics,
    Window,
    end_of_search_text,
    folded,
)
from livechat.domain.errors import CursorAheadError, SessionNotFoundError
from livechat.domain.messages import ChatMessage, SenderType, SessionId
from livechat.domain.people import Credential
from livechat.domain.sessions import ChatSession

_EPOCH = select(installation.c.value).where(installation.c.name == EPOCH).scalar_subquery()
_SESSION = select(chat_sessions, _EPOCH.label("epoch"))
_ONE = _SESSION.where(chat_sessions.c.session_id == bindparam("wanted"))
_ENTRIES = select(chat_messages).where(chat_messages.c.chat_session_id == bindparam("key"))
AFTER = (
    _ENTRIES.where(chat_messages.c.seq > bindparam("place"))
    .order_by(chat_messages.c.seq)
    .limit(bindparam("limit"))
)
BEFORE = (
    _ENTRIES.where(chat_messages.c.seq < bindparam("place"))
    .order_by(chat_messages.c.seq.desc())
    .limit(bindparam("limit"))
)
_LAST = select(chat_messages).join(
    chat_sessions,
    (chat_messages.c.chat_session_id == chat_sessions.c.id)
    & (chat_messages.c.seq == chat_sessions.c.next_seq - 1),
)


class SqlQueries:
    """Each answer comes from one moment."""

    def __init__(self, readers: Readers, clock: Clock) -> None:
        self._readers = readers
        self._clock = clock

    async def session(self, session_id: SessionId, /, *, by: Credential) -> SessionSummary:
        async with reading(self._readers) as connection:
            row = await self._session_row(connection, session_id, by)
            return await _summary(connection, row, by)

    async def messages(self, session_id: SessionId, window: Window, /, *, by: Credential) -> Page:
        async with reading(self._readers) as connection:
            row = await self._session_row(connection, session_id, by)
            summary = await _summary(connection, row, by)
            forward, place = _place(window, row)
            bounds = {"key": row.id, "place": place, "limit": window.limit + 1}
            rows = (await connection.execute(AFTER if forward else BEFORE, bounds)).all()
        found = [message_of(entry, session_id) for entry in rows[: window.limit]]
        return Page(summary, found if forward else found[::-1], len(rows) > window.limit)

    async def sessions(self, wanted: SessionFilter, /) -> SessionsPage:
        async with reading(self._readers) as connection:
            rows = (await connection.execute(listed(wanted))).all()
            shown = rows[: wanted.limit]
            lasts = await _last_messages(connection, shown)
        summaries = [SessionSummary(session_of(row), lasts.get(row.id), row.epoch) for row in shown]
        if len(rows) <= wanted.limit:
            return SessionsPage(summaries, None)
        end = summaries[-1].session
        return SessionsPage(summaries, ListCursor(end.last_activity_at, end.id))

    async def begun(
        self, wanted: ChatFilter, /, *, after: ChatSession | None = None
    ) -> list[SessionSummary]:
        async with reading(self._readers) as connection:
            rows = (await connection.execute(_begun(wanted, after))).all()
            lasts = await _last_messages(connection, rows)
        return [SessionSummary(session_of(row), lasts.get(row.id), row.epoch) for row in rows]

    async def statistics(self, *, now: datetime, days: int, zone: tzinfo) -> Statistics:
        async with reading(self._readers) as connection:
            return await figures.statistics(connection, now=now, days=days, zone=zone)

    async def median_first_response(self, *, since: datetime, at_least: int) -> float | None:
        async with reading(self._readers) as connection:
            return await figures.median_first_response(connection, since=since, at_least=at_least)

    async def _session_row(
        self, connection: AsyncConnection, session_id: SessionId, by: Credential
    ) -> Row[Any]:
        row = (await connection.execute(_ONE, {"wanted": str(session_id)})).one_or_none()
        if row is None:
            raise SessionNotFoundError
        session_of(row).admit(by, now=self._clock.now())
        return row


def listed(wanted: SessionFilter) -> Select[Any]:
    """One more than is shown, to know whether the list goes on."""
    place = tuple_(chat_sessions.c.last_activity_at, chat_sessions.c.session_id)
    statement = _SESSION
    if wanted.status is not None:
        statement = statement.where(chat_sessions.c.status == wanted.status.value)
    if wanted.text:
        statement = statement.where(
            chat_sessions.c.search_text.contains(folded(wanted.text), autoescape=True)
        )
    if wanted.cursor is not None:
        at, session_id = wanted.cursor.last_activity_at, str(wanted.cursor.session_id)
        statement = statement.where(place < tuple_(at, session_id))
    newest_first = (chat_sessions.c.last_activity_at.desc(), chat_sessions.c.session_id.desc())
    return statement.order_by(*newest_first).limit(wanted.limit + 1)


def _begun(wanted: ChatFilter, after: ChatSession | None) -> Select[Any]:
    place = tuple_(chat_sessions.c.created_at, chat_sessions.c.session_id)
    statement = _SESSION
    if wanted.session_id is not None:
        statement = statement.where(chat_sessions.c.session_id == str(wanted.session_id))
    if wanted.email is not None:
        ending = end_of_search_text(wanted.email)
        statement = statement.where(chat_sessions.c.search_text.endswith(ending, autoescape=True))
    if wanted.closed_before is not None:
        # None is closed before it began, and the moment of its beginning has an index.
        statement = statement.where(
            chat_sessions.c.closed_at < wanted.closed_before,
            chat_sessions.c.created_at < wanted.closed_before,
        )
    if after is not None:
        statement = statement.where(place > tuple_(after.created_at, str(after.id)))
    return statement.order_by(chat_sessions.c.created_at, chat_sessions.c.session_id).limit(100)


def _place(window: Window, row: Row[Any]) -> tuple[bool, int]:
    """Whether to read forward, and from where."""
    if window.after is None:
        end: int = row.next_seq
        return False, end if window.before is None else min(window.before, end)
    if window.after >= row.next_seq:
        raise CursorAheadError(epoch=row.epoch, last_seq=row.next_seq - 1)
    return True, window.after


async def _summary(connection: AsyncConnection, row: Row[Any], by: Credential) -> SessionSummary:
    """Guests are not shown the last message of a list, so it is not looked up for them."""
    lasts = await _last_messages(connection, [row]) if by.side is SenderType.ADMIN else {}
    return SessionSummary(session_of(row), lasts.get(row.id), row.epoch)


async def _last_messages(
    connection: AsyncConnection, rows: Sequence[Row[Any]]
) -> dict[int, ChatMessage]:
    """By the key of their session."""
    sessions = {row.id: SessionId(UUID(row.session_id)) for row in rows}
    if not sessions:
        return {}
    found = await connection.execute(_LAST.where(chat_sessions.c.id.in_(sessions)))
    return {
        entry.chat_session_id: message_of(entry, sessions[entry.chat_session_id]) for entry in found
    }
