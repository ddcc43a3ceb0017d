"""`python -m tests.crash --kills 20`: the long form of the crash test."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from pathlib import Path

from tests.crash.storm import storm


def main() -> None:
    """Print a line a kill; exit 1 where anything was lost, doubled or refused."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--seed", type=int, default=random.randrange(10**6))
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="livechat-crash-") as folder:
        chance = random.Random(given.seed)
        outcome = asyncio.run(storm(Path(folder), given.kills, chance, say))
    say(
        f"seed {given.seed}: {outcome.acknowledged} acknowledged after {outcome.retries} retries; {outcome.verdict}"
    )
    for wrong in (*outcome.refusals, *outcome.moved):
        say(f"wrong: {wrong}")
    sys.exit(not outcome.verdict or bool(outcome.refusals or outcome.moved))


def say(line: str) -> None:
    """At once, also into a pipe."""
    print(line, flush=True)


if __name__ == "__main__":
    main()
