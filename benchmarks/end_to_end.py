"""What livechat adds to a message: POST → durable → heard, against the bare minimum of the same run.

    python3 dev.py bench                    or: python benchmarks/end_to_end.py --rounds 5

Baseline and candidate take turns on the same core, the load has the other one. Refuses to print a
ratio where the load was the bottleneck or a message was lost, doubled or out of order.
"""

from __future__ import annotations

import sqlite3
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from servers import Candidate, Figures, Results, client, in_turn, met, options, table

if TYPE_CHECKING:
    import argparse

NEARLY_ALL = 0.85
"""Above this share of its own ceiling the client, not the server, sets the rate."""


def stored_wrongly(folder: Path, acknowledged: int) -> str | None:
    """What the database says against the client's count; None where both agree."""
    with sqlite3.connect(folder / "livechat.db") as database:
        rows, ids = database.execute(
            "SELECT count(*), count(DISTINCT hex(message_id) || chat_session_id) FROM chat_messages"
        ).fetchone()
        holes = database.execute(
            "SELECT count(*) FROM (SELECT 1 FROM chat_messages GROUP BY chat_session_id"
            " HAVING min(seq) <> 1 OR max(seq) <> count(*))"
        ).fetchone()[0]
    if (rows, ids, holes) == (acknowledged, acknowledged, 0):
        return None
    return f"{acknowledged} acknowledged, {rows} stored, {ids} different, {holes} chats with holes"


def one_round(given: argparse.Namespace, candidate: Candidate, folder: Path) -> Figures:
    """Start it, load it fully, load it gently, stop it, and look into its database."""
    seconds = ("--seconds", str(given.seconds))
    with candidate.running(given.server_core, folder) as (host, pid):
        full = client("load.py", host, pid, given.load_core, *seconds)
        gentle = client("load.py", host, pid, given.load_core, *seconds, "--rate", "100")
    wrong = stored_wrongly(folder, int(full["acknowledged"] + gentle["acknowledged"]))
    unheard = full["unheard"] + gentle["unheard"]
    disorder = full["wrong"] + gentle["wrong"]
    if wrong or unheard or disorder:
        raise SystemExit(
            f"{candidate.name}: {wrong or 'stored well'}; {unheard:.0f} unheard, {disorder:.0f} out of order or doubled"
        )
    return full | {
        "p50_ms": gentle["p50_ms"],
        "p99_ms": gentle["p99_ms"],
        "loaded_p50_ms": full["p50_ms"],
    }


def report(results: Results) -> bool:
    """Print all there is to say; whether all goals are met."""
    table(
        results,
        (
            ("rate", "messages a second, 32 connections", 0),
            ("server_us", "processor time a message, µs", 0),
            ("loaded_p50_ms", "heard p50 under full load, ms", 1),
            ("p50_ms", "heard p50 at 100/s, ms", 2),
            ("p99_ms", "heard p99 at 100/s, ms", 1),
            ("client_ceiling", "the client's own ceiling, messages a second", 0),
        ),
    )
    rounds = [figures for each in results.values() for figures in each]
    if any(f["rate"] > NEARLY_ALL * f["client_ceiling"] for f in rounds):
        print(
            "No ratio: the client was the bottleneck. Give it a faster core, or close what else runs."
        )
        return False
    return all(
        [
            met("rate", "messages a second", results, least=0.40),
            met("server_us", "processor time a message", results, most=2.5),
            met("p50_ms", "heard p50 at 100/s", results, most=2.0),
        ]
    )


def main() -> None:
    """Exit 1 where a goal is missed."""
    parser = options(__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each measured window")
    given = parser.parse_args()
    said = "{rate:,.0f}/s, {server_us:.0f} µs, p50 {p50_ms:.2f} ms"
    results = in_turn(given, partial(one_round, given), said)
    sys.exit(0 if report(results) else 1)


if __name__ == "__main__":
    main()
