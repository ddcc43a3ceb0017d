"""Others take more than their share, or say what nobody understands, while people chat."""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from typing import TYPE_CHECKING

import httpx
import redis.asyncio

from tests.faults.flooder import TEXT
from tests.faults.killing import part
from tests.faults.trial import SILENT
from tests.faults.writers import Line, guest

if TYPE_CHECKING:
    from tests.faults.trial import Trial
    from tests.faults.writers import Writer

NEIGHBOURS = 20
PAUSE = 0.5
_STORM_SECONDS = 30


async def flood(trial: Trial, seconds: int) -> str:
    """Each guest has an address of his own; one of them cannot stop."""
    url, port = trial.place.url, trial.place.server.port
    flooder = await guest(url, "Flooder", Line(_from(url, NEIGHBOURS)))
    others = [await guest(url, f"Neighbour{n}", Line(_from(url, n))) for n in range(NEIGHBOURS)]
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        for each in others:
            each.pause = PAUSE
            tasks.create_task(each.write(stop))
        quiet = time.monotonic()
        await asyncio.sleep(seconds)
        began = time.monotonic()
        given = (str(port), flooder.session_id, flooder.token, str(seconds))
        flooding = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.faults.flooder", *given), stdout=asyncio.subprocess.PIPE
        )
        said, _ = await flooding.communicate()
        end = time.monotonic()
        stop.set()
    taken, refused = json.loads(said)
    for id_, seq in taken:
        flooder.remember({"id": id_, "message": TEXT}, {"seq": seq})
    trial.expect(refused, "nothing was refused")
    trial.gone += [*others, flooder]
    before, during = _p99(others, quiet, began), _p99(others, began, end)
    sent = len(taken) + refused
    return f"{sent / seconds:.0f} sends a second by one guest, {refused / sent:.0%} refused; others' p99 {before:.0f} → {during:.0f} ms"


def _from(url: str, number: int) -> httpx.AsyncClient:
    transport = httpx.AsyncHTTPTransport(local_address=f"127.0.1.{number + 1}")
    return httpx.AsyncClient(base_url=url, transport=transport)


def _p99(writers: list[Writer], since: float, until: float) -> float:
    times = sorted(t for w in writers for at, t in w.line.times if since <= at <= until)
    return times[int(len(times) * 0.99)] * 1000


async def garbage(trial: Trial, times: int) -> str:
    """On every channel of the bus, from somebody who has no business there."""
    async with redis.asyncio.Redis.from_url(part(trial.place.redis).url) as client:
        channels = await client.pubsub_channels("*")
        trial.expect(channels, "there is no channel")
        for _ in range(times):
            for channel in channels:
                await client.publish(channel, _nonsense(trial))
    return f"{times} pieces on each of {len(channels)} Redis channels"


def _nonsense(trial: Trial) -> bytes:
    noise = trial.chance.randbytes(trial.chance.randrange(1, 2_000))
    return trial.chance.choice(
        [
            b"",
            noise,
            b"{}",
            b"[]",
            b"null",
            b'{"kind":"message.sent"}',
            b"\x81" + noise,
            b"9" * 5_000,
        ]
    )


async def reconnect_storm(trial: Trial, sockets: int) -> str:
    """All sockets are cut by the death of the server, and come back at once."""
    listener = await guest(trial.place.url, "Crowd")
    given = (trial.place.url, str(sockets), listener.session_id, listener.token)
    crowd = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.faults.crowd", *given), stdout=asyncio.subprocess.PIPE
    )
    assert crowd.stdout is not None
    try:
        async with asyncio.timeout(4 * _STORM_SECONDS):
            await crowd.stdout.readline()
            await trial.place.server.kill()
            await trial.place.server.start()
            began = time.monotonic()
            line = (await crowd.stdout.readline()).decode()
        took, end = time.monotonic() - began, time.monotonic()
    finally:
        crowd.kill()
        await crowd.wait()
        await listener.line.client.aclose()
    trial.expect(re.match(r"all \d+", line), f"the crowd ended: {line}")
    trial.expect(took <= _STORM_SECONDS, f"the last one was back after {took:.1f} s")
    return f"{sockets} sockets; all subscribed again {took:.1f} s after the start, sends p99 {trial.p99(began, end):.0f} ms meanwhile"


async def long_chat(trial: Trial, messages: int) -> str:
    """One chat becomes as long as that, by a hundred writers; then it is read and written as any other."""
    guest_ = trial.writers[0]
    left = iter(range(messages))

    async def writes() -> None:
        async with httpx.AsyncClient(base_url=trial.place.url) as client:
            client.headers = guest_.line.client.headers
            line = Line(client)
            for number in left:
                body: dict[str, object] = {"id": _id(number), "message": f"{number}"}
                body["session_id"] = guest_.session_id
                said = await line.post(guest_.send_path, body)
                guest_.remember(body, said["message"])

    before = time.monotonic()
    await trial.all_write(20)
    began = time.monotonic()
    async with asyncio.TaskGroup() as tasks:
        for _ in range(100):
            tasks.create_task(writes())
    await trial.all_write(2)
    end = time.monotonic()
    await trial.all_write(20)
    await trial.all_read(SILENT)
    p99 = f"{trial.p99(before, began):.0f} → {trial.p99(end, time.monotonic()):.0f} ms"
    return f"{messages:,} messages in one chat; sends p99 {p99}"


def _id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"
