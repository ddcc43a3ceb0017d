"""What livechat adds to a message: POST → durable → heard, against the bare minimum of the same run.

    python3 dev.py bench                    or: python benchmarks/end_to_end.py --rounds 5

Baseline and candidate take turns on the same core, the load has the other one. Refuses to print a
ratio where the load was the bottleneck or a message was lost, doubled or out of order.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
GOALS = {
    "rate": ("messages a second, ratio", 0.40),
    "server_us": ("processor time a message, ratio", 2.5),
    "p50_ms": ("heard p50 at 100/s, ratio", 2.0),
}
NEARLY_ALL = 0.85
"""Above this share of its own ceiling the client, not the server, sets the rate."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A server that can be started on a port and a folder."""

    name: str
    arguments: tuple[str, ...]

    @contextmanager
    def running(self, core: int, folder: Path) -> Iterator[tuple[str, int]]:
        """Its address and process id, ready to answer."""
        port = free_port()
        command = [a.format(port=port, folder=folder) for a in self.arguments]
        environment = os.environ | {
            "LIVECHAT_DATA_DIR": str(folder),
            "LIVECHAT_RATE_LIMITS": "off",
            "PYTHONPATH": str(HERE.parent / "src"),
        }
        with (folder / "server.log").open("wb") as log:
            server = subprocess.Popen(
                [sys.executable, *command], env=environment, stdout=log, stderr=log,
                preexec_fn=lambda: os.sched_setaffinity(0, {core}),
            )  # fmt: skip
            try:
                wait_until_ready(port, server, folder / "server.log")
                yield f"127.0.0.1:{port}", server.pid
            finally:
                server.terminate()
                server.wait(30)


BASELINE = Candidate(
    "bare ASGI + sqlite3",
    (str(HERE / "baseline.py"), "--port", "{port}", "--data", "{folder}"),
)
LIVECHAT = Candidate("livechat", ("-m", "livechat", "serve", "--port", "{port}"))


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    """Raise with the server's own words where it does not come up."""
    until = time.monotonic() + 20
    while time.monotonic() < until and server.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise SystemExit(f"the server did not start:\n{log.read_text()}")


def load(host: str, pid: int, core: int, *options: str) -> dict[str, float]:
    """Run the client once on its own core."""
    command = [sys.executable, str(HERE / "load.py"), "--host", host, "--pid", str(pid), *options]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, check=False,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"the load stopped with status {done.returncode}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


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


def one_round(candidate: Candidate, given: argparse.Namespace) -> dict[str, float]:
    """Start it, load it fully, load it gently, stop it, and look into its database."""
    with tempfile.TemporaryDirectory(dir=given.folder, prefix="bench-") as name:
        folder = Path(name)
        with candidate.running(given.server_core, folder) as (host, pid):
            full = load(host, pid, given.load_core, "--seconds", str(given.seconds))
            gentle = load(
                host, pid, given.load_core, "--seconds", str(given.seconds), "--rate", "100"
            )
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


def spread(rounds: list[dict[str, float]], key: str, digits: int = 0) -> str:
    """The median with the lowest and the highest."""
    values = sorted(figures[key] for figures in rounds)
    middle = statistics.median(values)
    return f"{middle:,.{digits}f} ({values[0]:,.{digits}f}–{values[-1]:,.{digits}f})"


def report(results: dict[Candidate, list[dict[str, float]]]) -> bool:
    """Print the table; whether all goals are met."""
    base, ours = results[BASELINE], results[LIVECHAT]
    print(
        f"\n{time.strftime('%Y-%m-%d')} · {os.cpu_count()} cores · Python {platform.python_version()} · {len(base)} rounds in turn"
    )
    print("\n| median (lowest–highest) | limit | livechat |\n|---|---|---|")
    for key, label, digits in (
        ("rate", "messages a second, 32 connections", 0),
        ("server_us", "processor time a message, µs", 0),
        ("loaded_p50_ms", "heard p50 under full load, ms", 1),
        ("p50_ms", "heard p50 at 100/s, ms", 2),
        ("p99_ms", "heard p99 at 100/s, ms", 1),
        ("client_ceiling", "the client's own ceiling, messages a second", 0),
    ):
        print(f"| {label} | {spread(base, key, digits)} | {spread(ours, key, digits)} |")
    print("| lost, doubled, out of order | 0 | 0 |\n")
    if any(f["rate"] > NEARLY_ALL * f["client_ceiling"] for f in (*base, *ours)):
        print(
            "No ratio: the client was the bottleneck. Give it a faster core, or close what else runs."
        )
        return False
    return all([met(key, base, ours) for key in GOALS])


def met(key: str, base: list[dict[str, float]], ours: list[dict[str, float]]) -> bool:
    """Print one ratio, the median of those of each round, beside its goal."""
    label, goal = GOALS[key]
    ratio = statistics.median(b[key] and o[key] / b[key] for b, o in zip(base, ours, strict=True))
    good = ratio >= goal if key == "rate" else ratio <= goal
    sign = "≥" if key == "rate" else "≤"
    print(f"{label}: {ratio:.2f} (goal {sign} {goal}) {'met' if good else 'MISSED'}")
    return good


def main() -> None:
    """Interleave the rounds; exit 1 where a goal is missed."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=float, default=5.0, help="of each measured window")
    options.add_argument("--server-core", type=int, default=0)
    options.add_argument("--load-core", type=int, default=1)
    options.add_argument(
        "--folder", type=Path, default=HERE.parent / "artefacts", help="on the disk to measure"
    )
    given = options.parse_args()
    if given.rounds < 3:
        options.error("fewer than 3 rounds say nothing about the spread")
    given.folder.mkdir(exist_ok=True)
    results: dict[Candidate, list[dict[str, float]]] = {BASELINE: [], LIVECHAT: []}
    for number in range(given.rounds):
        for candidate, rounds in results.items():
            figures = one_round(candidate, given)
            rounds.append(figures)
            print(
                f"round {number + 1}: {candidate.name}: {figures['rate']:,.0f}/s, {figures['server_us']:.0f} µs, p50 {figures['p50_ms']:.2f} ms",
                flush=True,
            )
    sys.exit(0 if report(results) else 1)


if __name__ == "__main__":
    main()
