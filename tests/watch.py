"""No test may leave a mistake of ours behind that it did not expect."""

import json
import re
from pathlib import Path

LOGS: dict[Path, int] = {}
"""How far the log of each server process has been looked at."""

_FOR_PEOPLE = re.compile(r"\b(GET|POST|HEAD|OPTIONS|other) \S* 500\b")


def mistakes_in(log):
    """Lines that tell of an answer with 500."""
    return [line for line in log.splitlines() if _is_mistake(line)]


def mistakes_of_servers():
    """Since the last question."""
    found = []
    for path, seen in LOGS.items():
        if path.exists():
            said = path.read_bytes()
            LOGS[path] = len(said)
            found += mistakes_in(said[seen:].decode(errors="replace"))
    return found


def _is_mistake(line):
    if line.startswith("{"):
        try:
            return json.loads(line).get("status") == 500
        except ValueError:
            return False
    return bool(_FOR_PEOPLE.search(line))
