"""Whatever breaks while people chat: nothing acknowledged is lost, doubled or out of order, and all read it."""

from __future__ import annotations

import random
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest

from tests.faults.catalogue import FAULTS
from tests.faults.page import names_on_the_page
from tests.faults.starving import small_disk
from tests.faults.trial import Fault, tried

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

MEGABYTES = 24


def surrounded(fault: Fault, folder: Path) -> AbstractContextManager[None]:
    """Where it needs a disk of its own."""
    return small_disk(folder, MEGABYTES) if fault.name == "disk full" else nullcontext()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
async def test_nothing_acknowledged_is_lost(tmp_path: Path, fault: Fault) -> None:
    with surrounded(fault, tmp_path):
        outcome = await tried(fault, fault.short, random.Random(3), tmp_path, timed=False)

    assert outcome.wrong == []
    assert outcome.verdict, str(outcome.verdict)
    assert outcome.unseen == 0


def test_the_page_tells_of_all_of_them() -> None:
    assert names_on_the_page() == [fault.name for fault in FAULTS]
