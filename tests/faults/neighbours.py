"""Others take more than their share, or say what nobody understands, while people chat."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import statistics
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import redis.asyncio

from tests.faults.flooder import TEXT
from tests.faults.trial import LEVEL, USUAL
from tests.faults.writers import Line, guest, p99

if TYPE_CHECKING:
    from tests.faults.trial import Trial
    from tests.faults.writers import Writer

NEIGHBOURS = 20
PAUSE = 0.5
PAGES = 51
KINDS = ("jsonl", "csv", "html", "txt")
EXPORT_MB = 100
_STORM_SECONDS = 30
_STORM_SEND = 1.0
_FILL = """
    WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < :many)
    INSERT INTO chat_messages (chat_session_id, message, sender_type, sender_name, is_read, metadata,
                               created_at, updated_at, message_id, seq, kind, attachments)
    SELECT s.id, 'filler ' || n, 'guest', s.guest_name, 0, '{}', s.last_activity_at, s.last_activity_at,
           printf('00000000-0000-4000-8000-%012d', n), s.next_seq + n, 'text', '[]'
    FROM number, chat_sessions s WHERE s.session_id = :session
"""


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
    before, during = p99(others, quiet, began), p99(others, began, end)
    trial.expect_no_slower(before, during, "sends of others")
    sent = len(taken) + refused
    return f"{sent / seconds:.0f} sends a second by one guest, {refused / sent:.0%} refused; others' p99 {before:.0f} → {during:.0f} ms"


def _from(url: str, number: int) -> httpx.AsyncClient:
    transport = httpx.AsyncHTTPTransport(local_address=f"127.0.1.{number + 1}")
    return httpx.AsyncClient(base_url=url, transport=transport)


async def garbage(trial: Trial, times: int) -> str:
    """On every channel of the bus, from somebody who has no business there."""
    async with redis.asyncio.Redis.from_url(trial.place.redis.url) as client:
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
    trial.gone.append(listener)
    gateway = await trial.place.gateway()
    given = (gateway, trial.place.url, str(sockets), listener.session_id, listener.token)
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
    trial.expect(re.match(r"all \d+", line), f"the crowd ended: {line}")
    trial.expect_soon(took, _STORM_SECONDS, "coming back")
    p99 = trial.p99(began, end)
    trial.expect_soon(p99 / 1000, _STORM_SEND, "a send meanwhile")
    return f"{sockets} sockets; all subscribed again {took:.1f} s after the start, sends p99 {p99:.0f} ms meanwhile"


async def long_chat(trial: Trial, messages: int) -> str:
    """A chat that has grown for years is read, written and exported as any other."""
    guest_, server = trial.writers[0], trial.place.server
    before = await _as_usual(trial, guest_)
    await server.stop()
    first = await asyncio.to_thread(_grow, trial, guest_, messages)
    await server.command("verify")
    await server.start()
    await trial.all_write(8)
    await trial.all_read(LEVEL)
    after = await _as_usual(trial, guest_)
    for what, usual, now in zip(("sends", "the newest page"), before, after, strict=True):
        trial.expect_no_slower(usual, now, what)
    p99, newest = (f"{usual:.0f} → {now:.0f} ms" for usual, now in zip(before, after, strict=True))
    exported = [f"{kind} {await _exported(trial, kind):.0f} MB" for kind in KINDS]
    for number in range(messages):
        body = {"id": f"00000000-0000-4000-8000-{number:012d}", "message": f"filler {number}"}
        guest_.remember(body, {"seq": first + number})
    return f"{messages:,} messages in one chat; sends p99 {p99}, newest page {newest}; memory to export all: {', '.join(exported)}"


async def _as_usual(trial: Trial, guest_: Writer) -> tuple[float, float]:
    """Milliseconds that a send and the newest page take."""
    began = time.monotonic()
    await trial.all_write(USUAL)
    return trial.p99(began, time.monotonic()), await _paged(trial, guest_)


def _grow(trial: Trial, guest_: Writer, messages: int) -> int:
    """As if they had been sent and acknowledged; says which `seq` the first has."""
    path = trial.place.folder / "data/livechat.db"
    with closing(sqlite3.connect(path)) as database, database:
        [first] = database.execute(
            "SELECT next_seq FROM chat_sessions WHERE session_id = ?", [guest_.session_id]
        ).fetchone()
        database.execute(_FILL, {"many": messages, "session": guest_.session_id})
        database.execute(
            "UPDATE chat_sessions SET next_seq = next_seq + :many, written_by_guest = written_by_guest + :many"
            " WHERE session_id = :session",
            {"many": messages, "session": guest_.session_id},
        )
    return int(first)


async def _paged(trial: Trial, guest_: Writer) -> float:
    """Milliseconds, the middle of many."""
    took = []
    its = guest_.line.client.headers
    async with trial.place.server.client(headers=its) as client:
        for _ in range(PAGES):
            began = time.monotonic()
            await client.get(f"/api/chat/session/{guest_.session_id}/messages")
            took.append((time.monotonic() - began) * 1000)
    return statistics.median(took)


async def _exported(trial: Trial, kind: str) -> float:
    """Megabytes that it took at its height; wrong where they are more than promised."""
    server = trial.place.server
    to = ("--format", kind, "--output", str(trial.place.folder / f"all.{kind}"))
    with (trial.place.folder / "export.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(*server.program, "export", *to), env=server.environment(), stdout=log, stderr=log
        )
    most = 0
    while process.returncode is None:
        most = max(most, _height(process.pid))
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 0.05)
    trial.expect(process.returncode == 0, f"the export as {kind} failed")
    trial.expect(most <= EXPORT_MB * 1024, f"the export as {kind} took {most / 1024:.0f} MB")
    return most / 1024


def _height(pid: int) -> int:
    """Kilobytes of memory that it has held at most."""
    with suppress(OSError):
        return sum(
            map(int, re.findall(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text()))
        )
    return 0
