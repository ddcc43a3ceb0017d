"""`livechat copy-data`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from livechat.entrypoints.cli import folder
from livechat.entrypoints.cli.progress import progress
from livechat.entrypoints.cli.refusal import Refusal
from livechat.entrypoints.cli.root import completed, read_settings
from livechat.settings import parsers

if TYPE_CHECKING:
    from livechat.entrypoints.cli.root import Root
    from livechat.settings import Settings


def run(root: Root, *, source: str, target: str) -> None:
    """Show how far it is; end when the two are the same."""
    settings = read_settings()
    begin, end = _at(settings, "SOURCE", source), _at(settings, "TARGET", target)
    if begin.database_path is not None and not begin.database_path.is_file():
        raise Refusal(f"There is no database {begin.database_path}.")
    folder.keep_private()
    with progress("Copying") as show:
        rows = completed(root.copied(begin, end, show))
    click.echo(f"{rows} rows are in {end.database_name} as they are in {begin.database_name}.")
    click.echo("Set DATABASE_URL to it, and start livechat.")


def _at(settings: Settings, name: str, address: str) -> Settings:
    """The same livechat on another database; raises Refusal."""
    try:
        database = parsers.database(address)
    except ValueError as error:
        raise Refusal(f"{name} {error}.") from None
    if database.value == parsers.MEMORY:
        raise Refusal(f"{name} cannot be memory: that ends with the command.")
    return replace(settings, database_url=database)
