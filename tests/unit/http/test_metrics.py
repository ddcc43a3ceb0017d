"""What /metrics says, and that the page about it says the same."""

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from prometheus_client.parser import text_string_to_metric_families

from livechat.adapters.pusher.peers import PusherPeers
from livechat.application.measures import StoreFigures, batches
from livechat.application.views import OutboxEntry
from livechat.domain.errors import StoreUnavailableError
from livechat.domain.events import MessageSent
from livechat.entrypoints.heard import Heard
from livechat.entrypoints.http.app import create_http
from livechat.entrypoints.http.settings import HttpSettings
from livechat.entrypoints.realtime.drops import Drop
from tests.builders import NOW, a_message
from tests.fakes import StillClock
from tests.unit.http.world import Browser, problem, the_services

PAGE = (Path(__file__).parents[3] / "docs/reference/metrics.md").read_text()
ROW = re.compile(r"^\| `(\w+)` \| (\w+) \| [^|]+ \|([^|]*)\|", re.MULTILINE)
SEEN = {"gaps": 0, "garbage": 0, "failures": 0}


def shown(text):
    """Name, type and labels of each metric."""
    for family in text_string_to_metric_families(text):
        name = f"{family.name}_total" if family.type == "counter" else family.name
        labels = {label for sample in family.samples for label in sample.labels} - {"le"}
        yield name, family.type, labels


def figure(text, name, **labels):
    (value,) = (
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )
    return value


class Counting:
    """The way to other processes, as far as /metrics asks."""

    def figures(self):
        return SEEN


async def test_the_page_names_each_metric_with_its_type_and_labels(services, document):
    app = create_http(replace(services, peers=Counting()), HttpSettings())

    await Browser(app, document).get("/metrics")
    text = (await Browser(app, document).get("/metrics")).text

    documented = [
        (name, kind, set(re.findall(r"\w+", labels))) for name, kind, labels in ROW.findall(PAGE)
    ]
    assert sorted(documented, key=str) == sorted(shown(text), key=str)


@pytest.mark.parametrize("name", SEEN)
def test_the_page_says_with_which_driver_others_are_counted(name):
    with_pusher = PusherPeers(SimpleNamespace(failures=0)).figures()

    [row] = re.findall(rf"^\| `livechat_peers_{name}_total` .*$", PAGE, re.MULTILINE)

    assert ("With Redis or Pusher only." in row) is (name in with_pusher)
    assert ("With Redis only." in row) is (name not in with_pusher)


async def test_the_page_names_each_reason(guest):
    reasons = re.findall(r"^\| `(\w+)` \| [^|]+ \|$", PAGE, re.MULTILINE)

    text = (await guest.get("/metrics")).text

    assert reasons[1:] == list(Drop)
    assert [figure(text, "livechat_drops_total", reason=each) for each in Drop] == [0] * len(Drop)


async def test_each_reason_has_a_figure_of_its_own(guest, services):
    told = {reason: number for number, reason in enumerate(Drop) if reason != Drop.RATE_LIMITED}
    services.hub.drops.update(told)

    text = (await guest.get("/metrics")).text

    for reason, number in told.items():
        assert figure(text, "livechat_drops_total", reason=reason) == number


async def test_what_the_store_is_busy_with_is_told(services, document):
    together = batches()
    for changes in (1, 3, 256):
        together.add(changes)
    busy = StoreFigures(waiting=7, batches=together, readers=4, readers_in_use=2)
    app = create_http(replace(services, store_figures=lambda: busy), HttpSettings())

    text = (await Browser(app, document).get("/metrics")).text

    assert figure(text, "livechat_writer_queue") == 7
    assert figure(text, "livechat_writer_batch_changes_bucket", le="2.0") == 1
    assert figure(text, "livechat_writer_batch_changes_bucket", le="4.0") == 2
    assert figure(text, "livechat_writer_batch_changes_sum") == 260
    assert figure(text, "livechat_database_readers") == 4
    assert figure(text, "livechat_database_readers_in_use") == 2


async def test_what_a_client_is_refused_is_counted_by_its_reason(guest, listens):
    client = listens("admin-chat")
    client.says("nonsense")
    client.subscribes("private-other", auth="app-key:wrong")
    for _ in range(600):
        client.sends("{}")

    text = (await guest.get("/metrics")).text

    assert figure(text, "livechat_drops_total", reason="subscription") == 1
    assert figure(text, "livechat_drops_total", reason="flood") >= 1
    assert figure(text, "livechat_drops_total", reason="frame") > 1


async def test_who_asks_too_often_is_counted(clock, document):
    app = create_http(the_services(clock, limited=True), HttpSettings())
    browser = Browser(app, document)
    while problem_free(answer := await browser.get("/api/chat/config")):
        pass

    assert problem(answer)[0] == 429
    text = (await browser.get("/metrics")).text
    assert figure(text, "livechat_drops_total", reason="rate_limited") == 1


def problem_free(answer):
    return answer.status_code == 200


async def test_the_outbox_grows_old_until_it_is_told(guest, clock):
    await guest.starts()
    clock.advance(seconds=7)

    text = (await guest.get("/metrics")).text

    assert figure(text, "livechat_outbox_depth") == 1
    assert figure(text, "livechat_outbox_age_seconds") == 7


class Away:
    """An outbox whose database does not answer."""

    async def depth(self):
        raise StoreUnavailableError


async def test_figures_are_told_while_the_database_is_away(services, document):
    app = create_http(replace(services, outbox=Away()), HttpSettings())

    answer = await Browser(app, document).get("/metrics")

    assert answer.status_code == 200
    assert figure(answer.text, "livechat_database_up") == 0
    assert "livechat_outbox_depth" not in answer.text


@pytest.mark.parametrize("seconds", [0.002, 0.02])
def test_a_message_waits_from_its_commit_until_it_is_told(seconds):
    time = [5.0]
    heard = Heard(StillClock(NOW), lambda: time[0])
    entry = OutboxEntry(1, MessageSent(a_message()))

    heard.committed([entry])
    time[0] += seconds
    heard.told([entry])

    assert heard.seconds.total == pytest.approx(seconds)
    assert sum(heard.seconds.counts) == 1


def test_what_was_left_behind_counts_from_when_it_was_said():
    clock = StillClock(NOW)
    message = a_message(created_at=clock.now())
    heard = Heard(clock)

    clock.advance(seconds=30)
    heard.told([OutboxEntry(1, MessageSent(message))])

    assert heard.seconds.total == 30
