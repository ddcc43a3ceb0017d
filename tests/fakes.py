"""The world, as quiet as a test needs it."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from uuid import UUID

from argon2 import PasswordHasher

from livechat.adapters.passwords import Argon2Passwords
from livechat.application.ports import NotifierError
from tests.builders import NOW


class StillClock:
    """Stands still unless a test moves it."""

    def __init__(self, at=NOW):
        self.time = at

    def now(self):
        return self.time

    def advance(self, **by):
        self.time += timedelta(**by)
        return self.time


class CountingIds:
    """The first, the second, the third …"""

    def __init__(self):
        self._count = count(1)

    def uuid(self):
        return UUID(int=next(self._count), version=4)

    def secret(self):
        return f"secret-{next(self._count)}"


class PickyNotifier:
    """Remembers what it told; refuses signals that mention *poison*."""

    def __init__(self, poison=None):
        self.poison = poison
        self.told = []

    async def publish(self, signals, /):
        if self.poison is not None and any(self.poison in repr(signal) for signal in signals):
            raise NotifierError("cannot swallow this")
        self.told.extend(signals)


def quick_passwords():
    """The real thing, with the least work that argon2 allows."""
    return Argon2Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
