"""The load: senders in a closed loop or at a fixed pace, each with a socket that hears its own chat.

Prints one line of JSON. Requests and frames are written and read by hand, so that the client costs a
small part of what any server costs; its own processor time is part of the result.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import statistics
import time
from collections import deque
from dataclasses import dataclass, field

import uvloop
from lines import TEXT, Begun, HttpLine, Listener, begin, number_in, server_seconds

WARM_UP_SECONDS = 1.0
LAST_WORDS_SECONDS = 5.0


@dataclass(slots=True)
class Chat:
    """One sender and his listener."""

    begun: Begun
    paced: bool = False
    sent: int = 0
    acknowledged: int = 0
    heard: int = 0
    wrong: int = 0
    running: bool = True
    free: bool = True
    sent_at: deque[float] = field(default_factory=deque)
    delays: list[float] = field(default_factory=list)
    line: HttpLine = field(init=False)

    async def connect(self) -> None:
        """Open both lines."""
        self.line = await HttpLine.to(self.begun.host, self._answered)
        await Listener(self.begun, self._heard).connect()

    def send(self) -> None:
        """Write the next message."""
        self.sent += 1
        self.free = False
        self.sent_at.append(time.perf_counter())
        self.line.say(self.begun.token, TEXT % self.sent)

    def _answered(self, status: int) -> None:
        self.free = True
        if status != 201:
            raise SystemExit(f"a message was answered with {status}")
        self.acknowledged += 1
        if self.running and not self.paced:
            self.send()

    def _heard(self, frame: bytes) -> None:
        self.heard += 1
        self.wrong += number_in(frame) != self.heard
        self.delays.append(time.perf_counter() - self.sent_at.popleft())


def own_seconds() -> float:
    """Processor time of this client."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def pace(chats: list[Chat], rate: float, seconds: float) -> None:
    """Send at a fixed rate, whatever the server does."""
    started = time.perf_counter()
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, started + number / rate - time.perf_counter()))
        chat = chats[number % len(chats)]
        while not chat.free:
            await asyncio.sleep(0.001)
        chat.send()


async def measure(given: argparse.Namespace) -> dict[str, float]:
    """Warm up, take the figures of a window, then wait until everything is heard."""
    chats = [Chat(begin(given.host, n), paced=bool(given.rate)) for n in range(given.connections)]
    for chat in chats:
        await chat.connect()
    if given.rate:
        await pace(chats, given.rate, WARM_UP_SECONDS)
    else:
        for chat in chats:
            chat.send()
        await asyncio.sleep(WARM_UP_SECONDS)
    for chat in chats:
        chat.delays.clear()
    begun = (time.perf_counter(), server_seconds(given.pid), own_seconds())
    heard_before = sum(chat.heard for chat in chats)
    if given.rate:
        await pace(chats, given.rate, given.seconds)
    else:
        await asyncio.sleep(given.seconds)
    ended = (time.perf_counter(), server_seconds(given.pid), own_seconds())
    heard = sum(chat.heard for chat in chats) - heard_before
    delays = [delay for chat in chats for delay in chat.delays]
    await finish(chats)
    wall, server, own = (after - before for after, before in zip(ended, begun, strict=True))
    return {
        "rate": heard / wall,
        "server_us": server / heard * 1e6,
        "client_us": own / heard * 1e6,
        "client_ceiling": heard / own,
        "p50_ms": statistics.median(delays) * 1e3,
        "p99_ms": statistics.quantiles(delays, n=100)[98] * 1e3,
        "acknowledged": sum(chat.acknowledged for chat in chats),
        "unheard": sum(chat.acknowledged - chat.heard for chat in chats),
        "wrong": sum(chat.wrong for chat in chats),
    }


async def finish(chats: list[Chat]) -> None:
    """Send no more, and hear the rest."""
    for chat in chats:
        chat.running = False
    until = time.perf_counter() + LAST_WORDS_SECONDS
    while any(chat.heard < chat.sent for chat in chats) and time.perf_counter() < until:
        await asyncio.sleep(0.05)


def main() -> None:
    """Load one server once."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--host", required=True, help="address and port")
    options.add_argument("--pid", type=int, required=True, help="of the server")
    options.add_argument("--connections", type=int, default=32)
    options.add_argument("--seconds", type=float, default=5.0)
    options.add_argument(
        "--rate", type=float, default=0.0, help="messages a second; 0: as fast as answered"
    )
    print(json.dumps(uvloop.run(measure(options.parse_args()))))


if __name__ == "__main__":
    main()
