"""What the settings choose, and how a part is made where its name does not say it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Protocol

from dependency_injector.providers import Callable as Called
from dependency_injector.providers import Provider, Selector

from livechat.application.measures import StoreFigures
from livechat.application.ports import (
    Admins,
    ChatQueries,
    ChatSessions,
    Installation,
    Outbox,
)
from livechat.application.signals import ADMIN_CHANNEL
from livechat.entrypoints.http.settings import HttpSettings, Sockets
from livechat.entrypoints.realtime.admission import Policy, every_client_event, only_typing
from livechat.entrypoints.realtime.limits import FOR_LOAD_TESTS, Limits
from livechat.entrypoints.realtime.signatures import App
from livechat.settings import Settings
from livechat.settings.drivers import pusher_server


class Store(Protocol):
    """All stores of one technology, opened and closed together."""

    sessions: ChatSessions
    queries: ChatQueries
    admins: Admins
    installation: Installation
    outbox: Outbox

    def figures(self) -> StoreFigures:
        """How busy it is now."""
        ...

    async def open(self) -> None:
        """Bring it up to date, before anything else is asked of it."""
        ...

    async def close(self) -> None:
        """After everything that was asked is answered."""
        ...


def of_admins(heard: Callable[[str], None]) -> Callable[[str, str], None]:
    """Admins join single chats too; being there is to listen to the channel of all."""

    def on(channel: str, socket_id: str) -> None:
        if channel == ADMIN_CHANNEL:
            heard(socket_id)

    return on


def http_settings(settings: Settings) -> HttpSettings:
    """The part of them that handlers know."""
    return HttpSettings(
        public_url=settings.public_url,
        allowed_origins=settings.allowed_origins,
        trusted_proxies=settings.trusted_proxies,
        secure=settings.secure,
        cookie_days=settings.cookie_days,
        team_name=settings.team_name,
        greeting=settings.greeting,
        accent=settings.accent,
        demo_page=settings.demo_page,
        topics=settings.topics,
        phone_country=settings.phone_country,
        driver=settings.broadcast_driver,
        cluster=settings.pusher_app_cluster,
        sockets=_sockets(settings),
    )


def _sockets(settings: Settings) -> Sockets | None:
    if settings.broadcast_driver != "pusher":
        return None
    server = pusher_server(settings)
    return Sockets(server.host, server.port, server.tls)


def pusher_address(settings: Settings) -> str:
    """Where it is asked to tell."""
    return pusher_server(settings).api


def limits_of(settings: Settings) -> str:
    """Shared where processes are."""
    if not settings.rate_limits:
        return "none"
    return "redis" if settings.broadcast_driver == "redis" else "memory"


def keeps_order(settings: Settings) -> bool:
    """Where nobody listens to this process, nobody hears later because of others."""
    return settings.broadcast_driver == "pusher"


def late(name: str) -> Callable[..., Any]:
    """An adapter that is imported when it is first made: some take long to load, and few need them."""

    def make(*given: object, **named: object) -> object:
        module, _, part = name.rpartition(".")
        return getattr(import_module(f"livechat.adapters.{module}"), part)(*given, **named)

    return make


def apart(driver: Provider[str], alone: Provider[Any], **of: Provider[Any]) -> Selector[Any]:
    """What *driver* needs of its own; *alone* is for every one that needs nothing of the kind."""
    return Selector(Called(lambda name: name if name in of else "alone", driver), alone=alone, **of)


def each(*told: Callable[[str, str], None]) -> Callable[[str, str], None]:
    """All of them hear it, one after the other."""

    def on(channel: str, socket_id: str) -> None:
        for tell in told:
            tell(channel, socket_id)

    return on


def nobody() -> None:
    """There is nobody to say goodbye to."""


def webhooks_of(settings: Settings) -> str:
    """Whether there is anybody to tell."""
    return "none" if settings.webhook_url is None else "posted"


def store_of(settings: Settings) -> str:
    """By what the address of the database begins with."""
    if settings.database_url is None:
        return "sqlite"
    return settings.database_url.value.partition(":")[0]


def policy(app: App, settings: Settings) -> Policy:
    """What the gateway admits."""
    lets_through = every_client_event if settings.client_events == "all" else only_typing
    return Policy(app, Limits() if settings.rate_limits else FOR_LOAD_TESTS, lets_through)
