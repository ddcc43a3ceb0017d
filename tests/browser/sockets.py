"""How many are connected to a server."""

import re

import httpx

SOON = 5_000
"""Milliseconds; much less than until a page asks by itself."""


async def sockets(server):
    async with httpx.AsyncClient() as client:
        figures = (await client.get(f"{server.url}/metrics")).text
    return float(re.search(r"^livechat_sockets (\S+)$", figures, re.MULTILINE)[1])


async def are(count, wanted):
    """For what `until` waits for."""
    return await count() == wanted
