"""The one thread that writes to SQLite, a transaction for all that waits."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from livechat.adapters.sql import jobs as answering
from livechat.adapters.sql.group import Outcome, Work
from livechat.adapters.sql.jobs import LAZY_SECONDS, MOST_WAITING, TOGETHER, Job, Transaction
from livechat.adapters.sql.sqlite.lookups import LOOKUPS
from livechat.adapters.sql.trouble import in_trouble
from livechat.adapters.sql.writer import Hear, Result, Task
from livechat.application.ports import Clock
from livechat.domain.errors import StoreUnavailableError

log = logging.getLogger(__name__)


@dataclass(slots=True)
class WriterThread:
    """Takes work from the event loop, and answers there when it is committed."""

    engine: Engine
    clock: Clock
    _hear: list[Hear] = field(default_factory=list, init=False)
    _waiting: deque[Job] = field(default_factory=deque, init=False)
    _told: list[int] = field(default_factory=list, init=False)
    _wake: threading.Condition = field(default_factory=threading.Condition, init=False)
    _stopping: bool = field(default=False, init=False)
    _loop: asyncio.AbstractEventLoop = field(init=False)
    _thread: threading.Thread | None = field(default=None, init=False)
    _connection: Connection | None = field(default=None, init=False)

    def start(self) -> None:
        """Answers go to the loop that is running now."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name="livechat-writer", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Write what is waiting, then end."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join)

    def on_commit(self, hear: Hear, /) -> None:
        self._hear.append(hear)

    def forget(self, ids: Sequence[int], /) -> None:
        with self._wake:
            self._told.extend(ids)
            self._wake.notify()

    async def put(self, work: Work, /) -> Outcome:
        return cast("Outcome", await self._answered(work))

    async def do(self, task: Task[Result], /) -> Result:
        return cast("Result", await self._answered(task))

    async def _answered(self, work: Work | Task[Any]) -> Any:
        job = Job(work, self._loop.create_future())
        with self._wake:
            if self._stopping or len(self._waiting) >= MOST_WAITING:
                raise StoreUnavailableError
            self._waiting.append(job)
            self._wake.notify()
        return await job.answer

    def _run(self) -> None:
        while self._wait():
            jobs, told = self._next()
            try:
                self._commit(jobs, told)
            except StoreUnavailableError as error:
                log.error("the database cannot write now: %s", error.__cause__)  # noqa: TRY400  the callers get the cause
                self._unavailable([*jobs, *self._all_waiting()], error)
            except Exception as error:
                log.exception("the writer stumbled; it goes on")
                self._unavailable(jobs, error)
        self._disconnect()

    def _wait(self) -> bool:
        """False when there is nothing left to do, ever."""
        with self._wake:
            while not self._waiting and not self._stopping:
                lazily = LAZY_SECONDS if self._told else None
                if not self._wake.wait(lazily):
                    return True
            return bool(self._waiting or self._told or not self._stopping)

    def _next(self) -> tuple[list[Job], list[int]]:
        with self._wake:
            count = min(TOGETHER, len(self._waiting))
            jobs = [self._waiting.popleft() for _ in range(count)]
            told, self._told = self._told, []
        return jobs, told

    def _all_waiting(self) -> list[Job]:
        """They would wait as long again for what those before them did not get."""
        with self._wake:
            jobs = list(self._waiting)
            self._waiting.clear()
        return jobs

    def _commit(self, jobs: list[Job], told: list[int]) -> None:
        changes = [job for job in jobs if job.shares]
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
            self._loop.call_soon_threadsafe(job.refuse, error)

    def _transact(self, jobs: list[Job], told: Sequence[int] = ()) -> None:
        """Nobody is answered before the commit. Raises StoreUnavailableError."""
        transaction = Transaction(jobs, told, LOOKUPS, self.clock.now())
        try:
            connection = self._connection = self._connection or self.engine.connect()
            with connection.begin():
                outcomes, entries = transaction.run(connection)
        except DBAPIError as error:
            if in_trouble(error):
                self._disconnect()
                raise StoreUnavailableError from error
            raise
        self._loop.call_soon_threadsafe(answering.answer, jobs, outcomes, entries, self._hear)

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _unavailable(self, jobs: list[Job], cause: Exception) -> None:
        self._loop.call_soon_threadsafe(answering.unavailable, jobs, cause)
