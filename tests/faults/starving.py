"""Something runs out or is held by somebody else: the disk, the lock, files, processors, time itself."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.trial import SILENT, come
from tests.faults.writers import together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.trial import Trial

FILES = 64
SPARE = 4
"""Files that may be free for a moment where all are wanted."""
SLOW_PATIENCE = 30
_HEAD = (
    b"POST /api/chat/send-message HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
)
_SLOW_WAYS = (
    (_HEAD, b"X: y\r\n"),
    (_HEAD + b"Content-Length: 1000\r\n\r\n", b""),
    (_HEAD + b"Content-Length: 1000\r\n\r\n{", b" "),
)
"""A head that never ends, a body that never begins, a body that never ends: first this, then more of that."""


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[None]:
    """The data folder has a file system of its own. Needs root, as every mount does."""
    data = folder / "data"
    data.mkdir()
    how = ("-t", "tmpfs", "-o", f"size={megabytes}m", "livechat-faults", str(data))
    subprocess.run(("mount", *how), check=True)
    try:
        yield
    finally:
        subprocess.run(("umount", "--lazy", str(data)), check=True)


async def disk_full(trial: Trial, seconds: int) -> str:
    """Until it says so; then space is made, and nobody starts anything again."""
    filler = trial.place.folder / "data" / "filler"
    with suppress(OSError), filler.open("wb") as file:
        while True:
            file.write(bytes(2**16))
    said = len(together(trial.writers))
    refused = await _refused(trial, seconds)
    filler.unlink()
    stored = len(together(trial.writers)) - said
    return f"no space for {seconds} s: {stored} more stored, {refused} refused"


async def locked(trial: Trial, seconds: int) -> str:
    """Another program writes into the file and takes its time."""
    path = trial.place.folder / "data/livechat.db"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("PRAGMA busy_timeout = 20000")
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        refused = await _refused(trial, seconds)
        other.execute("ROLLBACK")
    return f"BEGIN IMMEDIATE of another program for {seconds} s: {refused} refused"


async def _refused(trial: Trial, seconds: int) -> int:
    """So many sends in that time, while all can be read."""
    before = sum(each.line.retries for each in trial.writers)
    await asyncio.sleep(seconds)
    guest = trial.writers[0]
    its = guest.line.client.headers
    async with trial.place.server.client(headers=its) as client:
        page = await client.get(f"/api/chat/session/{guest.session_id}/messages")
    trial.expect(page.status_code == 200, f"reading said {page.status_code} meanwhile")

    def refused() -> int:
        return sum(each.line.retries for each in trial.writers) - before

    trial.expect(await come(refused), "nothing was refused: all could be written")
    return refused()


async def no_files_left(trial: Trial, seconds: int) -> str:
    server = trial.place.server
    pid = server.process.pid
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (FILES, before[1]))
    held = []
    for _ in range(3 * FILES):
        with suppress(OSError):
            held.append(await asyncio.open_connection("127.0.0.1", server.port))
    opened = Path(f"/proc/{pid}/fd")
    # Later it lets go of those who say nothing.
    wanted = await come(lambda: len([*opened.iterdir()]) >= FILES - SPARE)
    trial.expect(wanted, "it had files left")
    await asyncio.sleep(seconds)
    trial.expect(server.process.returncode is None, "the server ended")
    for _, writer in held:
        writer.close()
    resource.prlimit(pid, resource.RLIMIT_NOFILE, before)
    return f"{3 * FILES} connections to a server that may have {FILES} files, for {seconds} s"


async def no_processor_left(trial: Trial, seconds: int) -> str:
    before = (await trial.readers.show()).values()
    counting = (sys.executable, "-c", "while True: pass")
    busy = [
        await asyncio.create_subprocess_exec(*counting) for _ in range(2 * (os.cpu_count() or 1))
    ]
    try:
        await asyncio.sleep(seconds)
    finally:
        for each in busy:
            each.kill()
            await each.wait()
    after = (await trial.readers.show()).values()
    again = sum(b.connections - a.connections for a, b in zip(before, after, strict=True))
    trial.expect(not again or not trial.timed, f"{again} readers connected again for nothing")
    return f"{len(busy)} processes that only count, for {seconds} s"


async def stopped_for_a_while(trial: Trial, seconds: int) -> str:
    """As a machine that is suspended."""
    trial.place.server.process.send_signal(signal.SIGSTOP)
    await asyncio.sleep(seconds)
    trial.place.server.process.send_signal(signal.SIGCONT)
    return f"the server SIGSTOP for {seconds} s"


async def clock_jumps(trial: Trial, jumps: int) -> str:
    """An hour back, and a day on: an idle admin signs in again, and nothing else is noticed."""
    for number in range(jumps):
        seconds = (-3600, 86400)[number % 2]
        written = trial.place.folder / "jump.new"
        written.write_text(str(seconds))
        written.replace(trial.place.folder / "jump")
        await trial.all_write(5)
        await trial.all_read(SILENT)
    return f"an hour back, a day on × {jumps / 2:g}"


async def slow_clients(trial: Trial, connections: int) -> str:
    """They hold connections and say next to nothing."""
    took = 0.0

    async def trouble() -> None:
        nonlocal took
        began = time.monotonic()
        with ExitStack() as stack:
            lines = [
                await _slowly(stack, trial.place.server.port, *_SLOW_WAYS[number % 3])
                for number in range(connections)
            ]
            async with asyncio.timeout(2 * SLOW_PATIENCE):
                await asyncio.gather(*lines)
        took = time.monotonic() - began

    slowed = await trial.slowed_by(trouble)
    trial.expect_soon(took, SLOW_PATIENCE, "letting them go")
    return f"{connections} connections that trickle, all let go after {took:.0f} s; {slowed}"


async def _slowly(stack: ExitStack, port: int, first: bytes, more: bytes):
    """A connection that is made, and what goes on there until the server hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    stack.callback(writer.close)

    async def dripping() -> None:
        writer.write(first)
        reading = asyncio.ensure_future(reader.read())
        while not (await asyncio.wait([reading], timeout=1))[0]:
            writer.write(more)
        reading.exception()

    return dripping()
