"""Everyone who listens is connected to this process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from livechat.application.signals import Signal


@dataclass(frozen=True, slots=True)
class InProcessNotifier:
    """Hands signals over by a plain call; it cannot fail."""

    deliver: Callable[[Sequence[Signal]], None]

    async def publish(self, signals: Sequence[Signal], /) -> None:
        """All are written, or on their way, when it returns."""
        self.deliver(signals)
