"""What visitors can do."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, JSONBody

from livechat.application.close_session import CloseSession
from livechat.application.mark_read import MarkRead
from livechat.application.ports import ChatQueries, Ids
from livechat.application.send_message import SendMessage
from livechat.application.start_session import StartSession
from livechat.domain.errors import SessionNotFoundError
from livechat.domain.messages import SessionId
from livechat.entrypoints.http import parameters, requests, wire
from livechat.entrypoints.http.answer import Answer
from livechat.entrypoints.http.cookies import Cookie
from livechat.entrypoints.http.credentials import Visitor
from livechat.entrypoints.http.introductions import introduction
from livechat.entrypoints.http.limits import READ, SEND, START
from livechat.entrypoints.http.openapi import answers, refusals
from livechat.entrypoints.http.settings import HttpSettings
from livechat.entrypoints.injection import Injected


@post(
    "/api/chat/start-session",
    responses=answers(wire.Started, 200, "The chat that this credential opens.")
    | refusals(422, 429, 503),
    response_description="A new chat, and its token.",
    tags=["Guests"],
)
async def start_session(
    data: JSONBody[requests.StartSession],
    visitor: Injected[Visitor],
    start_session: Injected[StartSession],
    settings: Injected[HttpSettings],
    guest_cookie: Injected[Cookie],
) -> Answer[wire.Started]:
    """Begin a chat; with a credential of an active chat and the same name and e-mail, go on with it.

    The same `request_id` again, while the chat has no message, is the same chat with a new token.
    """
    await visitor.asks_for(START)
    said = introduction(data, country=settings.phone_country, topics=settings.topics)
    begun = await start_session(said, visitor.known)
    session = wire.SessionView.of(begun.summary)
    if begun.token is None:
        return Answer(wire.Started(session=session), status_code=200)
    headers = guest_cookie.holding(begun.token) if visitor.exchange.at_home else {}
    return Answer(wire.Started(session=session, token=begun.token), headers=headers)


@post(
    "/api/chat/send-message",
    responses=answers(wire.Sent, 200, "It was stored before; this is what is stored.")
    | refusals(401, 404, 409, 422, 429, 503),
    response_description="It is stored, durably and once.",
    tags=["Guests"],
)
async def send_message(
    data: JSONBody[requests.NewMessage],
    visitor: Injected[Visitor],
    send_message: Injected[SendMessage],
    ids: Injected[Ids],
    guest_cookie: Injected[Cookie],
) -> Answer[wire.Sent]:
    """Say something; the same `id` again gives back what is stored, whatever the text."""
    by = visitor.credential
    await visitor.asks_for(SEND)
    if data.session_id not in (None, by.session_id):
        raise SessionNotFoundError
    sent = await send_message(by.session_id, requests.draft(data, ids), by=by)
    renewed = guest_cookie.holding(visitor.cookie) if visitor.cookie else {}
    view = wire.Sent(wire.MessageView.of(sent.message))
    return Answer(view, status_code=201 if sent.new else 200, headers=renewed)


@get(
    "/api/chat/session-from-cookie",
    responses=refusals(429, 503),
    response_description="The chat that the credential opens, or null.",
    tags=["Guests"],
)
async def session_from_cookie(
    visitor: Injected[Visitor], queries: Injected[ChatQueries]
) -> wire.MaybeSession:
    """Find the chat of a returning visitor; the token in the header counts like the cookie."""
    await visitor.asks_for(READ)
    if visitor.known is None:
        return wire.MaybeSession(None)
    try:
        summary = await queries.session(visitor.known.session_id, by=visitor.known)
    except SessionNotFoundError:
        return wire.MaybeSession(None)
    return wire.MaybeSession(wire.SessionView.of(summary))


@get(
    "/api/chat/session/{session_id:uuid}/messages",
    responses=refusals(401, 404, 409, 422, 429, 503),
    response_description="Part of the conversation, ascending by seq.",
    tags=["Guests"],
)
async def messages(
    session_id: FromPath[UUID],
    visitor: Injected[Visitor],
    queries: Injected[ChatQueries],
    after: parameters.After = None,
    before: parameters.Before = None,
    limit: parameters.PageLimit = None,
) -> wire.MessagePage:
    """Read the conversation: after a place, before a place, or its newest page. Marks nothing as read."""
    by = visitor.credential
    await visitor.asks_for(READ)
    window = parameters.window(after, before, limit)
    return wire.MessagePage.of(await queries.messages(SessionId(session_id), window, by=by))


@post(
    "/api/chat/session/{session_id:uuid}/read",
    status_code=200,
    responses=refusals(401, 404, 422, 429, 503),
    response_description="The chat as it is afterwards.",
    tags=["Guests"],
)
async def mark_read(
    session_id: FromPath[UUID],
    data: JSONBody[requests.ReadUpTo],
    visitor: Injected[Visitor],
    mark_read: Injected[MarkRead],
) -> wire.GuestSession:
    """Tell how far the guest has read; forward only, never past the end."""
    by = visitor.credential
    await visitor.asks_for(READ)
    summary = await mark_read(SessionId(session_id), data.up_to_seq, by=by)
    return wire.GuestSession(wire.SessionView.of(summary))


@post(
    "/api/chat/session/{session_id:uuid}/close",
    status_code=200,
    responses=refusals(401, 404, 422, 429, 503),
    response_description="The chat as it is afterwards.",
    tags=["Guests"],
)
async def close_session(
    session_id: FromPath[UUID],
    data: JSONBody[requests.Nothing],  # noqa: ARG001  # so that unknown fields are refused
    visitor: Injected[Visitor],
    close_session: Injected[CloseSession],
) -> wire.GuestSession:
    """End the chat for good; again changes nothing."""
    by = visitor.credential
    await visitor.asks_for(READ)
    summary = await close_session(SessionId(session_id), by=by)
    return wire.GuestSession(wire.SessionView.of(summary))


HANDLERS: Final = (
    start_session,
    send_message,
    session_from_cookie,
    messages,
    mark_read,
    close_session,
)
