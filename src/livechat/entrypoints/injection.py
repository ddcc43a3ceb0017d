"""What handlers may ask for, by the name of the parameter."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, fields
from functools import wraps
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import SkipValidation

if TYPE_CHECKING:
    from livechat.application.close_session import CloseSession
    from livechat.application.listen import Listen
    from livechat.application.mark_read import MarkRead
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
    from livechat.application.send_message import SendMessage
    from livechat.application.sign_in import SetUp, SignIn, StillSignedIn
    from livechat.application.start_session import StartSession
    from livechat.application.statistics import ReadStatistics
    from livechat.entrypoints.admin_sockets import AdminSockets
    from livechat.entrypoints.realtime.gateway import Gateway
    from livechat.entrypoints.realtime.hub import Hub
    from livechat.entrypoints.realtime.signatures import App

T = TypeVar("T")

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
    statistics: ReadStatistics
    queries: ChatQueries
    admins: Admins
    installation: Installation
    outbox: Outbox
    presence: Presence
    peers: Peers
    limits: RateLimits
    clock: Clock
    ids: Ids
    hub: Hub
    sockets: AdminSockets
    gateway: Gateway
    app: App

    def named(self) -> dict[str, object]:
        """Each under the name to ask by."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def bound(
    handlers: Iterable[HTTPRouteHandler], values: Mapping[str, object]
) -> list[HTTPRouteHandler]:
    """The same handlers, with everything that never changes given to them once and for all.

    Litestar would start a task for each parameter of each request, which costs more than the request.
    """
    return [copy(handler)(_with(handler.fn, values)) for handler in handlers]


def _with(
    handle: Callable[..., Awaitable[object]], values: Mapping[str, object]
) -> Callable[..., Awaitable[object]]:
    signature = inspect.signature(handle)
    given = {name: values[name] for name in signature.parameters if name in values}

    @wraps(handle)
    async def handle_request(**asked: object) -> object:
        return await handle(**asked, **given)

    asked = [each for each in signature.parameters.values() if each.name not in given]
    handle_request.__signature__ = signature.replace(parameters=asked)  # type: ignore[attr-defined]  # PEP 362
    handle_request.__annotations__ = {
        name: each for name, each in handle.__annotations__.items() if name not in given
    }
    return handle_request
