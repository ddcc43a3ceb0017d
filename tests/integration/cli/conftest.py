"""A machine with livechat on it, servers, and browsers."""

from contextlib import AsyncExitStack

import httpx
import pytest

from tests.integration.cli.machine import PATIENCE, Livechat
from tests.server_process import PASSWORD, ServerProcess


@pytest.fixture
def livechat(tmp_path):
    return Livechat(tmp_path)


@pytest.fixture
def signed_up(livechat):
    """The same, where one admin can sign in."""
    livechat.settings["LIVECHAT_ADMIN_PASSWORD"] = PASSWORD
    assert livechat("admin", "create", "ana@example.com", "--name", "Ana").status == 0
    return livechat


@pytest.fixture
async def server(tmp_path):
    """A server that is not started yet; whatever comes, it is gone afterwards."""
    server = ServerProcess(tmp_path)
    yield server
    await server.end()


class Browser(httpx.AsyncClient):
    """Keeps cookies."""

    async def signs_in(self, email, password):
        answer = await self.post("/admin/login", json={"email": email, "password": password})
        return answer.status_code


@pytest.fixture
async def browser():
    """Makes browsers, each with cookies of its own."""
    async with AsyncExitStack() as closing:

        async def opened(url):
            return await closing.enter_async_context(Browser(base_url=url, timeout=PATIENCE))

        yield opened
