"""`kill -9` loses nothing that was acknowledged and doubles nothing that was retried."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.crash.databases import Postgresql
from tests.crash.storm import Outcome, storm
from tests.integration.postgresql.server import PostgresqlServer

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 5


@pytest.mark.timeout(120)
async def test_killing_the_server_loses_and_doubles_nothing(tmp_path: Path) -> None:
    held_to_it(await storm(tmp_path, KILLS, random.Random(3), print), KILLS)


@pytest.mark.timeout(120)
async def test_killing_postgresql_too_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Both, PostgreSQL alone, livechat alone: in this order, with this seed."""
    with PostgresqlServer() as server:
        outcome = await storm(tmp_path, 3, random.Random(3), print, database=Postgresql(server))

    held_to_it(outcome, 3)


def held_to_it(outcome: Outcome, kills: int) -> None:
    assert outcome.verdict, str(outcome.verdict)
    assert outcome.refusals == []
    assert outcome.moved == []
    assert outcome.retries > 0, "no request met a dead server: the test has tested nothing"
    assert outcome.acknowledged > kills * 10
    assert outcome.exit_status == 0
