"""A real server in a thread of its own, and real clients."""

import asyncio
import json
import os
import threading
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import uvicorn
from websockets.asyncio.client import connect

from livechat.entrypoints.realtime.admission import Policy
from livechat.entrypoints.realtime.gateway import Gateway
from livechat.entrypoints.realtime.handover import HandoverProtocol
from livechat.entrypoints.realtime.hub import Hub
from livechat.entrypoints.realtime.limits import Limits
from livechat.entrypoints.realtime.protocol import FRAME_BYTES
from livechat.entrypoints.realtime.signatures import App
from tests.node import FRONTEND, node_program

APP = App("1", "app-key", "app-secret")
PATIENCE = 20
AFTER_A_REFUSAL = 120
"""In seconds: pusher-js tries again after 15, then after 30 more."""


class Server(uvicorn.Server):
    """The gateway, and an endpoint that signs whatever it is asked to."""

    def __init__(self, *, ws, loop, port=0, limits=None):
        self.hub = Hub()
        self.gateway = Gateway(
            policy=Policy(APP, limits or Limits()),
            hub=self.hub,
            origin_allowed=lambda origin, host: origin in (None, f"http://{host}"),
        )
        config = uvicorn.Config(
            self._app,
            interface="asgi3",
            host="127.0.0.1",
            port=port,
            ws=ws,
            loop=loop,
            ws_max_size=FRAME_BYTES,
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=15,
            log_level="warning",
            lifespan="off",
        )
        super().__init__(config)
        self._up = threading.Event()
        self._thread = threading.Thread(target=self.run)

    def __enter__(self):
        self._thread.start()
        assert self._up.wait(PATIENCE)
        return self

    def __exit__(self, *_):
        self.should_exit = True
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    async def startup(self, sockets=None):
        await super().startup(sockets)
        self.port = self.servers[0].sockets[0].getsockname()[1]
        self._loop = asyncio.get_running_loop()
        self._up.set()

    async def does(self, call, *args):
        """Call it where the server runs."""

        async def there():
            return call(*args)

        return await self.soon(there)

    async def soon(self, call, *args):
        """Begin it where the server runs, and wait until it is done."""
        future = asyncio.run_coroutine_threadsafe(call(*args), self._loop)
        return await asyncio.wrap_future(future)

    def time(self):
        """As its loop has it."""
        return self._loop.time()

    async def until(self, true):
        """Ask again and again where the server runs."""
        async with asyncio.timeout(PATIENCE):
            while not await self.does(true):
                await asyncio.sleep(0.01)

    def url(self, *, key=APP.key, protocol="7"):
        return f"ws://127.0.0.1:{self.port}/app/{key}?protocol={protocol}"

    async def _app(self, scope, receive, send):
        if scope["path"].startswith("/app"):
            await self.gateway(scope, receive, send)
            return
        asked = parse_qs((await receive())["body"].decode())
        socket_id, channel = asked["socket_id"][0], asked["channel_name"][0]
        answer = {"auth": APP.sign_channel(socket_id, channel)}
        if channel.startswith("presence-"):
            who = json.dumps({"user_id": socket_id, "user_info": {}})
            auth = APP.sign_channel(socket_id, channel, who)
            answer = {"auth": auth, "channel_data": who}
        if channel.endswith("-forged"):
            answer = {"auth": f"{APP.key}:00"}
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})


WAYS = {
    "handed over": {"ws": HandoverProtocol, "loop": "uvloop"},
    "handed over, asyncio": {"ws": HandoverProtocol, "loop": "asyncio"},
    "plain ASGI": {"ws": "websockets-sansio", "loop": "uvloop"},
}


@pytest.fixture(params=WAYS)
def way(request):
    return WAYS[request.param]


@pytest.fixture
def server(way):
    with Server(**way) as server:
        yield server


@pytest.fixture
def serving(way):
    return lambda **changed: Server(**(way | changed))


class Page:
    """pusher-js under Node."""

    def __init__(self, process):
        self._process = process

    async def sees(self, *what, within=PATIENCE):
        """Wait for this line; gives back what came before it."""
        before = []
        async with asyncio.timeout(within):
            while line := await self._process.stdout.readline():
                before.append(json.loads(line))
                if before[-1][: len(what)] == list(what):
                    return before
        raise AssertionError(f"The page ended; it saw {before}.")

    def does(self, *order):
        self._process.stdin.write(f"{json.dumps(order)}\n".encode())

    async def listens_to(self, channel):
        self.does("subscribe", channel)
        await self.sees("pusher:subscription_succeeded")


@asynccontextmanager
async def page(server, *, key=APP.key, headers=None, app=None):
    told = {"key": key, "port": server.port, "headers": headers or {}, "app": app}
    process = await asyncio.create_subprocess_exec(
        node_program(),
        str(Path(__file__).with_name("page.cjs")),
        json.dumps(told),
        cwd=FRONTEND,
        env=os.environ,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Page(process)
    finally:
        process.stdin.close()
        await process.wait()


@pytest.fixture
def opens():
    """`async with opens(server) as page`: a page that is connected, or on its way."""
    return page


class Raw:
    """A client that knows WebSockets, and of the protocol only what a test tells it."""

    def __init__(self, socket):
        self.socket = socket

    async def hears(self):
        async with asyncio.timeout(PATIENCE):
            frame = json.loads(await self.socket.recv())
        data = frame.get("data")
        return frame["event"], json.loads(data) if isinstance(data, str) else data

    async def says(self, event, data):
        await self.socket.send(json.dumps({"event": event, "data": data}))

    async def closed(self):
        """The code that it was closed with."""
        async with asyncio.timeout(PATIENCE):
            await self.socket.wait_closed()
        return self.socket.close_code

    async def listens_to(self, channel):
        _, greeting = await self.hears()
        auth = APP.sign_channel(greeting["socket_id"], channel)
        await self.says("pusher:subscribe", {"channel": channel, "auth": auth})
        assert (await self.hears())[0] == "pusher_internal:subscription_succeeded"
        return greeting["socket_id"]


@asynccontextmanager
async def raw(server, *, origin=None, **address):
    url = server.url(**address)
    async with connect(url, origin=origin, compression=None, ping_interval=None) as its:
        yield Raw(its)


@pytest.fixture
def dials():
    """`async with dials(server) as client`: a bare WebSocket."""
    return raw
