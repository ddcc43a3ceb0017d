"""The folder that holds database, secrets and files."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from livechat.entrypoints.cli.refusal import Refusal

PRIVATE = 0o700


def prepare(folder: Path, database: Path) -> None:
    """Make it for us alone; raises Refusal, where the database's own folder is missing before anything is made."""
    keep_private()
    try:
        if database.parent != folder:
            _check(database.parent, "DATABASE_URL")
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        if open_to_others(folder) and _ours(folder, database):
            folder.chmod(PRIVATE)
        _check(folder, "LIVECHAT_DATA_DIR")
    except OSError as error:
        raise Refusal(
            f"The data folder {folder} cannot be used: {error.strerror}. "
            "Choose another with LIVECHAT_DATA_DIR."
        ) from None


def keep_private() -> None:
    """Whatever is written from now on is for us alone."""
    os.umask(0o077)


def writable(folder: Path) -> bool:
    """Whether files can be made in it."""
    return os.access(folder, os.W_OK | os.X_OK)


def open_to_others(folder: Path) -> bool:
    """Whether the group or everybody may look in."""
    return bool(stat.S_IMODE(folder.stat().st_mode) & ~PRIVATE)


def _check(folder: Path, setting: str) -> None:
    if not folder.is_dir():
        raise Refusal(f"There is no folder {folder}. Make it, or choose another with {setting}.")
    if not writable(folder):
        raise Refusal(
            f"The folder {folder} cannot be written to. "
            f"Change its rights, or choose another with {setting}."
        )


def _ours(folder: Path, database: Path) -> bool:
    """A folder that holds other things too keeps the rights that somebody gave it."""
    mine = folder.stat().st_uid == os.geteuid()
    return mine and (database.exists() or not any(folder.iterdir()))
