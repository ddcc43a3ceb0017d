"""The other processes, over the bus."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Mapping, Sequence

import msgspec

from livechat.adapters.redis.bus import Bus, Listener, each_line
from livechat.adapters.redis.line import UnreachableError
from livechat.application.peers import Topic
from livechat.application.ports import NotifierDownError

_CHANNEL = "peers"
_UNTOLD = 2000
_REPEAT_SECONDS = 10.0

_read = msgspec.json.Decoder(list[str])


def _written(name: str, words: Sequence[str]) -> bytes:
    return msgspec.json.encode([name, *words])


class RedisPeers:
    """Many words are told in one message. What still holds is repeated every 10 s, and after each outage."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._topics: dict[str, Topic] = {}
        self._untold: deque[bytes] = deque(maxlen=_UNTOLD)
        self._telling: asyncio.Task[None] | None = None
        self._repeating: asyncio.TimerHandle | None = None
        bus.listen(_CHANNEL, Listener(self._hear, self.repeat))
        bus.line.on_mended(self.repeat)
        bus.at_stop(self._close)

    def join(self, name: str, topic: Topic, /) -> None:
        self._topics[name] = topic

    def tell(self, name: str, /, *words: str) -> None:
        self._untold.append(_written(name, words))
        if self._telling is None:
            self._telling = asyncio.create_task(self._tell())

    async def tell_surely(self, name: str, /, *words: str) -> None:
        try:
            await self._bus.send([(_CHANNEL, _written(name, words))])
        except UnreachableError as error:
            raise NotifierDownError(str(error)) from error

    def repeat(self) -> None:
        """Now, and from time to time; but not while nobody could be heard."""
        if self._bus.is_listening:
            for topic in self._topics.values():
                topic.repeat()
        if self._repeating is not None:
            self._repeating.cancel()
        pause = _REPEAT_SECONDS * random.uniform(0.8, 1)  # noqa: S311  no secret
        self._repeating = asyncio.get_running_loop().call_later(pause, self.repeat)

    async def ready(self) -> None:
        try:
            await self._bus.line.ask(lambda client: client.ping())
        except UnreachableError as error:
            raise NotifierDownError(str(error)) from error

    def figures(self) -> Mapping[str, int]:
        return {
            "gaps": self._bus.gaps,
            "garbage": self._bus.garbage,
            "failures": self._bus.line.failures,
        }

    async def _close(self) -> None:
        if self._repeating is not None:
            self._repeating.cancel()
        if self._telling is not None:
            await self._telling

    async def _tell(self) -> None:
        try:
            while self._untold:
                words = b"\n".join(self._untold)
                self._untold.clear()
                await self._bus.send([(_CHANNEL, words)])
        except UnreachableError:
            self._untold.clear()
        finally:
            self._telling = None

    def _hear(self, body: bytes) -> None:
        each_line(body, self._hear_words)

    def _hear_words(self, line: bytes) -> None:
        name, *words = _read.decode(line)
        if topic := self._topics.get(name):
            topic.hear(words)
