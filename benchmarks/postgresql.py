"""Messages a second into PostgreSQL: the store, against a bare asyncpg group commit of the same run.

    .venv/bin/python -m benchmarks.postgresql --rounds 5

64 senders, each of whom sends when the one before is durable, over many chats or all into one, in one
process or in two. The server is the one that the tests use, and waits for the disk. Refuses to print
a figure where a chat has a hole in the end. Also tells how much room a message and a chat take.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import IO, Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import uvloop

from livechat.adapters.clock import SystemClock
from livechat.adapters.sql.postgresql import PostgresqlStore
from tests.builders import a_session
from tests.contracts.talking import ANA, Talk
from tests.integration.postgresql.server import PostgresqlServer

CHATS = 1000
SENDERS = 64
TEXT = "Do you deliver to the islands, and how long does it take?"
Send = Callable[[str], Awaitable[object]]
HOLES = """SELECT count(*) FROM chat_sessions s WHERE (SELECT count(*) <> coalesce(max(seq), 0)
  OR count(*) <> s.next_seq - 1 FROM chat_messages WHERE chat_session_id = s.id)"""
SIZE = "SELECT pg_total_relation_size('{0}')::float / count(*) FROM {0}"
TABLES = ("chat_messages", "chat_sessions")
LOCK = """SELECT id, session_id, guest_name, secret_hash, next_seq FROM chat_sessions
  WHERE session_id = ANY ($1::text[]) ORDER BY id FOR NO KEY UPDATE"""
KNOWN = """SELECT m.* FROM unnest($1::bigint[], $2::text[]) AS w (key, id)
  JOIN chat_messages m ON m.chat_session_id = w.key AND m.message_id = w.id"""
UPDATE = """UPDATE chat_sessions s SET next_seq = w.seq, written_by_admin = w.seq - 1,
  last_activity_at = $3, updated_at = $3 FROM unnest($1::bigint[], $2::int[]) AS w (key, seq)
  WHERE s.id = w.key"""
INSERT = """INSERT INTO chat_messages (chat_session_id, message, sender_type, sender_name, is_read,
  metadata, created_at, updated_at, message_id, seq, kind, attachments)
  SELECT w.key, w.text, 'admin', 'Ana', false, '{}', $5, $5, w.id, w.seq, 'text', '[]'
  FROM unnest($1::bigint[], $2::text[], $3::text[], $4::int[]) AS w (key, text, id, seq)"""
TELL = """INSERT INTO outbox (kind, event, due_at)
  SELECT 'MessageSent', event, $2 FROM unnest($1::text[]) AS w (event) RETURNING id"""
FORGET = "DELETE FROM outbox WHERE id = ANY ($1::bigint[])"


class Bare:
    """Keeps the same promises for one kind of message, with no layers."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.waiting: list[tuple[str, str, asyncio.Future[int]]] = []
        self.woken = asyncio.Event()
        self.told: list[int] = []

    async def send(self, chat: str) -> int:
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.waiting.append((chat, str(uuid4()), answer))
        self.woken.set()
        return await answer

    async def run(self) -> None:
        while await self.woken.wait():
            self.woken.clear()
            batch, self.waiting = self.waiting, []
            async with self.connection.transaction():
                seqs = await self._stored(batch)
            for (_, _, answer), seq in zip(batch, seqs, strict=True):
                answer.set_result(seq)

    async def _stored(self, batch: list[tuple[str, str, asyncio.Future[int]]]) -> list[int]:
        now, ask = datetime.now(UTC), self.connection.fetch
        if self.told:
            await ask(FORGET, self.told)
        rows = {row["session_id"]: row for row in await ask(LOCK, list({b[0] for b in batch}))}
        keys, ids = [rows[b[0]]["id"] for b in batch], [b[1] for b in batch]
        assert not await ask(KNOWN, keys, ids)
        following = {row["id"]: row["next_seq"] for row in rows.values()}
        seqs = []
        for key in keys:
            seqs.append(following[key])
            following[key] += 1
        await ask(UPDATE, list(following), list(following.values()), now)
        await ask(INSERT, keys, [TEXT] * len(keys), ids, seqs, now)
        told = zip(keys, ids, seqs, strict=True)
        events = [msgspec.json.encode([*one, TEXT, now]).decode() for one in told]
        self.told = [row["id"] for row in await ask(TELL, events, now)]
        return seqs


async def bare(url: str, stack: AsyncExitStack) -> Send:
    """The limit to measure against."""
    by_index = dict.fromkeys(("enable_seqscan", "enable_hashjoin", "enable_mergejoin"), "off")
    connection = await asyncpg.connect(url, server_settings=by_index)
    stack.push_async_callback(connection.close)
    limit = Bare(connection)
    stack.callback(asyncio.create_task(limit.run()).cancel)
    return limit.send


