"""Answers that are found by looking at everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from statistics import fmean, median

from livechat.adapters.memory.chats import Chat
from livechat.application.ports import Clock
from livechat.application.views import (
    ChatFilter,
    Day,
    ListCursor,
    Page,
    SessionFilter,
    SessionsPage,
    SessionSummary,
    Statistics,
    Window,
    end_of_search_text,
    folded,
    search_text,
)
from livechat.domain.errors import CursorAheadError, SessionNotFoundError
from livechat.domain.messages import SenderType, SessionId
from livechat.domain.people import Credential
from livechat.domain.sessions import ChatSession, SessionStatus


class MemoryQueries:
    """Reads by looking at everything."""

    def __init__(self, chats: dict[SessionId, Chat], clock: Clock, epoch: str) -> None:
        self._chats = chats
        self._clock = clock
        self._epoch = epoch

    async def session(self, session_id: SessionId, /, *, by: Credential) -> SessionSummary:
        return self._summary(self._chat(session_id, by))

    async def messages(self, session_id: SessionId, window: Window, /, *, by: Credential) -> Page:
        chat = self._chat(session_id, by)
        last = chat.session.last_seq
        if window.after is not None:
            if window.after > last:
                raise CursorAheadError(epoch=self._epoch, last_seq=last)
            found = chat.messages[window.after : window.after + window.limit]
            return Page(self._summary(chat), found, window.after + len(found) < last)
        end = last if window.before is None else max(0, min(window.before - 1, last))
        begin_at = max(0, end - window.limit)
        return Page(self._summary(chat), chat.messages[begin_at:end], begin_at > 0)

    async def sessions(self, wanted: SessionFilter, /) -> SessionsPage:
        text = folded(wanted.text)
        found = sorted(
            (
                chat
                for chat in self._chats.values()
                if wanted.status in {None, chat.session.status}
                and text in search_text(chat.session.guest)
                and (wanted.cursor is None or _place(chat.session) < _place(wanted.cursor))
            ),
            key=lambda chat: _place(chat.session),
            reverse=True,
        )
        shown = [self._summary(chat) for chat in found[: wanted.limit]]
        more = len(found) > wanted.limit
        last = shown[-1].session if more else None
        return SessionsPage(shown, ListCursor(last.last_activity_at, last.id) if last else None)

    async def begun(
        self, wanted: ChatFilter, /, *, after: ChatSession | None = None
    ) -> list[SessionSummary]:
        found = [
            chat
            for chat in self._chats.values()
            if _is(wanted, chat.session) and (after is None or _begun(chat.session) > _begun(after))
        ]
        found.sort(key=lambda chat: _begun(chat.session))
        return [self._summary(chat) for chat in found[:100]]

    async def statistics(self, *, now: datetime, days: int, zone: tzinfo) -> Statistics:
        chats = list(self._chats.values())
        today = now.astimezone(zone).date()
        shown = [today - timedelta(days=n) for n in reversed(range(days))]
        begun = [c.session.created_at.astimezone(zone).date() for c in chats]
        sent = [m.created_at.astimezone(zone).date() for c in chats for m in c.messages]
        answers = [
            seconds
            for chat, day in zip(chats, begun, strict=True)
            if day >= shown[0] and (seconds := chat.first_response()) is not None
        ]
        active = sum(c.session.status is SessionStatus.ACTIVE for c in chats)
        return Statistics(
            as_of=now,
            total_sessions=len(chats),
            active_sessions=active,
            closed_sessions=len(chats) - active,
            total_messages=len(sent),
            unread_messages=sum(c.session.unread(SenderType.ADMIN) for c in chats),
            sessions_today=begun.count(today),
            messages_today=sent.count(today),
            average_first_response_seconds=fmean(answers) if answers else None,
            by_day=[Day(day, begun.count(day), sent.count(day)) for day in shown],
        )

    async def median_first_response(self, *, since: datetime, at_least: int) -> float | None:
        seconds = [
            found
            for chat in self._chats.values()
            if chat.session.created_at >= since and (found := chat.first_response()) is not None
        ]
        return median(seconds) if len(seconds) >= at_least else None

    def _chat(self, session_id: SessionId, by: Credential) -> Chat:
        chat = self._chats.get(session_id)
        if chat is None:
            raise SessionNotFoundError
        chat.session.admit(by, now=self._clock.now())
        return chat

    def _summary(self, chat: Chat) -> SessionSummary:
        last = chat.messages[-1] if chat.messages else None
        return SessionSummary(replace(chat.session), last, self._epoch)


def _is(wanted: ChatFilter, session: ChatSession) -> bool:
    before, closed = wanted.closed_before, session.closed_at
    ending = end_of_search_text(wanted.email) if wanted.email else ""
    return (
        wanted.session_id in {None, session.id}
        and search_text(session.guest).endswith(ending)
        and (before is None or (closed is not None and closed < before))
    )


def _begun(session: ChatSession) -> tuple[datetime, str]:
    return session.created_at, str(session.id)


def _place(of: ChatSession | ListCursor) -> tuple[datetime, str]:
    return of.last_activity_at, str(of.id if isinstance(of, ChatSession) else of.session_id)
