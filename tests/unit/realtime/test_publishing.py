import json

import pytest

from livechat.application.ports import NotifierDownError
from livechat.entrypoints.realtime.admission import RefusedError
from livechat.entrypoints.realtime.hub import Hub
from livechat.entrypoints.realtime.protocol import MalformedError
from livechat.entrypoints.realtime.publishing import Publisher, many_events, one_event
from tests.fakes import Neighbours


def wanted(**changed):
    event = {"name": "said", "data": "{}", "channels": ["news"], **changed}
    return {name: value for name, value in event.items() if value is not None}


def an_event(**changed):
    return one_event(json.dumps(wanted(**changed)).encode())


@pytest.fixture
def street():
    return Neighbours()


@pytest.fixture
def publisher(hub, street):
    return Publisher(hub, street.peers())


async def test_the_listeners_of_all_its_channels_hear_it_and_no_others(connect, publisher):
    one, two, three = (connect().listens_to(channel) for channel in ("a", "private-b", "c"))

    await publisher.publish([an_event(channels=["a", "private-b"], data='{"n":1}')])

    assert one.news() == two.news() == [("said", {"n": 1})]
    assert three.news() == []


async def test_data_reaches_clients_byte_for_byte_as_a_string(connect, publisher):
    client = connect().listens_to("news")
    data = '{"b": 1.50,\t"a":"é\\u00e9 \u2028 👍 \\\\"}'

    await publisher.publish([an_event(data=data)])

    [frame] = client.heard
    assert frame == {"event": "said", "channel": "news", "data": data}


async def test_one_socket_can_be_left_out(connect, publisher):
    one, other = (connect().listens_to("news") for _ in "12")

    await publisher.publish([an_event(socket_id=one.socket_id), an_event(socket_id="9.9")])

    assert (len(one.heard), len(other.heard)) == (1, 2)


async def test_a_channel_that_is_named_twice_hears_it_once(connect, publisher):
    client = connect().listens_to("news")

    await publisher.publish([an_event(channels=["news", "news"])])

    assert len(client.heard) == 1


async def test_the_events_of_a_batch_come_in_their_order(connect, publisher):
    client = connect().listens_to("a", "b")
    batch = [wanted(channels=None, channel="ab"[n % 2], data=str(n)) for n in range(10)]

    await publisher.publish(many_events(json.dumps({"batch": batch}).encode()))

    assert [data for _, data in client.news()] == list(range(10))


async def test_listeners_of_other_processes_hear_it_too(connect, publisher, street):
    elsewhere = Hub()
    Publisher(elsewhere, street.peers())
    there, left_out = (connect(hub=elsewhere).listens_to("news") for _ in "12")

    await publisher.publish([an_event(data="1", socket_id=left_out.socket_id), an_event(data="2")])

    assert [data for _, data in there.news()] == [1, 2]
    assert [data for _, data in left_out.news()] == [2]


async def test_what_the_others_cannot_be_told_is_no_success(connect, publisher, street):
    client = connect().listens_to("news")
    street.apart = True

    with pytest.raises(NotifierDownError):
        await publisher.publish([an_event()])

    assert client.heard == []


@pytest.mark.parametrize("data", ["d" * 10_000, "d" * 10_240, "é" * 5_120])
def test_ten_kilobytes_pass_however_they_are_counted(data):
    assert an_event(data=data).data == data


@pytest.mark.parametrize(
    ("status", "changed"),
    [
        (413, {"data": "d" * 10_241}),
        (413, {"data": "é" * 5_121}),
        (400, {"name": ""}),
        (400, {"name": "n" * 201}),
        (400, {"channels": None}),
        (400, {"channels": []}),
        (400, {"channels": [f"c{n}" for n in range(101)]}),
        (400, {"channels": ["a b"]}),
        (400, {"channels": ["news", "#news"]}),
        (400, {"channels": ["n" * 165]}),
        (400, {"socket_id": "1"}),
        (400, {"socket_id": "1.2:private-a"}),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_breaks_a_rule_is_refused(status, changed):
    with pytest.raises(RefusedError) as refusal:
        an_event(**changed)

    assert refusal.value.status == status


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"name":"said","data":{},"channels":["news"]}',
        b'{"name":"said","data":null,"channels":["news"]}',
        b'{"name":"said","data":"\\ud83d","channels":["news"]}',
        b'{"name":"said","data":"","channels":"news"}',
        b'{"name":"said","data":"","channels":[1]}',
        b'{"name":"said","channels":["news"]}',
        b'{"x":' + b"[" * 100_000,
    ],
    ids=lambda body: str(body[:50]),
)
def test_what_is_no_event_is_refused(body):
    with pytest.raises(MalformedError):
        one_event(body)


def test_what_is_not_known_is_overlooked():
    assert an_event(tags={"a": "b"}).name == "said"


@pytest.mark.parametrize(
    ("status", "batch"),
    [
        (400, []),
        (400, [wanted(channel="a")] * 11),
        (400, [wanted()]),
        (413, [wanted(channel="a"), wanted(channel="a", data="d" * 10_241)]),
    ],
    ids=["empty", "eleven", "several channels", "one too large"],
)
def test_a_batch_is_right_or_refused_as_a_whole(status, batch):
    with pytest.raises(RefusedError) as refusal:
        many_events(json.dumps({"batch": batch}).encode())

    assert refusal.value.status == status
