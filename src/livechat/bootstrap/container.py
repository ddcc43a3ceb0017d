"""Which adapter is behind which port."""

from __future__ import annotations

from contextlib import nullcontext

from dependency_injector.containers import DeclarativeContainer
from dependency_injector.providers import Callable as Called
from dependency_injector.providers import Dependency, Factory, List, Object, Selector, Singleton
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
from livechat.application.erase_chats import EraseChats, EraseOldChats
from livechat.application.listen import Listen
from livechat.application.mark_read import MarkRead
from livechat.application.ports import (
    Figures,
    Notifier,
    Peers,
    Presence,
    RateLimits,
)
from livechat.application.relay_outbox import RelayOutbox
from livechat.application.second_step import SecondStep
from livechat.application.send_message import SendMessage
from livechat.application.sign_in import AddAdmin, SetUp, SignIn, StillSignedIn
from livechat.application.start_session import StartSession
from livechat.application.statistics import ReadStatistics
from livechat.bootstrap.choices import (
    Store,
    apart,
    each,
    http_settings,
    keeps_order,
    late,
    limits_of,
    nobody,
    of_admins,
    policy,
    pusher_address,
    store_of,
    webhooks_of,
)
from livechat.domain.sessions import Retention
from livechat.entrypoints.admin_sockets import AdminSockets
from livechat.entrypoints.heard import Heard
from livechat.entrypoints.http.addresses import ClientAddresses
from livechat.entrypoints.http.app import create_http
from livechat.entrypoints.http.limits import BUCKETS
from livechat.entrypoints.http.origins import Origins
from livechat.entrypoints.injection import Services
from livechat.entrypoints.old_chats import OldChats
from livechat.entrypoints.outbox_pump import OutboxPump
from livechat.entrypoints.realtime.census import Census
from livechat.entrypoints.realtime.gateway import Gateway
from livechat.entrypoints.realtime.gossip import Gossip
from livechat.entrypoints.realtime.hub import Hub
from livechat.entrypoints.realtime.publishing import Publisher
from livechat.entrypoints.realtime.reports import Reports
from livechat.entrypoints.realtime.signatures import App
from livechat.settings import Settings


