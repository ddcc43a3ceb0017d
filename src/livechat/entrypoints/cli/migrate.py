"""`livechat migrate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from livechat.entrypoints.cli.root import completed, prepared

if TYPE_CHECKING:
    from livechat.entrypoints.cli.root import Root
    from livechat.settings import Settings


def run(root: Root) -> None:
    """Opening is migrating."""
    settings = prepared()
    completed(_opened(root, settings))
    click.echo(f"The database {settings.database_name} is up to date.")


async def _opened(root: Root, settings: Settings) -> None:
    async with root.opened(settings):
        pass
