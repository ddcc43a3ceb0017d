"""Listeners at an independent Pusher server hear what we tell."""

import pytest

from livechat.adapters.memory import MemoryStore
from livechat.adapters.presence import InProcessPresence
from livechat.adapters.pusher.notifier import PusherNotifier
from livechat.adapters.pusher.peers import PusherPeers
from livechat.adapters.pusher.server import UnwantedError
from livechat.adapters.pusher.watch import AdminWatch
from livechat.application.ports import NotifierDownError
from livechat.application.signals import Signal
from livechat.domain.people import IDLE_LOGIN
from tests.builders import NOW, a_login, an_admin, as_proved
from tests.contracts.surroundings import NotifierContract, PeersContract
from tests.integration.pusher.conftest import asked, listening, until
from tests.integration.pusher.soketi import APP


@pytest.fixture
async def server(soketi):
    async with asked(soketi.address) as server:
        yield server


class TestPusherNotifier(NotifierContract):
    @pytest.fixture
    def notifier(self, server):
        return PusherNotifier(server)

    @pytest.fixture
    async def heard(self, soketi):
        async with listening(soketi, "admin-chat", "chat-session.1") as heard:
            yield heard

    async def arrival(self, heard, count):
        await until(lambda: len(heard) >= count)

    async def test_many_arrive_in_order_though_a_request_holds_ten(self, notifier, heard):
        many = [Signal("admin-chat", "message.sent", {"seq": n}) for n in range(73)]

        await notifier.publish(many)

        await self.arrival(heard, 73)
        assert heard == many


class TestPusherPeers(PeersContract):
    @pytest.fixture
    def one(self, server):
        return PusherPeers(server)


async def test_a_wrong_secret_is_refused_though_the_server_answers_200(soketi):
    async with asked(soketi.address, app=(APP.id, APP.key, "another")) as server:
        with pytest.raises(UnwantedError, match="401"):
            await server.is_occupied("private-admin-chat")
        with pytest.raises(NotifierDownError, match="401"):
            await PusherPeers(server).ready()


async def test_admins_are_here_while_somebody_listens_for_them(soketi, server, clock):
    store, presence = MemoryStore(clock), InProcessPresence(clock)
    for name in ("Budi", "Ana"):
        await store.admins.add(admin := an_admin(name), "hash")
        await store.admins.open_login(a_login(admin, browser=name), as_proved)
    await store.admins.add(an_admin("Eve, who is not signed in"), "hash")
    watch = AdminWatch(server, presence, store.admins, clock)

    await watch.look()
    assert await presence.here() == []
    async with listening(soketi, "admin-chat"):
        await watch.look()
        assert await presence.here() == ["Ana", "Budi"]
    await watch.look()
    clock.time = NOW + IDLE_LOGIN
    assert await presence.here() == []
