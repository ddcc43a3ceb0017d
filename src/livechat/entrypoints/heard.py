"""How long a message that was acknowledged waits until it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

from livechat.application.measures import SECONDS, Distribution
from livechat.domain.events import MessageSent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from livechat.application.ports import Clock
    from livechat.application.views import OutboxEntry

_REMEMBERED = 10_000


@dataclass(slots=True)
class Heard:
    """From the commit, as this process learns of it, until sockets or the notifier have it.

    What was left behind is older than anything remembered here: it counts from when it was said.
    """

    clock: Clock
    now: Callable[[], float] = perf_counter
    seconds: Distribution = field(default_factory=lambda: Distribution(SECONDS), init=False)
    _since: dict[int, float] = field(default_factory=dict, init=False)

    def committed(self, entries: Sequence[OutboxEntry]) -> None:
        """For `Outbox.on_commit`."""
        if len(self._since) >= _REMEMBERED:
            self._since.clear()
        self._since |= dict.fromkeys([entry.id for entry in entries], self.now())

    def told(self, entries: Sequence[OutboxEntry]) -> None:
        """For `RelayOutbox.on_told`."""
        now = self.now()
        for entry in entries:
            since = self._since.pop(entry.id, None)
            if isinstance(entry.event, MessageSent):
                said_at = entry.event.message.created_at
                self.seconds.add(self._age(said_at) if since is None else now - since)

    def _age(self, said_at: datetime) -> float:
        """The clock of another machine may be ahead."""
        return max(0.0, (self.clock.now() - said_at).total_seconds())
