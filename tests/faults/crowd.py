"""`python -m tests.faults.crowd GATEWAY URL SOCKETS SESSION TOKEN`: says `all …` each time all its sockets are subscribed.

They come back as pusher-js does: a second after the end, again and again.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from contextlib import suppress
from dataclasses import dataclass, field

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

_PAUSE = 1.0
_AT_ONCE = 64
_OPEN_SECONDS = 20


@dataclass(slots=True)
class Crowd:
    """Sockets that listen to one chat."""

    client: httpx.AsyncClient
    gateway: str
    sockets: int
    channel: str
    subscribed: set[int] = field(default_factory=set)
    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    async def listen(self, number: int) -> None:
        """Again and again."""
        while True:
            with suppress(OSError, TimeoutError, WebSocketException, httpx.TransportError):
                async with self.turn:
                    how = {"open_timeout": _OPEN_SECONDS, "ping_interval": None}
                    socket = await connect(self.gateway, compression=None, **how)
                    await self.subscribe(socket)
                self.subscribed.add(number)
                if len(self.subscribed) == self.sockets:
                    print(f"all {self.sockets}", flush=True)
                await socket.wait_closed()
            self.subscribed.discard(number)
            await asyncio.sleep(_PAUSE)

    async def subscribe(self, socket) -> None:
        """As pusher-js does."""
        greeting = json.loads(json.loads(await socket.recv())["data"])
        asked = {"socket_id": greeting["socket_id"], "channel_name": self.channel}
        answer = await self.client.post("/broadcasting/auth", data=asked)
        data = {"channel": self.channel, "auth": answer.json()["auth"]}
        await socket.send(json.dumps({"event": "pusher:subscribe", "data": data}))
        while "subscription_succeeded" not in await socket.recv():
            pass


async def main(gateway: str, url: str, sockets: int, session_id: str, token: str) -> None:
    """Until it is killed."""
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=_OPEN_SECONDS) as client:
        crowd = Crowd(client, gateway, sockets, f"private-chat-session.{session_id}")
        await asyncio.gather(*(crowd.listen(number) for number in range(sockets)))


if __name__ == "__main__":
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    _, sockets_go, server, count, session, secret = sys.argv
    asyncio.run(main(sockets_go, server, int(count), session, secret))
