"""The browsers that `dev.py test` has found or brought."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Page, Playwright

from tests.browser.tls import TlsNginx

BESIDE = Path(__file__).parent


def chromium(playwright: Playwright, *args: str, name: str = "LIVECHAT_CHROMIUM", **more):
    """Root has no sandbox, and containers seldom have one."""
    args = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", *args)
    return playwright.chromium.launch(executable_path=_path(name), args=args, **more)


def whole_chromium(playwright: Playwright):
    """Keeps pages for the way back, which one made for machines does not."""
    kept = ["--disable-back-forward-cache"]
    return chromium(playwright, name="LIVECHAT_WHOLE_CHROMIUM", ignore_default_args=kept)


def chromium_behind(proxy: TlsNginx, playwright: Playwright):
    """Takes every name to that proxy, and trusts its authority."""
    rules = f"MAP *:80 127.0.0.1:{proxy.plain}, MAP * 127.0.0.1:{proxy.port}"
    trusting = proxy.authority.trusting()
    return chromium(playwright, f"--host-resolver-rules={rules}", env=trusting)


def firefox_behind(proxy: TlsNginx, playwright: Playwright, behaviour: int = 0):
    """The same; *behaviour* is what it does with cookies of other sites."""
    prefs = {
        "network.dns.forceResolve": "127.0.0.1",
        "network.socket.forcePort": f"443={proxy.port};8443={proxy.port};80={proxy.plain}",
        "dom.security.https_first": False,
        "network.cookie.cookieBehavior": behaviour,
    }
    return firefox(playwright, firefox_user_prefs=prefs, env=proxy.authority.trusting())


def firefox(playwright: Playwright, **more):
    _path("LIVECHAT_FIREFOX")
    program = BESIDE / "firefox.py"
    return playwright.firefox.launch(channel="moz-firefox", executable_path=program, **more)


async def blocks_cookies_of_others(page: Page) -> None:
    """As Chromium does for those who want it; Firefox has to know when it starts."""
    device = await page.context.new_cdp_session(page)
    wanted = {
        "enableThirdPartyCookieRestriction": True,
        "disableThirdPartyCookieMetadata": True,
        "disableThirdPartyCookieHeuristics": True,
    }
    await device.send("Network.enable")
    await device.send("Network.setCookieControls", wanted)


def _path(name: str) -> str:
    path = os.environ.get(name)
    if not path:
        pytest.fail(f"{name} names no browser. Run the tests with: python3 dev.py test", False)
    return path
