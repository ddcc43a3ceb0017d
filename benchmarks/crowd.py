"""What many visitors cost who are connected and say nothing.

    .venv/bin/python benchmarks/crowd.py

They connect one after the other, each signed on a connection of its own, and then only pings go to and
fro. Each is a descriptor on both sides: `ulimit -n` has to allow them.
"""

from __future__ import annotations

import asyncio
import json
import resource
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import uvloop
from lines import begin, server_kib, server_seconds
from listen import Audience
from servers import LIVECHAT, client, options

if TYPE_CHECKING:
    import argparse

SPARE = 500
"""Descriptors besides the sockets."""


async def measure(given: argparse.Namespace) -> dict[str, float]:
    """Fill the server, then leave it alone."""
    crowd = Audience(begin(given.host, 1))
    begun = server_seconds(given.pid)
    await crowd.grow(given.visitors)
    connected = server_seconds(given.pid)
    await asyncio.sleep(given.seconds)
    return {
        "connect_ms": (connected - begun) / given.visitors * 1e3,
        "idle_percent": (server_seconds(given.pid) - connected) / given.seconds * 100,
        "mib": server_kib(given.pid) / 1024,
    }


def serve(given: argparse.Namespace) -> None:
    """One server, one crowd."""
    given.folder.mkdir(exist_ok=True)
    crowd = ("--visitors", str(given.visitors), "--seconds", str(given.seconds))
    with (
        tempfile.TemporaryDirectory(dir=given.folder, prefix="bench-") as folder,
        LIVECHAT.running(given.server_core, Path(folder)) as (host, pid),
    ):
        found = client("crowd.py", host, pid, given.load_core, *crowd)
    print(f"{given.visitors:,} visitors: {found['mib']:.0f} MiB in the process")
    print(f"each to connect, sign and subscribe: {found['connect_ms']:.1f} ms of processor time")
    print(f"all of them, silent: {found['idle_percent']:.1f} % of a core")


def main() -> None:
    """The load is this program, too, when it is told of a server."""
    parser = options(__doc__)
    parser.add_argument("--visitors", type=int, default=12_000)
    parser.add_argument("--seconds", type=float, default=120, help="of silence")
    parser.add_argument("--host", help="of a server that runs")
    parser.add_argument("--pid", type=int)
    given = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < given.visitors + SPARE:
        raise SystemExit(f"`ulimit -n` allows {most} descriptors: too few for so many visitors.")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if given.host:
        print(json.dumps(uvloop.run(measure(given))))
    else:
        serve(given)


if __name__ == "__main__":
    main()
