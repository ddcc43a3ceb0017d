"""`livechat doctor`: what goes wrong most often, each as a check with its remedy."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from livechat.application.views import SessionFilter
from livechat.domain.errors import ChatError
from livechat.entrypoints.cli import folder, probes
from livechat.entrypoints.cli.checks import Check, bad, good
from livechat.entrypoints.cli.root import completed, prepared
from livechat.entrypoints.http.settings import STATIC

if TYPE_CHECKING:
    from livechat.entrypoints.cli.root import Parts, Root
    from livechat.settings import Settings

_FUTURE = timedelta(minutes=2)


def run(root: Root, *, host: str, port: int) -> None:
    """Print a line a check; exit status 1 where one is bad."""
    settings = prepared()
    checks = completed(_all(root, settings, f"http://{host}:{port}", host, port))
    for check in checks:
        mark = click.style("ok  ", fg="green") if check.ok else click.style("BAD ", fg="red")
        click.echo(f"{mark} {check.name}: {check.found}")
        if check.remedy:
            click.echo(f"      {check.remedy}")
    sys.exit(0 if all(check.ok for check in checks) else 1)


async def _all(root: Root, settings: Settings, url: str, host: str, port: int) -> list[Check]:
    checks = [_folder(settings), _built(), _public_url(settings), _cookies(settings)]
    try:
        async with root.opened(settings) as parts:
            checks += [check async for check in _stored(parts)]
            checks += await probes.server(url, host, port, key=parts.app().key)
    except ChatError as error:
        remedy = "Look at the disk and the rights of the file, or restore a backup."
        checks.append(bad("Database", str(error), remedy))
    return checks


def _folder(settings: Settings) -> Check:
    if folder.open_to_others(settings.data_dir):
        remedy = f"Others on this machine can look in. Run: chmod 700 {settings.data_dir}"
        return bad("Data folder", str(settings.data_dir), remedy)
    return good("Data folder", f"{settings.data_dir} is ours alone")


def _built() -> Check:
    if (STATIC / "manifest.json").exists():
        return good("Widget and console", "built")
    return bad("Widget and console", "not built", "Run: python3 dev.py setup")


def _public_url(settings: Settings) -> Check:
    if settings.public_url is None:
        return good("Public address", "none set; pages of this machine only")
    return good("Public address", settings.public_url)


def _cookies(settings: Settings) -> Check:
    if settings.secure or settings.public_url is None:
        return good("Cookies", "sent over https only" if settings.secure else "for this machine")
    remedy = "Put a proxy with https before livechat, and set LIVECHAT_PUBLIC_URL to its address."
    return bad("Cookies", "a public address without https sends them in the clear", remedy)


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
