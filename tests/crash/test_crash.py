"""`kill -9` loses nothing that was acknowledged and doubles nothing that was retried."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.crash.storm import storm

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 5


@pytest.mark.timeout(120)
async def test_killing_the_server_loses_and_doubles_nothing(tmp_path: Path) -> None:
    outcome = await storm(tmp_path, KILLS, random.Random(3), print)

    assert outcome.verdict, str(outcome.verdict)
    assert outcome.refusals == []
    assert outcome.moved == []
    assert outcome.retries > 0, "no request met a dead server: the test has tested nothing"
    assert outcome.acknowledged > KILLS * 10
    assert outcome.exit_status == 0
