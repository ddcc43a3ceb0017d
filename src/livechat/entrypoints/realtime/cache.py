"""The last event of each cache channel, for those who come later."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from time import monotonic
from typing import Final, NamedTuple

SECONDS: Final = 30 * 60
CHANNELS: Final = 1000
"""So many are remembered; with 10 kB each that is 10 MB."""


class Cached(NamedTuple):
    """What was published last."""

    name: str
    data: str
    until: float


class EventCache:
    """Of this process: what was published before it began it does not know. The oldest is forgotten first."""

    def __init__(self, *, clock: Callable[[], float] = monotonic, channels: int = CHANNELS) -> None:
        self._clock = clock
        self._channels = channels
        self._last: OrderedDict[str, Cached] = OrderedDict()

    def keep(self, channel: str, name: str, data: str) -> None:
        """In place of what was kept before."""
        self._last.pop(channel, None)
        self._last[channel] = Cached(name, data, self._clock() + SECONDS)
        self._forget()
        if len(self._last) > self._channels:
            self._last.popitem(last=False)

    def last(self, channel: str) -> Cached | None:
        """None where nothing was published for half an hour."""
        self._forget()
        return self._last.get(channel)

    def shown(self, channel: str) -> dict[str, object] | None:
        """As other servers are told of it."""
        kept = self.last(channel)
        return kept and {"data": kept.data, "ttl": ceil(kept.until - self._clock())}

    def _forget(self) -> None:
        """They are in the order of their ends."""
        now = self._clock()
        while self._last and next(iter(self._last.values())).until <= now:
            self._last.popitem(last=False)
