"""May this browser listen? Answered as the Pusher libraries ask."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

import msgspec
from litestar import post

from livechat.application.listen import Listen
from livechat.application.ports import Presence
from livechat.application.signals import ADMIN_CHANNEL
from livechat.domain.errors import ChannelForbiddenError, NotSignedInError
from livechat.domain.people import Credential
from livechat.entrypoints.admin_sockets import AdminSockets
from livechat.entrypoints.http import wire
from livechat.entrypoints.http.answer import Answer
from livechat.entrypoints.http.credentials import Callers, Operator, Visitor
from livechat.entrypoints.http.exchange import AUTH_PATHS, exchange_of
from livechat.entrypoints.http.limits import AUTHORISE
from livechat.entrypoints.http.openapi import ChannelForm, refusals
from livechat.entrypoints.injection import Asked, Injected
from livechat.entrypoints.realtime.protocol import Kind, is_channel, is_socket_id, logical
from livechat.entrypoints.realtime.signatures import App


class Wanted(msgspec.Struct, frozen=True):
    """Which socket wants to hear which channel."""

    socket_id: str
    channel_name: str

    @property
    def logical(self) -> str:
        """The channel as the application knows it; raises ChannelForbiddenError where it can be none."""
        right = is_socket_id(self.socket_id) and is_channel(self.channel_name)
        if not right or Kind.of(self.channel_name) is not Kind.PRIVATE:
            raise ChannelForbiddenError
        return logical(self.channel_name)


@post(
    list(AUTH_PATHS),
    status_code=200,
    responses=refusals(403, 429, 503),
    response_description="The signature that the socket shows.",
    operation_class=ChannelForm,
    tags=["Realtime"],
)
async def authorise(
    request: Asked,
    callers: Injected[Callers],
    listen: Injected[Listen],
    presence: Injected[Presence],
    sockets: Injected[AdminSockets],
    app: Injected[App],
) -> Answer[wire.Authorised]:
    """Let a socket hear a private channel; form fields `socket_id` and `channel_name`."""
    wanted = await _wanted(request)
    caller = await _caller(request, callers)
    await caller.asks_for(AUTHORISE)
    by: Credential | None = caller.admin if isinstance(caller, Operator) else caller.known
    await listen(wanted.logical, by=by)
    if isinstance(caller, Operator):
        sockets.remember(caller.token, wanted.socket_id)
        if wanted.logical == ADMIN_CHANNEL:
            presence.signed(wanted.socket_id, caller.admin.name.text)
    return Answer(wire.Authorised(app.sign_channel(wanted.socket_id, wanted.channel_name)))


async def _caller(request: Asked, callers: Callers) -> Visitor | Operator:
    """A token in the header is a guest's; else an admin's login goes before a guest's cookie."""
    exchange = exchange_of(request.scope)
    if exchange.header(b"authorization") is None:
        try:
            return await callers.signed_in(exchange)
        except NotSignedInError:
            pass
    return await callers.visitor(request)


async def _wanted(request: Asked) -> Wanted:
    """As a form, as pusher-js sends it, or as JSON; whatever else it is, it is no permission."""
    body = await request.body()
    try:
        if (exchange_of(request.scope).header(b"content-type") or "").startswith(
            "application/json"
        ):
            return msgspec.json.decode(body, type=Wanted)
        form = dict(parse_qsl(body.decode("ascii"), max_num_fields=20))
        return msgspec.convert(form, Wanted)
    except ValueError:
        raise ChannelForbiddenError from None


HANDLERS: Final = (authorise,)
