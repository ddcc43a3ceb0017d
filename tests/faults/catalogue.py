"""The faults, in the order of docs/explanation/faults.md: how much of each by hand, and how much in every test run."""

from __future__ import annotations

import sys

from tests.faults import cutting, killing, neighbours, starving
from tests.faults.trial import SILENT, Fault

_LIMITED = {"LIVECHAT_RATE_LIMITS": "on"}


def _as(module: str) -> tuple[str, ...]:
    return (sys.executable, "-m", f"tests.faults.{module}")


FAULTS = (
    Fault(name="server killed", inject=killing.server_killed, long=50, short=3),
    Fault(name="server stopped", inject=killing.stopped_in_flight, long=1_000, short=100),
    Fault(name="server suspended", inject=starving.stopped_for_a_while, long=20, short=2),
    Fault(
        name="relay killed",
        inject=killing.relay_killed,
        long=50,
        short=3,
        kind="pusher",
        settings=killing.WITH_TESTS,
        program=_as("dying_relay"),
    ),
    Fault(
        name="PostgreSQL killed",
        inject=killing.postgresql_killed,
        long=20,
        short=2,
        kind="postgresql",
    ),
    Fault(
        name="PostgreSQL frozen",
        inject=killing.postgresql_frozen,
        long=20,
        short=6,
        kind="postgresql",
    ),
    Fault(
        name="Redis killed",
        inject=killing.redis_killed,
        long=30,
        short=2,
        kind="redis",
        level_within=SILENT,
    ),
    Fault(
        name="Redis frozen",
        inject=killing.redis_frozen,
        long=30,
        short=3,
        kind="redis",
        level_within=SILENT,
    ),
    Fault(
        name="Redis slow",
        inject=cutting.slow_broker,
        long=30,
        short=3,
        kind="redis",
        proxied=True,
        level_within=SILENT,
    ),
    Fault(
        name="garbage on the bus", inject=neighbours.garbage, long=2_000, short=100, kind="redis"
    ),
    Fault(
        name="Pusher killed",
        inject=killing.pusher_killed,
        long=30,
        short=2,
        kind="pusher",
        level_within=SILENT,
    ),
    Fault(
        name="Pusher frozen",
        inject=killing.pusher_frozen,
        long=30,
        short=3,
        kind="pusher",
        level_within=SILENT,
    ),
    Fault(
        name="Pusher slow",
        inject=cutting.slow_broker,
        long=30,
        short=3,
        kind="pusher",
        proxied=True,
        level_within=SILENT,
    ),
    Fault(name="cut at every byte", inject=cutting.cut_at_every_byte, long=1, short=9, pause=0.05),
    Fault(name="bad network", inject=cutting.bad_network, long=30, short=2, proxied=True),
    Fault(
        name="half-open connections",
        inject=cutting.silenced,
        long=3,
        short=1,
        proxied=True,
        pause=0.05,
        level_within=SILENT,
    ),
    Fault(
        name="proxy without Upgrade",
        inject=cutting.no_upgrade,
        long=30,
        short=4,
        proxied=True,
        pause=0.05,
    ),
    Fault(
        name="proxy that buffers",
        inject=cutting.buffering,
        long=30,
        short=4,
        proxied=True,
        pause=0.05,
    ),
    Fault(name="slow reader", inject=cutting.slow_reader, long=3_000, short=1_500, pause=0.05),
    Fault(
        name="sockets back at once",
        inject=neighbours.reconnect_storm,
        long=5_000,
        short=200,
        pause=0.05,
    ),
    Fault(name="disk full", inject=starving.disk_full, long=10, short=1),
    Fault(name="database locked", inject=starving.locked, long=8, short=6),
    Fault(name="no files left", inject=starving.no_files_left, long=10, short=1),
    Fault(
        name="no processor left", inject=starving.no_processor_left, long=60, short=3, pause=0.05
    ),
    Fault(
        name="clock jumps",
        inject=starving.clock_jumps,
        long=10,
        short=2,
        settings=killing.WITH_TESTS,
        program=_as("jumping_clock"),
    ),
    Fault(
        name="flood by one guest",
        inject=neighbours.flood,
        long=30,
        short=3,
        settings=_LIMITED,
        pause=1.5,
    ),
    Fault(name="slow clients", inject=starving.slow_clients, long=1_000, short=210, pause=0.05),
    Fault(name="long chat", inject=neighbours.long_chat, long=1_000_000, short=20_000, pause=0.05),
)
