"""Going back to a page, which browsers keep as it was if they can."""

from contextlib import suppress

import pytest
from playwright.async_api import Error, expect

from tests.browser.browsers import firefox, whole_chromium
from tests.browser.sockets import SOON, are, sockets
from tests.browser.team import team_of
from tests.browser.windows import until

REMEMBER = """
addEventListener('pageshow', ({ persisted }) => {
  window.came = persisted ? 'as it was' : 'loaded anew'
})
"""


@pytest.fixture(params=[whole_chromium, firefox])
async def browser(request, playwright):
    """One for each test: Playwright takes a page that was kept for gone."""
    async with await request.param(playwright) as browser:
        yield browser


@pytest.fixture
async def visitor(own_server, visitors):
    visitor = await visitors(at=own_server)
    await visitor.page.add_init_script(REMEMBER)
    return visitor


@pytest.fixture(params=["on our own page", "on another site"])
def page(request, own_server, sites):
    own = request.param == "on our own page"
    return f"{own_server.url}/" if own else sites.with_widget(own_server)


@pytest.fixture
def elsewhere(sites):
    return sites.page("<h1>Elsewhere</h1>", at="elsewhere")


async def test_a_page_whose_chat_nobody_has_opened_is_kept(visitor, page, elsewhere):
    await visitor.visits(page)
    await expect(visitor.launcher).to_be_visible()
    await leaves(visitor, elsewhere)

    assert await comes_back(visitor, page) == "as it was"


@pytest.mark.parametrize("browser", [whole_chromium], indirect=True)
async def test_a_chat_that_is_kept_shows_what_came_meanwhile_and_has_one_socket(
    own_server, visitor, page, elsewhere
):
    await visitor.begins("Halo", at=page)
    await visitor.writes("And a dra")
    async with team_of(own_server) as team:
        await until(lambda: are(lambda: sockets(own_server), 1))
        await leaves(visitor, elsewhere)
        await until(lambda: are(lambda: sockets(own_server), 0))
        await team.says(visitor.name, "While you were away", "And one more")

        assert await comes_back(visitor, page) == "as it was"
        told = ["Halo", "While you were away", "And one more", "Welcome back"]
        await expect(visitor.bubbles).to_have_text(told[:3], timeout=SOON)
        await until(lambda: are(lambda: sockets(own_server), 1))
        await team.says(visitor.name, "Welcome back")
        await expect(visitor.bubbles).to_have_text(told, timeout=SOON)
        await expect(visitor.box).to_have_value("And a dra")
        await visitor.says("Thank you")
        await visitor.nothing_waits()
        assert await team.texts(visitor.name) == [*told, "Thank you"]


@pytest.mark.parametrize("browser", [firefox], indirect=True)
async def test_firefox_keeps_no_page_that_has_a_socket_and_a_chat_is_all_there_when_it_is_loaded_anew(
    own_server, visitor, page, elsewhere
):
    await visitor.begins("Halo", at=page)
    await visitor.writes("And a dra")
    async with team_of(own_server) as team:
        await until(lambda: are(lambda: sockets(own_server), 1))
        await leaves(visitor, elsewhere)
        await until(lambda: are(lambda: sockets(own_server), 0))
        await team.says(visitor.name, "While you were away")

        assert await comes_back(visitor, page) == "loaded anew"
        await expect(visitor.launcher).to_be_visible()
        await visitor.opens_the_chat()
        await visitor.sees_just("Halo", "While you were away")
        await expect(visitor.box).to_have_value("And a dra")
    await until(lambda: are(lambda: sockets(own_server), 1))


async def leaves(visitor, elsewhere):
    """What `came` says afterwards is said by the return."""
    await visitor.page.evaluate("came = null")
    await visitor.visits(elsewhere)


async def comes_back(visitor, to):
    """Says how; Playwright's own way waits for something to be loaded."""
    came = []

    async def there():
        with suppress(Error):
            ask = "to => location.href === to && window.came"
            came.append(await visitor.page.evaluate(ask, to))
        return came and came[-1]

    await visitor.page.evaluate("history.back()")
    await until(there)
    return came[-1]
