"""How much one client may ask for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """`size` at once, then `per_second`."""

    size: int
    per_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What keeps one client from taking the place of the others; None means without end."""

    activity_timeout: int = 25
    check_every: float = 2.0
    ping_after: float = 28.0
    pong_within: float = 28.0
    close_within: float = 4.0
    unsent_bytes: int = 512 * 1024
    sockets: int | None = None
    sockets_per_address: int | None = 500
    sockets_per_chat: int | None = 50
    channels: int = 100
    members: int = 100
    user_id_length: int = 128
    user_info_bytes: int = 1024
    frames: Rate = Rate(500, 100)
    subscriptions: Rate = Rate(150, 10)
    client_events: Rate = Rate(10, 10)


FOR_LOAD_TESTS = Limits(sockets_per_address=None, sockets_per_chat=None)
"""All clients may come from one machine."""


class Budget:
    """A token bucket; full when made."""

    __slots__ = ("_at", "_left", "_rate")

    def __init__(self, rate: Rate, *, now: float) -> None:
        self._rate = rate
        self._left = float(rate.size)
        self._at = now

    def take(self, *, now: float) -> bool:
        """False, and then nothing is taken, when it is empty."""
        refilled = self._left + (now - self._at) * self._rate.per_second
        self._left = min(refilled, self._rate.size)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
