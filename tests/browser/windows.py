"""Browser windows that remember what went wrong in them."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Route,
    WebError,
    expect,
)

from tests.browser.words import EN, Words
from tests.canary import CANARIES
from tests.server_process import ServerProcess

PHONE = (360, 740)
TABLET = (768, 1024)
DESKTOP = (1440, 900)

PATIENCE = 20_000
"""Milliseconds for what a page has to come to, on a machine that is busy with other things."""
NEXT_TRY = 40_000
"""Where the server was long away: tries to connect are up to 19 seconds apart, those to send up to 36."""
_NO_MISTAKE = "is closed before the connection is established"
"""A page was left, or lost patience, while its socket was being opened; Chromium warns of that."""


async def until(true: Callable[[], Awaitable[bool]], patience: int = PATIENCE) -> None:
    """For what no locator can wait for."""
    async with asyncio.timeout(patience / 1000):
        while not await true():
            await asyncio.sleep(0.02)


_WATCH_POLICY = """
addEventListener('securitypolicyviolation', event =>
  console.error(`policy violated: ${event.effectiveDirective} by ${event.blockedURI} ${event.sample}`))
"""


@dataclass
class Windows:
    """All that one test opens. Each is a browser of its own: other cookies, other storage."""

    browser: Browser
    folder: Path
    complaints: list[str] = field(default_factory=list)
    attacked: bool = False
    """What strangers put into addresses is theirs."""
    _expected: list[str] = field(default_factory=list)
    _open: list[BrowserContext] = field(default_factory=list)
    _pictures: int = 0

    async def open(self, *, locale: str = "en", size: tuple[int, int] = DESKTOP, **more) -> Page:
        """A page with nothing in it yet."""
        width, height = size
        context = await self.browser.new_context(
            locale={"en": "en-GB", "id": "id-ID"}[locale],
            timezone_id="Asia/Jakarta",
            viewport={"width": width, "height": height},
            has_touch=size == PHONE,
            **more,
        )
        context.set_default_timeout(PATIENCE)
        context.on("console", self._hear)
        context.on("weberror", self._catch)
        context.on("request", self._tell_the_canaries)
        await context.add_init_script(_WATCH_POLICY)
        await context.tracing.start(snapshots=True)
        self._open.append(context)
        return await context.new_page()

    def expect(self, *patterns: str) -> None:
        """Complaints like these are part of the test."""
        self._expected += patterns

    def expect_no_answers(self) -> None:
        """Browsers complain about each request that nobody answers."""
        self.expect("net::ERR_", "WebSocket connection to")

    async def picture(self, page: Page, name: str) -> None:
        """Keep how it looks; nothing is put into the page for that."""
        self._pictures += 1
        path = self.folder / f"{self._pictures:02}-{name}.png"
        await page.screenshot(path=path, animations="allow", caret="initial")

    async def close(self, *, failed: bool) -> None:
        """After a failure pictures and traces are kept; see them with `playwright show-trace`."""
        failed = failed or bool(self.unexpected())
        for number, context in enumerate(self._open, 1):
            if failed:
                await self._keep(number, context)
            CANARIES.learn(*(each["value"] for each in await context.cookies()))
            await context.close()
        if failed:
            (self.folder / "complaints.txt").write_text("\n".join(self.complaints))

    def unexpected(self) -> list[str]:
        """What no test may leave behind."""
        known = re.compile("|".join([_NO_MISTAKE, *self._expected]))
        return [each for each in self.complaints if not known.search(each)]

    async def _keep(self, number: int, context: BrowserContext) -> None:
        for page in context.pages:
            await self.picture(page, f"failed-{number}")
        await context.tracing.stop(path=self.folder / f"trace-{number}.zip")

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "assert"):
            self.complaints.append(f"{message.type}: {message.text} ({message.location['url']})")

    def _tell_the_canaries(self, request: Request) -> None:
        """A chat's own address holds its id; what is searched for is the admin's own request."""
        address = urlsplit(request.url)
        CANARIES.asked(request.url, request.post_data_buffer)
        if not self.attacked:
            path = re.sub(r"[\w-]{36}", "", address.path)
            CANARIES.hear(f"{path}?{re.sub(r'(^|&)q=[^&]*', '', address.query)}")

    def _catch(self, error: WebError) -> None:
        self.complaints.append(f"thrown: {error.error.stack or error.error}")


@dataclass
class Person:
    """Somebody at a page of ours."""

    windows: Windows
    server: ServerProcess
    page: Page
    words: Words = EN

    @property
    def log(self) -> Locator:
        """Where the chat is shown."""
        raise NotImplementedError

    async def picture(self, name: str) -> None:
        """Keep how it looks to this one."""
        await self.windows.picture(self.page, f"{type(self).__name__.lower()}-{name}")

    async def stops_the_clock(self) -> int:
        """Of all pages of this browser, installed before; says what time it is from now on, in milliseconds."""
        now = await self.page.evaluate("Date.now()")
        # It goes on until it is stopped, and cannot be stopped at what is over.
        await self.page.clock.pause_at(now / 1_000 + 10)
        return await self.page.evaluate("Date.now()")

    async def waits(self, seconds: int) -> None:
        """By the clock of the page, installed before; what it asks meanwhile is answered."""
        for _ in range(seconds):
            await self.page.clock.run_for(1_000)
            await self.page.evaluate("fetch('/healthz').then(answer => answer.text())")

    async def nothing_waits(self, patience: int = PATIENCE) -> None:
        """All that was written here is stored."""
        marks = self.log.get_by_text(re.compile(f"^({self.words.sending}|{self.words.not_sent})"))
        await expect(marks).to_have_count(0, timeout=patience)

    async def loses_cookies_in_sending(self) -> None:
        """The next message is the first thing that is asked without them."""

        async def lose(route: Route) -> None:
            await self.page.context.clear_cookies()
            await route.continue_()

        await self.page.route("**/send-message", lose, times=1)
