"""Work that waits for a writer: how it is done in a transaction, and how it is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, bindparam, delete

from livechat.adapters.sql.group import Batch, Work
from livechat.adapters.sql.lookups import Lookups
from livechat.adapters.sql.schema import outbox
from livechat.adapters.sql.writer import Hear, Task
from livechat.application.views import OutboxEntry
from livechat.domain.errors import ChatError, StoreUnavailableError

Done = tuple[Sequence[Any], Sequence[OutboxEntry]]

TOGETHER = 256
MOST_WAITING = 10_000
LAZY_SECONDS = 0.5
"""How long told entries wait for a transaction that they can join."""
MANY_TOLD = 64
"""As many told entries join a transaction at once."""
_FORGET = delete(outbox).where(outbox.c.id == bindparam("told"))


@dataclass(slots=True, eq=False)
class Job:
    """Someone waits for the answer."""

    work: Work | Task[Any]
    answer: asyncio.Future[Any]
    decided: bool = False
    """It was committed, or failed by itself; the answer may still be on its way."""

    @property
    def shares(self) -> bool:
        """Whether it may be done in one transaction with others."""
        return isinstance(self.work, Work)

    def refuse(self, error: Exception) -> None:
        """A caller who was cancelled hears nothing."""
        if not self.answer.done():
            self.answer.set_exception(error)


@dataclass(frozen=True, slots=True)
class Transaction:
    """What is done in one; whoever runs it commits, and then answers."""

    jobs: Sequence[Job]
    told: Sequence[int]
    lookups: Lookups
    now: datetime

    def run(self, connection: Connection) -> Done:
        """Several share it, or one task has it alone."""
        if self.told:
            connection.execute(_FORGET, [{"told": id_} for id_ in self.told])
        match self.jobs:
            case [Job(work)] if not isinstance(work, Work):
                return [work(connection)], ()
        works = [cast("Work", job.work) for job in self.jobs]
        return Batch(connection, self.lookups, self.now).run(works)


def answer(
    jobs: Sequence[Job], outcomes: Sequence[Any], entries: Sequence[OutboxEntry], hear: list[Hear]
) -> None:
    """Listeners are told in the next turn of the loop, callers go on in the one after it, whatever comes of it.

    A caller's answer takes longer to make than a frame, and what is written goes out when a turn ends.
    """
    try:
        if entries:
            for each in hear:
                each(entries)
    finally:
        asyncio.get_running_loop().call_soon(_go_on, jobs, outcomes)


def _go_on(jobs: Sequence[Job], outcomes: Sequence[Any]) -> None:
    for job, outcome in zip(jobs, outcomes, strict=True):
        if isinstance(outcome, ChatError):
            job.refuse(outcome)
        elif not job.answer.done():
            job.answer.set_result(outcome)


def decide(jobs: Iterable[Job]) -> None:
    """Whatever fails from now on is not about them."""
    for job in jobs:
        job.decided = True


def unavailable(jobs: Iterable[Job], cause: Exception) -> None:
    """Each caller who waits for a decision gets an error of his own."""
    for job in jobs:
        if job.decided:
            continue
        error = StoreUnavailableError()
        error.__cause__ = cause.__cause__ or cause
        job.refuse(error)
