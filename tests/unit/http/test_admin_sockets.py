import asyncio

import pytest

from livechat.adapters.peers import NoPeers
from livechat.domain.errors import StoreUnavailableError
from livechat.domain.people import EmailAddress, secret_hash
from livechat.entrypoints.admin_sockets import AdminSockets
from livechat.entrypoints.realtime.hub import Hub
from livechat.entrypoints.realtime.protocol import Close
from tests.fakes import Neighbours


class Socket:
    """One client of the hub."""

    def __init__(self, socket_id):
        self.socket_id = socket_id
        self.channels = {}
        self.user_id = ""
        self.closed = None

    def write(self, frame):
        pass

    def close(self, code, reason):
        self.closed = code

    def lose(self, channel):
        pass


@pytest.fixture
def listens(services):
    async def listens(admin, socket_id):
        """A socket that this admin has been given a signature for."""
        socket = Socket(socket_id)
        services.hub.enter(socket)
        form = {"socket_id": socket_id, "channel_name": "private-admin-chat"}
        assert (await admin.post("/broadcasting/auth", data=form)).status_code == 200
        return socket

    return listens


async def test_09_signing_out_closes_the_sockets_of_that_login(admin, browser, listens):
    other = await browser().signs_in()
    mine, theirs = await listens(admin, "1.1"), await listens(other, "2.2")

    await admin.post("/admin/logout", headers=admin.csrf)

    assert mine.closed == Close.UNAUTHORISED
    assert theirs.closed is None


async def test_09_signing_out_everywhere_closes_the_sockets_of_all_logins(admin, browser, listens):
    other = await browser().signs_in()
    sockets = [await listens(admin, "1.1"), await listens(other, "2.2")]

    await admin.post("/admin/logout-everywhere", headers=admin.csrf)

    assert {socket.closed for socket in sockets} == {Close.UNAUTHORISED}


async def test_signing_in_again_closes_the_sockets_of_the_login_before(admin, listens):
    before = await listens(admin, "1.1")

    await admin.signs_in()

    assert before.closed == Close.UNAUTHORISED


async def test_09_a_new_password_closes_all_sockets_wherever_it_was_set(admin, listens, services):
    sockets = [await listens(admin, f"1.{number}") for number in range(150)]
    ana = await services.admins.by_email(EmailAddress.of("ana@example.com", field="email"))

    await services.admins.set_password(ana.admin.id, "another hash")
    await services.sockets.drop_ended()

    assert {socket.closed for socket in sockets} == {Close.UNAUTHORISED}


async def test_25_a_login_that_has_ended_of_old_age_takes_its_sockets_along(
    admin, listens, services, clock
):
    socket = await listens(admin, "1.1")
    clock.advance(hours=11)
    await services.sockets.drop_ended()
    assert socket.closed is None

    clock.advance(hours=1)
    await services.sockets.drop_ended()

    assert socket.closed == Close.UNAUTHORISED


async def test_sockets_that_have_gone_are_forgotten(admin, listens, services):
    socket = await listens(admin, "1.1")
    services.hub.leave(socket)
    await services.sockets.drop_ended()

    services.hub.enter(socket)
    await admin.post("/admin/logout", headers=admin.csrf)

    assert socket.closed is None


@pytest.mark.parametrize(
    ("trouble", "has_traceback"), [(StoreUnavailableError(), False), (ZeroDivisionError(), True)]
)
async def test_a_database_that_is_away_is_a_line_and_a_mistake_of_ours_a_traceback(
    services, caplog, trouble, has_traceback
):
    class Away:
        def __init__(self):
            self.asked = asyncio.Event()

        async def lasts(self, login):
            self.asked.set()
            raise trouble

    away = Away()
    sockets = AdminSockets(services.hub, services.admins, away, NoPeers(), look_seconds=0)
    services.hub.enter(Socket("1.1"))
    sockets.remember("token", "1.1")

    watch = asyncio.create_task(sockets.watch())
    await away.asked.wait()
    watch.cancel()

    assert "looked at" in caplog.text
    assert ("Traceback" in caplog.text) is has_traceback


class Process:
    """Another one of the same installation: its own sockets, the same logins."""

    def __init__(self, street, services):
        self.hub = Hub()
        its = (services.admins, services.still_signed_in, street.peers())
        self.sockets = AdminSockets(self.hub, *its)

    def enters(self, socket_id):
        socket = Socket(socket_id)
        self.hub.enter(socket)
        return socket


@pytest.fixture
def street():
    return Neighbours()


@pytest.fixture
def process(street, services):
    return lambda: Process(street, services)


async def test_a_socket_of_one_process_ends_with_the_login_that_another_one_checked(process):
    asked, holds = process(), process()
    socket = holds.enters("1.1")

    asked.sockets.remember("of no login", "1.1")
    await holds.sockets.drop_ended()

    assert socket.closed == Close.UNAUTHORISED


async def test_what_a_process_missed_it_hears_when_it_is_repeated(process, street):
    asked, holds = process(), process()
    socket = holds.enters("1.1")
    street.apart = True
    asked.sockets.remember("of no login", "1.1")
    await holds.sockets.drop_ended()
    assert socket.closed is None
    street.apart = False

    street.repeat()
    await holds.sockets.drop_ended()

    assert socket.closed == Close.UNAUTHORISED


async def test_no_token_is_told_to_others_and_nothing_of_our_own_sockets(process, street):
    one = process()
    one.enters("1.1")
    told = []
    street.all[-1].tell = lambda *words: told.append(words)

    one.sockets.remember("token", "1.1")
    one.sockets.remember("token", "2.2")

    assert told == [("login given", secret_hash("token").hex(), "2.2")]
