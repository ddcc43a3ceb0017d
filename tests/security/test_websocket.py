"""WebSocket: 41 to 44."""

import asyncio
import json
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

MEGABYTE = 1024
PATIENCE = 20


@pytest.fixture
async def address(server):
    await server.start()
    async with server.client() as client:
        key = (await client.get("/api/chat/config")).json()["realtime"]["key"]
    return f"ws://127.0.0.1:{server.port}/app/{key}?protocol=7"


def kilobytes(server):
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


async def test_42_compression_is_not_agreed_to_so_that_nothing_can_swell(address):
    async with connect(address, compression="deflate") as socket:
        assert "Sec-WebSocket-Extensions" not in socket.response.headers
        assert json.loads(await socket.recv())["event"] == "pusher:connection_established"


def masked(opcode, payload):
    """By a mask of zeros."""
    return bytes((opcode, 0xFE)) + len(payload).to_bytes(2, "big") + bytes(4) + payload


TEXT_TO_GO_ON, GOES_ON = 0x01, 0x00
FLOODS = {
    "a frame that is said to be endless": bytes((0x81, 0xFF))
    + (2**40).to_bytes(8, "big")
    + bytes(4)
    + b"x" * 200_000,
    "fragments without end": masked(TEXT_TO_GO_ON, b"x" * 20_000)
    + masked(GOES_ON, b"x" * 20_000) * 9,
    "fragments of one letter": masked(TEXT_TO_GO_ON, b"x") + masked(GOES_ON, b"x") * 20_000,
}


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
async def test_42_what_is_too_long_costs_no_memory(server, address, flood):
    async def floods():
        async with connect(address, compression=None) as socket:
            await socket.recv()
            socket.transport.write(flood)
            with pytest.raises(ConnectionClosed):
                await asyncio.wait_for(socket.recv(), PATIENCE)

    await floods()
    before = kilobytes(server)
    await asyncio.gather(*(floods() for _ in range(50)))

    assert kilobytes(server) - before < 5 * MEGABYTE
