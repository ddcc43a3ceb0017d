import pytest

from livechat.entrypoints.realtime.protocol import USERS


@pytest.fixture
def signed_in(connect):
    """`signed_in("7")`: a client that is."""

    def signed_in(user_id):
        client = connect()
        client.signs_in(f'{{"id":"{user_id}"}}')
        client.news()
        return client

    return signed_in


def test_a_user_is_there_while_a_socket_is_that_signed_in_as_him(signed_in, hub):
    first, second = signed_in("7"), signed_in("7")
    first.signs_in('{"id":"7"}')

    assert list(hub.census.members(USERS)) == ["7"]
    first.connection.leave()
    first.connection.leave()
    assert list(hub.census.members(USERS)) == ["7"]
    second.connection.leave()
    assert hub.census.members(USERS) == {}


def test_who_is_sent_away_is_so_with_all_his_sockets_for_good(signed_in, hub):
    his, other = [signed_in("7"), signed_in("7")], signed_in("8")

    hub.users.terminate("7")
    hub.users.terminate("7")
    hub.users.terminate("nobody")

    assert [client.closed for client in his] == [4009, 4009]
    assert other.closed is None
    assert len(hub) == 1
