"""The network fails: requests and answers are cut, and what lies between does what it likes."""

from __future__ import annotations

import asyncio
import re
import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from tests.faults.proxy import Way
from tests.faults.trial import PATIENCE, SILENT
from tests.server_process import ANSWER_SECONDS

if TYPE_CHECKING:
    from tests.faults.trial import Trial
    from tests.faults.writers import Writer

_UPGRADE = re.compile(rb"(?im)^(upgrade|sec-websocket-[^:]*|connection): .*\r\n")


async def cut_at_every_byte(trial: Trial, step: int) -> str:
    """Request and answer of a send, after each *step* bytes; then it is said again."""
    guest = trial.writers[0]
    request, answer = await _lengths(trial, guest)
    cuts = 0
    for way, length in (("requests", request), ("answers", answer)):
        for after in range(0, length, step):
            setattr(trial.place.proxy, way, Way(cut_after=after))
            body = _body(guest)
            async with _client(trial, guest) as client:
                with suppress(httpx.TransportError):
                    said = await client.post(guest.send_path, json=body)
                    trial.expect(False, f"{way} cut after {after} were whole: {said.status_code}")
            trial.place.proxy.heal()
            await guest.say(body)
            cuts += 1
    return f"{cuts} cuts in {request} bytes of a request and {answer} of its answer"


async def _lengths(trial: Trial, guest: Writer) -> tuple[int, int]:
    """As they are on the wire: cut there, nothing is missing."""
    passed = {"requests": 0, "answers": 0}

    def count(way: str):
        def counted(chunk: bytes) -> bytes:
            passed[way] += len(chunk)
            return chunk

        return counted

    for way in passed:
        setattr(trial.place.proxy, way, Way(edit=count(way)))
    body = _body(guest)
    async with _client(trial, guest) as client:
        said = await client.post(guest.send_path, json=body)
    trial.place.proxy.heal()
    guest.remember(body, said.json()["message"])
    return passed["requests"], passed["answers"]


def _body(guest: Writer) -> dict[str, object]:
    return {"session_id": guest.session_id, "id": str(uuid4()), "message": "cut"}


def _client(trial: Trial, guest: Writer) -> httpx.AsyncClient:
    """One connection for one request; all others go past the proxy."""
    url = f"http://127.0.0.1:{trial.place.proxy.port}"
    return httpx.AsyncClient(
        base_url=url, headers=guest.line.client.headers, timeout=ANSWER_SECONDS
    )


async def bad_network(trial: Trial, rounds: int) -> str:
    """Connections are reset, half closed, slowed down and held up, in turn."""
    proxy = trial.place.proxy
    for _ in range(rounds):
        await asyncio.sleep(trial.chance.uniform(0.1, 0.4))
        proxy.reset()
        await asyncio.sleep(trial.chance.uniform(0.1, 0.4))
        proxy.half_close()
        proxy.answers = Way(delay=trial.chance.uniform(0.05, 0.3))
        await asyncio.sleep(trial.chance.uniform(0.1, 0.4))
        proxy.requests = Way(rate=20_000)
        await asyncio.sleep(trial.chance.uniform(0.1, 0.4))
        proxy.answers = Way(cut_after=trial.chance.randrange(3_000))
        await asyncio.sleep(trial.chance.uniform(0.1, 0.4))
        proxy.heal()
    return f"reset, half closed, slow, cut × {rounds}"


async def silenced(trial: Trial, times: int) -> str:
    """Half-open: every open connection stays so, and nothing passes there any more."""
    took = [0.0]
    for _ in range(times):
        silenced = trial.place.proxy.silence()
        await trial.all_write()
        took.append(await trial.all_read(SILENT))
    return f"{silenced} connections fell silent × {times}; others heard after {max(took):.1f} s"


async def no_upgrade(trial: Trial, seconds: int) -> str:
    """A proxy that takes the Upgrade out of every request, and every open connection away."""
    stripped = Way(edit=lambda chunk: _UPGRADE.sub(b"", chunk))
    return await _only_polling(trial, "requests", stripped, seconds)


async def slow_broker(trial: Trial, seconds: int) -> str:
    """Both ways through the broker's door, at the pace of a modem."""

    async def trouble() -> None:
        trial.place.proxy.requests = trial.place.proxy.answers = Way(rate=2_000, delay=0.5)
        await asyncio.sleep(seconds)
        trial.place.proxy.heal()

    return f"2,000 bytes a second for {seconds} s; {await trial.slowed_by(trouble)}"


async def buffering(trial: Trial, seconds: int) -> str:
    """A proxy that keeps what comes over a WebSocket to itself."""
    return await _only_polling(trial, "answers", Way(keeps_sockets=True), seconds)


async def _only_polling(trial: Trial, direction: str, way: Way, seconds: int) -> str:
    setattr(trial.place.proxy, direction, way)
    trial.place.proxy.reset()
    await trial.all_write()
    took = [await trial.all_read(SILENT)]
    lived, end = await _through_sockets(trial), time.monotonic() + seconds
    while time.monotonic() < end:
        await trial.all_write()
        took.append(await trial.all_read(SILENT))
    trial.expect(await _through_sockets(trial) == lived, "something came through a socket")
    trial.place.proxy.heal()
    return f"for {seconds} s, heard by polling after at most {max(took):.1f} s"


async def _through_sockets(trial: Trial) -> list[tuple[int, int, int]]:
    shown = (await trial.readers.show()).values()
    return [(each.connections, each.subscriptions, each.events) for each in shown]


async def slow_reader(trial: Trial, messages: int) -> str:
    """A socket that listens to a chat and never reads, while much is said there."""
    guest = trial.writers[0]
    reader, writer = await _listening(trial, guest)
    writer.transport.pause_reading()
    left = iter(range(messages))

    async def says() -> None:
        for number in left:
            await guest.say(_body(guest) | {"message": f"{number}{' long' * 790}"})

    await asyncio.gather(*(says() for _ in range(8)))
    heard = await trial.all_read(SILENT)
    writer.transport.resume_reading()
    async with asyncio.timeout(PATIENCE):
        while await reader.read(2**20):
            pass
    writer.close()
    return f"{messages} × 4 kB to one who does not read: let go; others heard after {heard:.1f} s"


async def _listening(
    trial: Trial, guest: Writer
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A WebSocket by hand, with little room for what it does not read."""
    gateway = urlsplit(await trial.place.gateway())
    end = socket.socket()
    end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    end.setblocking(False)
    await asyncio.get_running_loop().sock_connect(end, (gateway.hostname, gateway.port))
    reader, writer = await asyncio.open_connection(sock=end)
    writer.write(
        f"GET {gateway.path}?{gateway.query} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    greeting = await reader.readuntil(b'}"}')
    socket_id = re.search(rb'socket_id\\": ?\\"([\d.]+)', greeting)[1].decode()
    channel = f"private-chat-session.{guest.session_id}"
    asked = {"socket_id": socket_id, "channel_name": channel}
    async with trial.place.server.client(headers=guest.line.client.headers) as client:
        auth = (await client.post("/broadcasting/auth", data=asked)).json()["auth"]
    data = (
        f'{{"event":"pusher:subscribe","data":{{"channel":"{channel}","auth":"{auth}"}}}}'.encode()
    )
    writer.write(bytes([0x81, 0x80 | 126]) + len(data).to_bytes(2, "big") + bytes(4) + data)
    await reader.readuntil(b"subscription_succeeded")
    return reader, writer
