"""The conversations of our own pages, in Node."""

import asyncio
import json
import os
from contextlib import asynccontextmanager

from tests.node import FRONTEND, node_program

PATIENCE = 60


class Pages:
    """What each shows last; that nothing ever stands there twice or in another order."""

    def __init__(self, process):
        self._process = process
        self._changed = asyncio.Condition()
        self.shown = {}
        self.wrong = []

    def does(self, *order):
        self._process.stdin.write(f"{json.dumps(order)}\n".encode())

    async def show(self, transcript, *names):
        """Wait until all of them do."""

        def do():
            return self.wrong or all(self.shown.get(name) == transcript for name in names)

        try:
            async with asyncio.timeout(PATIENCE), self._changed:
                await self._changed.wait_for(do)
        except TimeoutError:
            shown = {name: self.shown.get(name) for name in names}
            raise AssertionError(f"{transcript} is stored, shown are {shown}") from None
        assert self.wrong == []

    async def read(self):
        async for line in self._process.stdout:
            name, messages = json.loads(line)
            async with self._changed:
                self.shown[name] = messages
                places = [seq for seq, _, _ in messages]
                ids = {each for _, each, _ in messages}
                if places != sorted(set(places)) or len(ids) < len(messages):
                    self.wrong.append((name, messages))
                self._changed.notify_all()


@asynccontextmanager
async def pages_of(program):
    """Until the end."""
    process = await asyncio.create_subprocess_exec(
        *(node_program(), str(program)),
        cwd=FRONTEND,
        env=os.environ,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**20,
    )
    pages = Pages(process)
    reading = asyncio.create_task(pages.read())
    try:
        yield pages
    finally:
        process.stdin.close()
        await process.wait()
        await reading
