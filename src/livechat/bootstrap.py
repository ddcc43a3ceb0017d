"""The composition root: which adapter is behind which port, and in what order all of it starts and stops."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from importlib import import_module
from typing import Any, Protocol

from dependency_injector.containers import DeclarativeContainer
from dependency_injector.providers import Callable as Called
from dependency_injector.providers import Dependency, Factory, Selector, Singleton
from litestar import Litestar

from livechat.adapters.clock import SystemClock
from livechat.adapters.ids import RandomIds
from livechat.adapters.limits import NoLimits, TokenBuckets
from livechat.adapters.memory import MemoryStore
from livechat.adapters.notifiers.in_process import InProcessNotifier
from livechat.adapters.passwords import Argon2Passwords
from livechat.adapters.peers import NoPeers
from livechat.adapters.presence import InProcessPresence, SharedPresence
from livechat.adapters.sql.sqlite import SqliteStore
from livechat.application.close_session import CloseSession
from livechat.application.listen import Listen
from livechat.application.mark_read import MarkRead
from livechat.application.ports import (
    Admins,
    ChatQueries,
    ChatSessions,
    Ids,
    Installation,
    Notifier,
    Outbox,
    Peers,
    Presence,
    RateLimits,
)
from livechat.application.relay_outbox import RelayOutbox
from livechat.application.send_message import SendMessage
from livechat.application.sign_in import AddAdmin, SetUp, SignIn, StillSignedIn
from livechat.application.signals import ADMIN_CHANNEL
from livechat.application.start_session import StartSession
from livechat.application.statistics import ReadStatistics
from livechat.entrypoints.admin_sockets import AdminSockets
from livechat.entrypoints.http.addresses import ClientAddresses
from livechat.entrypoints.http.app import create_http
from livechat.entrypoints.http.limits import BUCKETS
from livechat.entrypoints.http.origins import Origins
from livechat.entrypoints.http.settings import HttpSettings
from livechat.entrypoints.injection import Services
from livechat.entrypoints.outbox_pump import OutboxPump
from livechat.entrypoints.realtime.admission import Policy, every_client_event, only_typing
from livechat.entrypoints.realtime.gateway import Gateway
from livechat.entrypoints.realtime.hub import Hub
from livechat.entrypoints.realtime.limits import FOR_LOAD_TESTS, Limits
from livechat.entrypoints.realtime.signatures import App
from livechat.settings import Settings


class Store(Protocol):
    """All stores of one technology, opened and closed together."""

    sessions: ChatSessions
    queries: ChatQueries
    admins: Admins
    installation: Installation
    outbox: Outbox

    async def open(self) -> None:
        """Bring it up to date, before anything else is asked of it."""
        ...

    async def close(self) -> None:
        """After everything that was asked is answered."""
        ...


def _of_admins(heard: Callable[[str], None]) -> Callable[[str, str], None]:
    """Admins join single chats too; being there is to listen to the channel of all."""

    def on(channel: str, socket_id: str) -> None:
        if channel == ADMIN_CHANNEL:
            heard(socket_id)

    return on


def _http_settings(settings: Settings) -> HttpSettings:
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
    )


def _limits_of(settings: Settings) -> str:
    return settings.broadcast_driver if settings.rate_limits else "none"


def _redis(name: str) -> Callable[..., Any]:
    """Imported when it is first made: Redis takes longer to load than all the rest, and few need it."""

    def make(*given: object, **named: object) -> object:
        module, _, part = name.partition(".")
        return getattr(import_module(f"livechat.adapters.redis.{module}"), part)(*given, **named)

    return make


def _each(*told: Callable[[str, str], None]) -> Callable[[str, str], None]:
    def on(channel: str, socket_id: str) -> None:
        for tell in told:
            tell(channel, socket_id)

    return on


def _store_of(settings: Settings) -> str:
    return "memory" if settings.database_path is None else "sqlite"


def _policy(app: App, settings: Settings) -> Policy:
    lets_through = every_client_event if settings.client_events == "all" else only_typing
    return Policy(app, Limits() if settings.rate_limits else FOR_LOAD_TESTS, lets_through)


class Container(DeclarativeContainer):
    """One provider for each part. `app` is known once the store is open, and given then."""

    settings: Dependency[Settings] = Dependency(instance_of=Settings)
    app: Dependency[App] = Dependency(instance_of=App)

    clock = Singleton(SystemClock)
    ids = Singleton(RandomIds)
    passwords = Singleton(Argon2Passwords)

    driver = settings.provided.broadcast_driver
    redis = Singleton(_redis("client.connect"), settings.provided.redis_url.value)
    bus = Singleton(
        _redis("bus.Bus"),
        redis,
        prefix=settings.provided.redis_prefix,
        me=ids.provided.secret.call(),
    )
    ways = Singleton(_redis("notifier.Ways"), bus, channels=settings.provided.redis_channels)
    way_to_others = Selector(driver, memory=Factory(nullcontext), redis=bus)
    peers: Selector[Peers] = Selector(
        driver, memory=Singleton(NoPeers), redis=Singleton(_redis("peers.RedisPeers"), bus)
    )
    presence: Selector[Presence] = Selector(
        driver,
        memory=Singleton(InProcessPresence, clock),
        redis=Singleton(SharedPresence, clock, peers),
    )
    own_limits = Singleton(TokenBuckets, clock, BUCKETS)
    limits: Selector[RateLimits] = Selector(
        Called(_limits_of, settings),
        memory=own_limits,
        redis=Singleton(
            _redis("limits.RedisTokenBuckets"),
            *(bus, clock, BUCKETS),
            alone=own_limits,
            prefix=settings.provided.redis_prefix,
        ),
        none=Singleton(NoLimits),
    )
    store: Selector[Store] = Selector(
        Called(_store_of, settings),
        sqlite=Singleton(SqliteStore, settings.provided.database_path, clock),
        memory=Singleton(MemoryStore, clock),
    )
    sessions, queries = store.provided.sessions, store.provided.queries
    admins, installation = store.provided.admins, store.provided.installation

    start_session = Factory(StartSession, sessions, queries, clock, ids)
    send_message = Factory(SendMessage, sessions, clock)
    mark_read = Factory(MarkRead, sessions, queries, clock)
    close_session = Factory(CloseSession, sessions, queries, clock)
    listen = Factory(Listen, queries)
    sign_in = Factory(SignIn, admins, passwords, clock, ids)
    still_signed_in = Factory(StillSignedIn, admins, clock)
    add_admin = Factory(AddAdmin, admins, passwords, ids)
    set_up = Factory(SetUp, installation, admins, add_admin, sign_in, ids)
    statistics = Singleton(ReadStatistics, queries, clock, settings.provided.timezone)

    admin_came = Called(_of_admins, presence.provided.came)
    admin_left = Called(_of_admins, presence.provided.left)
    hub = Singleton(
        Hub,
        on_joined=Selector(
            driver, memory=admin_came, redis=Called(_each, admin_came, ways.provided.joined)
        ),
        on_left=Selector(
            driver, memory=admin_left, redis=Called(_each, admin_left, ways.provided.left)
        ),
    )
    gateway = Singleton(
        Gateway,
        policy=Factory(_policy, app, settings),
        hub=hub,
        origin_allowed=Factory(
            Origins, settings.provided.public_url, settings.provided.allowed_origins
        ).provided.admit,
        client_address=Factory(ClientAddresses, settings.provided.trusted_proxies),
    )
    sockets = Singleton(AdminSockets, hub, still_signed_in, peers)
    notifier: Selector[Notifier] = Selector(
        driver,
        memory=Singleton(InProcessNotifier, deliver=hub.provided.deliver),
        redis=Singleton(
            _redis("notifier.RedisNotifier"),
            *(bus, ways),
            deliver=hub.provided.deliver,
            is_heard=hub.provided.is_heard,
            catch_up=gateway.provided.catch_up,
        ),
    )
    relay = Factory(RelayOutbox, store.provided.outbox, notifier, clock)
    pump = Singleton(OutboxPump, relay)

    services = Factory(
        Services,
        start_session=start_session,
        send_message=send_message,
        mark_read=mark_read,
        close_session=close_session,
        listen=listen,
        sign_in=sign_in,
        set_up=set_up,
        still_signed_in=still_signed_in,
        statistics=statistics,
        queries=queries,
        admins=admins,
        installation=installation,
        outbox=store.provided.outbox,
        presence=presence,
        peers=peers,
        limits=limits,
        clock=clock,
        ids=ids,
        hub=hub,
        sockets=sockets,
        gateway=gateway,
        app=app,
    )
    http: Factory[Litestar] = Factory(create_http, services, Called(_http_settings, settings))


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Container]:
    """The parts over a store that is migrated and open; nothing is served, and nobody told."""
    container = Container(settings=settings)
    store = container.store()
    try:
        await store.open()
        container.app.override(await _app(settings, store.installation, container.ids()))
        yield container
    finally:
        await store.close()


@asynccontextmanager
async def create_app(settings: Settings) -> AsyncIterator[tuple[Litestar, Container]]:
    """The whole application, and the parts it is made of; committed events are told while it is open."""
    async with opened(settings) as container:
        app, pump = container.http(), container.pump()
        container.store().outbox.on_commit(pump.hear)
        async with container.way_to_others():
            pump.start()
            watch = asyncio.create_task(container.sockets().watch())
            try:
                yield app, container
            finally:
                watch.cancel()
                await pump.stop()


async def _app(settings: Settings, installation: Installation, ids: Ids) -> App:
    """What is not set is made once, and then the same for all processes and all times."""
    secret = settings.pusher_app_secret
    return App(
        id=settings.pusher_app_id or await installation.remember("app_id", lambda: "livechat"),
        key=settings.pusher_app_key
        or await installation.remember("app_key", lambda: ids.uuid().hex),
        secret=secret.value if secret else await installation.remember("app_secret", ids.secret),
    )
