"""How many are connected to a server, and when those of a browser came to be."""

import asyncio
import re
from time import monotonic

import httpx

from tests.browser.windows import until

SOON = 15_000
"""Milliseconds; less than until a page with a socket asks by itself."""

_SUBSCRIBED = "pusher_internal:subscription_succeeded"


async def sockets(server):
    async with httpx.AsyncClient() as client:
        figures = (await client.get(f"{server.url}/metrics")).text
    return float(re.search(r"^livechat_sockets (\S+)$", figures, re.MULTILINE)[1])


async def are(count, wanted):
    """For what `until` waits for."""
    return await count() == wanted


async def have_come(moments, number=1):
    """For what `until` waits for."""
    return len(moments) >= number


def confirmed(context, channel=""):
    """Filled with the moments in which a socket of these pages, opened from now on, was confirmed what it listens to, or that channel alone."""
    moments = []

    def hear(frame):
        if _SUBSCRIBED in frame and channel in frame:
            moments.append(monotonic())

    def listen(page):
        page.on("websocket", lambda socket: socket.on("framereceived", hear))

    for page in context.pages:
        listen(page)
    context.on("page", listen)
    return moments


async def come(moments, count=1):
    """Until there are so many of what is `confirmed`."""
    await until(lambda: asyncio.sleep(0, len(moments) >= count))


async def loads_anew(page, channels=1):
    """Until it listens to so many, by a socket of its own."""
    url = page.url
    # What it was still opening is not to count.
    await page.goto("about:blank")
    moments = confirmed(page.context)
    await page.goto(url)
    await come(moments, channels)
