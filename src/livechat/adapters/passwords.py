"""Argon2id, with the parameters that OWASP names first (19 MiB, two passes, one lane)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Argon2Passwords:
    """In a thread, two at a time: a flood of sign-ins takes neither the loop nor the memory."""

    hasher: PasswordHasher = field(
        default_factory=lambda: PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
    )
    _turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE), init=False)

    async def hash(self, password: str, /) -> str:
        async with self._turn:
            return await asyncio.to_thread(self.hasher.hash, password)

    async def verify(self, password: str, password_hash: str | None, /) -> bool:
        if password_hash is None:
            await self.hash(password)
            return False
        async with self._turn:
            return await asyncio.to_thread(self._matches, password, password_hash)

    def _matches(self, password: str, password_hash: str) -> bool:
        try:
            return self.hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False
