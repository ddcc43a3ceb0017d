"""The background loop that tells committed events: woken by each commit, sweeping what was left."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from livechat.application.relay_outbox import BATCH
from livechat.domain.errors import StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from livechat.application.relay_outbox import RelayOutbox
    from livechat.application.views import OutboxEntry

log = logging.getLogger(__name__)

_WAITING = 10_000
_LAST_WORDS_SECONDS = 5.0


@dataclass(slots=True)
class OutboxPump:
    """Hands committed entries to the relay; `hear` is given to `Outbox.on_commit`."""

    relay: RelayOutbox
    in_order: bool = False
    """Nothing newer is told before what could not be told; else listeners of this process would wait for others."""
    sweep_seconds: float = 2.0
    _waiting: deque[OutboxEntry] = field(default_factory=deque, init=False)
    _woken: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _swept: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list, init=False)
    _stopping: bool = field(default=False, init=False)

    def hear(self, entries: Sequence[OutboxEntry]) -> None:
        """Never blocks; what does not fit is found by the sweep."""
        room = _WAITING - len(self._waiting)
        self._waiting.extend(entries[:room])
        self._woken.set()

    def start(self) -> None:
        """Run until `stop`."""
        self._tasks = [
            asyncio.create_task(self._tell()),
            asyncio.create_task(self._sweep()),
        ]

    async def stop(self) -> None:
        """Tell what is waiting, for a few seconds at most; the rest stays in the outbox."""
        self._stopping = True
        self._woken.set()
        self._swept.set()
        tell, sweep = self._tasks
        sweep.cancel()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(tell, _LAST_WORDS_SECONDS)
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def tell_left_behind(self) -> None:
        """One entry first: while that cannot be told, many need not be tried again and again."""
        limit = 1
        while await self.relay.left_behind(limit=limit) == limit:
            limit = BATCH

    async def _tell(self) -> None:
        while self._waiting or not self._stopping:
            if not self._waiting:
                self._woken.clear()
                await self._woken.wait()
                continue
            batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            try:
                if await self.relay(batch) or not self.in_order:
                    continue
            except Exception:
                log.exception("the relay failed; the sweep will tell these events")
                continue
            if self._stopping:
                return
            self._waiting.extendleft(reversed(batch))
            await self._until_swept()

    async def _until_swept(self) -> None:
        """Both look for somebody to tell at the same pace."""
        self._swept.clear()
        await self._swept.wait()

    async def _sweep(self) -> None:
        while True:
            try:
                await self.tell_left_behind()
            except StoreUnavailableError as error:
                log.warning("the outbox cannot be swept now: %r", error.__cause__ or error)
            except Exception:
                log.exception("the sweep of the outbox failed; it goes on")
            self._swept.set()
            await asyncio.sleep(self.sweep_seconds)
