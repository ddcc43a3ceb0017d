"""All that one database holds, from one moment, into a file; and from a file into an empty database."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

from livechat.adapters.sql.archive import FORMAT, Archive, Manifest, Rows, new_archive
from livechat.adapters.sql.filling import Copied
from livechat.adapters.sql.installation import COPYING, EPOCH
from livechat.adapters.sql.pages import TABLES, Show, count, pages, remembered
from livechat.adapters.sql.reading import one_moment
from livechat.adapters.sql.schema import HEAD, admin_logins, installation
from livechat.domain.errors import StoreUnavailableError

KEPT = [*(table for table in TABLES if table is not admin_logins), installation]
"""Who was signed in is not kept: a backup would sign in again who has signed out since."""


async def backup(source: Copied, path: Path, *, now: datetime, show: Show) -> Manifest:
    """Online: it holds all that was acknowledged before it began. Nothing is written to the database.

    Raises StoreUnavailableError, and OSError where the file cannot be written, FileExistsError where there is one.
    """
    async with one_moment(source.readers) as ask:
        values = await remembered(ask)
        if EPOCH not in values or COPYING in values:
            raise StoreUnavailableError("There is no whole installation to back up.")
        progress = _Progress(sum([await count(ask, table) for table in KEPT]), show)
        with new_archive(path) as archive:
            for table in KEPT:
                await archive.add(table.name, progress.of(pages(ask, table)))
            manifest = Manifest(
                format=FORMAT, schema=HEAD, epoch=values[EPOCH], made_at=now, tables=archive.parts
            )
            archive.sign(manifest)
    return manifest


async def restore(path: Path, target: Copied, show: Show) -> Manifest:
    """Into an empty database only, which nobody serves before all of it is there.

    The epoch changes, so that clients start over. Raises StoreUnavailableError where the file is not
    whole, and then nothing is written.
    """
    archive = Archive(path)
    try:
        manifest = archive.manifest
        if manifest.schema != HEAD:
            raise StoreUnavailableError(
                f"{path} has tables of version {manifest.schema}, and this livechat those of {HEAD}: "
                "restore it with the livechat that made it, and migrate then."
            )
        archive.check(KEPT)
        end = await target.open_to_copy()
        await end.begin(f"restore of {manifest.epoch}")
        progress = _Progress(sum(part.rows for part in manifest.tables.values()), show)
        for table in KEPT[:-1]:
            for page in archive.pages(table):
                await end.put(table, page)
                progress.add(len(page))
        values = {row["name"]: row["value"] for page in archive.pages(installation) for row in page}
        await end.finish(values | {EPOCH: secrets.token_hex(4)})
        progress.add(len(values))
    finally:
        archive.close()
        await target.close()
    return manifest


class _Progress:
    def __init__(self, total: int, show: Show) -> None:
        self._done, self._total, self._show = 0, total, show
        show(0, total)

    def add(self, rows: int) -> None:
        self._done += rows
        self._show(self._done, self._total)

    async def of(self, all_: AsyncIterator[Rows]) -> AsyncIterator[Rows]:
        async for page in all_:
            yield page
            self.add(len(page))
