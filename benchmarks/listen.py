"""Many who listen to one chat: what each costs while nothing is said, and what telling all of them costs.

Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json

import uvloop
from lines import TEXT, Begun, HttpLine, Listener, begin, number_in, server_kib, server_seconds

WARM_UP = 100
"""Sockets and messages before the first figure: the memory of a start is no socket's."""


class Audience:
    """All listeners of a chat, and its one sender."""

    def __init__(self, chat: Begun) -> None:
        self.chat = chat
        self.listeners: list[Listener] = []
        self.number = self.heard = self.wrong = 0
        self.all_heard = asyncio.Event()
        self.answered = asyncio.Event()

    async def grow(self, size: int) -> None:
        """One socket after the other."""
        while len(self.listeners) < size:
            listener = Listener(self.chat, self._hear)
            await listener.connect()
            self.listeners.append(listener)

    async def tell(self, count: int) -> None:
        """Messages, each when all have heard the one before."""
        line = await HttpLine.to(self.chat.host, self._answer)
        for _ in range(count):
            self.number += 1
            self.heard = 0
            self.all_heard.clear()
            self.answered.clear()
            line.say(self.chat.token, TEXT % self.number)
            async with asyncio.timeout(20):
                await self.answered.wait()
                await self.all_heard.wait()

    def _answer(self, status: int) -> None:
        if status != 201:
            raise SystemExit(f"a message was answered with {status}")
        self.answered.set()

    def _hear(self, frame: bytes) -> None:
        self.wrong += number_in(frame) != self.number
        self.heard += 1
        if self.heard == len(self.listeners):
            self.all_heard.set()


async def measure(given: argparse.Namespace) -> dict[str, float]:
    """Memory by growing, then processor time by telling."""
    audience = Audience(begin(given.host, 1))
    await audience.grow(WARM_UP)
    await audience.tell(WARM_UP)
    before = server_kib(given.pid)
    await audience.grow(WARM_UP + given.listeners)
    idle = server_kib(given.pid) - before
    begun = server_seconds(given.pid)
    await audience.tell(given.messages)
    used = server_seconds(given.pid) - begun
    return {
        "socket_kib": idle / given.listeners,
        "delivery_us": used / (given.messages * len(audience.listeners)) * 1e6,
        "wrong": audience.wrong,
    }


def main() -> None:
    """Load one server once."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--host", required=True, help="address and port")
    options.add_argument("--pid", type=int, required=True, help="of the server")
    options.add_argument("--listeners", type=int, default=1000)
    options.add_argument("--messages", type=int, default=200)
    print(json.dumps(uvloop.run(measure(options.parse_args()))))


if __name__ == "__main__":
    main()
