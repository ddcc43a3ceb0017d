"""One livechat keeps the sockets of another, which takes it for a Pusher server."""

from types import SimpleNamespace

import pytest

from livechat.adapters.pusher.notifier import PusherNotifier
from tests.contracts.surroundings import NotifierContract
from tests.integration.pusher.conftest import asked, listening, until
from tests.integration.pusher.soketi import APP
from tests.server_process import ServerProcess


@pytest.fixture(scope="module")
async def gateway(tmp_path_factory):
    told = {"PUSHER_APP_ID": APP.id, "PUSHER_APP_KEY": APP.key, "PUSHER_APP_SECRET": APP.secret}
    livechat = ServerProcess(tmp_path_factory.mktemp("gateway"), settings=told)
    await livechat.start()
    yield SimpleNamespace(address=livechat.url)
    await livechat.end()


@pytest.fixture
async def server(gateway):
    async with asked(gateway.address) as server:
        yield server


class TestPusherNotifierAtOurGateway(NotifierContract):
    @pytest.fixture
    def notifier(self, server):
        return PusherNotifier(server)

    @pytest.fixture
    async def heard(self, gateway):
        async with listening(gateway, "admin-chat", "chat-session.1") as heard:
            yield heard

    async def arrival(self, heard, count):
        await until(lambda: len(heard) >= count)


async def test_it_knows_whether_an_admin_listens(gateway, server):
    assert not await server.is_occupied("private-admin-chat")
    async with listening(gateway, "admin-chat"):
        assert await server.is_occupied("private-admin-chat")
