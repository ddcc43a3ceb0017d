"""The one thread that writes to SQLite, a transaction for all that waits."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, Final, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from livechat.adapters.sql import jobs as answering
from livechat.adapters.sql.group import Outcome, Work
from livechat.adapters.sql.jobs import (
    LAZY_SECONDS,
    MANY_TOLD,
    MOST_WAITING,
    TOGETHER,
    Job,
    Transaction,
)
from livechat.adapters.sql.sqlite.lookups import LOOKUPS
from livechat.adapters.sql.sqlite.mark import Mark
from livechat.adapters.sql.trouble import in_trouble
from livechat.adapters.sql.writer import Hear, Result, Task
from livechat.application.measures import Distribution, batches
from livechat.application.ports import Clock
from livechat.domain.errors import StoreUnavailableError

log = logging.getLogger(__name__)


_LAST: Final = None
"""After it nothing is put into the queue any more."""


@dataclass(slots=True)
class WriterThread:
    """Takes work from the event loop, and answers there when it is committed."""

    engine: Engine
    clock: Clock
    mark: Mark
    batches: Distribution = field(default_factory=batches, init=False)
    _hear: list[Hear] = field(default_factory=list, init=False)
    _waiting: SimpleQueue[Job | None] = field(default_factory=SimpleQueue, init=False)
    _told: deque[int] = field(default_factory=deque, init=False)
    _forgot: float = field(default=0.0, init=False)
    _stopping: bool = field(default=False, init=False)
    _loop: asyncio.AbstractEventLoop = field(init=False)
    _thread: threading.Thread | None = field(default=None, init=False)
    _connection: Connection | None = field(default=None, init=False)

    def waiting(self) -> int:
        return self._waiting.qsize()

    def start(self) -> None:
        """Answers go to the loop that is running now."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name="livechat-writer", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Write what is waiting, then end."""
        self._stopping = True
        self._waiting.put(_LAST)
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join)

    def on_commit(self, hear: Hear, /) -> None:
        self._hear.append(hear)

    def forget(self, ids: Sequence[int], /) -> None:
        self._told.extend(ids)

    async def put(self, work: Work, /) -> Outcome:
        return cast("Outcome", await self._answered(work))

    async def do(self, task: Task[Result], /) -> Result:
        return cast("Result", await self._answered(task))

    async def _answered(self, work: Work | Task[Any]) -> Any:
        if self._stopping or self._waiting.qsize() >= MOST_WAITING:
            raise StoreUnavailableError
        job = Job(work, self._loop.create_future())
        self._waiting.put(job)
        return await job.answer

    def _run(self) -> None:
        while (jobs := self._next()) is not None:
            self._write(jobs, self._forgettable(jobs))
        self._write([], self._forgettable([]))
        self._disconnect()

    def _next(self) -> list[Job] | None:
        """What waits, nothing where nothing comes within LAZY_SECONDS, None at the end."""
        try:
            first = self._waiting.get(timeout=LAZY_SECONDS)
        except Empty:
            return []
        return None if first is _LAST else [first, *self._at_hand(TOGETHER - 1)]

    def _at_hand(self, most: int) -> list[Job]:
        jobs: list[Job] = []
        with suppress(Empty):
            while len(jobs) < most:
                job = self._waiting.get_nowait()
                if job is _LAST:
                    self._waiting.put(_LAST)
                    break
                jobs.append(job)
        return jobs

    def _write(self, jobs: list[Job], told: list[int]) -> None:
        try:
            self._commit(jobs, told)
        except StoreUnavailableError as error:
            log.error("the database cannot write now: %s", error.__cause__)  # noqa: TRY400  the callers get the cause
            # Those behind them would wait as long again for the same.
            self._unavailable([*jobs, *self._at_hand(MOST_WAITING)], error)
        except Exception as error:
            log.exception("the writer stumbled; it goes on")
            self._unavailable(jobs, error)

    def _forgettable(self, jobs: list[Job]) -> list[int]:
        """What was told: for a few entries no statement is worth its time, while messages come one by one."""
        now = monotonic()
        busy = jobs and all(job.shares for job in jobs)
        if busy and len(self._told) < MANY_TOLD and now - self._forgot < LAZY_SECONDS:
            return []
        self._forgot = now
        return [self._told.popleft() for _ in range(len(self._told))]

    def _commit(self, jobs: list[Job], told: list[int]) -> None:
        changes = [job for job in jobs if job.shares]
        if changes:
            self.batches.add(len(changes))
        if changes or told:
            self._together(changes, told)
        for job in jobs:
            if not job.shares:
                self._alone(job)

    def _together(self, jobs: list[Job], told: list[int]) -> None:
        """A clash of many is resolved one by one. What is not forgotten now is told once more."""
        try:
            self._transact(jobs, told)
        except StoreUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001  each caller gets what his own work raises
            log.warning("%s changes do not go together: %r", len(jobs), error)
            for job in jobs:
                self._alone(job)

    def _alone(self, job: Job) -> None:
        try:
            self._transact([job])
        except StoreUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001  it is raised where the work came from
            answering.decide([job])
            self._loop.call_soon_threadsafe(job.refuse, error)

    def _transact(self, jobs: list[Job], told: Sequence[int] = ()) -> None:
        """Nobody is answered before the commit. Raises StoreUnavailableError."""
        transaction = Transaction(jobs, told, LOOKUPS, self.clock.now())
        try:
            with self.mark.transaction(self._connected) as connection:
                outcomes, entries = transaction.run(connection)
        except DBAPIError as error:
            if in_trouble(error):
                self._disconnect()
                raise StoreUnavailableError from error
            raise
        answering.decide(jobs)
        self._loop.call_soon_threadsafe(answering.answer, jobs, outcomes, entries, self._hear)

    def _connected(self) -> Connection:
        self._connection = self._connection or self.engine.connect()
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _unavailable(self, jobs: list[Job], cause: Exception) -> None:
        self._loop.call_soon_threadsafe(answering.unavailable, jobs, cause)
