"""`livechat serve`."""

from __future__ import annotations

import gc
import logging
import socket
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

import click

from livechat.entrypoints.cli import folder, listening, logs
from livechat.entrypoints.cli.refusal import Refusal
from livechat.entrypoints.cli.root import completed, read_settings
from livechat.entrypoints.cli.server import GracefulServer, configuration
from livechat.entrypoints.cli.workers import Supervisor, SupervisorLine

if TYPE_CHECKING:
    from livechat.entrypoints.cli.root import Root
    from livechat.settings import Settings

log = logging.getLogger(__name__)


def run(root: Root, *, host: str, port: int, workers: int) -> None:
    """Return after SIGTERM or Ctrl-C."""
    settings = read_settings()
    if workers > 1:
        _check_that_many_can(settings)
    open_socket = listening.listen(host, port)
    if settings.database_path is not None:
        folder.prepare(settings.data_dir, settings.database_path)
    listening.allow_many()
    logs.configure(settings.log_format)
    if workers > 1:
        sys.exit(completed(Supervisor(open_socket, workers).run()))
    completed(_serve(root, settings, open_socket))


def run_worker(root: Root, listening_fd: int, line_fd: int) -> None:
    """The same, for the supervisor at the other end of the line."""
    settings = read_settings()
    logs.configure(settings.log_format)
    completed(_serve(root, settings, socket.socket(fileno=listening_fd), SupervisorLine(line_fd)))


def _check_that_many_can(settings: Settings) -> None:
    """Raises Refusal."""
    if settings.database_path is not None or settings.database_name == "memory":
        raise Refusal(
            "SQLite is served by one process. Set DATABASE_URL to PostgreSQL, or leave --workers away."
        )
    if settings.broadcast_driver == "memory":
        raise Refusal(
            "Several processes tell each other by Redis. Set BROADCAST_DRIVER=redis, or leave --workers away."
        )


async def _serve(
    root: Root, settings: Settings, open_socket: socket.socket, line: SupervisorLine | None = None
) -> None:
    address = settings.public_url or listening.url_of(open_socket)
    say = line.say if line else click.echo
    async with root.create_app(settings) as (app, parts):
        token = await parts.set_up().token()

        async def ready() -> None:
            _settle()
            say(_welcome(settings, address, token))
            if not settings.rate_limits:
                log.warning("rate limits are off: this is for load tests only")

        server = GracefulServer(configuration(app), ready=ready)
        if line:
            line.when_cut(server.end)
        await server.serve([open_socket])


def _settle() -> None:
    """The collector leaves alone what lasts as long as the server, and looks less often for the little rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5000, 10, 10)


def _welcome(settings: Settings, address: str, setup_token: str | None) -> str:
    """All that is needed in the first five minutes."""
    place = settings.data_dir if settings.database_path else settings.database_name
    lines = [f"livechat {version('livechat-server')} keeps its data in {place}", ""]
    if settings.demo_page:
        lines.append(f"  Demo page    {address}/")
    lines.append(f"  Console      {address}/admin/chat")
    if setup_token:
        lines.append(f"  First admin  {address}/admin/setup#{setup_token}  (a one-time link)")
    lines.append(f'  Your site    <script src="{address}/widget.js" async></script>')
    return "\n".join([*lines, ""])
