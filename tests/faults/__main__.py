"""`python dev.py faults [NAME …]`: break what can be broken while people chat, and count."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.catalogue import FAULTS
from tests.faults.page import line_of, written
from tests.faults.test_faults import surrounded
from tests.faults.trial import tried


def main() -> None:
    """Print a line a fault; exit 1 where anything was lost, doubled, out of order or not as promised."""
    options = argparse.ArgumentParser(prog="dev.py faults", description=__doc__)
    options.add_argument(
        "names", nargs="*", metavar="NAME", help="a fault, or part of its name; all"
    )
    options.add_argument(
        "--short",
        action="store_true",
        help="as little of each as in the tests, whose seconds say nothing",
    )
    options.add_argument("--seed", type=int, default=random.randrange(10**6))
    given = options.parse_args()
    chosen = [f for f in FAULTS if not given.names or any(n in f.name for n in given.names)]
    if not chosen:
        sys.exit(f"There is no such fault. There are: {', '.join(f.name for f in FAULTS)}.")
    print(f"seed {given.seed}", flush=True)
    began = time.monotonic()
    outcomes = []
    for fault in chosen:
        with (
            tempfile.TemporaryDirectory(prefix="livechat-faults-") as folder,
            surrounded(fault, Path(folder)),
        ):
            amount = fault.short if given.short else fault.long
            chance = random.Random(given.seed)
            outcome = asyncio.run(tried(fault, amount, chance, Path(folder), timed=not given.short))
        outcomes.append(outcome)
        print(
            line_of(outcome),
            *(f"  wrong: {wrong}" for wrong in outcome.wrong),
            sep="\n",
            flush=True,
        )
    print(f"{len(outcomes)} faults in {time.monotonic() - began:.0f} s")
    good = [outcome for outcome in outcomes if outcome.good]
    if not given.short:
        written(good, [fault.name for fault in FAULTS])
    if len(good) < len(outcomes):
        sys.exit(1)


if __name__ == "__main__":
    main()
