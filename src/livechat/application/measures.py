"""What is counted while it happens, for whoever watches; to count costs next to nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field


class Distribution:
    """How many values lie up to each bound; those beyond the last are counted too."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def add(self, value: float) -> None:
        """Always from the same thread."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value


SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_TOGETHER = (1, 2, 4, 8, 16, 32, 64, 128, 256)


def batches() -> Distribution:
    """Of a writer: how many changes share a transaction."""
    return Distribution(_TOGETHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFigures:
    """How busy a store is; one in memory never is."""

    waiting: int = 0
    """Changes, and tasks that have a transaction for themselves, which none has taken yet."""
    batches: Distribution = field(default_factory=batches)
    readers: int = 0
    readers_in_use: int = 0
