"""What every store asks of whoever writes: work in, an answer when it is committed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from livechat.adapters.sql.group import Outcome, Work
from livechat.application.measures import Distribution
from livechat.application.views import OutboxEntry

Result = TypeVar("Result")
Task = Callable[[Connection], Result]
Hear = Callable[[Sequence[OutboxEntry]], None]


class Writer(Protocol):
    """The one of this process that writes; how it does that is each database's own."""

    batches: Distribution
    """How many changes each transaction had that took any."""

    def waiting(self) -> int:
        """How many changes and tasks no transaction has taken yet."""
        ...

    async def put(self, work: Work, /) -> Outcome:
        """What it came to; raises the refusal that it met, or StoreUnavailableError."""
        ...

    async def do(self, task: Task[Result], /) -> Result:
        """Run *task* in a transaction of its own; raises what it raises, or StoreUnavailableError.

        What was to be forgotten before is forgotten then.
        """
        ...

    def forget(self, ids: Sequence[int], /) -> None:
        """Delete told entries along with the next transaction, or soon without one."""
        ...

    def on_commit(self, hear: Hear, /) -> None:
        """Call *hear* in the loop, no later than the callers of that commit are answered."""
        ...
