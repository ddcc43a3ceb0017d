"""What may arrive before anybody answers, byte by byte through a real connection."""

import asyncio
import json

import pytest
import uvicorn
from uvicorn.server import ServerState

from livechat.entrypoints.http.arrival import BoundedHttp
from livechat.entrypoints.realtime.handover import HandoverProtocol

PATIENCE = 20
HOST = b"Host: localhost\r\n"
GET = b"GET / HTTP/1.1\r\n" + HOST


class Impatient(BoundedHttp):
    head_seconds = 0.2


async def fine(scope, receive, send):
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        assert (await receive())["type"] == "websocket.receive"
        await send({"type": "websocket.send", "text": "fine"})
        return
    if scope["path"] == "/reads":
        await receive()
    headers = [(b"content-length", b"4")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"fine"})


@pytest.fixture
def protocol():
    return BoundedHttp


@pytest.fixture
async def dials(protocol):
    config = uvicorn.Config(fine, ws=HandoverProtocol, lifespan="off", log_config=None)
    config.load()
    state = ServerState()
    loop = asyncio.get_running_loop()
    async with await loop.create_server(lambda: protocol(config, state, {}), "127.0.0.1") as server:
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


async def ended(reader):
    """Whatever is left until the server hangs up."""
    async with asyncio.timeout(PATIENCE):
        return await reader.read()


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        (b"GET /" + b"x" * 8192 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414, "too_large"),
        (b"GET /" + b"x" * 33_000, 414, "too_large"),
        (GET + b"X: " + b"x" * 32_768 + b"\r\n\r\n", 431, "too_large"),
        (GET + b"X: y\r\n" * 1000 + b"\r\n", 431, "too_large"),
        (GET + b"X: " + b"x" * 33_000, 431, "too_large"),
        (b"BREW / HTTP/1.1\r\n" + HOST + b"\r\n", 400, "unreadable"),
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400, "unreadable"),
        (GET + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400, "unreadable"),
        (GET + b"Content-Length: -1\r\n\r\n", 400, "unreadable"),
        (GET + b"no colon\r\n\r\n", 400, "unreadable"),
    ],
)
async def test_a_head_that_is_too_much_is_refused_as_a_problem(dials, request_, status, code):
    reader, writer = await dials()

    writer.write(request_)

    found, body = await answer(reader)
    problem = json.loads(body)
    assert (found, problem["status"], problem["code"]) == (status, status, code)
    assert await ended(reader) == b""


async def test_what_browsers_send_is_no_burden(dials):
    reader, writer = await dials()

    for _ in range(3):
        writer.write(GET + b"Cookie: " + b"x" * 16_000 + b"\r\nAccept: */*\r\n\r\n")

        assert await answer(reader) == (200, b"fine")


async def test_the_head_may_come_in_pieces(dials):
    reader, writer = await dials()

    for byte in GET + b"\r\n":
        writer.write(bytes((byte,)))
        await writer.drain()

    assert await answer(reader) == (200, b"fine")


async def test_who_sends_a_body_that_nobody_reads_is_not_waited_for(dials):
    reader, writer = await dials()

    writer.write(GET + b"Content-Length: 1000000\r\n\r\nx")

    assert await answer(reader) == (200, b"fine")
    assert await ended(reader) == b""


class TestWithLittlePatience:
    @pytest.fixture
    def protocol(self):
        return Impatient

    async def test_half_a_head_is_not_waited_for(self, dials):
        reader, writer = await dials()

        writer.write(GET)

        assert (await answer(reader))[0] == 408
        assert await ended(reader) == b""

    @pytest.mark.parametrize("before", [b"", GET + b"\r\n"], ids=["at once", "later"])
    async def test_a_body_that_does_not_begin_is_not_waited_for(self, dials, before):
        reader, writer = await dials()
        writer.write(before)
        assert not before or await answer(reader) == (200, b"fine")

        writer.write(b"POST /reads HTTP/1.1\r\n" + HOST + b"Content-Length: 10\r\n\r\n")

        assert (await answer(reader))[0] == 408
        assert await ended(reader) == b""

    async def test_a_drop_now_and_then_saves_nobody(self, dials):
        reader, writer = await dials()
        writer.write(GET)

        async def drip():
            while True:
                writer.write(b"X: y\r\n")
                await asyncio.sleep(0.02)

        dripping = asyncio.create_task(drip())
        assert (await answer(reader))[0] == 408
        dripping.cancel()

    async def test_blank_lines_between_requests_save_nobody_either(self, dials):
        reader, writer = await dials()
        writer.write(GET + b"\r\n")
        assert await answer(reader) == (200, b"fine")

        async def drip():
            while True:
                writer.write(b"\r\n")
                await asyncio.sleep(0.02)

        dripping = asyncio.create_task(drip())
        assert (await answer(reader))[0] == 408
        dripping.cancel()

    async def test_who_connects_and_says_nothing_is_let_go(self, dials):
        reader, _ = await dials()

        assert await ended(reader) == b""

    async def test_a_socket_has_all_the_time_in_the_world(self, dials):
        reader, writer = await dials()
        key = b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        writer.write(GET + b"Connection: Upgrade\r\nUpgrade: websocket\r\n" + key + b"\r\n")
        await reader.readuntil(b"\r\n\r\n")

        await asyncio.sleep(3 * Impatient.head_seconds)
        writer.write(b"\x81\x82\0\0\0\0hi")

        async with asyncio.timeout(PATIENCE):
            assert await reader.readexactly(6) == b"\x81\x04fine"
