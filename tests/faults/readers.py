"""Those who read along: the clients' own code on the unmodified pusher-js."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.node import FRONTEND, bundled, node_program

if TYPE_CHECKING:
    from tests.faults.writers import Writer

_PATIENCE = 60
_LINE_BYTES = 2**28


class Shown(NamedTuple):
    """What one of them shows and has lived through."""

    messages: list[tuple[str, int, str]]
    """Id, seq and text, in this order on the screen; of a long chat the end."""
    connections: int
    subscriptions: int
    events: int
    twice: int
    """Events that came although their message had been heard."""


@dataclass(slots=True)
class Readers:
    """One for each chat, in the order in which they were named."""

    session_ids: list[str]
    _process: asyncio.subprocess.Process
    _log: Path

    async def show(self) -> dict[str, Shown]:
        """By session id."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(b"?\n")
        async with asyncio.timeout(_PATIENCE):
            line = await self._process.stdout.readline()
        assert line, f"the readers have ended: {self._log.read_text()}"
        shown = [
            Shown(
                [(id_, seq, text) for id_, seq, text in each["messages"]],
                each["connections"],
                each["subscriptions"],
                each["events"],
                each["twice"],
            )
            for each in json.loads(line)
        ]
        return dict(zip(self.session_ids, shown, strict=True))


@asynccontextmanager
async def reading(folder: Path, url: str, guests: list[Writer]) -> AsyncIterator[Readers]:
    """Each reads the chat of one of those guests, until the end of the block."""
    program = await bundled(Path(__file__).with_name("reader.mjs"), folder / "reader")
    chats = [{"id": each.session_id, "token": each.token} for each in guests]
    with (folder / "readers.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(node_program(), str(program), url, json.dumps(chats)),
            cwd=FRONTEND,
            env=os.environ,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            limit=_LINE_BYTES,
        )
    readers = Readers([each.session_id for each in guests], process, folder / "readers.log")
    try:
        async with asyncio.timeout(_PATIENCE):
            while any(not each.subscriptions for each in (await readers.show()).values()):
                await asyncio.sleep(0.05)
        yield readers
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
