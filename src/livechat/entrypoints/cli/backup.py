"""`livechat backup`, `restore` and `verify`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from livechat.entrypoints.cli import folder
from livechat.entrypoints.cli.progress import progress
from livechat.entrypoints.cli.refusal import Refusal
from livechat.entrypoints.cli.root import completed, prepared, read_settings

if TYPE_CHECKING:
    from livechat.entrypoints.cli.root import Root
    from livechat.settings import Settings


def back_up(root: Root, path: Path) -> None:
    """Into a file for us alone."""
    settings = _on_disk(read_settings(), existing=True)
    folder.keep_private()
    try:
        with progress("Backing up") as show:
            rows = completed(root.backed_up(settings, path, show))
    except FileExistsError:
        raise Refusal(f"{path} exists already. Choose another name.") from None
    except OSError as error:
        raise Refusal(f"{path} cannot be written: {error.strerror}.") from None
    click.echo(
        f"{rows} rows of {settings.database_name} are in {path}. Keep it where only you can read."
    )


def restore(root: Root, path: Path) -> None:
    """Into an empty place."""
    settings = _on_disk(prepared(), existing=False)
    with progress("Restoring") as show:
        rows = completed(root.restored(settings, path, show))
    click.echo(
        f"{rows} rows are in {settings.database_name}. Start livechat; admins sign in again."
    )


def verify(root: Root) -> None:
    """Exit status 1 where anything is wrong."""
    settings = _on_disk(read_settings(), existing=True)
    wrong = completed(root.verified(settings))
    for sentence in wrong:
        click.echo(sentence)
    if wrong:
        raise SystemExit(1)
    click.echo(f"{settings.database_name} holds together.")


def _on_disk(settings: Settings, *, existing: bool) -> Settings:
    """Raises Refusal where there is no such database, or where there is one already."""
    path = settings.database_path
    if settings.database_name == "memory":
        raise Refusal("Chats in memory end with livechat. Set DATABASE_URL to a database.")
    if path is not None and existing and not path.is_file():
        raise Refusal(f"There is no database {path}.")
    if path is not None and not existing and path.exists():
        raise Refusal(
            f"There is a database {path}. Restore into an empty place: "
            "move it away, or choose another with LIVECHAT_DATA_DIR."
        )
    return settings
