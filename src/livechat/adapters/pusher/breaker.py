"""A server that has just failed is left alone for a while."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from livechat.application.ports import NotifierError

SHORTEST_SECONDS = 0.5
LONGEST_SECONDS = 8.0
"""Short enough that what waits is told within half a minute after it answers again."""


@dataclass(slots=True)
class Breaker:
    """While it is open, whoever asks gets the last error at once."""

    now: Callable[[], float] = monotonic
    trouble: NotifierError | None = field(default=None, init=False)
    """Why the last question failed; None where it did not."""
    _until: float = field(default=0.0, init=False)
    _pause: float = field(default=SHORTEST_SECONDS, init=False)

    def check(self) -> None:
        """Raises the last error until its time is over."""
        if self.trouble is not None and self.now() < self._until:
            raise type(self.trouble)(*self.trouble.args)

    def failed(self, why: NotifierError, *, seconds: float | None = None) -> None:
        """Ask nothing for so long; without *seconds* longer each time, and never all processes at once."""
        self.trouble = why
        if seconds is None:
            seconds = self._pause * random.uniform(0.75, 1.25)  # noqa: S311  no secret
            self._pause = min(2 * self._pause, LONGEST_SECONDS)
        self._until = self.now() + seconds

    def worked(self) -> None:
        """All is well again."""
        self.trouble = None
        self._pause = SHORTEST_SECONDS