class Container(DeclarativeContainer):
    """One provider for each part. `app` is known once the store is open, and given then."""

    settings: Dependency[Settings] = Dependency(instance_of=Settings)
    app: Dependency[App] = Dependency(instance_of=App)

    clock = Singleton(SystemClock)
    ids = Singleton(RandomIds)
    passwords = Singleton(Argon2Passwords)

    driver = settings.provided.broadcast_driver
    redis = Singleton(late("redis.client.connect"), settings.provided.redis_url.value)
    bus = Singleton(
        late("redis.bus.Bus"),
        redis,
        prefix=settings.provided.redis_prefix,
        me=ids.provided.secret.call(),
    )
    ways = Singleton(late("redis.notifier.Ways"), bus, channels=settings.provided.redis_channels)
    pusher = Singleton(
        late("pusher.server.PusherServer"),
        address=Called(pusher_address, settings),
        app=Called(tuple, List(app.provided.id, app.provided.key, app.provided.secret)),
    )
    peers: Selector[Peers] = apart(
        driver,
        Singleton(NoPeers),
        redis=Singleton(late("redis.peers.RedisPeers"), bus),
        pusher=Singleton(late("pusher.peers.PusherPeers"), pusher),
    )
    own_presence = Singleton(InProcessPresence, clock)
    presence: Selector[Presence] = apart(
        driver, own_presence, redis=Singleton(SharedPresence, clock, peers)
    )
    own_limits = Singleton(TokenBuckets, clock, BUCKETS)
    limits: Selector[RateLimits] = Selector(
        Called(limits_of, settings),
        memory=own_limits,
        redis=Singleton(
            late("redis.limits.RedisTokenBuckets"),
            *(bus, clock, BUCKETS),
            alone=own_limits,
            prefix=settings.provided.redis_prefix,
        ),
        none=Singleton(NoLimits),
    )
    store: Selector[Store] = Selector(
        Called(store_of, settings),
        sqlite=Singleton(SqliteStore, settings.provided.database_path, clock),
        postgresql=Singleton(
            late("sql.postgresql.PostgresqlStore"),
            settings.provided.database_url.value,
            clock,
            name=settings.provided.database_name,
        ),
        memory=Singleton(MemoryStore, clock),
    )
    sessions, queries = store.provided.sessions, store.provided.queries
    admins, installation = store.provided.admins, store.provided.installation

    start_session = Factory(StartSession, sessions, queries, clock, ids)
    send_message = Factory(SendMessage, sessions, clock)
    mark_read = Factory(MarkRead, sessions, queries, clock)
    close_session = Factory(CloseSession, sessions, queries, clock)
    erase_chats = Factory(EraseChats, sessions, queries, clock)
    retention = Factory(Retention, settings.provided.retention_days)
    old_chats = Factory(OldChats, Factory(EraseOldChats, erase_chats, retention, clock))
    listen = Factory(Listen, queries)
    sign_in = Factory(SignIn, admins, passwords, limits, clock, ids)
    second_step = Factory(SecondStep, admins, limits, clock, ids)
    still_signed_in = Factory(StillSignedIn, admins, clock)
    add_admin = Factory(AddAdmin, admins, passwords, ids)
    set_up = Factory(SetUp, installation, admins, add_admin, sign_in, ids)
    figures: Selector[Figures] = apart(
        driver,
        queries,
        redis=Singleton(
            late("redis.figures.SharedFigures"), bus, queries, prefix=settings.provided.redis_prefix
        ),
    )
    statistics = Singleton(ReadStatistics, figures, clock, settings.provided.timezone)

    admin_came = Called(of_admins, presence.provided.came)
    admin_left = Called(of_admins, presence.provided.left)
    census = Singleton(Census)
    gossip = Singleton(Gossip, census, peers, clock, me=ids.provided.secret.call())
    leave = apart(driver, Object(nobody), redis=gossip.provided.leave)
    posted = Singleton(
        late("webhooks.Webhooks"),
        settings.provided.webhook_url.value,
        key=app.provided.key,
        sign=app.provided.sign,
        clock=clock,
    )
    webhooks = Selector(Called(webhooks_of, settings), none=Factory(nullcontext), posted=posted)
    report_to = Selector(
        Called(webhooks_of, settings), none=Object(None), posted=posted.provided.tell
    )
    reports = apart(
        driver,
        Singleton(Reports, report_to),
        redis=Singleton(Reports, report_to, gossip.provided.speaks_for),
    )
    hub = Singleton(
        Hub,
        *(census, reports),
        on_joined=apart(driver, admin_came, redis=Called(each, admin_came, ways.provided.joined)),
        on_left=apart(driver, admin_left, redis=Called(each, admin_left, ways.provided.left)),
    )
    gateway = Singleton(
        Gateway,
        policy=Factory(policy, app, settings),
        hub=hub,
        origin_allowed=Factory(
            Origins, settings.provided.public_url, settings.provided.allowed_origins
        ).provided.admit,
        client_address=Factory(ClientAddresses, settings.provided.trusted_proxies),
    )
    publisher = Singleton(Publisher, hub, peers)
    sockets = Singleton(AdminSockets, hub, admins, still_signed_in, peers)
    notifier: Selector[Notifier] = Selector(
        driver,
        memory=Singleton(InProcessNotifier, deliver=hub.provided.deliver),
        redis=Singleton(
            late("redis.notifier.RedisNotifier"),
            *(bus, ways),
            deliver=hub.provided.deliver,
            is_heard=hub.provided.is_heard,
            catch_up=gateway.provided.catch_up,
        ),
        pusher=Singleton(late("pusher.notifier.PusherNotifier"), pusher),
    )
    way_to_others = apart(
        driver,
        Factory(nullcontext),
        redis=bus,
        pusher=Singleton(late("pusher.watch.AdminWatch"), pusher, own_presence, admins, clock),
    )
    heard = Singleton(Heard, clock)
    relay = Factory(
        RelayOutbox, store.provided.outbox, notifier, clock, on_told=heard.provided.told
    )
    pump = Singleton(OutboxPump, relay, in_order=Called(keeps_order, settings))

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
        second_step=second_step,
        statistics=statistics,
        queries=queries,
        admins=admins,
        installation=installation,
        outbox=store.provided.outbox,
        store_figures=store.provided.figures,
        heard=heard.provided.seconds,
        presence=presence,
        peers=peers,
        limits=limits,
        clock=clock,
        ids=ids,
        hub=hub,
        sockets=sockets,
        gateway=gateway,
        publisher=publisher,
        app=app,
    )
    http: Factory[Litestar] = Factory(create_http, services, Called(http_settings, settings))
