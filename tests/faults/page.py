"""docs/explanation/faults.md: its table is what a whole long run has measured."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.faults.trial import Outcome

PAGE = Path(__file__).parents[2] / "docs/explanation/faults.md"
HEAD = """\
| Fault | What was done | Acknowledged | Said again | Lost | Doubled | Holes | Not shown | Back after | Level after |
|---|---|--:|--:|--:|--:|--:|--:|--:|--:|
"""
_MEASURED = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- end -->)", re.DOTALL)


def line_of(outcome: Outcome) -> str:
    """For a terminal."""
    return " | ".join([*_cells(outcome), "good" if outcome.good else "NOT GOOD"])


def written(outcomes: Sequence[Outcome], order: Sequence[str]) -> None:
    """The page has their figures; of faults that were not tried this time it keeps what it has."""
    rows = _rows() | {each.fault.name: f"| {' | '.join(_cells(each))} |\n" for each in outcomes}
    table = HEAD + "".join(rows[name] for name in order if name in rows)
    PAGE.write_text(_MEASURED.sub(lambda _: table, PAGE.read_text()))


def _rows() -> dict[str, str]:
    [table] = _MEASURED.findall(PAGE.read_text())
    lines = table.removeprefix(HEAD).splitlines(keepends=True)
    return {line.split(" | ")[0].removeprefix("| "): line for line in lines}


def names_on_the_page() -> list[str]:
    """Of the faults that were measured."""
    return [*_rows()]


def _cells(outcome: Outcome) -> list[str]:
    verdict = outcome.verdict
    others = (
        verdict.unknown + verdict.wrong_marks + verdict.lost_or_ghost_sessions + verdict.damaged
    )
    counted = (outcome.acknowledged, outcome.retries, verdict.lost + others, verdict.doubled)
    more = (verdict.chats_with_holes, outcome.unseen)
    seconds = (outcome.recovery, outcome.level)
    return [
        outcome.fault.name,
        outcome.injected,
        *(f"{number:,}" for number in (*counted, *more)),
        *(f"{number:.1f} s" for number in seconds),
    ]
