"""Seconds and sizes that the documents name are those of the code."""

import re
from dataclasses import fields
from datetime import timedelta
from importlib import import_module
from inspect import signature

import pytest

from livechat.adapters.sql.postgresql import PostgresqlStore
from livechat.adapters.webhooks import Patience
from livechat.domain.sessions import READABLE_AFTER_CLOSE
from livechat.entrypoints.old_chats import OldChats
from livechat.entrypoints.outbox_pump import OutboxPump
from livechat.entrypoints.realtime.limits import Limits, Rate
from tests.unit.test_house import ROOT

REALTIME = "docs/explanation/realtime.md"
HOW_TO = "docs/how-to"
REFERENCE = "docs/reference"
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
AGAIN = (Patience().first_gap, Patience().longest_gap, Patience().in_all)
CACHED = (
    ours("entrypoints.realtime.cache", "SECONDS"),
    ours("entrypoints.realtime.cache", "CHANNELS"),
)
TYPING = tuple(of_the_browser("shared/conversation/typing.ts", each) for each in ("EVERY", "HOLDS"))

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
    ("docs/explanation/faults.md", "pinged after 28 seconds", Limits().ping_after, 28),
    (f"{HOW_TO}/behind-a-proxy.md", "for 28 seconds, before it is pinged", Limits().ping_after, 28),
    (ARCHITECTURE, "256 at most", ours("adapters.sql.jobs", "TOGETHER"), 256),
    (ARCHITECTURE, "given up after four seconds", PATIENCE, 4),
    (f"{HOW_TO}/postgresql.md", "after some four seconds", PATIENCE, 4),
    (f"{HOW_TO}/postgresql.md", "by up to eight", ours("adapters.sql.postgresql.server", "_READERS"), 8),
    (f"{HOW_TO}/pusher.md", "up to ten seconds late", ours("adapters.pusher.watch", "EVERY_SECONDS"), 10),
    (f"{HOW_TO}/scale.md", "if it had lived for ten seconds", ours("entrypoints.cli.workers", "STEADY_SECONDS"), 10),
    (f"{HOW_TO}/scale.md", "that grows to thirty", ours("entrypoints.cli.workers", "LONGEST_PAUSE_SECONDS"), 30),
    (f"{HOW_TO}/give-data.md", "more than 5,000 messages", ours("adapters.sql.erasing", "AT_ONCE"), 5_000),
    (f"{HOW_TO}/give-data.md", "then every hour", default(OldChats, "pause_seconds"), 3_600),
    (f"{REFERENCE}/metrics.md", "At 10,000 senders", ours("adapters.sql.jobs", "MOST_WAITING"), 10_000),
    (f"{REFERENCE}/events.md", "above 9 kB without", ours("application.signals", "DATA_BYTES"), 9_000),
    (f"{REFERENCE}/events.md", "every three seconds at most, and means six seconds", TYPING, (3_000, 6_000)),
    (f"{REFERENCE}/pusher-api.md", "600 seconds apart", ours("entrypoints.realtime.signed_requests", "CLOCK_SECONDS"), 600),
    (f"{REFERENCE}/pusher-api.md", "for 30 minutes, of the 1,000 channels", CACHED, (30 * 60, 1_000)),
    (f"{REFERENCE}/pusher-api.md", "within five seconds takes it", Patience().answer, 5),
    (f"{REFERENCE}/pusher-api.md", "after 1, 2, 4 … 60 seconds, for five minutes", AGAIN, (1, 60, 5 * 60)),
    (f"{REFERENCE}/pusher-api.md", "three seconds late", Patience().return_, 3),
    (f"{REFERENCE}/pusher-api.md", "up to 50 events", ours("adapters.webhooks", "TOGETHER"), 50),
    (f"{REFERENCE}/pusher-api.md", "2,000 events may wait", ours("adapters.webhooks", "WAITING"), 2_000),
    ("SECURITY.md", "for 30 days after its close", READABLE_AFTER_CLOSE, timedelta(days=30)),
]  # fmt: skip


@pytest.mark.parametrize(("page", "words", "found", "figure"), FIGURES)
def test_a_page_names_what_the_code_has(page, words, found, figure):
    assert words in " ".join((ROOT / page).read_text().split())
    assert found == figure
