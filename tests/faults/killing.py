"""Somebody dies or is frozen: the server, its database, its broker, in the middle of a word."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.faults.reconcile import reconcile, transcripts
from tests.faults.trial import come
from tests.faults.writers import starter, together
from tests.in_flight import Sending
from tests.server_process import COMING_BACK, PROMISED_SECONDS, SOURCES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.trial import Trial
    from tests.integration.pusher.soketi import Soketi
    from tests.integration.redis.server import RedisServer

IN_FLIGHT = 100
REFUSED_WITHIN = 5.0
_ROOT = SOURCES.parent
WITH_TESTS = {"PYTHONPATH": f"{SOURCES}:{_ROOT}"}
"""For a program of ours instead of `livechat`."""


async def server_killed(trial: Trial, kills: int) -> str:
    """What is in the database must agree with the ledger each time."""
    async with _others_begin(trial):
        for _ in range(kills):
            await asyncio.sleep(trial.chance.uniform(0.2, 0.9))
            await trial.place.server.kill()
            await _agrees(trial)
            await trial.place.server.start()
    met = sum(each.line.retries for each in trial.writers)
    trial.expect(met, "no request met a dead server")
    return f"kill -9 × {kills} while {trial.begun} others began a chat"


@asynccontextmanager
async def _others_begin(trial: Trial) -> AsyncIterator[None]:
    """One chat after the other; there must be as many as were acknowledged."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        begun = tasks.create_task(starter(trial.place.url, stop))
        try:
            yield
        finally:
            stop.set()
    trial.begun += begun.result()


async def _agrees(trial: Trial) -> None:
    verdict = await asyncio.to_thread(reconcile, trial.place.database, together(trial.writers))
    trial.expect(verdict, str(verdict))


async def relay_killed(trial: Trial, kills: int) -> str:
    """The program kills itself where an event has been told and is not yet forgotten."""
    dying = trial.place.folder / "dying"
    dying.touch()
    for left in reversed(range(kills)):
        await trial.place.server.process.wait()
        dying.unlink()
        await trial.place.server.start()
        if left:
            dying.touch()
    return f"killed between publish and delete × {kills}"


async def postgresql_killed(trial: Trial, kills: int) -> str:
    """Alone, and together with the server that writes to it."""
    server, postgresql = trial.place.server, trial.place.postgresql
    for number in range(kills):
        await asyncio.sleep(trial.chance.uniform(0.3, 1))
        dying = asyncio.create_task(asyncio.to_thread(postgresql.kill))
        both = number % 2
        if both:
            await server.kill()
        await dying
        await asyncio.to_thread(postgresql.start)
        await _agrees(trial)
        if both:
            await server.start()
    return f"all its processes kill -9 × {kills}, {kills // 2} times the server with them"


async def postgresql_frozen(trial: Trial, seconds: int) -> str:
    server = trial.place.postgresql
    server.freeze()
    began = time.monotonic()
    async with httpx.AsyncClient(timeout=15) as client:
        answer = await client.get(f"{trial.place.url}/readyz")
    took = time.monotonic() - began
    trial.expect(answer.status_code == 503, f"/readyz said {answer.status_code} meanwhile")
    trial.expect_soon(took, REFUSED_WITHIN, "a refusal")
    await asyncio.sleep(max(0.0, seconds - took))
    server.thaw()
    return f"SIGSTOP for {seconds} s, a refusal after {took:.1f} s"


async def redis_killed(trial: Trial, seconds: int) -> str:
    return await _away(trial, trial.place.redis, seconds)


async def pusher_killed(trial: Trial, seconds: int) -> str:
    return await _away(trial, trial.place.pusher, seconds)


async def redis_frozen(trial: Trial, seconds: int) -> str:
    return await _frozen(trial, trial.place.redis, seconds)


async def pusher_frozen(trial: Trial, seconds: int) -> str:
    return await _frozen(trial, trial.place.pusher, seconds)


async def stopped_in_flight(trial: Trial, sockets: int) -> str:
    """SIGTERM, with as many sockets and a hundred requests under way."""
    server, gateway = trial.place.server, await trial.place.gateway()
    held = [await connect(gateway, compression=None) for _ in range(sockets)]
    closings = [asyncio.create_task(_closed(each)) for each in held]
    guest = trial.writers[0]
    sends = [Sending(server.port, guest.token, "in flight") for _ in range(IN_FLIGHT)]
    await asyncio.gather(*(each.begin() for each in sends))
    began = time.monotonic()
    ending = asyncio.create_task(server.stop())
    await server.listens_no_more()
    statuses = await asyncio.gather(*(each.finish() for each in sends))
    status, took = await ending, time.monotonic() - began
    trial.expect(status == 0, f"it ended with status {status}")
    trial.expect_soon(took, PROMISED_SECONDS, "its end")
    trial.expect(set(statuses) == {201}, f"what was in flight was answered with {set(statuses)}")
    stored = (await asyncio.to_thread(transcripts, trial.place.database))[guest.session_id]
    places = {id_: seq for id_, seq, _ in stored}
    for each in sends:
        guest.remember({"id": each.id, "message": each.text}, {"seq": places.get(each.id, 0)})
    await server.start()
    codes = set(await asyncio.gather(*closings))
    trial.expect(codes <= COMING_BACK, f"sockets were closed with {sorted(codes)}")
    return f"SIGTERM with {sockets} sockets and {IN_FLIGHT} requests in flight, all answered; ended after {took:.1f} s"


async def _closed(socket: ClientConnection) -> int:
    """The code that it was closed with."""
    try:
        while True:
            await socket.recv()
    except ConnectionClosed:
        return socket.close_code or 1006


async def _away(trial: Trial, broker: RedisServer | Soketi, seconds: int) -> str:
    return f"away for {seconds} s; {await _without(trial, broker.kill, seconds, broker.start)}"


async def _frozen(trial: Trial, broker: RedisServer | Soketi, seconds: int) -> str:
    return f"SIGSTOP for {seconds} s; {await _without(trial, broker.freeze, seconds, broker.thaw)}"


async def _without(trial: Trial, begin: Callable[[], object], seconds: int, end: Callable) -> str:
    """They go on to write meanwhile."""

    async def trouble() -> None:
        said = len(together(trial.writers))
        begin()
        await asyncio.sleep(seconds)
        wrote = await come(lambda: len(together(trial.writers)) > said)
        trial.expect(wrote, "nobody could write meanwhile")
        await asyncio.to_thread(end)

    return await trial.slowed_by(trouble)
