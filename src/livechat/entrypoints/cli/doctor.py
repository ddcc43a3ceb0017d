"""`livechat doctor`: what goes wrong most often, each as a check with its remedy."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from livechat.application.ports import NotifierDownError
from livechat.application.views import SessionFilter
from livechat.domain.errors import ChatError
from livechat.entrypoints.cli import folder, probes
from livechat.entrypoints.cli.checks import Check, bad, good
from livechat.entrypoints.cli.root import completed, read_settings
from livechat.entrypoints.http.settings import STATIC

if TYPE_CHECKING:
    from livechat.application.ports import Peers
    from livechat.entrypoints.cli.root import Parts, Root
    from livechat.settings import Settings

_FUTURE = timedelta(minutes=2)
_AGAIN_AFTER_SECONDS = (0.5, 1.0, 2.0)
_WAYS = {
    "redis": ("Redis", "Start Redis, or correct REDIS_URL."),
    "pusher": (
        "Pusher",
        "Correct PUSHER_APP_ID, PUSHER_APP_KEY, PUSHER_APP_SECRET and PUSHER_HOST.",
    ),
}
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def run(root: Root, *, host: str, port: int) -> None:
    """Print a line a check; exit status 1 where one is bad."""
    checks = completed(_all(root, read_settings(), host, port))
    for check in checks:
        mark = click.style("ok  ", fg="green") if check.ok else click.style("BAD ", fg="red")
        click.echo(f"{mark} {check.name}: {check.found}")
        if check.remedy:
            click.echo(f"      {check.remedy}")
    sys.exit(0 if all(check.ok for check in checks) else 1)


async def _all(root: Root, settings: Settings, host: str, port: int) -> list[Check]:
    folder.keep_private()
    checks = [_built()]
    if settings.database_path is not None:
        checks.append(_folder(settings))
    key = None
    if settings.database_path is None or settings.database_path.exists():
        try:
            async with root.opened(settings) as parts:
                checks += [check async for check in _stored(parts)]
                checks += [check async for check in _others(settings, parts)]
                key = parts.app().key if settings.broadcast_driver != "pusher" else None
        except ChatError as error:
            checks.append(bad("Database", str(error), _remedy(settings)))
    else:
        remedy = "`livechat serve` makes it, or says why not; if it should be there, look at LIVECHAT_DATA_DIR and DATABASE_URL."
        checks.append(bad("Database", f"there is no {settings.database_path}", remedy))
    checks += await probes.server(host, port, key=key)
    checks += [_cookies(settings), _proxies(settings), _sites(settings)]
    if settings.public_url is None:
        return [*checks, good("Public address", "none set; pages of this machine only")]
    return [*checks, *await probes.public(settings.public_url, key=key)]


def _remedy(settings: Settings) -> str:
    """For a database that does not open."""
    if settings.database_path is None:
        return "Start PostgreSQL, or correct DATABASE_URL; see docs/how-to/postgresql.md"
    return "Look at the disk and the rights of the file, or restore a backup."


def _folder(settings: Settings) -> Check:
    name, place = "Data folder", settings.data_dir
    elsewhere = "or choose another with LIVECHAT_DATA_DIR."
    if not place.is_dir():
        return bad(name, f"there is no folder {place}", f"`livechat serve` makes it; {elsewhere}")
    if not folder.writable(place):
        return bad(
            name, f"{place} cannot be written to", f"Change its owner or rights, {elsewhere}"
        )
    if folder.open_to_others(place):
        return bad(name, f"others on this machine can look into {place}", f"Run: chmod 700 {place}")
    return good(name, f"{place} is ours alone")


def _built() -> Check:
    if (STATIC / "manifest.json").exists():
        return good("Widget and console", "built")
    return bad("Widget and console", "not built", "Run: python3 dev.py setup")


def _cookies(settings: Settings) -> Check:
    if settings.secure:
        return good("Cookies", "sent over https only")
    if settings.public_url is None or urlsplit(settings.public_url).hostname in _THIS_MACHINE:
        return good("Cookies", "for this machine, without https")
    remedy = "Put a proxy with https before livechat, and set LIVECHAT_PUBLIC_URL to its address."
    return bad("Cookies", "a public address without https sends them in the clear", remedy)


def _proxies(settings: Settings) -> Check:
    if not settings.secure or settings.trusted_proxies:
        return good("Visitors", "told apart by their addresses")
    remedy = "Set LIVECHAT_TRUSTED_PROXIES to the address of the proxy, like 127.0.0.1."
    return bad("Visitors", "all have the proxy's address, and share its rate limits", remedy)


def _sites(settings: Settings) -> Check:
    listed = ", ".join(sorted(settings.allowed_origins))
    return good("Sites with the widget", listed or "our own pages only; LIVECHAT_ALLOWED_ORIGINS")


async def _others(settings: Settings, parts: Parts) -> AsyncIterator[Check]:
    if settings.broadcast_driver not in _WAYS:
        return
    name, remedy = _WAYS[settings.broadcast_driver]
    try:
        async with parts.way_to_others():
            await _ready(parts.peers())
    except NotifierDownError as error:
        yield bad(name, str(error), f"Chat goes on, but is heard late. {remedy}")
    else:
        yield good(name, "answers")


async def _ready(peers: Peers) -> None:
    """To connect may take longer than a chat waits for an answer: who has just begun asks again."""
    try:
        return await peers.ready()
    except NotifierDownError as error:
        # Later ones say only that it did not answer before.
        why = error
    for pause in _AGAIN_AFTER_SECONDS:
        await asyncio.sleep(pause)
        with suppress(NotifierDownError):
            return await peers.ready()
    raise why


async def _stored(parts: Parts) -> AsyncIterator[Check]:
    await parts.installation().ready()
    yield good("Database", "answers and can write")
    newest = (await parts.queries().sessions(SessionFilter(limit=1))).summaries
    now = parts.clock().now()
    if newest and newest[0].session.last_activity_at - now > _FUTURE:
        yield bad(
            "Clock", f"{now:%F %T} UTC is before the newest message", "Set this machine's clock."
        )
    else:
        yield good("Clock", f"{now:%F %T} UTC")
    admins = await parts.admins().all()
    if admins:
        yield good("Admins", f"{len(admins)} can sign in")
    else:
        remedy = "Use the link that `livechat serve` prints, or run: livechat admin create"
        yield bad("Admins", "nobody can sign in yet", remedy)
