"""One subscription for a whole process, and one way to publish."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import msgspec

from livechat.adapters.redis.client import FAILURES, Client, close, publish
from livechat.adapters.redis.line import Line, end

if TYPE_CHECKING:
    from redis.asyncio.client import PubSub

log = logging.getLogger(__name__)

_PUBLISH_SECONDS = 0.5
_SILENCE_SECONDS = 5.0
_PAUSE_SECONDS = 1.0


class GarbageError(ValueError):
    """What came over the bus can be nothing of ours."""


def each_line(body: bytes, take: Callable[[bytes], None]) -> None:
    """Have every line taken; raises GarbageError in the end where one made no sense, which takes no other along."""
    wrong: Exception | None = None
    for line in body.split(b"\n"):
        try:
            take(line)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            wrong = error
    if wrong is not None:
        raise GarbageError(str(wrong)) from wrong


class Listener(NamedTuple):
    """Who listens to a channel of the bus."""

    hear: Callable[[bytes], None]
    """Called with what other processes published; raises GarbageError."""
    missed: Callable[[], None]
    """Called each time the subscription begins: what was published before it is lost."""


class Bus:
    """What the processes of one installation tell each other; *prefix* tells installations apart.

    *patience* is how many seconds a request may take. What this process published itself does not come back to it.
    """

    def __init__(
        self, client: Client, *, prefix: str, me: str, patience: float = _PUBLISH_SECONDS
    ) -> None:
        self.line = Line(client, patience=patience)
        self.is_listening = False
        self.garbage = 0
        self.gaps = 0
        self.client = client
        self._prefix = f"{prefix}:"
        self._me = me.encode()
        self._listeners: dict[bytes, Listener] = {}
        self._changed = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._at_stop: list[Callable[[], Awaitable[None]]] = [self.line.close]

    def listen(self, channel: str, listener: Listener) -> None:
        """From now on, or from when the bus is entered."""
        self._listeners[self._name(channel)] = listener
        self._changed.set()

    def leave(self, channel: str) -> None:
        """Nothing of that channel is wanted any more."""
        del self._listeners[self._name(channel)]
        self._changed.set()

    async def send(self, messages: Sequence[tuple[str, bytes]]) -> None:
        """Each to its channel, in this order and one round trip; raises UnreachableError."""
        named = [(self._name(channel), b"%b\n%b" % (self._me, body)) for channel, body in messages]

        await self.line.ask(lambda client: publish(client, named))

    async def __aenter__(self) -> Self:
        """Listen, through all outages."""
        self._running = asyncio.create_task(self._listen())
        return self

    def at_stop(self, call: Callable[[], Awaitable[None]]) -> None:
        """Call it while the client is still open; who came last goes first."""
        self._at_stop.append(call)

    async def __aexit__(self, *_: object) -> None:
        """Also closes the client."""
        if self._running is not None:
            await end(self._running)
        for call in reversed(self._at_stop):
            await call()
        await close(self.client)

    async def _listen(self) -> None:
        while True:
            try:
                await self._subscription()
            except* FAILURES as failed:
                self._lost(failed.exceptions[0])
            except* Exception:
                log.exception("listening to Redis failed; it begins anew")
            self.is_listening = False
            await asyncio.sleep(random.uniform(_PAUSE_SECONDS / 4, _PAUSE_SECONDS))  # noqa: S311  no secret

    async def _subscription(self) -> None:
        await self.client.initialize()
        async with self.client.pubsub() as pubsub, asyncio.TaskGroup() as both:
            asked = set(self._listeners)
            await pubsub.subscribe(*asked)
            both.create_task(self._follow(pubsub, asked))
            await self._read(pubsub)

    async def _follow(self, pubsub: PubSub, asked: set[bytes]) -> None:
        """Subscribe to what is wanted now."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            wanted = set(self._listeners)
            if more := wanted - asked:
                await pubsub.subscribe(*more)
            if less := asked - wanted:
                await pubsub.unsubscribe(*less)
            asked = wanted

    async def _read(self, pubsub: PubSub) -> None:
        """A server that is silent, and does not even answer a ping, is gone."""
        pinged = False
        while True:
            message = await pubsub.get_message(timeout=_SILENCE_SECONDS)
            if message is not None:
                pinged = False
                self._take(message)
            elif pinged:
                raise TimeoutError("it is silent")
            else:
                pinged = True
                await pubsub.ping()

    def _take(self, message: dict[str, Any]) -> None:
        listener = self._listeners.get(message["channel"])
        if listener is None:
            return
        if message["type"] == "subscribe":
            self._found()
            listener.missed()
        elif message["type"] == "message":
            origin, _, body = message["data"].partition(b"\n")
            if origin != self._me:
                self._hand_over(body, listener)

    def _lost(self, reason: BaseException) -> None:
        if self.is_listening or not self.gaps:
            self.gaps += 1
            log.warning("Redis is not heard, what others say comes late: %s", reason)

    def _found(self) -> None:
        if self.gaps and not self.is_listening:
            log.warning("Redis is heard again; clients catch up")
        self.is_listening = True

    def _hand_over(self, body: bytes, listener: Listener) -> None:
        try:
            listener.hear(body)
        except GarbageError as garbage:
            self.garbage += 1
            log.warning("dropped what came over Redis and cannot be ours: %s", garbage)

    def _name(self, channel: str) -> bytes:
        return f"{self._prefix}{channel}".encode()
