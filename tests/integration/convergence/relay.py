"""A gateway's sockets, through a network that drops, doubles, holds back and cuts as it is told."""

import asyncio
import json
from contextlib import suppress

from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.integration.convergence.pages import PATIENCE

PASS, DROP, DOUBLE, HOLD, CUT = FATES = ("pass", "drop", "double", "hold", "cut")


class Relay:
    """What happens to events is told by *fates*, one each; when they are used up, all pass."""

    def __init__(self, upstream):
        self._upstream = upstream
        self._fates = []
        self._lines = set()
        self.met = []
        self.heard = set()
        """Which socket has subscribed to which channel."""

    async def __aenter__(self):
        self._server = await serve(self._carry, "127.0.0.1", 0, compression=None)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self._server.close()
        await self._server.wait_closed()

    def begin(self, fates):
        """What is met before is forgotten."""
        self._fates = list(reversed(fates))
        self.met.clear()

    async def is_heard_by(self, count, channel):
        """So many sockets have subscribed."""
        await _until(lambda: [at for _, at in self.heard].count(channel) >= count)

    async def has_met(self):
        """Something happened to an event."""
        await _until(lambda: self.met)

    async def cut(self):
        """Every socket that there is."""
        await asyncio.gather(*(line.cut() for line in list(self._lines)))

    async def calm(self):
        """From now on nothing is lost; what was held back comes late."""
        self._fates.clear()
        await asyncio.gather(*(line.release() for line in list(self._lines)))

    def fate(self):
        met = self._fates.pop() if self._fates else PASS
        self.met.append(met)
        return met

    async def _carry(self, client):
        address = f"{self._upstream}{client.request.path}"
        with suppress(OSError, InvalidHandshake, ConnectionClosed):
            async with connect(address, compression=None) as gateway:
                line = Line(self, client, gateway)
                self._lines.add(line)
                try:
                    await line.lasts()
                finally:
                    self._lines.discard(line)
                    self.heard = {(it, at) for it, at in self.heard if it is not line}


async def _until(true):
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0.01)


class Line:
    """One client's."""

    def __init__(self, relay, client, gateway):
        self._relay, self._client, self._gateway = relay, client, gateway
        self._held = []

    async def lasts(self):
        ways = [asyncio.create_task(each) for each in (self._up(), self._down())]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        await self.cut()
        await asyncio.gather(*ways, return_exceptions=True)

    async def cut(self):
        await asyncio.gather(self._client.close(), self._gateway.close())

    async def release(self):
        held, self._held = self._held, []
        with suppress(ConnectionClosed):
            for frame in held:
                await self._client.send(frame)

    async def _up(self):
        async for frame in self._client:
            await self._gateway.send(frame)

    async def _down(self):
        async for frame in self._gateway:
            told = json.loads(frame)
            event = told["event"]
            if event.startswith("pusher"):
                await self._client.send(frame)
                if event == "pusher_internal:subscription_succeeded":
                    self._relay.heard.add((self, told["channel"]))
            else:
                await self._event(frame)

    async def _event(self, frame):
        match self._relay.fate():
            case "pass":
                await self._client.send(frame)
                await self.release()
            case "double":
                await self._client.send(frame)
                await self._client.send(frame)
            case "hold":
                self._held.append(frame)
            case "cut":
                await self.cut()
            case "drop":
                pass
