"""How admins come in and go out."""

from __future__ import annotations

from typing import Final

from litestar import get, post
from litestar.params import JSONBody

from livechat.application.sign_in import SetUp, SignedIn, SignIn, csrf_token
from livechat.domain.errors import SetupDoneError
from livechat.domain.fields import Fields
from livechat.domain.people import Admin, EmailAddress, Password, PersonName
from livechat.entrypoints.admin_sockets import AdminSockets
from livechat.entrypoints.http import requests, wire
from livechat.entrypoints.http.answer import Answer
from livechat.entrypoints.http.cookies import Cookie
from livechat.entrypoints.http.credentials import Operator, Visitor
from livechat.entrypoints.http.limits import ASK, SIGN_IN
from livechat.entrypoints.http.openapi import refusals
from livechat.entrypoints.injection import Injected


@post(
    "/admin/login",
    status_code=200,
    responses=refusals(401, 403, 422, 429, 503),
    response_description="Signed in; the cookie is set.",
    tags=["Sign-in"],
)
async def login(
    data: JSONBody[requests.SignIn],
    visitor: Injected[Visitor],
    sign_in: Injected[SignIn],
    sockets: Injected[AdminSockets],
    admin_cookie: Injected[Cookie],
) -> Answer[wire.SignedIn]:
    """Sign in; a login that this browser had before ends.

    Who has a second factor is told `code_needed` once the password was right, and sends all of it again with `code`.
    """
    await visitor.tries(data.email)
    email = EmailAddress.of(data.email, field="email")
    signed_in = await sign_in(email, data.password, data.code)
    for token in visitor.exchange.cookies(admin_cookie.name):
        await sockets.sign_out(token)
    return _welcome(signed_in, admin_cookie)


@post(
    "/admin/setup",
    responses=refusals(403, 410, 422, 429, 503),
    response_description="The first admin, signed in; the cookie is set.",
    tags=["Sign-in"],
)
async def set_up_first_admin(
    data: JSONBody[requests.FirstAdmin],
    visitor: Injected[Visitor],
    set_up: Injected[SetUp],
    admin_cookie: Injected[Cookie],
) -> Answer[wire.SignedIn]:
    """Make the first admin with the one-time link that the server printed."""
    await visitor.asks_for(SIGN_IN)
    if await set_up.token() is None:
        raise SetupDoneError
    fields = Fields()
    name = fields.check(lambda: PersonName.of(data.name, field="name"))
    email = fields.check(lambda: EmailAddress.of(data.email, field="email"))
    password = fields.check(lambda: Password.of(data.password))
    if name is None or email is None or password is None:
        raise fields.refusal()
    return _welcome(await set_up(data.token, name, email, password), admin_cookie)


@post(
    "/admin/logout",
    status_code=200,
    responses=refusals(401, 403, 422, 503),
    response_description="Signed out; the cookie is gone, and so are this login's sockets.",
    tags=["Sign-in"],
)
async def logout(
    data: JSONBody[requests.Nothing],  # noqa: ARG001  # so that unknown fields are refused
    operator: Injected[Operator],
    sockets: Injected[AdminSockets],
    admin_cookie: Injected[Cookie],
) -> Answer[wire.Done]:
    """Sign out of this browser."""
    await sockets.sign_out(operator.token)
    return Answer(wire.Done(), headers=admin_cookie.gone())


@post(
    "/admin/logout-everywhere",
    status_code=200,
    responses=refusals(401, 403, 422, 503),
    response_description="Signed out of every browser; the cookie is gone, and so are the sockets of all.",
    tags=["Sign-in"],
)
async def log_out_everywhere(
    data: JSONBody[requests.Nothing],  # noqa: ARG001  # so that unknown fields are refused
    operator: Injected[Operator],
    sockets: Injected[AdminSockets],
    admin_cookie: Injected[Cookie],
) -> Answer[wire.Done]:
    """Sign out of every browser, say where one was lost."""
    await sockets.sign_out_everywhere(operator.admin.id)
    return Answer(wire.Done(), headers=admin_cookie.gone())


@get(
    "/admin/chat/api/me",
    responses=refusals(401, 429, 503),
    response_description="Who is signed in here.",
    tags=["Sign-in"],
)
async def me(operator: Injected[Operator]) -> wire.SignedIn:
    """Ask who is signed in, and for the `csrf_token`."""
    await operator.asks_for(ASK)
    return _view(operator.admin, operator.token)


def _welcome(signed_in: SignedIn, cookie: Cookie) -> Answer[wire.SignedIn]:
    view = _view(signed_in.admin, signed_in.token)
    return Answer(view, headers=cookie.holding(signed_in.token))


def _view(admin: Admin, token: str) -> wire.SignedIn:
    return wire.SignedIn(wire.AdminView(admin.email.text, admin.name.text), csrf_token(token))


HANDLERS: Final = (login, set_up_first_admin, logout, log_out_everywhere, me)
