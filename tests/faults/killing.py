"""Somebody dies or is frozen: the server, its database, its broker, in the middle of a word."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.faults.reconcile import reconcile, transcripts
from tests.faults.writers import together
from tests.integration.cli.test_stopping import (
    COMING_BACK,
    PROMISED_SECONDS,
    Sending,
    nobody_listens,
)
from tests.server_process import SOURCES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.trial import Trial
    from tests.integration.pusher.soketi import Soketi
    from tests.integration.redis.server import RedisServer

IN_FLIGHT = 100
_ROOT = SOURCES.parent
WITH_TESTS = {"PYTHONPATH": f"{SOURCES}:{_ROOT}"}
"""For a program of ours instead of `livechat`."""


async def server_killed(trial: Trial, kills: int) -> str:
    """What is in the database must agree with the ledger each time."""
    for _ in range(kills):
        await asyncio.sleep(trial.chance.uniform(0.2, 0.9))
        await trial.place.server.kill()
        verdict = await asyncio.to_thread(reconcile, trial.place.database, together(trial.writers))
        trial.expect(verdict, str(verdict))
        await trial.place.server.start()
    met = sum(each.line.retries for each in trial.writers)
    trial.expect(met, "no request met a dead server")
    return f"kill -9 × {kills}"


async def relay_killed(trial: Trial, kills: int) -> str:
    """The program kills itself where an event has been told and is not yet forgotten."""
    dying = trial.place.folder / "dying"
    dying.touch()
    for left in reversed(range(kills)):
        await trial.place.server.process.wait()
        if not left:
            dying.unlink()
        await trial.place.server.start()
    return f"killed between publish and delete × {kills}"


async def postgresql_killed(trial: Trial, kills: int) -> str:
    server = part(trial.place.postgresql)
    for _ in range(kills):
        await asyncio.sleep(trial.chance.uniform(0.3, 1))
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
    return f"all its processes kill -9 × {kills}"


async def postgresql_frozen(trial: Trial, seconds: int) -> str:
    server = part(trial.place.postgresql)
    server.freeze()
    began = time.monotonic()
    async with httpx.AsyncClient(timeout=15) as client:
        answer = await client.get(f"{trial.place.url}/readyz")
    took = time.monotonic() - began
    trial.expect(answer.status_code == 503, f"/readyz said {answer.status_code} meanwhile")
    await asyncio.sleep(max(0.0, seconds - took))
    server.thaw()
    return f"SIGSTOP for {seconds} s, a refusal after {took:.1f} s"


async def redis_killed(trial: Trial, seconds: int) -> str:
    return await _away(trial, part(trial.place.redis), seconds)


async def pusher_killed(trial: Trial, seconds: int) -> str:
    return await _away(trial, part(trial.place.pusher), seconds)


async def redis_frozen(trial: Trial, seconds: int) -> str:
    return await _frozen(trial, part(trial.place.redis), seconds)


async def pusher_frozen(trial: Trial, seconds: int) -> str:
    return await _frozen(trial, part(trial.place.pusher), seconds)


async def stopped_in_flight(trial: Trial, sockets: int) -> str:
    """SIGTERM, with as many sockets and a hundred requests under way."""
    server = trial.place.server
    held = [await connect(await _gateway(trial), compression=None) for _ in range(sockets)]
    closings = [asyncio.create_task(_closed(each)) for each in held]
    guest = trial.writers[0]
    sends = [await Sending(server.port, guest.token, n).begin() for n in range(IN_FLIGHT)]
    began = time.monotonic()
    ending = asyncio.create_task(server.stop())
    await nobody_listens(server)
    statuses = await asyncio.gather(*(each.finish() for each in sends))
    status, took = await ending, time.monotonic() - began
    trial.expect(status == 0, f"it ended with status {status}")
    trial.expect_soon(took, PROMISED_SECONDS, "its end")
    trial.expect(set(statuses) == {201}, f"what was in flight was answered with {set(statuses)}")
    stored = (await asyncio.to_thread(transcripts, trial.place.database))[guest.session_id]
    found = {id_: (seq, text) for id_, seq, text in stored}
    for each in sends:
        seq, text = found.get(each.id, (0, ""))
        guest.remember({"id": each.id, "message": text}, {"seq": seq})
    await server.start()
    codes = set(await asyncio.gather(*closings))
    trial.expect(codes <= COMING_BACK, f"sockets were closed with {sorted(codes)}")
    return f"SIGTERM with {sockets} sockets and {IN_FLIGHT} requests in flight, all answered; ended after {took:.1f} s"


async def _gateway(trial: Trial) -> str:
    async with httpx.AsyncClient(base_url=trial.place.url) as client:
        key = (await client.get("/api/chat/config")).json()["realtime"]["key"]
    return f"ws://127.0.0.1:{trial.place.server.port}/app/{key}?protocol=7"


async def _closed(socket: ClientConnection) -> int:
    """The code that it was closed with."""
    try:
        while True:
            await socket.recv()
    except ConnectionClosed:
        return socket.close_code or 1006


async def _away(trial: Trial, broker: RedisServer | Soketi, seconds: int) -> str:
    return f"away for {seconds} s; {await _slowed(trial, broker.kill, seconds, broker.start)}"


async def _frozen(trial: Trial, broker: RedisServer | Soketi, seconds: int) -> str:
    return f"SIGSTOP for {seconds} s; {await _slowed(trial, broker.freeze, seconds, broker.thaw)}"


async def _slowed(trial: Trial, begin: Callable[[], object], seconds: int, end: Callable) -> str:
    """What it did to those who write, and go on meanwhile."""
    before = time.monotonic()
    await trial.all_write(10)
    gone, said = time.monotonic(), len(together(trial.writers))
    begin()
    await asyncio.sleep(seconds)
    back = time.monotonic()
    trial.expect(len(together(trial.writers)) > said, "nobody could write meanwhile")
    await asyncio.to_thread(end)
    return f"sends p99 {trial.p99(before, gone):.0f} → {trial.p99(gone, back):.0f} ms"


def part(whole):
    assert whole is not None
    return whole
