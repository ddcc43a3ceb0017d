"""Integrations: 51 to 54."""

import ast
import asyncio

import httpx
import pytest

from tests.unit.test_house import ROOT, SOURCES, named, parsed

ASK_OTHERS = {
    "adapters/pusher/server.py",
    "adapters/webhooks.py",
    "entrypoints/cli/probes.py",
}
"""An address that a guest typed reaches none of them."""
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


async def test_52_no_address_that_a_guest_gives_is_ever_fetched(server):
    heard = []

    async def note(_, writer):
        heard.append(1)
        writer.close()

    async with await asyncio.start_server(note, "127.0.0.1", 0) as canary:
        bait = f"http://127.0.0.1:{canary.sockets[0].getsockname()[1]}/a.png"
        await server.start()
        headers = {"Referer": bait, "X-Forwarded-Host": bait, "User-Agent": bait}
        async with httpx.AsyncClient(base_url=server.url, headers=headers) as guest:
            known = {"guest_name": bait, "guest_email": "sari@127.0.0.1.example"}
            told = {"metadata": {"url": bait, "page": bait, "avatar": bait}}
            assert (await guest.post("/api/chat/start-session", json=known | told)).is_success
            said = {"message": f"{bait} ![x]({bait}) <img src={bait}>"}
            assert (await guest.post("/api/chat/send-message", json=said)).is_success
        await server.stop()

    assert heard == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_53_and_54_whoever_asks_another_server_has_an_end_and_follows_nobody(path):
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called, given = ast.unparse(node.func), {each.arg for each in node.keywords}
            assert "follow_redirects" not in given
            if called in ("httpx.AsyncClient", "httpx.Client", "asyncpg.connect"):
                assert "timeout" in given, f"{called} in line {node.lineno}"
