"""The one thread that writes to SQLite, a transaction for all that waits."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, bindparam, delete
from sqlalchemy.exc import OperationalError

from livechat.adapters.sql.group import Batch, Outcome, Work
from livechat.adapters.sql.schema import outbox
from livechat.application.ports import Clock, OutboxEntry
from livechat.domain.errors import ChatError, StoreUnavailableError

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Task = Callable[[Connection], Result]
Hear = Callable[[Sequence[OutboxEntry]], None]

TOGETHER = 256
_WAITING = 10_000
_LAZY_SECONDS = 0.5
"""How long told entries wait for a transaction that they can join."""
_FORGET = delete(outbox).where(outbox.c.id == bindparam("told"))


@dataclass(frozen=True, slots=True)
class _Job:
    work: Work | Task[Any]
    answer: asyncio.Future[Any]


@dataclass(slots=True)
class Writer:
    """Takes work from the event loop, and answers there when it is committed."""

    engine: Engine
    clock: Clock
    _hear: list[Hear] = field(default_factory=list, init=False)
    _waiting: deque[_Job] = field(default_factory=deque, init=False)
    _told: list[int] = field(default_factory=list, init=False)
    _wake: threading.Condition = field(default_factory=threading.Condition, init=False)
    _stopping: bool = field(default=False, init=False)
    _loop: asyncio.AbstractEventLoop = field(init=False)
    _thread: threading.Thread = field(init=False)

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
        await asyncio.to_thread(self._thread.join)

    def on_commit(self, hear: Hear) -> None:
        """Call *hear* in the loop, no later than the callers of that commit are answered."""
        self._hear.append(hear)

    def forget(self, ids: Sequence[int]) -> None:
        """Delete told entries along with the next transaction, or soon without one."""
        with self._wake:
            self._told.extend(ids)
            self._wake.notify()

    async def put(self, work: Work) -> Outcome:
        """What it came to; raises the refusal that it met, or StoreUnavailableError."""
        return cast("Outcome", await self._answered(work))

    async def do(self, task: Task[Result]) -> Result:
        """Run *task* in a transaction of its own; raises what it raises, or StoreUnavailableError."""
        return cast("Result", await self._answered(task))

    async def _answered(self, work: Work | Task[Any]) -> Any:
        job = _Job(work, self._loop.create_future())
        with self._wake:
            if self._stopping or len(self._waiting) >= _WAITING:
                raise StoreUnavailableError
            self._waiting.append(job)
            self._wake.notify()
        return await job.answer

    def _run(self) -> None:
        with self.engine.connect() as connection:
            while self._wait():
                with self._wake:
                    count = min(TOGETHER, len(self._waiting))
                    jobs = [self._waiting.popleft() for _ in range(count)]
                    told, self._told = self._told, []
                self._commit(connection, jobs, told)

    def _wait(self) -> bool:
        """False when there is nothing left to do, ever."""
        with self._wake:
            while not self._waiting and not self._stopping:
                lazily = _LAZY_SECONDS if self._told else None
                if not self._wake.wait(lazily):
                    return True
            return bool(self._waiting or self._told or not self._stopping)

    def _commit(self, connection: Connection, jobs: list[_Job], told: list[int]) -> None:
        changes = [job for job in jobs if isinstance(job.work, Work)]
        if changes or told:
            self._together(connection, changes, told)
        for job in jobs:
            if not isinstance(job.work, Work):
                self._settle(connection, [job], partial(_done, job.work, connection))

    def _together(self, connection: Connection, jobs: list[_Job], told: Sequence[int] = ()) -> None:
        """What could not be forgotten is found by the sweep, and told once more."""

        def run() -> tuple[list[Outcome], list[OutboxEntry]]:
            if told:
                connection.execute(_FORGET, [{"told": id_} for id_ in told])
            return Batch(connection, self.clock.now()).run([cast("Work", j.work) for j in jobs])

        self._settle(connection, jobs, run)

    def _settle(
        self,
        connection: Connection,
        jobs: list[_Job],
        run: Callable[[], tuple[list[Any], Sequence[OutboxEntry]]],
    ) -> None:
        """Nobody is answered before the commit; a clash of many is resolved one by one."""
        try:
            with connection.begin():
                outcomes, entries = run()
        except OperationalError as error:
            log.error("the database cannot write now: %s", error.orig)  # noqa: TRY400  the callers get the cause
            unavailable = StoreUnavailableError()
            unavailable.__cause__ = error
            self._loop.call_soon_threadsafe(_refuse, jobs, unavailable)
        except Exception as error:  # noqa: BLE001  it is raised where the work came from
            if len(jobs) > 1:
                for job in jobs:
                    self._together(connection, [job])
            else:
                self._loop.call_soon_threadsafe(_refuse, jobs, error)
        else:
            self._loop.call_soon_threadsafe(self._answer, jobs, outcomes, entries)

    def _answer(
        self, jobs: list[_Job], outcomes: list[Any], entries: Sequence[OutboxEntry]
    ) -> None:
        if entries:
            for hear in self._hear:
                hear(entries)
        for job, outcome in zip(jobs, outcomes, strict=True):
            if isinstance(outcome, ChatError):
                _refuse([job], outcome)
            elif not job.answer.done():
                job.answer.set_result(outcome)


def _refuse(jobs: list[_Job], error: Exception) -> None:
    for job in jobs:
        if not job.answer.done():
            job.answer.set_exception(error)


def _done(task: Task[Any], connection: Connection) -> tuple[list[Any], Sequence[OutboxEntry]]:
    return [task(connection)], ()
