"""A real server in its own process: started, killed and stopped by tests."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from tests.canary import CANARIES
from tests.ports import free_port
from tests.watch import LOGS

if TYPE_CHECKING:
    from asyncio.subprocess import Process

SOURCES = Path(__file__).resolve().parents[1] / "src"
PASSWORD = "long enough for a test"
READY_SECONDS = 90
ANSWER_SECONDS = 60
PROMISED_SECONDS = 30
"""From SIGTERM to its end, at most."""
COMING_BACK = {1001, 4100}
"""After these close codes pusher-js comes back by itself; after 4200 all would do so in the same moment."""


@dataclass(slots=True)
class ServerProcess:
    """`livechat serve` on one folder and one port, through all its lives."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    program: tuple[str, ...] = (sys.executable, "-m", "livechat")
    _process: Process | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def process(self) -> Process:
        """The one that was started last."""
        assert self._process is not None, "start it first"
        return self._process

    def client(self, **more: Any) -> httpx.AsyncClient:
        """Waits for an answer as long as a busy machine needs."""
        return httpx.AsyncClient(base_url=self.url, timeout=ANSWER_SECONDS, **more)

    async def command(self, *arguments: str) -> None:
        """Run another command of livechat to its end."""
        process = await self._spawn(*arguments)
        assert await process.wait() == 0, self.log()

    async def start(self) -> None:
        """Return when it is ready."""
        self._process = await self._spawn("serve", "--port", str(self.port), *self.options)
        async with asyncio.timeout(READY_SECONDS), httpx.AsyncClient() as client:
            while not await self._ready(client):
                assert self._process.returncode is None, self.log()
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """No chance to finish anything."""
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """The polite way, after a look at its figures; says with which status it ended."""
        async with httpx.AsyncClient(timeout=2) as client:
            with suppress(httpx.TransportError):
                await client.get(f"{self.url}/metrics")
        self.process.send_signal(signal.SIGTERM)
        return await self.process.wait()

    async def listens_no_more(self) -> None:
        """Return when whoever comes from now on goes to its successor."""
        with suppress(OSError):
            while True:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.close()
                await asyncio.sleep(0.02)

    async def end(self) -> None:
        """Whatever state it is in."""
        if self._process is not None and self._process.returncode is None:
            await self.kill()

    def log(self) -> str:
        """All that it has said, and commands to whoever gave them."""
        said = (self.folder / name for name in ("server.log", "commands.log"))
        return "".join(each.read_text() for each in said if each.exists())

    async def _ready(self, client: httpx.AsyncClient) -> bool:
        try:
            return (await client.get(f"{self.url}/readyz")).status_code == 200
        except httpx.TransportError:
            return False

    def environment(self) -> dict[str, str]:
        """What each of its programs is given."""
        surroundings = {k: v for k, v in os.environ.items() if not k.startswith("LIVECHAT_")}
        return surroundings | {
            "LIVECHAT_DATA_DIR": str(self.folder / "data"),
            "LIVECHAT_RATE_LIMITS": "off",
            "LIVECHAT_ADMIN_PASSWORD": PASSWORD,
            "PYTHONPATH": str(SOURCES),
            **self.settings,
        }

    async def _spawn(self, *arguments: str) -> Process:
        CANARIES.learn_settings(self.environment())
        name = "server.log" if arguments[0] == "serve" else "commands.log"
        LOGS.setdefault(self.folder / "server.log", 0)
        with (self.folder / name).open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *(*self.program, *arguments), env=self.environment(), stdout=log, stderr=log
            )
