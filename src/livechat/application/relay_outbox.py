"""What was committed is told to those who listen, at least once."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from livechat.application.ports import NotifierDownError, NotifierError
from livechat.application.signals import signals_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from livechat.application.ports import Clock, Notifier, Outbox
    from livechat.application.views import OutboxEntry

log = logging.getLogger(__name__)

BATCH = 256
LEFT_BEHIND = timedelta(seconds=2)
_TRY_AGAIN = timedelta(seconds=5)
_FIRST = datetime.min.replace(tzinfo=UTC)
"""Due before all others: nothing that came later overtakes it."""
_DOWN = 3


@dataclass(frozen=True, slots=True)
class RelayOutbox:
    """Tell committed events, then forget them."""

    outbox: Outbox
    notifier: Notifier
    clock: Clock
    on_told: Callable[[Sequence[OutboxEntry]], None] = lambda _: None
    """Called with what the notifier has taken."""

    async def __call__(self, entries: Sequence[OutboxEntry]) -> bool:
        """Tell them in order; one that cannot be told stops none of those behind it.

        False where nobody could be told: some of them stay as they are, for `left_behind`.
        """
        _, untried = await self._tell(entries)
        return not untried

    async def left_behind(self, *, limit: int = BATCH) -> int:
        """Tell what a crash or a failed notifier left; says how many entries that were."""
        now = self.clock.now()
        left = now - LEFT_BEHIND
        entries = await self.outbox.claim(before=left, until=now + _TRY_AGAIN, limit=limit)
        told, untried = await self._tell(entries) if entries else (0, [])
        await self.outbox.put_off([entry.id for entry in untried], until=_FIRST)
        return told

    async def _tell(self, entries: Sequence[OutboxEntry]) -> tuple[int, Sequence[OutboxEntry]]:
        """How many were told, and which were not even tried."""
        try:
            await self.notifier.publish([s for entry in entries for s in signals_of(entry.event)])
        except NotifierDownError:
            return 0, entries
        except Exception:  # noqa: BLE001  one by one it shows which of them it is, and why
            return await self._one_by_one(deque(entries))
        self.on_told(entries)
        await self.outbox.told([entry.id for entry in entries])
        return len(entries), []

    async def _one_by_one(self, entries: deque[OutboxEntry]) -> tuple[int, Sequence[OutboxEntry]]:
        """Many failures in a row are no poison: the notifier is down, and the rest stays due."""
        told: list[int] = []
        failed: list[int] = []
        in_a_row = 0
        while entries and in_a_row < _DOWN:
            entry = entries.popleft()
            if await self._tells(entry):
                told.append(entry.id)
                in_a_row = 0
            else:
                failed.append(entry.id)
                in_a_row += 1
        await self.outbox.told(told)
        await self.outbox.put_off(failed, until=self.clock.now() + _TRY_AGAIN)
        return len(told), entries

    async def _tells(self, entry: OutboxEntry) -> bool:
        try:
            await self.notifier.publish(signals_of(entry.event))
        except NotifierError as error:
            log.warning("event %s not told, will be tried again: %s", entry.id, error)
            return False
        except Exception:
            log.exception("event %s not told, will be tried again", entry.id)
            return False
        self.on_told([entry])
        return True
