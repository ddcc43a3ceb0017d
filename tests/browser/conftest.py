"""A real browser, a real server, and people in front of them."""

import re
import shutil
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect

from tests.browser import admin_desk
from tests.browser.admin_desk import AdminDesk
from tests.browser.browsers import chromium
from tests.browser.guests import guests_of
from tests.browser.sites import serving_sites
from tests.browser.team import team_of
from tests.browser.visitor import Visitor
from tests.browser.windows import DESKTOP, PATIENCE, Windows
from tests.browser.words import IN
from tests.server_process import ServerProcess

ARTEFACTS = Path(__file__).parents[2] / "artefacts"
OUTCOME = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A failure comes with what the servers have said."""
    report = yield
    if report.failed:
        item.stash[OUTCOME] = True
        for name, value in getattr(item, "funcargs", {}).items():
            if isinstance(value, ServerProcess):
                report.sections.append((f"log of {name}", value.log()[-10_000:]))
    return report


@pytest.fixture(scope="session")
async def playwright():
    """Waits for what it is told to expect."""
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
async def browser(playwright):
    """The one for all tests that need no other."""
    async with await chromium(playwright) as browser:
        yield browser


@pytest.fixture(scope="session")
def sites():
    """Where websites of others come from."""
    with serving_sites() as sites:
        yield sites


@asynccontextmanager
async def running(folder, *options, **settings):
    """A server of its own, with an admin."""
    server = ServerProcess(folder, settings, options)
    await server.command("admin", "create", admin_desk.EMAIL, "--name", admin_desk.NAME)
    await server.start()
    try:
        yield server
    finally:
        if server.process.returncode is None:
            await server.stop()


@pytest.fixture(scope="session")
async def server(tmp_path_factory, sites):
    """The one for all tests that leave it running; every visitor has a name of their own."""
    folder = tmp_path_factory.mktemp("server")
    async with running(folder, LIVECHAT_ALLOWED_ORIGINS=sites.origin()) as server:
        yield server


@pytest.fixture(scope="session")
async def _mortal(tmp_path_factory, sites):
    folder = tmp_path_factory.mktemp("mortal")
    async with running(folder, LIVECHAT_ALLOWED_ORIGINS=sites.origin()) as server:
        yield server


@pytest.fixture
async def mortal_server(_mortal):
    """One to kill; the next test finds it alive again."""
    yield _mortal
    if _mortal.process.returncode is not None:
        await _mortal.start()


@pytest.fixture
async def own_server(tmp_path, sites):
    """One that nobody else has been to."""
    async with running(tmp_path, LIVECHAT_ALLOWED_ORIGINS=sites.origin()) as server:
        yield server


@pytest.fixture
async def windows(browser, request):
    """Fails the test whose pages have complained of something that it did not expect."""
    folder = ARTEFACTS / re.sub(r"[^\w.-]+", "-", request.node.name).strip("-")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    windows = Windows(browser, folder)
    yield windows
    await windows.close(failed=request.node.stash.get(OUTCOME, False))
    assert windows.unexpected() == []
    if not any(folder.iterdir()):
        folder.rmdir()


@pytest.fixture
def visitors(windows, server):
    """`await visitors(locale="id", size=PHONE)`: somebody in a browser of their own."""

    async def visitor(*, locale="en", size=DESKTOP, at=server, **more):
        page = await windows.open(locale=locale, size=size, **more)
        return Visitor(windows, at, page, words=IN[locale])

    return visitor


@pytest.fixture
async def visitor(visitors):
    return await visitors()


@pytest.fixture
def admins(windows, server):
    """`await admins()`: an admin who is signed in, at the console."""

    async def admin(*, locale="en", size=DESKTOP, at=server, email=admin_desk.EMAIL, **more):
        page = await windows.open(locale=locale, size=size, **more)
        desk = AdminDesk(windows, at, page, words=IN[locale])
        await desk.is_signed_in(email)
        await desk.visits()
        return desk

    return admin


@pytest.fixture
async def admin(admins):
    return await admins()


@pytest.fixture(scope="session")
async def colleague(server):
    """Another admin's e-mail."""
    await server.command("admin", "create", admin_desk.COLLEAGUE, "--name", "Tom")
    return admin_desk.COLLEAGUE


@pytest.fixture(scope="session")
async def guests(server):
    """`await guests("Halo")`: visitors without a page."""
    async with guests_of(server) as guests:
        yield guests


@pytest.fixture
async def guests_at():
    """`await guests_at(own_server)`: those of another server."""
    async with AsyncExitStack() as stack:
        yield lambda server: stack.enter_async_context(guests_of(server))


@pytest.fixture(scope="session")
async def team(server):
    """Answers without a console."""
    async with team_of(server) as team:
        yield team
