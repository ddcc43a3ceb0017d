"""One fault while people chat: what it did to what they wrote, and to what others read."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

from tests.faults.places import Kind, Place, place
from tests.faults.readers import Readers, Shown, reading
from tests.faults.reconcile import Verdict, reconcile, transcripts
from tests.faults.writers import Writer, in_pairs, p99, together

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

CHATS = 3
PATIENCE = 120
USUAL = 50
"""Messages of each writer that tell how long one takes without trouble."""
LEVEL = 5.0
SILENT = 30.0
"""Seconds until a client must be level where its socket stays open and silent: it notices after 25 at most."""

Inject = Callable[["Trial", int], Awaitable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is done, how much of it, and on what."""

    name: str
    inject: Inject
    """Says what was done, and what else was measured."""
    long: int
    short: int
    kind: Kind = "sqlite"
    settings: dict[str, str] = field(default_factory=dict)
    proxied: bool = False
    program: tuple[str, ...] = ()
    pause: float = 0.004
    level_within: float = LEVEL


@dataclass(slots=True)
class Trial:
    """A fault at work."""

    place: Place
    chance: Random
    writers: list[Writer]
    readers: Readers
    timed: bool
    """Whether it is wrong to take long; in tests, which share a machine, it is not."""
    gone: list[Writer] = field(default_factory=list)
    """Who has come as well, and has finished."""
    begun: int = 0
    """Chats of others, who did nothing else."""
    wrong: list[str] = field(default_factory=list)
    """What only this fault can tell."""

    def expect(self, true: object, otherwise: str) -> None:
        """A promise of this fault."""
        if not true:
            self.wrong.append(otherwise)

    def expect_soon(self, took: float, limit: float, what: str) -> None:
        """Seconds."""
        self.expect(
            took <= limit or not self.timed, f"{what} took {took:.1f} s, more than {limit:g}"
        )

    def expect_no_slower(self, before: float, meanwhile: float, what: str) -> None:
        """They may take less than twice as long."""
        self.expect(
            meanwhile < 2 * before or not self.timed,
            f"{what} took {meanwhile / before:.1f} times as long",
        )

    async def all_write(self, messages: int = 1) -> float:
        """Seconds until each writer has been answered so many times more."""
        began = time.monotonic()
        wanted = {id(each): len(each.ledger) + messages for each in self.writers}
        async with asyncio.timeout(PATIENCE):
            while any(len(each.ledger) < wanted[id(each)] for each in self.writers):
                await asyncio.sleep(0.01)
        return time.monotonic() - began

    async def all_read(self, within: float) -> float:
        """Seconds until readers have heard all that is acknowledged by now; wrong where it takes longer."""
        began, seen = time.monotonic(), together(self.writers)
        while True:
            shown = await self.readers.show()
            last = {session_id: _last(each) for session_id, each in shown.items()}
            late = sum(last[stored.session_id] < stored.seq for stored in seen.values())
            if not late or time.monotonic() - began > (within if self.timed else PATIENCE):
                break
            await asyncio.sleep(0.05)
        self.expect(not late, f"{late} messages not heard within {within:g} s")
        return time.monotonic() - began

    async def slowed_by(self, trouble: Callable[[], Awaitable[None]]) -> str:
        """How long those who write wait, before it and while it lasts."""
        start = time.monotonic()
        await self.all_write(USUAL)
        began = time.monotonic()
        await trouble()
        before, meanwhile = self.p99(start, began), self.p99(began, time.monotonic())
        self.expect_no_slower(before, meanwhile, "sends")
        return f"sends p99 {before:.0f} → {meanwhile:.0f} ms"

    def p99(self, since: float, until: float) -> float:
        """Milliseconds that a request took which was answered in that time of `time.monotonic`."""
        return p99(self.writers, since, until)


async def come(true: Callable[[], object]) -> bool:
    """Whether it does, however slow the machine."""
    end = time.monotonic() + PATIENCE
    while not true() and time.monotonic() < end:
        await asyncio.sleep(0.05)
    return bool(true())


def _last(shown: Shown) -> int:
    return shown.messages[-1][1] if shown.messages else 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    fault: Fault
    injected: str
    acknowledged: int
    retries: int
    verdict: Verdict
    unseen: int
    """Messages that a reader did not show, showed twice, or in another order."""
    recovery: float
    """Seconds from the end of the fault until everybody wrote again."""
    level: float
    """Seconds from the last word until all readers showed it."""
    wrong: list[str]

    @property
    def good(self) -> bool:
        """Nothing is wrong at all."""
        return bool(self.verdict) and not self.unseen and not self.wrong


async def tried(
    fault: Fault, amount: int, chance: Random, folder: Path, *, timed: bool = True
) -> Outcome:
    """Begin to chat, break something, go on for a while, and count."""
    async with _begun(fault, chance, folder, timed=timed) as trial:
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            for writer in trial.writers:
                tasks.create_task(writer.write(stop))
            try:
                await trial.all_write(5)
                injected = await fault.inject(trial, amount)
                recovery = await trial.all_write()
            finally:
                stop.set()
        level = await trial.all_read(fault.level_within)
        shown = await trial.readers.show()
        status = await trial.place.server.stop()
        trial.expect(status == 0, f"the server ended with status {status}")
        return await asyncio.to_thread(
            _judged, fault, trial, injected, recovery=recovery, level=level, shown=shown
        )


@asynccontextmanager
async def _begun(
    fault: Fault, chance: Random, folder: Path, *, timed: bool
) -> AsyncIterator[Trial]:
    where = place(folder, fault.kind, fault.settings, fault.program, proxied=fault.proxied)
    async with where as its:
        gone: list[Writer] = []
        writers = await in_pairs(its.url, CHATS)
        for writer in writers:
            writer.pause = fault.pause
        try:
            async with reading(folder, its.url, writers[:CHATS]) as readers:
                yield Trial(its, chance, writers, readers, timed, gone)
        finally:
            for writer in [*writers, *gone]:
                await writer.line.client.aclose()


def _judged(
    fault: Fault,
    trial: Trial,
    injected: str,
    *,
    recovery: float,
    level: float,
    shown: dict[str, Shown],
) -> Outcome:
    everybody = [*trial.writers, *trial.gone]
    ledger = together(everybody)
    sessions = len({each.session_id for each in everybody}) + trial.begun
    stored = transcripts(trial.place.database)
    twice = sum(each.twice for each in shown.values())
    refusals = [refusal for each in everybody for refusal in each.line.refusals]
    moved = [f"{id_} was answered with another place" for each in everybody for id_ in each.moved]
    return Outcome(
        fault,
        f"{injected}{f', {twice} told twice' if twice else ''}",
        len(ledger),
        sum(each.line.retries for each in everybody),
        reconcile(trial.place.database, ledger, sessions=sessions),
        sum(_differences(each.messages, stored[id_]) for id_, each in shown.items()),
        recovery,
        level,
        [*trial.wrong, *refusals[:5], *moved[:5]],
    )


def _differences(shown: list[tuple[str, int, str]], stored: list[tuple[str, int, str]]) -> int:
    """A reader has the end of a long chat, without a hole."""
    end = stored[-len(shown) :] if shown else stored
    return sum(a != b for a, b in zip_longest(shown, end))
