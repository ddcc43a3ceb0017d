"""The one task of a process that writes to PostgreSQL, a transaction for all that waits."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from livechat.adapters.sql.group import Outcome, Work
from livechat.adapters.sql.jobs import (
    LAZY_SECONDS,
    MOST_WAITING,
    TOGETHER,
    Done,
    Job,
    Transaction,
    answer,
    decide,
    unavailable,
)
from livechat.adapters.sql.postgresql.lookups import LOOKUPS
from livechat.adapters.sql.trouble import FAILURES, clashed, cut_off, in_trouble
from livechat.adapters.sql.writer import Hear, Result, Task
from livechat.application.measures import Distribution, batches
from livechat.application.ports import Clock
from livechat.domain.errors import StoreUnavailableError

log = logging.getLogger(__name__)

_ATTEMPTS = 5
"""How often one is tried who clashes with other processes again and again."""


@dataclass(slots=True)
class WriterTask:
    """Lives in the event loop, and waits there for the server alone."""

    engine: AsyncEngine
    clock: Clock
    seconds: float
    """How long a transaction may take, and the way to the server."""
    batches: Distribution = field(default_factory=batches, init=False)
    _hear: list[Hear] = field(default_factory=list, init=False)
    _waiting: deque[Job] = field(default_factory=deque, init=False)
    _told: list[int] = field(default_factory=list, init=False)
    _woken: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _stopping: bool = field(default=False, init=False)
    _task: asyncio.Task[None] | None = field(default=None, init=False)

    def waiting(self) -> int:
        return len(self._waiting)

    def start(self) -> None:
        """In the loop that is running now."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Write what is waiting, then end."""
        self._stopping = True
        self._woken.set()
        if self._task is not None:
            await self._task

    def on_commit(self, hear: Hear, /) -> None:
        self._hear.append(hear)

    def forget(self, ids: Sequence[int], /) -> None:
        self._told.extend(ids)
        self._woken.set()

    async def put(self, work: Work, /) -> Outcome:
        return cast("Outcome", await self._answered(work))

    async def do(self, task: Task[Result], /) -> Result:
        return cast("Result", await self._answered(task))

    async def _answered(self, work: Work | Task[Any]) -> Any:
        if self._stopping or len(self._waiting) >= MOST_WAITING:
            raise StoreUnavailableError
        job = Job(work, asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        self._woken.set()
        return await job.answer

    async def _run(self) -> None:
        while await self._wait():
            jobs, told = self._next()
            try:
                await self._commit(jobs, told)
            except StoreUnavailableError as error:
                log.error("the database cannot write now: %r", error.__cause__)  # noqa: TRY400  the callers get the cause
                unavailable([*jobs, *self._all_waiting()], error)
            except Exception as error:
                log.exception("the writer stumbled; it goes on")
                unavailable(jobs, error)

    async def _wait(self) -> bool:
        """False when there is nothing left to do, ever."""
        while not self._waiting and not self._stopping:
            self._woken.clear()
            lazily = LAZY_SECONDS if self._told else None
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), lazily)
                continue
            return True
        return bool(self._waiting or self._told or not self._stopping)

    def _next(self) -> tuple[list[Job], list[int]]:
        count = min(TOGETHER, len(self._waiting))
        jobs = [self._waiting.popleft() for _ in range(count)]
        told, self._told = self._told, []
        return jobs, told

    def _all_waiting(self) -> list[Job]:
        """They would wait as long again for what those before them did not get."""
        jobs = list(self._waiting)
        self._waiting.clear()
        return jobs

    async def _commit(self, jobs: list[Job], told: list[int]) -> None:
        changes = [job for job in jobs if job.shares]
        if changes:
            self.batches.add(len(changes))
        if changes or told:
            await self._together(changes, told)
        for job in jobs:
            if not job.shares:
                await self._alone(job)

    async def _together(self, jobs: list[Job], told: list[int]) -> None:
        """A clash of many is resolved one by one. What is not forgotten now is told once more."""
        try:
            await self._transact(jobs, told)
        except StoreUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001  each caller gets what his own work raises
            log.warning("%s changes do not go together: %r", len(jobs), error)
            for job in jobs:
                await self._alone(job)

    async def _alone(self, job: Job) -> None:
        """Who clashes with another process looks again, and then sees what that one has written."""
        for attempts_left in reversed(range(_ATTEMPTS)):
            try:
                return await self._transact([job])
            except StoreUnavailableError:
                raise
            except Exception as error:  # noqa: BLE001  it is raised where the work came from
                if not (clashed(error) and attempts_left):
                    return job.refuse(error)
        return None

    async def _transact(self, jobs: list[Job], told: Sequence[int] = ()) -> None:
        """Nobody is answered before the commit. Raises StoreUnavailableError."""
        transaction = Transaction(jobs, told, LOOKUPS, self.clock.now())
        try:
            async with asyncio.timeout(self.seconds):
                outcomes, entries = await self._done(transaction)
        except FAILURES as error:
            if in_trouble(error):
                raise StoreUnavailableError from error
            raise
        decide(jobs)
        loop = asyncio.get_running_loop()
        loop.call_soon(answer, jobs, outcomes, entries, self._hear)

    async def _done(self, transaction: Transaction) -> Done:
        """Cut off before its commit it was not done, and is tried once more by a new connection."""
        committing = False
        try:
            async with self.engine.begin() as connection:
                done = await connection.run_sync(transaction.run)
                committing = True
        except DBAPIError as error:
            if committing or not cut_off(error):
                raise
            async with self.engine.begin() as connection:
                done = await connection.run_sync(transaction.run)
        return done
