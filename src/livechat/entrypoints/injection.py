"""What handlers may ask for, by the name of the parameter."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, fields
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from litestar import Request
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import SkipValidation

if TYPE_CHECKING:
    from livechat.application.close_session import CloseSession
    from livechat.application.listen import Listen
    from livechat.application.mark_read import MarkRead
    from livechat.application.measures import Distribution, StoreFigures
    from livechat.application.ports import (
        Admins,
        ChatQueries,
        Clock,
        Ids,
        Installation,
        Outbox,
        Peers,
        Presence,
        RateLimits,
    )
    from livechat.application.second_step import SecondStep
    from livechat.application.send_message import SendMessage
    from livechat.application.sign_in import SetUp, SignIn, StillSignedIn
    from livechat.application.start_session import StartSession
    from livechat.application.statistics import ReadStatistics
    from livechat.entrypoints.admin_sockets import AdminSockets
    from livechat.entrypoints.realtime.gateway import Gateway
    from livechat.entrypoints.realtime.hub import Hub
    from livechat.entrypoints.realtime.publishing import Publisher
    from livechat.entrypoints.realtime.signatures import App

T = TypeVar("T")

Asked: TypeAlias = Request[Any, Any, Any]
FindCaller: TypeAlias = Callable[[Asked], Awaitable[object]]

Injected: TypeAlias = NamedDependency[SkipValidation[T]]
"""Given by us, not by the request: nothing about it needs to be checked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """All that HTTP uses; each is a finished value, and its field's name is the one to ask by."""

    start_session: StartSession
    send_message: SendMessage
    mark_read: MarkRead
    close_session: CloseSession
    listen: Listen
    sign_in: SignIn
    set_up: SetUp
    still_signed_in: StillSignedIn
    second_step: SecondStep
    statistics: ReadStatistics
    queries: ChatQueries
    admins: Admins
    installation: Installation
    outbox: Outbox
    store_figures: Callable[[], StoreFigures]
    heard: Distribution
    presence: Presence
    peers: Peers
    limits: RateLimits
    clock: Clock
    ids: Ids
    hub: Hub
    sockets: AdminSockets
    gateway: Gateway
    publisher: Publisher
    app: App

    def named(self) -> dict[str, object]:
        """Each under the name to ask by."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def bound(
    handlers: Iterable[HTTPRouteHandler],
    values: Mapping[str, object],
    callers: Mapping[str, FindCaller],
) -> list[HTTPRouteHandler]:
    """The same handlers, with all that they ask for given to them: what never changes, and who calls.

    Litestar would resolve each parameter of each request anew, which costs more than the request.
    """
    return [copy(handler)(_with(handler.fn, values, callers)) for handler in handlers]


def _with(
    handle: Callable[..., Awaitable[object]],
    values: Mapping[str, object],
    callers: Mapping[str, FindCaller],
) -> Callable[..., Awaitable[object]]:
    signature = inspect.signature(handle)
    names = signature.parameters
    given = {name: values[name] for name in names if name in values}
    find = {name: callers[name] for name in names if name in callers}

    @wraps(handle)
    async def handle_request(*, request: Asked, **asked: object) -> object:
        found = {name: await who(request) for name, who in find.items()}
        if "request" in names:
            found["request"] = request
        return await handle(**asked, **given, **found)

    ours = {*given, *find, "request"}
    asked = [each for each in names.values() if each.name not in ours]
    handle_request.__signature__ = signature.replace(parameters=[*asked, _REQUEST])  # type: ignore[attr-defined]  # PEP 362
    handle_request.__annotations__ = {
        name: each for name, each in handle.__annotations__.items() if name not in ours
    } | {"request": Asked}
    return handle_request


_REQUEST = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Asked)
