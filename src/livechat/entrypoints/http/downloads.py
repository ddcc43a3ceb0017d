"""Chats as files, for an admin who takes them along; nothing of a guest stands in an address or a log."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Final
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Stream

from livechat.application.ports import ChatQueries
from livechat.application.transcripts import chats
from livechat.application.views import ChatFilter
from livechat.domain.messages import SessionId
from livechat.entrypoints.http import parameters
from livechat.entrypoints.http.credentials import Operator
from livechat.entrypoints.http.exports import FORMATS, one, written
from livechat.entrypoints.http.limits import ASK, EXPORT
from livechat.entrypoints.http.openapi import refusals
from livechat.entrypoints.http.openapi_words import FILE
from livechat.entrypoints.injection import Injected

if TYPE_CHECKING:
    from livechat.application.views import SessionSummary

log = logging.getLogger(__name__)

_ENDINGS: Final = {"text": "txt"}


@get(
    "/admin/chat/api/sessions/{session_id:uuid}/export",
    media_type=FILE,
    responses=refusals(401, 404, 422, 429, 503),
    response_description="The chat as a file to keep, under a name of its own.",
    tags=["Admins"],
)
async def export_session(
    session_id: FromPath[UUID],
    operator: Injected[Operator],
    queries: Injected[ChatQueries],
    format: parameters.ExportFormat = "html",  # noqa: A002  that is its name
) -> Stream:
    """Take a chat along: its guest, and everything that was said. Marks nothing as read."""
    await operator.asks_for(ASK)
    form = parameters.export_format(format)
    summary = await queries.session(SessionId(session_id), by=operator.admin)
    _tell(operator, "one chat", form)
    return _file(queries, one(summary), form, operator, name=f"chat-{session_id}")


@get(
    "/admin/chat/api/sessions/{session_id:uuid}/guest/export",
    media_type=FILE,
    responses=refusals(401, 404, 422, 429, 503),
    response_description="The chats as a file to keep, under a name of its own.",
    tags=["Admins"],
)
async def export_guest(
    session_id: FromPath[UUID],
    operator: Injected[Operator],
    queries: Injected[ChatQueries],
    format: parameters.ExportFormat = "html",  # noqa: A002  that is its name
) -> Stream:
    """Take along all chats with the e-mail address of this one's guest, whatever its case. Marks nothing as read."""
    await operator.asks_for(EXPORT)
    form = parameters.export_format(format)
    summary = await queries.session(SessionId(session_id), by=operator.admin)
    found = chats(queries, ChatFilter(email=summary.session.guest.email))
    _tell(operator, "the chats of one address", form)
    return _file(queries, found, form, operator, name=f"chats-{session_id}")


@get(
    "/admin/chat/api/export",
    media_type=FILE,
    responses=refusals(401, 422, 429, 503),
    response_description="All chats as a file to keep.",
    tags=["Admins"],
)
async def export_all(
    operator: Injected[Operator],
    queries: Injected[ChatQueries],
    format: parameters.ExportFormat = "html",  # noqa: A002  that is its name
) -> Stream:
    """Take every chat along, in the order in which they began. Marks nothing as read."""
    await operator.asks_for(EXPORT)
    form = parameters.export_format(format)
    _tell(operator, "every chat", form)
    return _file(queries, chats(queries, ChatFilter()), form, operator, name="chats")


def _file(
    queries: ChatQueries,
    found: AsyncIterator[SessionSummary],
    form: str,
    operator: Operator,
    *,
    name: str,
) -> Stream:
    """The browser writes it to the disk as it comes."""
    pieces = written(queries, found, FORMATS[form], by=operator.admin)
    filename = f"{name}.{_ENDINGS.get(form, form)}"
    kept = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return Stream((text.encode() async for text, _ in pieces), headers=kept)


def _tell(operator: Operator, what: str, form: str) -> None:
    """Who took how much, for whoever has to know later."""
    where = {"request_id": operator.exchange.id}
    log.info("admin %s takes %s along as %s", operator.admin.id, what, form, extra=where)


HANDLERS: Final = (export_session, export_guest, export_all)
