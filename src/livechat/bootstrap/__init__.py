"""The composition root: in what order all the parts start and stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from litestar import Litestar

from livechat.application.ports import Ids, Installation
from livechat.bootstrap.choices import late
from livechat.bootstrap.container import Container
from livechat.entrypoints.realtime.signatures import App
from livechat.settings import Settings

__all__ = ["Container", "backed_up", "copied", "create_app", "opened", "restored", "verified"]


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
        for hear in (container.heard().committed, pump.hear):
            container.store().outbox.on_commit(hear)
        async with container.webhooks(), container.way_to_others():
            pump.start()
            loops = [container.sockets().watch()]
            if settings.retention_days is not None:
                loops.append(container.old_chats().watch())
            watches = [asyncio.create_task(loop) for loop in loops]
            try:
                yield app, container
            finally:
                for watch in watches:
                    watch.cancel()
                await pump.stop()
                container.leave()()


async def copied(source: Settings, target: Settings, show: Callable[[int, int], None]) -> int:
    """All that the database of *source* holds is in that of *target*; says how many rows that is."""
    stores = (Container(settings=settings).store() for settings in (source, target))
    rows: int = await late("sql.copying.copy")(*stores, show)
    return rows


async def backed_up(settings: Settings, path: Path, show: Callable[[int, int], None]) -> int:
    """All that its database holds is in that file; says how many rows that is."""
    container = Container(settings=settings)
    store, now = container.store(), container.clock().now()
    try:
        manifest = await late("sql.backup.backup")(store, path, now=now, show=show)
    finally:
        await store.close()
    return sum(part.rows for part in manifest.tables.values())


async def restored(settings: Settings, path: Path, show: Callable[[int, int], None]) -> int:
    """All that is in that file is in its database; says how many rows that is."""
    store = Container(settings=settings).store()
    manifest = await late("sql.backup.restore")(path, store, show)
    return sum(part.rows for part in manifest.tables.values())


async def verified(settings: Settings) -> list[str]:
    """What is wrong with its database, a sentence each."""
    store = Container(settings=settings).store()
    try:
        found: list[str] = await late("sql.verifying.verify")(store)
    finally:
        await store.close()
    return found


async def _app(settings: Settings, installation: Installation, ids: Ids) -> App:
    """What is not set is made once, and then the same for all processes and all times."""
    secret = settings.pusher_app_secret
    return App(
        id=settings.pusher_app_id or await installation.remember("app_id", lambda: "1"),
        key=settings.pusher_app_key
        or await installation.remember("app_key", lambda: ids.uuid().hex),
        secret=secret.value if secret else await installation.remember("app_secret", ids.secret),
    )
