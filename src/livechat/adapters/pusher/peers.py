"""With a Pusher server between, processes tell each other nothing: it alone tells all listeners."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from livechat.adapters.pusher.notifier import PREFIX
from livechat.application.peers import Topic
from livechat.application.ports import NotifierDownError, NotifierError
from livechat.application.signals import ADMIN_CHANNEL

if TYPE_CHECKING:
    from livechat.adapters.pusher.server import PusherServer


class PusherPeers:
    """There is nobody to tell; whether listeners can be told, the server knows."""

    def __init__(self, server: PusherServer) -> None:
        self._server = server

    def join(self, name: str, topic: Topic, /) -> None:
        """There will be nothing to hear."""

    def tell(self, name: str, /, *words: str) -> None:
        """There is nobody."""

    async def tell_surely(self, name: str, /, *words: str) -> None:
        """Nobody is missing."""

    async def ready(self) -> None:
        """By what the server said the last time; it is asked where it said nothing yet."""
        try:
            if not self._server.has_answered:
                await self._server.is_occupied(PREFIX + ADMIN_CHANNEL)
        except NotifierError as error:
            raise NotifierDownError(str(error)) from error
        if self._server.trouble is not None:
            raise NotifierDownError(str(self._server.trouble))

    def figures(self) -> Mapping[str, int]:
        return {"failures": self._server.failures}
