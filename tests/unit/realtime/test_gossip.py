"""Several processes that know of each other's listeners, as far as peers carry it."""

import json

import pytest

from livechat.entrypoints.realtime.admission import Policy
from livechat.entrypoints.realtime.census import Census
from livechat.entrypoints.realtime.gossip import Gossip
from livechat.entrypoints.realtime.hub import Hub
from livechat.entrypoints.realtime.limits import Limits
from tests.fakes import Neighbours, StillClock

ROOM = "presence-room"
ADDED = "pusher_internal:member_added"
REMOVED = "pusher_internal:member_removed"


def as_user(user_id, info=None):
    return json.dumps({"user_id": user_id, "user_info": info})


class Process:
    """A gateway, and what it noticed."""

    def __init__(self, name, street, clock):
        self.census = Census()
        self.changes = []
        self.census.on_change.append(self.changes.append)
        self.peers = street.peers()
        self.gossip = Gossip(self.census, self.peers, clock, me=name)
        self.hub = Hub(self.census)


@pytest.fixture
def clock():
    return StillClock()


@pytest.fixture
def street():
    return Neighbours()


@pytest.fixture
def begin(street, clock):
    """`begin("a")`: one more process."""

    def begin(name):
        its = Process(name, street, clock)
        for topic in its.peers.topics.values():
            topic.repeat()
        return its

    return begin


@pytest.fixture
def two(begin):
    return begin("a"), begin("b")


@pytest.fixture
def joins(connect):
    """`joins(process, "news", as_user("7"))`: a client of that process."""
    clients = []

    def joins(process, channel, channel_data=None):
        client = connect(hub=process.hub)
        client.subscribes(channel, channel_data)
        clients.append(client)
        return client

    return joins


def test_listeners_of_all_are_counted_by_each(two, joins):
    one, other = two

    for process in (one, other, other):
        joins(process, "news")
    last = joins(other, "private-a")

    for process in two:
        assert (process.census.count("news"), process.census.channels()) == (
            3,
            {"news", "private-a"},
        )
    last.connection.leave()
    assert one.census.channels() == {"news"}
    assert not one.census.is_there("private-a")


def test_presence_is_not_per_node_as_with_reverb(two, joins):
    one, other = two
    here = joins(one, ROOM, as_user("a", {"name": "Ani"}))
    here.news()

    there = joins(other, ROOM, as_user("b", {"name": "Budi"}))

    assert there.news()[0][1]["presence"]["hash"] == {"a": {"name": "Ani"}, "b": {"name": "Budi"}}
    assert here.news() == [(ADDED, {"user_id": "b", "user_info": {"name": "Budi"}})]
    there.connection.leave()
    assert here.news() == [(REMOVED, {"user_id": "b"})]


def test_a_user_who_is_with_two_processes_comes_once_and_goes_once(two, joins):
    one, other = two
    watchers = [joins(process, ROOM, as_user("w")) for process in two]
    sockets = [joins(process, ROOM, as_user("a")) for process in (one, other, other)]

    for socket in sockets:
        socket.connection.leave()

    for watcher in watchers:
        told = [event for event, data in watcher.news() if data.get("user_id") == "a"]
        assert told == [ADDED, REMOVED]


def test_a_room_is_full_wherever_its_members_are(two, connect, app, joins):
    one, other = two
    joins(one, ROOM, as_user("a"))
    late = connect(hub=other.hub, policy=Policy(app, Limits(members=1)))

    late.subscribes(ROOM, as_user("b"))

    assert late.news()[0][1]["status"] == 403


def test_friends_are_seen_wherever_they_sign_in(two, connect):
    one, other = two
    watcher, friend = connect(hub=one.hub), connect(hub=other.hub)
    watcher.signs_in('{"id":"w","watchlist":["7"]}')
    watcher.news()

    friend.signs_in('{"id":"7"}')
    friend.connection.leave()

    told = [data["events"][0] for _, data in watcher.news()]
    assert told == [{"name": name, "user_ids": ["7"]} for name in ("online", "offline")]


