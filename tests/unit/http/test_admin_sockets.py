import pytest

from livechat.domain.people import EmailAddress
from livechat.entrypoints.realtime.protocol import Close


class Socket:
    """One client of the hub."""

    def __init__(self, socket_id):
        self.socket_id = socket_id
        self.channels = {}
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


async def test_signing_out_closes_the_sockets_of_that_login(admin, browser, listens):
    other = await browser().signs_in()
    mine, theirs = await listens(admin, "1.1"), await listens(other, "2.2")

    await admin.post("/admin/logout", headers=admin.csrf)

    assert mine.closed == Close.UNAUTHORISED
    assert theirs.closed is None


async def test_signing_in_again_closes_the_sockets_of_the_login_before(admin, listens):
    before = await listens(admin, "1.1")

    await admin.signs_in()

    assert before.closed == Close.UNAUTHORISED


async def test_a_new_password_closes_all_sockets_wherever_it_was_set(admin, listens, services):
    sockets = [await listens(admin, f"1.{number}") for number in range(150)]
    found, _ = await services.admins.by_email(EmailAddress.of("ana@example.com", field="email"))

    await services.admins.set_password(found.id, "another hash")
    await services.sockets.drop_ended()

    assert {socket.closed for socket in sockets} == {Close.UNAUTHORISED}


async def test_a_login_that_has_ended_of_old_age_takes_its_sockets_along(
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
