"""Checks from outside: what a browser would meet."""

from __future__ import annotations

import json

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from livechat.entrypoints.cli import listening
from livechat.entrypoints.cli.checks import Check, bad, good
from livechat.entrypoints.cli.refusal import Refusal

_PATIENCE = 5.0


async def server(url: str, host: str, port: int, *, key: str) -> list[Check]:
    """Whether it serves there; if not, whether it could."""
    try:
        async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE) as client:
            alive = (await client.get("/healthz")).status_code == httpx.codes.OK
            ready = await client.get("/readyz")
    except httpx.TransportError:
        return [_free(host, port)]
    if not alive:
        remedy = "Stop that program, or choose another port with --port."
        return [bad("Server", f"something else answers at {url}", remedy)]
    if ready.status_code != httpx.codes.OK:
        return [bad("Server", "it answers, but is not ready", "Look at what it says in its log.")]
    return [good("Server", f"answers at {url}"), await _realtime(url, key)]


def _free(host: str, port: int) -> Check:
    try:
        listening.listen(host, port).close()
    except Refusal as refusal:
        return bad("Port", f"{port} on {host} cannot be used", refusal.message)
    return good("Port", f"{port} on {host} is free; livechat is not running there")


async def _realtime(url: str, key: str) -> Check:
    """There and back: connected, pinged, answered."""
    address = f"{url.replace('http', 'ws', 1)}/app/{key}?protocol=7&client=doctor&version=1"
    try:
        async with connect(address, open_timeout=_PATIENCE, compression=None) as socket:
            greeting = json.loads(await socket.recv())
            await socket.send('{"event":"pusher:ping","data":{}}')
            answer = json.loads(await socket.recv())
    except (OSError, WebSocketException, ValueError) as error:
        remedy = (
            "A proxy before livechat must let WebSockets through; see docs/how-to/behind-a-proxy.md"
        )
        return bad("Realtime", f"no connection: {error}", remedy)
    if (greeting["event"], answer["event"]) != ("pusher:connection_established", "pusher:pong"):
        return bad("Realtime", "another server answers there", "Check the address and the proxy.")
    return good("Realtime", "a socket is greeted and answered")
