"""Checks from outside: what a browser would meet."""

from __future__ import annotations

import asyncio
import json

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from livechat.entrypoints.cli import listening
from livechat.entrypoints.cli.checks import Check, bad, good
from livechat.entrypoints.cli.refusal import Refusal

_PATIENCE = 5.0
_BEHIND_A_PROXY = "See docs/how-to/behind-a-proxy.md"


async def server(host: str, port: int, *, key: str | None) -> list[Check]:
    """Whether it serves there; if not, whether it could."""
    url = listening.url_to(host, port)
    try:
        async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE) as client:
            alive = _is_ours(await client.get("/healthz"))
            ready = await client.get("/readyz")
    except httpx.TransportError:
        return [_free(host, port)]
    if not alive:
        remedy = "Stop that program, or choose another port with --port."
        return [bad("Server", f"something else answers at {url}", remedy)]
    if ready.status_code != httpx.codes.OK:
        return [bad("Server", "it answers, but is not ready", "Look at what it says in its log.")]
    return [good("Server", f"answers at {url}"), *await _realtime(url, key, origin=None)]


async def public(url: str, *, key: str | None) -> list[Check]:
    """Whether browsers reach it by its name, and can listen there."""
    name = "Public address"
    try:
        async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE) as client:
            alive = _is_ours(await client.get("/healthz"))
    except httpx.TransportError as error:
        return [bad(name, f"{url} does not answer: {error}", _BEHIND_A_PROXY)]
    if not alive:
        return [bad(name, f"something else answers at {url}", _BEHIND_A_PROXY)]
    return [good(name, f"{url} answers"), *await _realtime(url, key, origin=url)]


def _is_ours(answer: httpx.Response) -> bool:
    return answer.status_code == httpx.codes.OK and answer.content == b'{"status":"ok"}'


def _free(host: str, port: int) -> Check:
    try:
        listening.listen(host, port).close()
    except Refusal as refusal:
        return bad("Port", f"{port} on {host} cannot be used", refusal.message)
    return good("Port", f"{port} on {host} is free; livechat is not running there")


async def _realtime(url: str, key: str | None, *, origin: str | None) -> list[Check]:
    """There and back: connected, pinged, answered."""
    if key is None:
        return []
    name = f"Realtime at {url}"
    address = f"{url.replace('http', 'ws', 1)}/app/{key}?protocol=7&client=doctor&version=1"
    try:
        async with (
            asyncio.timeout(_PATIENCE),
            connect(address, origin=origin, compression=None) as socket,  # type: ignore[arg-type]  # a NewType of str
        ):
            greeted = json.loads(await socket.recv())["event"]
            await socket.send('{"event":"pusher:ping","data":{}}')
            answered = json.loads(await socket.recv())["event"]
    except (OSError, WebSocketException, ValueError, LookupError, TypeError) as error:
        remedy = f"A proxy before livechat must let WebSockets through. {_BEHIND_A_PROXY}"
        return [bad(name, f"no connection: {error}", remedy)]
    if (greeted, answered) != ("pusher:connection_established", "pusher:pong"):
        return [bad(name, f"answers with {greeted}", f"Look at the proxy. {_BEHIND_A_PROXY}")]
    return [good(name, "a socket is greeted and answered")]
