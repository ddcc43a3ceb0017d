"""The world, as quiet as a test needs it."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from itertools import count
from uuid import UUID

from argon2 import PasswordHasher

from livechat.adapters.passwords import Argon2Passwords
from livechat.application.ports import NotifierDownError, NotifierError
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


class Neighbours:
    """Processes that hear each other at once; `apart` they tell in vain."""

    def __init__(self):
        self.all = []
        self.apart = False

    def peers(self):
        self.all.append(_Neighbour(self))
        return self.all[-1]

    def repeat(self):
        for each in self.all:
            for topic in each.topics.values():
                topic.repeat()


class _Neighbour:
    def __init__(self, street):
        self.street = street
        self.topics = {}

    def join(self, name, topic, /):
        self.topics[name] = topic

    def tell(self, name, /, *words):
        others = [] if self.street.apart else [e for e in self.street.all if e is not self]
        for topic in filter(None, (other.topics.get(name) for other in others)):
            with suppress(ValueError):
                topic.hear(words)

    async def tell_surely(self, name, /, *words):
        if self.street.apart:
            raise NotifierDownError("nobody is near")
        self.tell(name, *words)

    async def ready(self):
        if self.street.apart:
            raise NotifierDownError("nobody is near")

    def figures(self):
        return {}


def quick_passwords():
    """The real thing, with the least work that argon2 allows."""
    return Argon2Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
