"""The figures of the statistics page, counted in the database."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from statistics import fmean, median
from typing import Any

from sqlalchemy import Column, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from livechat.adapters.sql.schema import chat_messages, chat_sessions
from livechat.application.views import Day, Statistics
from livechat.domain.messages import SenderType
from livechat.domain.sessions import SessionStatus

_TOTALS = select(
    func.count(),
    func.coalesce(func.sum(chat_sessions.c.next_seq - 1), 0),
    func.coalesce(func.sum(chat_sessions.c.written_by_guest - chat_sessions.c.read_by_admin), 0),
).select_from(chat_sessions)
_ACTIVE = (
    select(func.count())
    .select_from(chat_sessions)
    .where(chat_sessions.c.status == SessionStatus.ACTIVE.value)
)
_asked = (
    select(chat_messages.c.chat_session_id, func.min(chat_messages.c.seq).label("seq"))
    .join(chat_sessions, chat_sessions.c.id == chat_messages.c.chat_session_id)
    .where(chat_sessions.c.created_at >= bindparam("since"))
    .where(chat_messages.c.sender_type == SenderType.GUEST.value)
    .group_by(chat_messages.c.chat_session_id)
    .subquery()
)
_answered = (
    select(
        _asked.c.chat_session_id,
        _asked.c.seq.label("asked"),
        func.min(chat_messages.c.seq).label("answered"),
    )
    .join(chat_messages, chat_messages.c.chat_session_id == _asked.c.chat_session_id)
    .where(chat_messages.c.seq > _asked.c.seq)
    .where(chat_messages.c.sender_type == SenderType.ADMIN.value)
    .group_by(_asked.c.chat_session_id, _asked.c.seq)
    .subquery()
)
_question = chat_messages.alias("question")
_answer = chat_messages.alias("answer")
_RESPONSES = (
    select(_question.c.created_at.label("asked_at"), _answer.c.created_at.label("answered_at"))
    .select_from(_answered)
    .join(
        _question,
        (_question.c.chat_session_id == _answered.c.chat_session_id)
        & (_question.c.seq == _answered.c.asked),
    )
    .join(
        _answer,
        (_answer.c.chat_session_id == _answered.c.chat_session_id)
        & (_answer.c.seq == _answered.c.answered),
    )
)


async def statistics(
    connection: AsyncConnection, *, now: datetime, days: int, zone: tzinfo
) -> Statistics:
    """Over everything, and over the last *days* of *zone*."""
    sessions, messages, unread = (await connection.execute(_TOTALS)).one()
    active = await connection.scalar(_ACTIVE) or 0
    today = now.astimezone(zone).date()
    by_day = [
        await _day(connection, today - timedelta(days=back), zone) for back in reversed(range(days))
    ]
    seconds = await _responses(connection, _midnight(by_day[0].day, zone))
    return Statistics(
        as_of=now,
        total_sessions=sessions,
        active_sessions=active,
        closed_sessions=sessions - active,
        total_messages=messages,
        unread_messages=unread,
        sessions_today=by_day[-1].sessions,
        messages_today=by_day[-1].messages,
        average_first_response_seconds=fmean(seconds) if seconds else None,
        by_day=by_day,
    )


async def median_first_response(
    connection: AsyncConnection, *, since: datetime, at_least: int
) -> float | None:
    """None where too few were answered."""
    seconds = await _responses(connection, since)
    return median(seconds) if len(seconds) >= at_least else None


async def _responses(connection: AsyncConnection, since: datetime) -> list[float]:
    rows = await connection.execute(_RESPONSES, {"since": since})
    return [(row.answered_at - row.asked_at).total_seconds() for row in rows]


async def _day(connection: AsyncConnection, day: date, zone: tzinfo) -> Day:
    """A day may have 23 or 25 hours: its ends are asked of the zone."""
    ends = {"begin": _midnight(day, zone), "end": _midnight(day + timedelta(days=1), zone)}
    sessions = await connection.scalar(_begun, ends)
    messages = await connection.scalar(_sent, ends)
    return Day(day, sessions or 0, messages or 0)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _between(moment: Column[Any]) -> Any:
    inside = (moment >= bindparam("begin"), moment < bindparam("end"))
    return select(func.count(moment)).where(*inside)


_begun = _between(chat_sessions.c.created_at)
_sent = _between(chat_messages.c.created_at)
