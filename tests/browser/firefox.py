#!/usr/bin/env python
"""Firefox as it is, for Playwright, which drives it over WebDriver BiDi and knows one command more than it does."""

import asyncio
import json
import os
import re
import shutil
import sys
from pathlib import Path

from websockets.asyncio.client import connect
from websockets.asyncio.server import serve

UNKNOWN = "emulation.setMediaFeaturesOverride"
"""Firefox 153 refuses it; Playwright 1.65 sends it to every new context, and no test needs it."""

LISTENS = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")


async def main() -> int:
    """Start it with the options given, and stand between the two until it ends."""
    trust(Path(sys.argv[sys.argv.index("--profile") + 1]))
    firefox = await asyncio.create_subprocess_exec(
        os.environ["LIVECHAT_FIREFOX"], *sys.argv[1:], stderr=asyncio.subprocess.PIPE
    )
    while not (found := LISTENS.search(line := await firefox.stderr.readline())):
        assert line, "it does not start"
    address = found[1].decode()

    async def between(playwright):
        session = f"{address}{playwright.request.path}"
        async with connect(session, max_size=None, compression=None) as browser:
            answers = asyncio.create_task(passed_on(browser, playwright))
            async for command in playwright:
                asked = json.loads(command)
                if asked["method"] == UNKNOWN:
                    done = {"type": "success", "id": asked["id"], "result": {}}
                    await playwright.send(json.dumps(done))
                else:
                    await browser.send(command)
            answers.cancel()

    async with serve(between, "127.0.0.1", 0, max_size=None, compression=None) as server:
        port = server.sockets[0].getsockname()[1]
        sys.stderr.write(f"WebDriver BiDi listening on ws://127.0.0.1:{port}\n")
        while await firefox.stderr.readline():
            pass
        return await firefox.wait()


def trust(profile: Path) -> None:
    """Firefox has its own list of authorities in each profile."""
    if trusted := os.environ.get("LIVECHAT_TRUSTED"):
        for name in ("cert9.db", "key4.db"):
            shutil.copy(Path(trusted, name), profile)


async def passed_on(browser, playwright):
    async for answer in browser:
        await playwright.send(answer)
    await playwright.close()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
