"""The HTTP application, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from litestar import Litestar

from livechat.entrypoints.http import (
    admin,
    config,
    docs_page,
    downloads,
    guest,
    health,
    pages,
    realtime,
    second_step,
    servers,
    sign_in,
)
from livechat.entrypoints.http.access_log import AccessLog
from livechat.entrypoints.http.addresses import ClientAddresses
from livechat.entrypoints.http.bodies import StrictRequest
from livechat.entrypoints.http.cookies import admin_cookie, guest_cookie
from livechat.entrypoints.http.credentials import Callers
from livechat.entrypoints.http.door import Door
from livechat.entrypoints.http.errors import HANDLERS
from livechat.entrypoints.http.headers import AnswerHeaders
from livechat.entrypoints.http.limits import Throttle
from livechat.entrypoints.http.metrics import Metrics
from livechat.entrypoints.http.openapi import ApiDocument
from livechat.entrypoints.http.origins import Origins
from livechat.entrypoints.http.static_files import StaticFiles
from livechat.entrypoints.injection import bound
from livechat.entrypoints.realtime.gateway import elsewhere

if TYPE_CHECKING:
    from litestar.types import ASGIApp

    from livechat.entrypoints.http.settings import HttpSettings
    from livechat.entrypoints.injection import Services

API = (
    *guest.HANDLERS,
    *config.HANDLERS,
    *admin.HANDLERS,
    *downloads.HANDLERS,
    *sign_in.HANDLERS,
    *second_step.HANDLERS,
    *realtime.HANDLERS,
    *health.HANDLERS,
)

PAGES = (*pages.HANDLERS, *docs_page.HANDLERS)
SERVERS = servers.HANDLERS
"""Spoken by the libraries of Pusher, and documented by them: our own document leaves it out."""


def create_http(services: Services, settings: HttpSettings) -> Litestar:
    """Everything is open already: the application has no life of its own."""
    callers = _callers(services, settings)
    metrics = Metrics(services)
    known = servers.Servers(services.app, services.clock)
    find = {"visitor": callers.visitor, "operator": callers.operator, "server": known.server}
    values: dict[str, object] = {
        **services.named(),
        "settings": settings,
        "callers": callers,
        "guest_cookie": callers.guest_cookie,
        "admin_cookie": callers.admin_cookie,
        "static": StaticFiles(settings.static, settings.accent),
        "metrics": metrics,
    }
    api = bound(API, values, find)
    document = ApiDocument(api)
    others = PAGES if settings.sockets else (*PAGES, *SERVERS)
    app = Litestar(
        [*api, *bound(others, {**values, "api_document": document}, find)],
        exception_handlers=HANDLERS,
        request_class=StrictRequest,
        request_max_body_size=None,
        openapi_config=None,
        logging_config=None,
        debug=False,
    )
    door = Door(
        handlers=app.asgi_handler,
        gateway=elsewhere if settings.sockets else services.gateway,
        origins=Origins(settings.public_url, settings.allowed_origins),
        addresses=ClientAddresses(settings.trusted_proxies),
        answer_headers=AnswerHeaders(settings.allowed_origins, settings.secure),
        metrics=metrics,
        access_log=AccessLog(),
        body_seconds=settings.body_seconds,
    )
    app.asgi_handler = cast("ASGIApp", door)
    return app


def _callers(services: Services, settings: HttpSettings) -> Callers:
    return Callers(
        queries=services.queries,
        still_signed_in=services.still_signed_in,
        guest_cookie=guest_cookie(settings),
        admin_cookie=admin_cookie(settings),
        throttle=Throttle(services.limits),
    )
