"""Clients that take all there is to have, or give nothing back, cost the others little."""

import asyncio
import resource
from contextlib import suppress

import httpx
import pytest

PATIENCE = 90
FILES = 64
SLOW_EACH = 70
FREED_WITHIN = 40
HEAD = (
    b"POST /api/chat/send-message HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
)
SLOW_WAYS = [
    (HEAD, b"X: y\r\n"),
    (HEAD + b"Content-Length: 1000\r\n\r\n", b""),
    (HEAD + b"Content-Length: 1000\r\n\r\n{", b" "),
]
"""A head that never ends, a body that never begins, a body that never ends: first this, then more of that."""


async def begins(page):
    guest = {"guest_name": "Sari", "guest_email": "sari@example.com"}
    return (await page.post("/api/chat/start-session", json=guest)).status_code


async def test_when_files_run_out_it_lives_on_and_recovers(server, browser):
    await server.start()
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (FILES, FILES))
    held = []
    async with asyncio.timeout(PATIENCE):
        for _ in range(3 * FILES):
            with suppress(OSError):
                held.append(await asyncio.open_connection("127.0.0.1", server.port))
        page = await browser(server.url)
        with pytest.raises(httpx.TransportError):
            await page.get("/healthz")
        assert server.process.returncode is None, server.log()

        for _, writer in held:
            writer.close()
        while not await answers(page):
            await asyncio.sleep(0.05)

        assert await begins(page) == 201
    assert await server.stop() == 0


async def answers(page):
    with suppress(httpx.TransportError):
        return (await page.get("/readyz")).status_code == 200
    return False


async def test_slow_clients_are_freed_and_others_served_meanwhile(server, browser):
    await server.start()
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with asyncio.timeout(PATIENCE):
        slow = [await slowly(server, *way) for way in SLOW_WAYS * SLOW_EACH]
        freed = asyncio.gather(*slow)
        page = await browser(server.url)
        assert await begins(page) == 201

        await freed

    assert loop.time() - began < FREED_WITHIN
    assert await begins(page) == 200


async def slowly(server, first, more):
    """A connection that is made, and what goes on there until the server hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)

    async def dripping():
        writer.write(first)
        reading = asyncio.ensure_future(reader.read())
        while not (await asyncio.wait([reading], timeout=1))[0]:
            writer.write(more)
        reading.exception()
        writer.close()

    return dripping()
