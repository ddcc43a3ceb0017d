"""Seconds and sizes that the documents name are those of the code."""

import re
from dataclasses import fields
from importlib import import_module
from inspect import signature

import pytest

from livechat.adapters.sql.postgresql import PostgresqlStore
from livechat.entrypoints.outbox_pump import OutboxPump
from livechat.entrypoints.realtime.limits import Limits, Rate
from tests.unit.test_house import ROOT

REALTIME = "docs/explanation/realtime.md"
PROXY = "docs/how-to/behind-a-proxy.md"
ARCHITECTURE = "docs/explanation/architecture.md"


def ours(module, name):
    return getattr(import_module(f"livechat.{module}"), name)


def of_the_browser(path, name):
    found = re.search(
        rf"^const {name} = (\S+)$", (ROOT / "frontend" / path).read_text(), re.MULTILINE
    )
    return int(found[1].replace("_", ""))


def default(kind, name):
    return next(each.default for each in fields(kind) if each.name == name)


PATIENCE = signature(PostgresqlStore).parameters["seconds"].default

FIGURES = [
    (REALTIME, "at most every 3 seconds", of_the_browser("shared/conversation/looking.ts", "POLL"), 3_000),
    (REALTIME, "every 20 to 25 seconds", of_the_browser("shared/conversation/looking.ts", "LOOK"), 20_000),
    (REALTIME, "ask every five seconds", of_the_browser("shared/sharedRealtime.ts", "ASK"), 5_000),
    (REALTIME, "two questions had no answer", of_the_browser("shared/sharedRealtime.ts", "SILENT"), 2),
    (REALTIME, "then every three seconds", of_the_browser("shared/conversation/typing.ts", "EVERY"), 3_000),
    (REALTIME, "for six seconds", of_the_browser("shared/conversation/typing.ts", "HOLDS"), 6_000),
    (REALTIME, "of up to 1 KiB at once from one socket, and then ten a second", Limits().client_events, Rate(10, 10)),
    (REALTIME, "more than 9 kB", ours("application.signals", "DATA_BYTES"), 9_000),
    (REALTIME, "up to three seconds", ours("entrypoints.realtime.gateway", "LONGEST_CATCH_UP_SECONDS"), 3),
    (REALTIME, "nothing for five seconds", ours("adapters.redis.bus", "_SILENCE_SECONDS"), 5),
    (REALTIME, "takes half a second at most", ours("adapters.redis.bus", "_PUBLISH_SECONDS"), 0.5),
    (REALTIME, "a rate limit 40 ms", ours("adapters.redis.limits", "PATIENCE"), 0.04),
    (REALTIME, "one entry every two seconds", default(OutboxPump, "sweep_seconds"), 2),
    (REALTIME, "every ten seconds, repeated", ours("adapters.redis.peers", "_REPEAT_SECONDS"), 10),
    (REALTIME, "within a minute", ours("adapters.presence", "STILL_HERE").total_seconds(), 60),
    (REALTIME, "within two seconds", ours("entrypoints.admin_sockets", "_LOOK_SECONDS"), 2),
    (REALTIME, "in Redis for ten seconds", ours("application.statistics", "FRESH").total_seconds(), 10),
    (REALTIME, "ten events a request", ours("adapters.pusher.server", "TOGETHER"), 10),
    (REALTIME, "takes three seconds at most", ours("adapters.pusher.server", "PATIENCE_SECONDS"), 3),
    (REALTIME, "for half a second, then", ours("adapters.pusher.breaker", "SHORTEST_SECONDS"), 0.5),
    (REALTIME, "up to eight seconds or so", ours("adapters.pusher.breaker", "LONGEST_SECONDS"), 8),
    (REALTIME, "half a minute at most", ours("adapters.pusher.server", "_LONGEST_ASKED_PAUSE"), 30),
    (REALTIME, "not asked for half a minute", ours("adapters.pusher.server", "REFUSED_SECONDS"), 30),
    (REALTIME, "Every ten seconds it is asked", ours("adapters.pusher.watch", "EVERY_SECONDS"), 10),
    (PROXY, "pinged after 28 seconds", Limits().ping_after, 28),
    (ARCHITECTURE, "256 at most", ours("adapters.sql.jobs", "TOGETHER"), 256),
    (ARCHITECTURE, "given up after four seconds", PATIENCE, 4),
]  # fmt: skip


@pytest.mark.parametrize(("page", "words", "found", "figure"), FIGURES)
def test_a_page_names_what_the_code_has(page, words, found, figure):
    assert words in " ".join((ROOT / page).read_text().split())
    assert found == figure
