"""`python -m tests.crash --kills 20`: the long form of the crash test."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.crash.databases import Postgresql
from tests.crash.storm import storm
from tests.integration.postgresql.server import PostgresqlServer


def main() -> None:
    """Print a line a kill; exit 1 where anything was lost, doubled or refused."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--seed", type=int, default=random.randrange(10**6))
    options.add_argument("--postgresql", action="store_true", help="kill that server as well")
    given = options.parse_args()
    chance = random.Random(given.seed)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="livechat-crash-"))
        database = None
        if given.postgresql:
            database = Postgresql(stack.enter_context(PostgresqlServer()))
        outcome = asyncio.run(storm(Path(folder), given.kills, chance, say, database=database))
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
