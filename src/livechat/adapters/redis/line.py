"""Requests to Redis that nobody waits for in vain."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from livechat.adapters.redis.client import FAILURES, Client

T = TypeVar("T")

log = logging.getLogger(__name__)

_PAUSE_SECONDS = 0.25
_PING_SECONDS = 1.0


class UnreachableError(Exception):
    """Redis does not answer, or did not a moment ago."""


async def end(task: asyncio.Task[None]) -> None:
    """Cancel it until it heeds: a connection that is just being made may swallow the first time."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=1)


class Line:
    """A request takes *patience* seconds at most. When one has failed the next fail at once.

    Meanwhile Redis is pinged in the background: as soon as it answers, requests go out again.
    """

    def __init__(self, client: Client, *, patience: float) -> None:
        self.client = client
        self.failures = 0
        self._patience = patience
        self._mending: asyncio.Task[None] | None = None
        self._on_mended: list[Callable[[], None]] = []

    @property
    def is_open(self) -> bool:
        """Whether the last request was answered."""
        return self._mending is None

    def on_mended(self, hear: Callable[[], None]) -> None:
        """Call *hear* whenever Redis answers again."""
        self._on_mended.append(hear)

    async def ask(self, request: Callable[[Client], Awaitable[T]]) -> T:
        """Raises UnreachableError."""
        if self._mending is not None:
            self.failures += 1
            raise UnreachableError("Redis did not answer a moment ago")
        try:
            async with asyncio.timeout(self._patience):
                return await request(self.client)
        except FAILURES as error:
            self.failures += 1
            reason = str(error) or f"nothing within {self._patience} s"
            if self._mending is None:
                log.warning("Redis does not answer: %s", reason)
                self._mending = asyncio.create_task(self._mend())
            raise UnreachableError(f"Redis does not answer: {reason}") from error

    async def close(self) -> None:
        """Ping no more."""
        if self._mending is not None:
            await end(self._mending)

    async def _mend(self) -> None:
        while not await self._answers():
            await asyncio.sleep(random.uniform(_PAUSE_SECONDS / 2, _PAUSE_SECONDS))  # noqa: S311  no secret
        log.warning("Redis answers again")
        self._mending = None
        for hear in self._on_mended:
            hear()

    async def _answers(self) -> bool:
        try:
            async with asyncio.timeout(_PING_SECONDS):
                await self.client.ping()
        except FAILURES:
            return False
        return True
