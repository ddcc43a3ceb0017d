"""All that one database holds, row by row into an empty one, whatever the two are."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import msgspec
from sqlalchemy import Table, select

from livechat.adapters.sql.filling import Copied, End
from livechat.adapters.sql.installation import COPYING, EPOCH
from livechat.adapters.sql.pages import TABLES, Ask, Show, count, pages, remembered
from livechat.domain.errors import StoreUnavailableError


async def copy(source: Copied, target: Copied, show: Show) -> int:
    """Copy, or go on with a copy that was interrupted, and compare; says how many rows there are.

    Raises StoreUnavailableError: where there is nothing to copy, where the target is not empty, and
    where the two are not the same in the end.
    """
    try:
        ends = await source.open_to_copy(), await target.open_to_copy()
        return await _Copy(*ends, show).run()
    finally:
        await source.close()
        await target.close()


@dataclass(frozen=True, slots=True)
class _Copy:
    source: End
    target: End
    show: Show

    async def run(self) -> int:
        await self._claim()
        total = sum([await count(self.source.ask, table) for table in TABLES])
        done = sum([await count(self.target.ask, table) for table in TABLES])
        self.show(done, total)
        for table in TABLES:
            async for rows in pages(
                self.source.ask, table, after=await _last(self.target.ask, table)
            ):
                await self.target.put(table, rows)
                done += len(rows)
                self.show(done, total)
        await self._finish()
        return total

    async def _claim(self) -> None:
        """An unfinished copy of the same installation is gone on with."""
        epoch = (await remembered(self.source.ask)).get(EPOCH)
        if epoch is None:
            raise StoreUnavailableError("There is no installation to copy.")
        begun = (await remembered(self.target.ask)).get(COPYING)
        if begun is None:
            await self.target.begin(epoch)
        elif begun != epoch:
            raise StoreUnavailableError("The target holds half a copy of another installation.")

    async def _finish(self) -> None:
        """What the installation remembers comes last: before that nobody can serve it."""
        for table in TABLES:
            if await _hash(self.source.ask, table) != await _hash(self.target.ask, table):
                raise StoreUnavailableError(
                    f"{table.name} differs. Stop livechat, empty the target, and copy again."
                )
        await self.target.finish(await remembered(self.source.ask))


async def _last(ask: Ask, table: Table) -> object:
    [key] = table.primary_key
    found = await ask(select(key).order_by(key.desc()).limit(1))
    return found[0][0] if found else None


async def _hash(ask: Ask, table: Table) -> str:
    """Of all that is in it, as we read it."""
    sum_ = sha256()
    async for rows in pages(ask, table):
        sum_.update(msgspec.json.encode(rows))
    return sum_.hexdigest()
