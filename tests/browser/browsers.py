"""The browsers that `dev.py test` has found or brought."""

import os

import pytest
from playwright.async_api import Playwright

from tests.browser.tls import TlsNginx


def chromium(playwright: Playwright, *args: str):
    """Root has no sandbox, and containers seldom have one."""
    args = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", *args)
    return playwright.chromium.launch(executable_path=_path("LIVECHAT_CHROMIUM"), args=args)


def chromium_behind(proxy: TlsNginx, playwright: Playwright):
    """Takes every name to that proxy."""
    rules = f"MAP *:80 127.0.0.1:{proxy.plain}, MAP * 127.0.0.1:{proxy.port}"
    return chromium(playwright, f"--host-resolver-rules={rules}")


def _path(name: str) -> str:
    path = os.environ.get(name)
    if not path:
        pytest.fail(f"{name} names no browser. Run the tests with: python3 dev.py test", False)
    return path
