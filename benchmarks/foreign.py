"""How long a refusal takes: of a chat that is somebody else's, and of one that there is not, in turn.

    .venv/bin/python -m benchmarks.foreign

Prints and judges nothing: what must be equal is the work, and tests/security/test_same_work.py holds that.
"""

from __future__ import annotations

import argparse
import http.client
import json
import tempfile
import time
from pathlib import Path
from statistics import quantiles
from typing import Any
from uuid import uuid4

from benchmarks.servers import LIVECHAT

GUEST = {"guest_name": "Sari", "guest_email": "sari@example.com"}
ROUTES = {
    "read the messages": ("GET", "/api/chat/session/CHAT/messages", {}),
    "mark as read": ("POST", "/api/chat/session/CHAT/read", {"up_to_seq": 1}),
    "close": ("POST", "/api/chat/session/CHAT/close", {}),
    "listen": (
        "POST",
        "/broadcasting/auth",
        {"socket_id": "1.2", "channel_name": "private-chat-session.CHAT"},
    ),
}


class Line:
    """One connection that says how long each answer took."""

    def __init__(self, host: str) -> None:
        self._connection = http.client.HTTPConnection(host)
        self.token = ""

    def asks(
        self, method: str, path: str, body: dict[str, Any], about: str = ""
    ) -> tuple[float, int, Any]:
        """Microseconds, status, and what was answered."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        text = json.dumps(body).replace("CHAT", about) if method == "POST" else None
        begun = time.perf_counter()
        self._connection.request(method, path.replace("CHAT", about), text, headers)
        answer = self._connection.getresponse()
        said = answer.read()
        return (time.perf_counter() - begun) * 1e6, answer.status, json.loads(said)

    def starts(self) -> str:
        """A chat of this visitor's own, with a message in it."""
        _, _, begun = self.asks("POST", "/api/chat/start-session", GUEST)
        self.token = begun["token"]
        self.asks("POST", "/api/chat/send-message", {"message": "Halo"})
        return str(begun["session"]["session_id"])


def measure(host: str, requests: int) -> None:
    """A line for each route."""
    foreign, stranger = Line(host).starts(), Line(host)
    stranger.starts()
    print("| µs: median (p10–p90) | somebody else's | unknown |\n|---|---|---|")
    for name, (method, path, body) in ROUTES.items():
        times: dict[bool, list[float]] = {True: [], False: []}
        for number in range(2 * requests):
            theirs = number % 2 == 0
            about = foreign if theirs else str(uuid4())
            took, status, _ = stranger.asks(method, path, body, about)
            if status not in (403, 404):
                raise SystemExit(f"{name} was answered with {status}")
            times[theirs].append(took)
        print(f"| {name} | {_spread(times[True])} | {_spread(times[False])} |")


def _spread(times: list[float]) -> str:
    tenths = quantiles(times, n=10)
    return f"{tenths[4]:.0f} ({tenths[0]:.0f}–{tenths[8]:.0f})"


def main() -> None:
    """On a server of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=2000, help="of each kind")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        LIVECHAT.running(0, Path(folder)) as (host, _),
    ):
        measure(host, given.requests)


if __name__ == "__main__":
    main()
