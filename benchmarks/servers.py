"""Baseline and candidate, started in turn, and the table of what was measured."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
Figures = dict[str, float]


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
    until = time.monotonic() + 60
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


Results = dict[Candidate, list[Figures]]


def client(script: str, host: str, pid: int, core: int, *options: str) -> Figures:
    """Run a load once, on its own core."""
    command = [sys.executable, str(HERE / script), "--host", host, "--pid", str(pid), *options]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, check=False,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{script} stopped with status {done.returncode}")
    figures: Figures = json.loads(done.stdout)
    return figures


def options(about: str) -> argparse.ArgumentParser:
    """What every benchmark can be told."""
    parser = argparse.ArgumentParser(
        description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--server-core", type=int, default=0)
    parser.add_argument("--load-core", type=int, default=1)
    parser.add_argument(
        "--folder", type=Path, default=HERE.parent / "artefacts", help="on the disk to measure"
    )
    return parser


def in_turn(
    given: argparse.Namespace, one_round: Callable[[Candidate, Path], Figures], said: str
) -> Results:
    """Baseline and livechat, round after round; *said* is a line about the figures of one."""
    if given.rounds < 3:
        raise SystemExit("Fewer than 3 rounds say nothing about the spread.")
    given.folder.mkdir(exist_ok=True)
    results: Results = {BASELINE: [], LIVECHAT: []}
    for number in range(1, given.rounds + 1):
        for candidate, rounds in results.items():
            with tempfile.TemporaryDirectory(dir=given.folder, prefix="bench-") as folder:
                figures = one_round(candidate, Path(folder))
            rounds.append(figures)
            print(f"round {number}: {candidate.name}: {said.format(**figures)}", flush=True)
    return results


def table(results: Results, rows: tuple[tuple[str, str, int], ...]) -> None:
    """The medians, each with the lowest and the highest; a row is key, label, digits."""
    base, ours = results[BASELINE], results[LIVECHAT]
    where = f"{os.cpu_count()} cores · Python {platform.python_version()}"
    print(f"\n{time.strftime('%Y-%m-%d')} · {where} · {len(base)} rounds in turn")
    print("\n| median (lowest–highest) | limit | livechat |\n|---|---|---|")
    for key, label, digits in rows:
        print(f"| {label} | {_spread(base, key, digits)} | {_spread(ours, key, digits)} |")
    print("| lost, doubled, out of order | 0 | 0 |\n")


def _spread(rounds: list[Figures], key: str, digits: int) -> str:
    values = sorted(figures[key] for figures in rounds)
    middle = statistics.median(values)
    return f"{middle:,.{digits}f} ({values[0]:,.{digits}f}–{values[-1]:,.{digits}f})"


def met(key: str, label: str, results: Results, *, least: float = 0, most: float = 0) -> bool:
    """Print the median of the ratios of each round, beside what it should be."""
    pairs = zip(results[BASELINE], results[LIVECHAT], strict=True)
    ratio = statistics.median(ours[key] / base[key] for base, ours in pairs)
    good = ratio >= least if least else ratio <= most
    goal = f"≥ {least}" if least else f"≤ {most}"
    print(f"{label}, ratio: {ratio:.2f} (goal {goal}) {'met' if good else 'MISSED'}")
    return good
