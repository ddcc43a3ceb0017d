"""What was committed is told to those who listen, at least once."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from livechat.application.ports import NotifierDownError, NotifierError
from livechat.application.signals import signals_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from livechat.application.ports import Clock, Notifier, Outbox, OutboxEntry

log = logging.getLogger(__name__)

BATCH = 256
LEFT_BEHIND = timedelta(seconds=2)
_TRY_AGAIN = timedelta(seconds=5)
_DOWN = 3


@dataclass(frozen=True, slots=True)
class RelayOutbox:
    """Tell committed events, then forget them."""

    outbox: Outbox
    notifier: Notifier
    clock: Clock

    async def __call__(self, entries: Sequence[OutboxEntry]) -> int:
        """Tell them in order, and say how many; one that cannot be told stops none of those behind it.

        While nobody can be told they stay as they are, for `left_behind`.
        """
        try:
            await self.notifier.publish([s for entry in entries for s in signals_of(entry.event)])
        except NotifierDownError:
            return 0
        except Exception:  # noqa: BLE001  one by one it shows which of them it is, and why
            return await self._one_by_one(entries)
        await self.outbox.told([entry.id for entry in entries])
        return len(entries)

    async def left_behind(self, *, limit: int = BATCH) -> int:
        """Tell what a crash or a failed notifier left; says how many entries that were."""
        now = self.clock.now()
        entries = await self.outbox.due(before=now - LEFT_BEHIND, limit=limit)
        return await self(entries) if entries else 0

    async def _one_by_one(self, entries: Sequence[OutboxEntry]) -> int:
        """Many failures in a row are no poison: the notifier is down, and the rest stays due."""
        told: list[int] = []
        failed: list[int] = []
        in_a_row = 0
        for entry in entries:
            if await self._tells(entry):
                told.append(entry.id)
                in_a_row = 0
            else:
                failed.append(entry.id)
                in_a_row += 1
            if in_a_row == _DOWN:
                break
        if told:
            await self.outbox.told(told)
        if failed:
            await self.outbox.put_off(failed, until=self.clock.now() + _TRY_AGAIN)
        return len(told)

    async def _tells(self, entry: OutboxEntry) -> bool:
        try:
            await self.notifier.publish(signals_of(entry.event))
        except NotifierError as error:
            log.warning("event %s not told, will be tried again: %s", entry.id, error)
            return False
        except Exception:
            log.exception("event %s not told, will be tried again", entry.id)
            return False
        return True
