"""Integrations: 51 to 54."""

import ast
import asyncio
from contextlib import AsyncExitStack, suppress
from types import SimpleNamespace

import httpx
import pytest

from tests.unit.test_house import ROOT, SOURCES, named, parsed

ASK_OTHERS = {
    "adapters/pusher/server.py",
    "adapters/webhooks.py",
    "entrypoints/cli/probes.py",
}
"""An address that a guest typed reaches none of them."""
HERE = ("127.0.0.1", "localhost", "2130706433", "0x7f000001")
HERE_BY_IPV6 = ("[::1]", "[::ffff:127.0.0.1]")
ELSEWHERE = ("169.254.169.254", "[fe80::1]", "10.0.0.1", "metadata.internal")
CLIENTS = {"httpx", "aiohttp", "requests", "urllib.request", "http.client", "smtplib", "ftplib"}


def imported(path):
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_52_only_these_modules_can_ask_another_server():
    asking = {
        path.relative_to(ROOT / "src/livechat").as_posix()
        for path in SOURCES
        if CLIENTS & {*imported(path)}
    }

    assert asking == ASK_OTHERS


@pytest.fixture
async def canary():
    """Whoever comes to its port, by any name of this machine, is noted in `heard`."""
    heard = []

    async def note(_, writer):
        heard.append(writer.get_extra_info("sockname")[0])
        writer.close()

    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(await asyncio.start_server(note, "127.0.0.1", 0))
        port, hosts = first.sockets[0].getsockname()[1], [*HERE]
        with suppress(OSError):  # not every machine has IPv6
            await stack.enter_async_context(await asyncio.start_server(note, "::1", port))
            hosts += HERE_BY_IPV6
        yield SimpleNamespace(port=port, hosts=hosts, heard=heard)


async def test_52_no_address_that_a_guest_gives_is_ever_fetched(server, canary):
    """What is not of this machine would be asked for by way of the canary."""
    proxy = f"http://127.0.0.1:{canary.port}"
    server.settings |= dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), proxy)
    await server.start()

    for host in (*canary.hosts, *ELSEWHERE):
        bait = f"http://{host}:{canary.port}/a.png"
        headers = {"Referer": bait, "X-Forwarded-Host": bait, "User-Agent": bait}
        async with server.client(headers=headers) as guest:
            known = {"guest_name": bait, "guest_email": "sari@127.0.0.1.example"}
            told = {"metadata": {"url": bait, "page": bait, "avatar": bait}}
            assert (await guest.post("/api/chat/start-session", json=known | told)).is_success
            said = {"message": f"{bait} ![x]({bait}) <img src={bait}>"}
            assert (await guest.post("/api/chat/send-message", json=said)).is_success
    await server.stop()

    assert canary.heard == []


async def test_52_the_canary_hears_whoever_fetches_one(canary):
    proxy = f"http://127.0.0.1:{canary.port}"
    for host in (*canary.hosts, *ELSEWHERE):
        heard = len(canary.heard)
        by = proxy if host in ELSEWHERE else None
        async with httpx.AsyncClient(proxy=by, trust_env=False) as fetching:
            with pytest.raises(httpx.RemoteProtocolError):
                await fetching.get(f"http://{host}:{canary.port}/a.png")
        assert len(canary.heard) > heard, host


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_53_and_54_whoever_asks_another_server_has_an_end_and_follows_nobody(path):
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called, given = ast.unparse(node.func), {each.arg for each in node.keywords}
            assert "follow_redirects" not in given
            if called in ("httpx.AsyncClient", "httpx.Client", "asyncpg.connect"):
                assert "timeout" in given, f"{called} in line {node.lineno}"
