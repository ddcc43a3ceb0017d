"""The loop that tells committed events goes on, whatever becomes of a sweep."""

import asyncio

import pytest

from livechat.domain.errors import StoreUnavailableError
from livechat.entrypoints.outbox_pump import OutboxPump


class Relay:
    """Looks in vain."""

    def __init__(self, trouble):
        self.trouble = trouble
        self.looked = asyncio.Event()

    async def left_behind(self, *, limit):
        self.looked.set()
        raise self.trouble


@pytest.mark.parametrize(
    ("trouble", "lines"),
    [
        (StoreUnavailableError(), ["the outbox cannot be swept now"]),
        (ZeroDivisionError(), ["the sweep of the outbox failed; it goes on", "Traceback"]),
    ],
)
async def test_a_database_that_is_away_is_a_line_and_a_mistake_of_ours_a_traceback(
    caplog, trouble, lines
):
    relay = Relay(trouble)
    pump = OutboxPump(relay)

    pump.start()
    await relay.looked.wait()
    await pump.stop()

    for line in lines:
        assert line in caplog.text
    assert ("Traceback" in caplog.text) is ("Traceback" in lines)
