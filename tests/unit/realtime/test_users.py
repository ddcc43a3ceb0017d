import json

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


@pytest.fixture
def watches(connect):
    def watches(*watched, user_id="w"):
        """A client that signed in with a watchlist."""
        client = connect()
        client.signs_in(json.dumps({"id": user_id, "watchlist": watched}))
        return client

    return watches


def told(**names):
    """What a watcher hears."""
    events = [{"name": name, "user_ids": ids} for name, ids in names.items()]
    return ("pusher_internal:watchlist_events", {"events": events})


def test_who_watches_others_learns_who_is_there_and_what_changes(signed_in, watches):
    signed_in("7")
    watcher = watches("7", "8", "8")
    his = [signed_in("8"), signed_in("8")]
    signed_in("9")

    for client in his:
        client.connection.leave()

    (success, _), *rest = watcher.news()
    assert success == "pusher:signin_success"
    assert rest == [told(online=["7"], offline=["8"]), told(online=["8"]), told(offline=["8"])]


def test_who_has_gone_watches_nobody(signed_in, watches, hub):
    watches("7").connection.leave()
    watcher = watches("7")

    signed_in("7")

    assert watcher.news()[-1] == told(online=["7"])
    watcher.connection.leave()
    assert hub.users._watchers == hub.users._watched == {}


def test_of_a_long_watchlist_the_first_hundred_are_watched(signed_in, watches):
    watcher = watches(*(str(n) for n in range(101)))
    watcher_news = watcher.news()

    signed_in("100")
    signed_in("99")

    assert watcher_news[1] == ("pusher:error", {"code": 4302, "message": "The watchlist is cut."})
    assert len(watcher_news[2][1]["events"][0]["user_ids"]) == 100
    assert watcher.news() == [told(online=["99"])]


def test_nobody_listens_where_all_users_are(connect):
    client = connect()
    client.signs_in('{"id":"7"}')
    client.news()

    client.subscribes(USERS)

    assert client.news()[0][0] == "pusher:subscription_error"
