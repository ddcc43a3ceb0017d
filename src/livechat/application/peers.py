"""What processes of one installation tell each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that processes tell each other."""

    hear: Callable[[Sequence[str]], None]
    """Called in the event loop with the words of another process; a ValueError says that they are none."""
    repeat: Callable[[], None] = lambda: None
    """Called from time to time while the others can be heard, for what was told may have been missed: tell again what still holds."""
