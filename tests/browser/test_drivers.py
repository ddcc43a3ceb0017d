"""Who tells the listeners can change; that somebody does is seen on the wire."""

import asyncio

import pytest
from playwright.async_api import expect

from tests.browser.conftest import running
from tests.browser.team import team_of
from tests.browser.windows import NEXT_TRY, PATIENCE, until
from tests.integration.pusher.soketi import Soketi
from tests.integration.redis.server import RedisServer


class Wire:
    """What the sockets of a page receive."""

    def __init__(self, page):
        self.tried = []
        self.frames = []
        page.on("websocket", self._opened)

    def _opened(self, socket):
        self.tried.append(socket.url)
        socket.on("framereceived", lambda text: self.frames.append((socket.url, str(text))))

    async def brings(self, *words, at="", patience=PATIENCE):
        async def has():
            return any(at in url and all(w in text for w in words) for url, text in self.frames)

        await until(has, patience)


async def test_an_answer_comes_over_the_socket(visitor, team):
    wire = Wire(visitor.page)
    await visitor.begins("Halo")
    await wire.brings("subscription_succeeded")

    await team.says(visitor.name, "Hello there")

    await wire.brings("message.sent", "Hello there")
    await visitor.sees_just("Halo", "Hello there")


@pytest.fixture
def soketi(tmp_path):
    with Soketi(tmp_path) as soketi:
        yield soketi


async def test_the_driver_changes_in_mid_chat(visitors, own_server, soketi, windows):
    windows.expect_no_answers()
    visitor = await visitors(at=own_server)
    wire = Wire(visitor.page)
    async with team_of(own_server) as team:
        await visitor.begins("On our own gateway")
        await wire.brings("subscription_succeeded", at=f":{own_server.port}/")

        await own_server.stop()
        await visitor.says("While nobody is there")
        own_server.settings |= soketi.settings
        await own_server.start()
        await visitor.nothing_waits(NEXT_TRY)
        await team.says(visitor.name, "On another one")
        await visitor.sees_just("On our own gateway", "While nobody is there", "On another one")

        await visitor.page.reload()
        await wire.brings("subscription_succeeded", at=f":{soketi.port}/")
        await team.says(visitor.name, "And heard there")
        await wire.brings("And heard there", at=f":{soketi.port}/")
        said = ["On our own gateway", "While nobody is there", "On another one", "And heard there"]
        await visitor.opens_the_chat()
        await visitor.sees_just(*said)
        assert await team.texts(visitor.name) == said


@pytest.fixture
async def told_by_soketi(tmp_path, soketi):
    async with running(tmp_path, **soketi.settings) as server:
        yield server


async def test_the_other_gateway_dies_and_nobody_misses_anything(
    visitors, told_by_soketi, soketi, windows
):
    windows.expect_no_answers()
    visitor = await visitors(at=told_by_soketi)
    wire = Wire(visitor.page)
    async with team_of(told_by_soketi) as team:
        await visitor.begins("Halo")
        await wire.brings("subscription_succeeded")

        soketi.kill()
        await team.says(visitor.name, "One", "Two")
        await visitor.says("Three")
        await visitor.sees_just("Halo", "One", "Two", "Three")
        wire.frames.clear()
        soketi.start()
        await wire.brings("subscription_succeeded", patience=NEXT_TRY)
        await team.says(visitor.name, "Four")

        await wire.brings("message.sent", "Four")
        await visitor.sees_just("Halo", "One", "Two", "Three", "Four")


async def test_a_gateway_that_says_nothing_is_asked_again_and_again_in_one_way(
    visitors, told_by_soketi, soketi
):
    """By TLS would be against the policy, and a complaint."""
    visitor = await visitors(at=told_by_soketi)
    wire = Wire(visitor.page)
    soketi.freeze()
    await visitor.begins("Halo")

    await until(lambda: asyncio.sleep(0, len(wire.tried) > 2))
    soketi.thaw()
    await wire.brings("subscription_succeeded", patience=NEXT_TRY)


@pytest.mark.parametrize("locale", ["en", "id"])
async def test_an_admin_is_told_that_others_hear_late(admins, tmp_path, windows, locale):
    windows.expect_no_answers()
    with RedisServer(tmp_path) as redis:
        settings = {"BROADCAST_DRIVER": "redis", "REDIS_URL": redis.url}
        async with running(tmp_path, **settings) as server:
            admin = await admins(at=server, locale=locale)
            banner = admin.page.locator(".banner")
            await expect(banner).to_be_hidden()

            redis.kill()
            await admin.page.reload()
            await expect(banner).to_have_text(admin.words.listeners_late)
            await admin.picture("listeners-late")

            redis.start()
            await admin.page.reload()
            await expect(banner).to_be_hidden()
