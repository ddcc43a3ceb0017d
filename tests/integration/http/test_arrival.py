"""What may arrive before anybody answers, byte by byte through a real connection."""

import asyncio
import json

import pytest

from livechat.entrypoints.http.arrival import BoundedHttp
from tests.integration.http.conftest import GET, HOST, PATIENCE, answer, ended

CHUNKED = HOST + b"Transfer-Encoding: chunked\r\n\r\n"
TO_OTHERS = b"Connection: Upgrade\r\nUpgrade: h2c\r\n"
TO_SOCKET = b"Connection: Upgrade\r\nUpgrade: websocket\r\n"


class Impatient(BoundedHttp):
    head_seconds = 0.5


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


async def test_what_stands_behind_a_body_is_no_header(dials):
    reader, writer = await dials()

    behind = b"2\r\n{}\r\n0\r\nX-Forwarded-For: 6.6.6.6\r\nAuthorization: Bearer x\r\n\r\n"
    writer.write(b"POST /names HTTP/1.1\r\n" + CHUNKED + behind)

    assert await answer(reader) == (200, b"host transfer-encoding")


@pytest.mark.parametrize(
    ("begun", "more"),
    [(b"0\r\n", b"X: " + b"y" * 1000 + b"\r\n"), (b"0\r\nX: ", b"y" * 1000), (b"2;", b"y" * 1000)],
    ids=["lines behind the body", "one line behind the body", "between two pieces of it"],
)
async def test_what_stands_beside_a_body_has_an_end(dials, has_read, begun, more):
    reader, writer = await dials()

    writer.write(b"POST /reads HTTP/1.1\r\n" + CHUNKED + b"2\r\n{}\r\n" + begun)
    await has_read.wait()
    writer.write(more * 33)

    assert (await answer(reader))[0] == 431


async def test_only_so_many_may_be_asked_ahead(dials):
    reader, writer = await dials()
    writer.write((GET + b"\r\n") * 17)
    assert [await answer(reader) for _ in range(17)] == [(200, b"fine")] * 17

    writer.write((GET + b"\r\n") * 18)

    assert await ended(reader) == b""


async def test_a_refusal_is_never_taken_for_the_answer_to_what_was_asked_before(dials):
    reader, writer = await dials()

    writer.write(GET + b"\r\n" + b"no request at all\r\n\r\n")

    assert await ended(reader) == b""


async def test_27_a_body_is_never_taken_for_a_request(dials):
    reader, writer = await dials()
    hidden = GET + b"\r\n"
    head = b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: %d\r\n" % len(hidden)

    writer.write(head + TO_OTHERS + b"\r\n")
    assert (await answer(reader))[0] == 400
    writer.write(hidden)

    assert await ended(reader) == b""


async def test_who_would_rather_speak_another_protocol_is_answered_once(dials):
    reader, writer = await dials()

    writer.write(GET + TO_OTHERS + b"\r\n")

    assert await answer(reader) == (200, b"fine")
    assert await ended(reader) == b""


@pytest.mark.parametrize(
    "more",
    [
        b"Content-Length: 2\r\n\r\n{}",
        b"X: y\r\n" * 200 + b"\r\n",
        b"X: " + b"y" * 9000 + b"\r\n\r\n",
    ],
    ids=["a body", "many headers", "a long header"],
)
async def test_what_cannot_become_a_socket_is_let_go(dials, more):
    reader, writer = await dials()

    writer.write(GET + TO_SOCKET + more)

    assert b" 101 " not in await ended(reader)


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
