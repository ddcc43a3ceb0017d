"""Whether an admin listens: a Pusher server knows that, and is asked from time to time."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from livechat.adapters.pusher.notifier import PREFIX
from livechat.application.ports import NotifierError
from livechat.application.signals import ADMIN_CHANNEL
from livechat.domain.errors import StoreUnavailableError
from livechat.domain.people import IDLE_LOGIN

if TYPE_CHECKING:
    from livechat.adapters.pusher.server import PusherServer
    from livechat.application.ports import Admins, Clock, Presence

log = logging.getLogger(__name__)

EVERY_SECONDS = 10.0


class AdminWatch:
    """While anybody listens for admins, all who are signed in count as here: the server tells no names."""

    def __init__(
        self,
        server: PusherServer,
        presence: Presence,
        admins: Admins,
        clock: Clock,
        *,
        every: float = EVERY_SECONDS,
    ) -> None:
        self._server = server
        self._presence = presence
        self._admins = admins
        self._clock = clock
        self._every = every
        self._here: set[str] = set()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self._server.__aenter__()
        self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *exception: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        await self._server.__aexit__(*exception)

    async def look(self) -> None:
        """Once; while the server or the store says nothing, all stays as it was."""
        with suppress(NotifierError, StoreUnavailableError):
            now = await self._names()
            for name in now - self._here:
                self._presence.signed(_socket_of(name), name)
                self._presence.came(_socket_of(name))
            for name in self._here - now:
                self._presence.left(_socket_of(name))
            self._here = now

    async def _names(self) -> set[str]:
        if not await self._server.is_occupied(PREFIX + ADMIN_CHANNEL):
            return set()
        signed_in = await self._admins.seen_since(self._clock.now() - IDLE_LOGIN)
        return {admin.name.text for admin in signed_in}

    async def _watch(self) -> None:
        while True:
            try:
                await self.look()
            except Exception:
                log.exception("who is here could not be found out; tried again soon")
            await asyncio.sleep(self._every)


def _socket_of(name: str) -> str:
    """It stands for all sockets of that admin."""
    return f"pusher {name}"
