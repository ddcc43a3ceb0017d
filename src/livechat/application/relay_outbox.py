"""What was committed is told to those who listen, at least once."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from livechat.application.ports import NotifierError
from livechat.application.signals import signals_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from livechat.application.ports import Clock, Notifier, Outbox, OutboxEntry

log = logging.getLogger(__name__)

BATCH = 256
LEFT_BEHIND = timedelta(seconds=2)
_TRY_AGAIN = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class RelayOutbox:
    """Tell committed events, then forget them."""

    outbox: Outbox
    notifier: Notifier
    clock: Clock

    async def __call__(self, entries: Sequence[OutboxEntry]) -> None:
        """Tell them in order; one that cannot be told is put off and does not stop those behind it."""
        try:
            await self.notifier.publish([s for entry in entries for s in signals_of(entry.event)])
        except NotifierError:
            await self._one_by_one(entries)
        else:
            await self.outbox.told([entry.id for entry in entries])

    async def left_behind(self) -> int:
        """Tell what a crash or a failed notifier left; says how many entries it found."""
        now = self.clock.now()
        entries = await self.outbox.due(before=now - LEFT_BEHIND, limit=BATCH)
        if entries:
            await self(entries)
        return len(entries)

    async def _one_by_one(self, entries: Sequence[OutboxEntry]) -> None:
        told: list[int] = []
        failed: list[int] = []
        for entry in entries:
            try:
                await self.notifier.publish(signals_of(entry.event))
                told.append(entry.id)
            except NotifierError as error:
                log.warning("event %s not told, will be tried again: %s", entry.id, error)
                failed.append(entry.id)
        if told:
            await self.outbox.told(told)
        if failed:
            await self.outbox.put_off(failed, until=self.clock.now() + _TRY_AGAIN)
