"""Windows that are left, and come back to."""

import asyncio
from contextlib import asynccontextmanager

from tests.browser.windows import until


async def _window_state(page, state):
    session = await page.context.new_cdp_session(page)
    # Playwright lets every page believe that it has the focus.
    await session.send("Emulation.setFocusEmulationEnabled", {"enabled": state == "normal"})
    window = await session.send("Browser.getWindowForTarget")
    bounds = {"windowId": window["windowId"], "bounds": {"windowState": state}}
    await session.send("Browser.setWindowBounds", bounds)
    focus = f"document.hasFocus() === {str(state == 'normal').lower()}"
    await until(lambda: page.evaluate(focus))


async def _behind(page):
    await _window_state(page, "minimized")


async def _in_front(page):
    await _window_state(page, "normal")


async def _visibility(page, state):
    """A browser without a screen hides no tab; this is all that a page would notice of it."""
    await page.evaluate(
        """state => {
          Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
          document.dispatchEvent(new Event('visibilitychange'))
        }""",
        state,
    )


async def _hidden(page):
    await _visibility(page, "hidden")


async def _shown(page):
    await _visibility(page, "visible")


async def _kept(page):
    """Nor does it keep a page for the way back."""
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")


async def _returned(page):
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")


async def lives(page, state):
    """`frozen`, or `active` again: what browsers do with tabs that nobody has looked at for long."""
    device = await page.context.new_cdp_session(page)
    await device.send("Page.setWebLifecycleState", {"state": state})


async def crashes(page):
    """Its process ends, and says nothing."""
    device = await page.context.new_cdp_session(page)
    crashed = asyncio.ensure_future(device.send("Page.crash"))
    await page.wait_for_event("crash")
    crashed.cancel()


@asynccontextmanager
async def hanging(page):
    """Nothing of it runs meanwhile; nobody has told it."""
    enough = asyncio.Event()

    async def hold(route):
        await enough.wait()
        await route.fulfill()

    await page.route("**/hang", hold)
    async with page.expect_request("**/hang"):
        await page.evaluate(
            """() => void setTimeout(() => {
              const request = new XMLHttpRequest()
              request.open('GET', '/hang', false)
              request.send()
            })"""
        )
    try:
        yield
    finally:
        enough.set()


BEHIND = (_behind, _in_front)
HIDDEN = (_hidden, _shown)
KEPT = (_kept, _returned)
