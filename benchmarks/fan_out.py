"""What a listener costs: idle, and told, against raw ASGI sockets of the same run.

    python3 dev.py bench                    or: python benchmarks/fan_out.py --rounds 5

A thousand authorised sockets listen to one chat; then messages are sent one by one, each when all
have heard the one before. Refuses to print a figure where one was lost, doubled or out of order.
"""

from __future__ import annotations

import statistics
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from servers import LIVECHAT, Candidate, Figures, Results, client, in_turn, met, options, table

if TYPE_CHECKING:
    import argparse

MOST_KIB = 24


def one_round(given: argparse.Namespace, candidate: Candidate, folder: Path) -> Figures:
    """Start it, fill it with listeners, tell them."""
    with candidate.running(given.server_core, folder) as (host, pid):
        figures = client(
            "listen.py", host, pid, given.load_core, "--listeners", str(given.listeners)
        )
    if figures["wrong"]:
        raise SystemExit(f"{candidate.name}: {figures['wrong']:.0f} out of order or doubled")
    return figures


def report(results: Results) -> bool:
    """Print all there is to say; whether all goals are met."""
    table(
        results,
        (
            ("socket_kib", "memory of an idle authorised socket, KiB", 1),
            ("delivery_us", "processor time a delivery, µs", 1),
        ),
    )
    kib = statistics.median(figures["socket_kib"] for figures in results[LIVECHAT])
    light = kib <= MOST_KIB
    print(f"KiB a socket: {kib:.1f} (goal ≤ {MOST_KIB}) {'met' if light else 'MISSED'}")
    return met("delivery_us", "processor time a delivery", results, most=1.3) and light


def main() -> None:
    """Exit 1 where a goal is missed."""
    parser = options(__doc__)
    parser.add_argument("--listeners", type=int, default=1000)
    given = parser.parse_args()
    said = "{socket_kib:.1f} KiB a socket, {delivery_us:.1f} µs a delivery"
    results = in_turn(given, partial(one_round, given), said)
    sys.exit(0 if report(results) else 1)


if __name__ == "__main__":
    main()
