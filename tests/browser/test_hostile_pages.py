"""Websites that leave nothing as it was."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import running
from tests.browser.team import team_of


@pytest.fixture(scope="module")
async def server(tmp_path_factory, sites):
    """Where no admin has a console open: each form says that nobody is there."""
    folder = tmp_path_factory.mktemp("away")
    async with running(folder, LIVECHAT_ALLOWED_ORIGINS=sites.origin()) as server:
        yield server


@pytest.fixture(scope="module")
async def team(server):
    async with team_of(server) as team:
        yield team


async def chats(visitor, team, url):
    """The whole way, from the launcher to an answer and back."""
    await visitor.begins("Halo", at=url)
    await team.says(visitor.name, "Hello")
    await visitor.sees_just("Halo", "Hello")
    await visitor.says("Thank you")
    await visitor.nothing_waits()
    await visitor.picture("chat")
    assert await team.texts(visitor.name) == ["Halo", "Hello", "Thank you"]


@pytest.mark.parametrize(
    "style",
    [
        "* { all: unset !important }",
        "*, :host { display: block !important; position: static !important; font-size: 40px }",
        "html { font-size: 62.5% } body { zoom: 1 }",
        "html { direction: rtl; text-transform: uppercase; letter-spacing: 1em; line-height: 9 }",
        "button, textarea, input, dialog { display: none !important; border: 9px solid red }",
    ],
    ids=["unset", "static", "small-rem", "rtl", "hidden-controls"],
)
async def test_the_style_of_a_page_does_not_reach_the_widget(style, visitor, team, server, sites):
    plain = await look_of(visitor, sites.with_widget(server))

    url = sites.with_widget(server, head=f"<style>{style}</style>")

    assert await look_of(visitor, url) == plain
    await chats(visitor, team, url)


async def look_of(visitor, url):
    """Place and letters of launcher and open form."""
    await visitor.visits(url)
    await visitor.opens_the_chat()
    name = visitor.field(visitor.words.name)
    await expect(name).to_be_focused()
    await visitor.has_opened_it()
    looks = [
        await each.evaluate(
            """element => {
              const { x, y, width, height } = element.getBoundingClientRect()
              const { fontSize, letterSpacing, textTransform, direction, borderWidth } = getComputedStyle(element)
              return { x, y, width, height, fontSize, letterSpacing, textTransform, direction, borderWidth }
            }"""
        )
        for each in (visitor.launcher.first, visitor.panel, name)
    ]
    await visitor.closes_the_panel()
    return looks


async def test_a_pusher_of_the_page_stays_the_page_s(visitor, team, server, sites):
    head = "<script>window.Pusher = window.theirs = { version: 'theirs' }</script>"

    await chats(visitor, team, sites.with_widget(server, head=head))

    assert await visitor.page.evaluate("Pusher === theirs && Pusher.version === 'theirs'")


async def test_a_page_without_pusher_has_none_afterwards(visitor, team, server, sites):
    await visitor.visits(sites.page("<h1>Empty</h1>"))
    before = await visitor.page.evaluate("Object.keys(window)")

    await chats(visitor, team, sites.with_widget(server))

    after = await visitor.page.evaluate("Object.keys(window)")
    assert set(after) - set(before) == {"LiveChat"}


async def test_a_loader_of_modules_is_not_called(visitor, team, server, sites):
    head = """<script>
      window.defined = []
      window.define = (...given) => defined.push(given)
      define.amd = {}
      window.module = { exports: {} }
      window.exports = module.exports
      window.require = () => { throw new Error('there is no such module') }
    </script>"""

    await chats(visitor, team, sites.with_widget(server, head=head))

    assert await visitor.page.evaluate("[defined.length, Object.keys(module.exports).length]") == [
        0,
        0,
    ]


@pytest.mark.parametrize(
    "patch",
    [
        "Object.prototype.extend = function () {}; Array.prototype.each = function () {}",
        "Array.prototype.toJSON = function () { return `[${this.map(JSON.stringify)}]` }",
        "for (const name of ['pushState', 'replaceState']) history[name] = () => {}",
        "Function.prototype.bind = function (self) { const run = this; return () => run.call(self) }",
        "const ask = fetch; fetch = (...given) => ask(...given).then(answer => answer)",
        "Array.from = () => []; Array.prototype.includes = () => false; window.Promise = class extends Promise {}",
    ],
    ids=["enumerable", "to-json", "history", "bind", "fetch", "polyfills"],
)
async def test_a_page_that_has_patched_the_language_has_a_chat(patch, visitor, team, server, sites):
    await chats(visitor, team, sites.with_widget(server, head=f"<script>{patch}</script>"))


async def test_a_page_that_forbids_its_storage_has_a_chat_for_as_long_as_it_is_open(
    visitor, server, sites
):
    head = """<script>
      for (const name of ['localStorage', 'sessionStorage'])
        Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError') } })
    </script>"""

    await visitor.visits(sites.with_widget(server, head=head))
    await visitor.opens_the_chat()
    await visitor.introduces(message="Halo")
    await visitor.sees_just("Halo")
    await visitor.nothing_waits()

    await expect(
        visitor.log.get_by_text("Your browser keeps nothing for this site")
    ).to_be_visible()
