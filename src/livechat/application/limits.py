"""How much of something one may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Bucket:
    """`size` at once, then one every `every`."""

    size: int
    every: timedelta
