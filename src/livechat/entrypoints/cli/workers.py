"""`livechat serve --workers N`: a process that starts the others, all on one listening socket.

A worker is a new interpreter, so that SIGHUP brings new code and new settings too. It has a line to
us: there it says that it answers, and there it sees that we have died.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

import click

from livechat.entrypoints.cli.refusal import Refusal

log = logging.getLogger(__name__)

STEADY_SECONDS: Final = 10.0
"""Who lived as long is started again at once; who did not, after a pause that grows."""

LONGEST_PAUSE_SECONDS: Final = 30.0
_FIRST_PAUSE_SECONDS: Final = 0.5
_LONGEST_WELCOME: Final = 64 * 1024


@dataclass(slots=True, eq=False)
class Worker:
    """One process that serves."""

    process: Process
    line: asyncio.StreamWriter
    welcome: asyncio.Task[bytes]
    """What it says once it answers; nothing where it ends before."""
    wanted: bool
    """Another one is started when it ends."""
    since: float = field(default_factory=monotonic)

    @classmethod
    async def start(cls, listening: socket.socket, *, wanted: bool) -> Worker:
        """One that is not ready yet. A Ctrl-C reaches it through us only: a second one would mean haste."""
        ours, theirs = socket.socketpair()
        with theirs:
            given = (listening.fileno(), theirs.fileno())
            command = (sys.executable, "-m", "livechat", "serve", "--worker", *map(str, given))
            process = await asyncio.create_subprocess_exec(
                *command, pass_fds=given, start_new_session=True
            )
        reader, line = await asyncio.open_connection(sock=ours)
        welcome = asyncio.create_task(reader.read(_LONGEST_WELCOME))
        return cls(process, line, welcome, wanted)

    async def ended(self) -> int:
        """Its exit status."""
        status = await self.process.wait()
        self.line.close()
        return status

    def stop(self) -> None:
        """Gently; the second time in haste."""
        self.wanted = False
        if self.process.returncode is None:
            self.process.terminate()


class Supervisor:
    """Keeps *count* workers alive until SIGTERM or Ctrl-C; at SIGHUP new ones take their places, one by one."""

    def __init__(self, listening: socket.socket, count: int) -> None:
        self._listening = listening
        self._count = count
        self._alive: set[Worker] = set()
        self._group = asyncio.TaskGroup()
        self._ending = asyncio.Event()
        self._replacing: asyncio.Task[None] | None = None
        self._status = 0
        self._welcomed = False

    async def run(self) -> int:
        """The exit status, when all of them have ended."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stop)
        loop.add_signal_handler(signal.SIGHUP, self._replace)
        async with self._group:
            for _ in range(self._count):
                await self._begin()
        return self._status

    def _stop(self) -> None:
        self._ending.set()
        for worker in self._alive:
            worker.stop()

    def _replace(self) -> None:
        if self._replacing and not self._replacing.done():
            log.warning("The workers are being replaced already.")
        elif not self._ending.is_set():
            self._replacing = self._group.create_task(self._replace_each())

    async def _replace_each(self) -> None:
        for old in tuple(self._alive):
            new = await self._begin(wanted=False)
            if not await new.welcome:
                log.error("The new worker did not begin to answer. The others stay as they are.")
                return
            if old in self._alive:
                new.wanted = not self._ending.is_set()
                old.stop()
                await old.ended()
            else:
                new.stop()
        log.info("All workers are new.")

    async def _begin(self, *, wanted: bool = True, pause: float = 0.0) -> Worker:
        worker = await Worker.start(self._listening, wanted=wanted)
        self._alive.add(worker)
        if self._ending.is_set():
            worker.stop()
        self._group.create_task(self._look_after(worker, pause))
        return worker

    async def _look_after(self, worker: Worker, pause: float) -> None:
        self._greet(await worker.welcome)
        status = await worker.ended()
        self._alive.discard(worker)
        if worker.wanted and status == Refusal.exit_code:
            self._status = status
            self._stop()
        elif worker.wanted:
            log.error("Worker %d ended with status %d.", worker.process.pid, status)
            steady = monotonic() - worker.since >= STEADY_SECONDS
            pause = 0.0 if steady else min(LONGEST_PAUSE_SECONDS, pause * 2 or _FIRST_PAUSE_SECONDS)
            await self._wait(pause)
            if not self._ending.is_set():
                await self._begin(pause=pause)

    def _greet(self, welcome: bytes) -> None:
        if welcome and not self._welcomed:
            self._welcomed = True
            click.echo(welcome.decode(), nl=False)

    async def _wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._ending.wait()


class SupervisorLine:
    """The worker's end of its line to the supervisor."""

    def __init__(self, fd: int) -> None:
        self._socket = socket.socket(fileno=fd)

    def say(self, welcome: str) -> None:
        """It answers now."""
        self._socket.sendall(welcome.encode())

    def when_cut(self, end: Callable[[], None]) -> None:
        """Call *end* should the supervisor die: nobody would stop us then."""
        loop = asyncio.get_running_loop()

        def cut() -> None:
            loop.remove_reader(self._socket)
            end()

        loop.add_reader(self._socket, cut)
