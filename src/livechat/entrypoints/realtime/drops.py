"""What clients are refused, and why their sockets are closed: the reasons that monitoring counts."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TypeAlias


class Drop(StrEnum):
    """Nothing about whom it happened to."""

    ORIGIN = "origin"
    """A socket from a page that may not connect."""
    FULL = "full"
    """A socket beyond the limits, or while the process ends."""
    HANDSHAKE = "handshake"
    """A socket for another application, another path or another protocol."""
    SLOW = "slow"
    """A socket that did not read what was written."""
    SILENT = "silent"
    """A socket without a pong."""
    FLOOD = "flood"
    """A socket with too many frames."""
    BROKEN = "broken"
    """A socket whose bytes are no frames, or too long ones."""
    FRAME = "frame"
    """A frame that was not understood or not allowed."""
    SUBSCRIPTION = "subscription"
    """A channel that was not given."""
    CLIENT_EVENT = "client_event"
    """A client event that came too soon after others."""
    RATE_LIMITED = "rate_limited"
    """A request, answered with 429."""


Drops: TypeAlias = Counter[Drop]
