"""`python -m tests.faults.flooder PORT SESSION TOKEN SECONDS`: one guest who sends 500 messages a second from an address of his own.

On a machine on which that takes longer, until the first of them is refused.

Prints what became of them: `[[id, seq], …]` of those that were taken, and how many were refused with a Retry-After.
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from uuid import uuid4

ADDRESS = "127.0.2.1"
TEXT = "flood"
PER_SECOND = 500
_LINES = 10
_AT_MOST = 60


def main(port: int, session_id: str, token: str, seconds: float) -> None:
    """For so long."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    taken: list[tuple[str, int]] = []
    refused: list[int] = []
    end = time.monotonic() + seconds

    def line() -> None:
        connection = HTTPConnection("127.0.0.1", port, source_address=(ADDRESS, 0))
        due = time.monotonic()
        while due < end or (not refused and due < end + _AT_MOST):
            body = {"session_id": session_id, "id": str(uuid4()), "message": TEXT}
            connection.request("POST", "/api/chat/send-message", json.dumps(body), headers)
            answer = connection.getresponse()
            said = json.loads(answer.read())
            if answer.status == 201:
                taken.append((body["id"], said["message"]["seq"]))
            else:
                refused.append(int(answer.headers["Retry-After"]))
            due += _LINES / PER_SECOND
            time.sleep(max(0.0, due - time.monotonic()))

    with ThreadPoolExecutor(_LINES) as lines:
        for done in [lines.submit(line) for _ in range(_LINES)]:
            done.result()
    print(json.dumps([taken, len(refused)]))


if __name__ == "__main__":
    _, port, session, secret, duration = sys.argv
    main(int(port), session, secret, float(duration))
