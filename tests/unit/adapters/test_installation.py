"""Whether messages can be stored, asked by many."""

import asyncio

import pytest

from livechat.adapters.sql.installation import SqlInstallation
from livechat.domain.errors import StoreUnavailableError


class Writer:
    """Counts what it is asked to write, and is done with it when it is told so."""

    def __init__(self):
        self.asked = 0
        self.answer = asyncio.get_running_loop().create_future()

    async def do(self, _):
        self.asked += 1
        await self.answer


@pytest.fixture
async def writer():
    return Writer()


@pytest.fixture
def installation(writer):
    return SqlInstallation(None, writer)


async def asked(installation, times):
    asking = [asyncio.create_task(installation.ready()) for _ in range(times)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return asking


async def test_55_who_asks_whether_it_is_ready_writes_once_for_all_who_ask_meanwhile(
    writer, installation
):
    asking = await asked(installation, 1000)
    asking.pop().cancel()

    writer.answer.set_result(None)
    await asyncio.gather(*asking)

    assert writer.asked == 1
    await installation.ready()
    assert writer.asked == 2


async def test_all_who_ask_are_told_that_it_is_not(writer, installation):
    asking = await asked(installation, 3)

    writer.answer.set_exception(StoreUnavailableError())

    told = await asyncio.gather(*asking, return_exceptions=True)
    assert [type(each) for each in told] == [StoreUnavailableError] * 3
