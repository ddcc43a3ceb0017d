"""The folder that holds database, secrets and files."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from livechat.entrypoints.cli.refusal import Refusal

PRIVATE = 0o700


def prepare(folder: Path, database: Path) -> None:
    """Make it for us alone; whatever is written from now on is, too."""
    os.umask(0o077)
    try:
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        if open_to_others(folder) and _ours(folder, database):
            folder.chmod(PRIVATE)
    except OSError as error:
        raise Refusal(
            f"The data folder {folder} cannot be used: {error.strerror}. "
            "Choose another with LIVECHAT_DATA_DIR."
        ) from None
    for place in {folder, database.parent}:
        if not writable(place):
            raise Refusal(
                f"The folder {place} cannot be written to. "
                "Change its rights, or choose another with LIVECHAT_DATA_DIR."
            )


def writable(folder: Path) -> bool:
    """Whether files can be made in it."""
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def open_to_others(folder: Path) -> bool:
    """Whether the group or everybody may look in."""
    return bool(stat.S_IMODE(folder.stat().st_mode) & ~PRIVATE)


def _ours(folder: Path, database: Path) -> bool:
    """A folder that holds other things too keeps the rights that somebody gave it."""
    mine = folder.stat().st_uid == os.geteuid()
    return mine and (database.exists() or not any(folder.iterdir()))
