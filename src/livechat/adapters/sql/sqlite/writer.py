"""The one thread that writes to SQLite, a transaction for all that waits."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Connection, Engine, bindparam, delete
from sqlalchemy.exc import DBAPIError

from livechat.adapters.sql.group import Batch, Outcome, Work
from livechat.adapters.sql.schema import outbox
from livechat.adapters.sql.sqlite.lookups import LOOKUPS
from livechat.adapters.sql.trouble import in_trouble
from livechat.adapters.sql.writer import Hear, Result, Task
from livechat.application.ports import Clock, OutboxEntry
from livechat.domain.errors import ChatError, StoreUnavailableError

log = logging.getLogger(__name__)

Done = tuple[Sequence[Any], Sequence[OutboxEntry]]

TOGETHER = 256
MOST_WAITING = 10_000
_LAZY_SECONDS = 0.5
"""How long told entries wait for a transaction that they can join."""
_FORGET = delete(outbox).where(outbox.c.id == bindparam("told"))


@dataclass(frozen=True, slots=True)
class _Job:
    work: Work | Task[Any]
    answer: asyncio.Future[Any]


@dataclass(slots=True)
class WriterThread:
    """Takes work from the event loop, and answers there when it is committed."""

    engine: Engine
    clock: Clock
    _hear: list[Hear] = field(default_factory=list, init=False)
    _waiting: deque[_Job] = field(default_factory=deque, init=False)
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
        job = _Job(work, self._loop.create_future())
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
                lazily = _LAZY_SECONDS if self._told else None
                if not self._wake.wait(lazily):
                    return True
            return bool(self._waiting or self._told or not self._stopping)

    def _next(self) -> tuple[list[_Job], list[int]]:
        with self._wake:
            count = min(TOGETHER, len(self._waiting))
            jobs = [self._waiting.popleft() for _ in range(count)]
            told, self._told = self._told, []
        return jobs, told

    def _all_waiting(self) -> list[_Job]:
        """They would wait as long again for what those before them did not get."""
        with self._wake:
            jobs = list(self._waiting)
            self._waiting.clear()
        return jobs

    def _commit(self, jobs: list[_Job], told: list[int]) -> None:
        changes = [job for job in jobs if isinstance(job.work, Work)]
        if changes or told:
            self._together(changes, told)
        for job in jobs:
            if not isinstance(job.work, Work):
                self._alone(job)

    def _together(self, jobs: list[_Job], told: Sequence[int]) -> None:
        """A clash of many is resolved one by one. What is not forgotten now is told once more."""

        def run(connection: Connection) -> Done:
            if told:
                connection.execute(_FORGET, [{"told": id_} for id_ in told])
            return Batch(connection, LOOKUPS, self.clock.now()).run(
                [cast("Work", job.work) for job in jobs]
            )

        try:
            self._transact(jobs, run)
        except StoreUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001  each caller gets what his own work raises
            log.warning("%s changes do not go together: %r", len(jobs), error)
            for job in jobs:
                self._alone(job)

    def _alone(self, job: _Job) -> None:
        def run(connection: Connection) -> Done:
            if isinstance(job.work, Work):
                return Batch(connection, LOOKUPS, self.clock.now()).run([job.work])
            return [job.work(connection)], ()

        try:
            self._transact([job], run)
        except StoreUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001  it is raised where the work came from
            self._loop.call_soon_threadsafe(_refuse, job, error)

    def _transact(self, jobs: list[_Job], run: Callable[[Connection], Done]) -> None:
        """Nobody is answered before the commit. Raises StoreUnavailableError."""
        try:
            connection = self._connection = self._connection or self.engine.connect()
            with connection.begin():
                outcomes, entries = run(connection)
        except DBAPIError as error:
            if in_trouble(error):
                self._disconnect()
                raise StoreUnavailableError from error
            raise
        self._loop.call_soon_threadsafe(self._answer, jobs, outcomes, entries)

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _answer(
        self, jobs: list[_Job], outcomes: Sequence[Any], entries: Sequence[OutboxEntry]
    ) -> None:
        """Callers go on when this has ended: whatever comes of the hearing, they are answered."""
        for job, outcome in zip(jobs, outcomes, strict=True):
            if isinstance(outcome, ChatError):
                _refuse(job, outcome)
            elif not job.answer.done():
                job.answer.set_result(outcome)
        if entries:
            for hear in self._hear:
                hear(entries)

    def _unavailable(self, jobs: list[_Job], cause: Exception) -> None:
        for job in jobs:
            error = StoreUnavailableError()
            error.__cause__ = cause.__cause__ or cause
            self._loop.call_soon_threadsafe(_refuse, job, error)


def _refuse(job: _Job, error: Exception) -> None:
    """A caller who was cancelled hears nothing."""
    if not job.answer.done():
        job.answer.set_exception(error)