def test_each_change_is_noticed_once_by_every_process(two, joins):
    one, other = two
    first, second = joins(one, "news"), joins(other, "news")
    first.connection.leave()
    second.connection.leave()

    for process in two:
        assert process.changes == [("news", "", True), ("news", "", False)]


def test_one_of_all_processes_speaks_for_a_channel_and_all_agree_which(begin):
    processes = [begin(name) for name in "abc"]
    channels = [f"channel-{n}" for n in range(60)]

    speakers = [[p for p in processes if p.gossip.speaks_for(channel)] for channel in channels]

    assert {len(each) for each in speakers} == {1}
    assert {each[0].gossip._me for each in speakers} == {"a", "b", "c"}


def test_whoever_begins_later_learns_what_there_is(begin, joins):
    one = begin("a")
    joins(one, ROOM, as_user("a"))

    late = begin("late")

    assert late.census.channels() == {ROOM}
    assert list(late.census.members(ROOM)) == ["a"]


def test_channels_that_are_counted_through_are_not_taken_for_none(begin, joins):
    one = begin("a")
    for n in range(3000):
        joins(one, f"channel-{n}")

    assert len(begin("late").census.channels()) == 3000


def test_what_was_missed_is_made_good_at_the_next_repetition(two, joins, street):
    one, other = two
    gone = joins(one, "old")
    street.apart = True
    joins(one, "news")
    joins(one, ROOM, as_user("a"))
    gone.connection.leave()
    assert other.census.channels() == {"old"}

    street.apart = False
    street.repeat()

    assert other.census.channels() == {"news", ROOM}
    assert list(other.census.members(ROOM)) == ["a"]


def test_of_chats_nothing_is_told(two, joins, street):
    one, other = two
    joins(one, "private-chat-session.1")
    joins(one, "private-admin-chat")

    street.repeat()

    assert other.census.channels() == {"private-admin-chat"}


def test_while_nothing_was_missed_only_digests_are_told(two, joins, street):
    one, _ = two
    for n in range(50):
        joins(one, f"channel-{n}")
    told = []
    tell = one.peers.tell
    one.peers.tell = lambda *words: (told.append(words), tell(*words))

    street.repeat()

    assert [len(words) for words in told] == [3]


def test_a_process_that_died_is_forgotten_with_its_listeners(two, joins, street, clock):
    one, other = two
    here = joins(one, ROOM, as_user("a"))
    joins(other, ROOM, as_user("b"))
    joins(other, "news")
    here.news()
    street.all.remove(other.peers)

    clock.advance(seconds=34)
    street.repeat()
    assert one.census.is_there("news")
    clock.advance(seconds=1)
    street.repeat()

    assert one.census.channels() == {ROOM}
    assert here.news() == [(REMOVED, {"user_id": "b"})]
    assert one.gossip.speaks_for("news")


def test_a_process_that_ends_is_forgotten_at_once(two, joins):
    one, other = two
    joins(other, "news")

    other.gossip.leave()

    assert one.census.channels() == set()
    assert all(one.gossip.speaks_for(f"channel-{n}") for n in range(20))


def test_who_was_deaf_himself_takes_nobody_for_dead(two, joins, street, clock):
    one, other = two
    here = joins(one, ROOM, as_user("a"))
    joins(other, ROOM, as_user("b"))
    here.news()

    clock.advance(minutes=10)
    street.repeat()

    assert list(one.census.members(ROOM)) == ["a", "b"]
    assert here.news() == []


@pytest.mark.parametrize(
    "words",
    [
        ("a b", "", "1"),
        ("news", "", "many"),
        ("news", ""),
        (ROOM, "u", "{"),
    ],
)
def test_nonsense_of_other_processes_changes_nothing(two, words):
    one, other = two

    one.peers.tell("listeners", "c", *words)

    assert other.census.channels() == set()