async def livechat(url: str, stack: AsyncExitStack) -> Send:
    """The store as it is used: a rule a message."""
    clock = SystemClock()
    store = PostgresqlStore(url, clock, name=url)
    await store.open()
    stack.push_async_callback(store.close)
    telling = await stack.enter_async_context(asyncio.TaskGroup())
    store.outbox.on_commit(
        lambda entries: telling.create_task(store.outbox.told([entry.id for entry in entries]))
    )
    talks: dict[str, Talk] = {}

    def send(chat: str) -> Awaitable[object]:
        talk = talks.setdefault(chat, Talk(store, clock, a_session(id=UUID(chat))))
        return talk.says(ANA, TEXT)

    return send


async def load(given: argparse.Namespace) -> None:
    """One process of a measurement: print how many messages a second were durable."""
    chats: list[str] = json.loads(sys.stdin.readline())
    async with AsyncExitStack() as stack:
        send = await {"bare": bare, "livechat": livechat}[given.load](given.url, stack)
        await send(chats[0])
        print("ready", flush=True)
        sys.stdin.readline()
        end = time.monotonic() + given.seconds
        counts = await asyncio.gather(
            *(_sender(send, chats, number, end) for number in range(given.senders))
        )
        print(sum(counts) / given.seconds, flush=True)


async def _sender(send: Send, chats: list[str], number: int, end: float) -> int:
    sent = 0
    while time.monotonic() < end:
        await send(chats[(number + sent * SENDERS) % len(chats)])
        sent += 1
    return sent


def measured(kind: str, url: str, chats: list[str], processes: int, seconds: float) -> float:
    """All processes together, begun at the same moment."""
    each = ("--senders", str(SENDERS // processes), "--seconds", str(seconds))
    command = [sys.executable, "-m", "benchmarks.postgresql", "--load", kind, "--url", url, *each]
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    for words in (json.dumps(chats), "go"):
        for process in running:
            _pipe(process.stdin).write(f"{words}\n")
            _pipe(process.stdin).flush()
        said = [_pipe(process.stdout).readline() for process in running]
    assert [process.wait(60) for process in running] == [0] * processes
    return sum(map(float, said))


def _pipe(end: IO[str] | None) -> IO[str]:
    assert end is not None
    return end


async def prepared(url: str) -> list[str]:
    """So many chats, in which nothing has been said."""
    store = PostgresqlStore(url, SystemClock(), name=url)
    await store.open()
    sessions = [a_session() for _ in range(CHATS)]
    await asyncio.gather(*(store.sessions.start(session) for session in sessions))
    await store.close()
    return [str(session.id) for session in sessions]


async def holes(url: str) -> int:
    connection = await asyncpg.connect(url)
    found: int = await connection.fetchval(HOLES)
    await connection.close()
    return found


async def sizes(url: str) -> list[float]:
    """Bytes of a row, packed, with its indexes: of a message, and of a chat."""
    connection = await asyncpg.connect(url)
    await connection.execute("VACUUM FULL")
    found = [await connection.fetchval(SIZE.format(each)) for each in TABLES]
    await connection.close()
    return found


def compare(given: argparse.Namespace) -> None:
    """Every kind in turn, round after round; the medians, each with the lowest and the highest."""
    kinds = [(kind, n, hot) for hot in (False, True) for kind, n in CANDIDATES]
    figures: dict[tuple[str, int, bool], list[float]] = {kind: [] for kind in kinds}
    with PostgresqlServer(("max_connections=60", "shared_buffers=128MB")) as server:
        chats = asyncio.run(prepared(server.url()))
        for _ in range(given.rounds):
            for kind, n, hot in kinds:
                some = chats[:1] if hot else chats
                rate = measured(kind, server.url(), some, n, given.seconds)
                figures[kind, n, hot].append(rate)
        if wrong := asyncio.run(holes(server.url())):
            raise SystemExit(f"{wrong} chats with holes")
        message, chat = asyncio.run(sizes(server.url()))
    for (kind, n, hot), rates in figures.items():
        place = "one chat" if hot else f"{CHATS} chats"
        spread = f"{statistics.median(rates):,.0f} ({min(rates):,.0f}–{max(rates):,.0f})"
        print(f"{place:>11}, {kind:>8}, {n} process{'es' if n > 1 else ''}: {spread} a second")
    print(f"0 chats with holes; a message takes {message:.0f} bytes, a chat {chat:.0f}")


CANDIDATES = (("bare", 1), ("livechat", 1), ("livechat", 2))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--load", choices=("bare", "livechat"), help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    parser.add_argument("--senders", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.load:
        uvloop.run(load(given))
    else:
        compare(given)


if __name__ == "__main__":
    main()
