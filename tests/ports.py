"""Ports for what the tests start."""

import os
import random
import socket
from itertools import cycle

FIRST = 20_000
EACH = 3_000
"""For each of four workers; all below those that a system gives to whoever names none."""


def free_port() -> int:
    """One that nobody listens on and no other test is given: it may be bound much later, and again."""
    while not _can_be_bound(port := next(_ports)):
        pass
    return port


def _can_be_bound(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _of_this_worker() -> list[int]:
    """From anywhere on: another run may be under way here."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = FIRST + EACH * (worker % 4)
    begin = random.randrange(EACH)
    return [first + (begin + number) % EACH for number in range(EACH)]


_ports = cycle(_of_this_worker())
