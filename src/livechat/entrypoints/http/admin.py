"""What admins can do, once they are signed in."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from livechat.application.close_session import CloseSession
from livechat.application.mark_read import MarkRead
from livechat.application.ports import ChatQueries, Ids
from livechat.application.send_message import SendMessage
from livechat.application.statistics import ReadStatistics
from livechat.domain.messages import SessionId
from livechat.entrypoints.http import parameters, requests, wire
from livechat.entrypoints.http.answer import Answer
from livechat.entrypoints.http.credentials import Operator
from livechat.entrypoints.http.limits import ASK
from livechat.entrypoints.http.openapi import answers, refusals
from livechat.entrypoints.injection import Injected


@get(
    "/admin/chat/api/sessions",
    responses=refusals(401, 422, 429, 503),
    response_description="Sessions, newest activity first.",
    tags=["Admins"],
)
async def sessions(
    operator: Injected[Operator],
    queries: Injected[ChatQueries],
    status: parameters.Status = "active",
    q: Annotated[str, QueryParameter(description="Looked for in name and e-mail.")] = "",
    cursor: Annotated[
        str | None, QueryParameter(description="`next_cursor` of the page before.")
    ] = None,
    limit: parameters.ListLimit = None,
) -> wire.SessionList:
    """List sessions."""
    await operator.asks_for(ASK)
    page = await queries.sessions(parameters.session_filter(status, q, cursor, limit))
    return wire.SessionList(
        [wire.AdminSessionView.of(summary) for summary in page.summaries],
        parameters.cursor_text(page.next) if page.next else None,
    )


@get(
    "/admin/chat/api/sessions/{session_id:uuid}/messages",
    responses=refusals(401, 404, 409, 422, 429, 503),
    response_description="Part of the conversation, ascending by seq.",
    tags=["Admins"],
)
async def session_messages(
    session_id: FromPath[UUID],
    operator: Injected[Operator],
    queries: Injected[ChatQueries],
    after: parameters.After = None,
    before: parameters.Before = None,
    limit: parameters.PageLimit = None,
) -> wire.AdminMessagePage:
    """Read a conversation: after a place, before a place, or its newest page. Marks nothing as read."""
    await operator.asks_for(ASK)
    window = parameters.window(after, before, limit)
    page = await queries.messages(SessionId(session_id), window, by=operator.admin)
    return wire.AdminMessagePage.of(page)


@post(
    "/admin/chat/api/send-message",
    responses=answers(wire.Sent, 200, "It was stored before; this is what is stored.")
    | refusals(401, 403, 404, 409, 422, 429, 503),
    response_description="It is stored, durably and once.",
    tags=["Admins"],
)
async def admin_send_message(
    data: JSONBody[requests.AdminNewMessage],
    operator: Injected[Operator],
    send_message: Injected[SendMessage],
    ids: Injected[Ids],
) -> Answer[wire.Sent]:
    """Answer a guest; the same `id` again gives back what is stored, whatever the text."""
    await operator.asks_for(ASK)
    sent = await send_message(
        SessionId(data.session_id), requests.draft(data, ids), by=operator.admin
    )
    view = wire.Sent(wire.MessageView.of(sent.message))
    return Answer(view, status_code=201 if sent.new else 200)


@post(
    "/admin/chat/api/sessions/{session_id:uuid}/read",
    status_code=200,
    responses=refusals(401, 403, 404, 422, 429, 503),
    response_description="The chat as it is afterwards.",
    tags=["Admins"],
)
async def admin_mark_read(
    session_id: FromPath[UUID],
    data: JSONBody[requests.ReadUpTo],
    operator: Injected[Operator],
    mark_read: Injected[MarkRead],
) -> wire.AdminSession:
    """Tell how far the admins have read; forward only, never past the end."""
    await operator.asks_for(ASK)
    summary = await mark_read(SessionId(session_id), data.up_to_seq, by=operator.admin)
    return wire.AdminSession(wire.AdminSessionView.of(summary))


@post(
    "/admin/chat/api/sessions/{session_id:uuid}/close",
    status_code=200,
    responses=refusals(401, 403, 404, 422, 429, 503),
    response_description="The chat as it is afterwards.",
    tags=["Admins"],
)
async def admin_close_session(
    session_id: FromPath[UUID],
    data: JSONBody[requests.Nothing],  # noqa: ARG001  # so that unknown fields are refused
    operator: Injected[Operator],
    close_session: Injected[CloseSession],
) -> wire.AdminSession:
    """End a chat for good; again changes nothing."""
    await operator.asks_for(ASK)
    summary = await close_session(SessionId(session_id), by=operator.admin)
    return wire.AdminSession(wire.AdminSessionView.of(summary))


@get(
    "/admin/chat/api/statistics",
    responses=refusals(401, 422, 429, 503),
    response_description="Figures, at most 10 s old.",
    tags=["Admins"],
)
async def read_statistics(
    operator: Injected[Operator],
    statistics: Injected[ReadStatistics],
    days: parameters.Days = None,
) -> wire.StatisticsView:
    """Figures over everything, and over the last days."""
    await operator.asks_for(ASK)
    return wire.StatisticsView.of(await statistics(parameters.days(days)))


HANDLERS: Final = (
    sessions,
    session_messages,
    admin_send_message,
    admin_mark_read,
    admin_close_session,
    read_statistics,
)
