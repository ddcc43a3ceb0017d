"""A server that says `fine`, and bare connections to it."""

import asyncio

import pytest
import uvicorn
from uvicorn.server import ServerState

from livechat.entrypoints.http.arrival import BoundedHttp
from livechat.entrypoints.realtime.handover import HandoverProtocol

PATIENCE = 20
HOST = b"Host: localhost\r\n"
GET = b"GET / HTTP/1.1\r\n" + HOST
MUCH = 20_000_000
"""More than the system takes off our hands."""


async def fine(scope, receive, send):
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        assert (await receive())["type"] == "websocket.receive"
        await send({"type": "websocket.send", "text": "fine"})
        return
    body = b"fine"
    match scope["path"]:
        case "/reads":
            while (await receive()).get("more_body"):
                scope["state"]["read"].set()
        case "/names":
            body = b" ".join(name for name, _ in scope["headers"])
        case "/much":
            body = b"x" * MUCH
    headers = [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
def protocol():
    return BoundedHttp


@pytest.fixture
def state():
    return ServerState()


@pytest.fixture
def has_read():
    """Set when a piece of a body has come through."""
    return asyncio.Event()


@pytest.fixture
async def dials(protocol, state, has_read):
    config = uvicorn.Config(fine, ws=HandoverProtocol, lifespan="off", log_config=None)
    config.load()
    loop = asyncio.get_running_loop()
    async with await loop.create_server(
        lambda: protocol(config, state, {"read": has_read}), "127.0.0.1"
    ) as server:
        where = server.sockets[0].getsockname()[:2]
        writers = []

        async def dials():
            reader, writer = await asyncio.open_connection(*where)
            writers.append(writer)
            return reader, writer

        yield dials
        for writer in writers:
            writer.close()


async def answer(reader):
    """Status and body of one answer."""
    async with asyncio.timeout(PATIENCE):
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].split()[0])
        return int(head.split()[1]), await reader.readexactly(length)


async def until(true):
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0.01)


async def ended(reader):
    """Whatever is left until the server hangs up."""
    async with asyncio.timeout(PATIENCE):
        return await reader.read()
