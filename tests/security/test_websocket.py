"""WebSocket: 41 to 44."""

import asyncio
import json
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

MEGABYTE = 1024


@pytest.fixture
async def address(server):
    await server.start()
    async with httpx.AsyncClient(base_url=server.url) as client:
        key = (await client.get("/api/chat/config")).json()["realtime"]["key"]
    return f"ws://127.0.0.1:{server.port}/app/{key}?protocol=7"


def kilobytes(server):
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


async def test_42_compression_is_not_agreed_to_so_that_nothing_can_swell(address):
    async with connect(address, compression="deflate") as socket:
        assert "Sec-WebSocket-Extensions" not in socket.response.headers
        assert json.loads(await socket.recv())["event"] == "pusher:connection_established"


async def test_42_frames_that_are_too_long_cost_no_memory(server, address):
    head = bytes((0x81, 0xFF)) + (2**40).to_bytes(8, "big") + bytes(4)

    async def floods():
        async with connect(address, compression=None) as socket:
            await socket.recv()
            socket.transport.write(head + b"x" * 200_000)
            with pytest.raises(ConnectionClosed):
                await socket.recv()

    await floods()
    before = kilobytes(server)
    await asyncio.gather(*(floods() for _ in range(50)))

    assert kilobytes(server) - before < 5 * MEGABYTE
