"""This process is the only one."""

from __future__ import annotations

from collections.abc import Mapping

from livechat.application.peers import Topic


class NoPeers:
    """Nobody is told, and nobody is missing."""

    def join(self, name: str, topic: Topic, /) -> None:
        """There will be nothing to hear."""

    def tell(self, name: str, /, *words: str) -> None:
        """There is nobody."""

    async def tell_surely(self, name: str, /, *words: str) -> None:
        """Nobody is missing."""

    async def ready(self) -> None:
        """Always."""

    def figures(self) -> Mapping[str, int]:
        return {}
