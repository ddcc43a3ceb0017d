"""What becomes of an answer that is not read, through a real connection."""

import pytest

from livechat.entrypoints.http.arrival import BoundedHttp
from livechat.entrypoints.http.unread import Unread
from tests.integration.http.conftest import HOST, MUCH, PATIENCE, answer, until

ASKED = b"GET /much HTTP/1.1\r\n" + HOST


@pytest.fixture
def seconds():
    return 0.2


@pytest.fixture
def protocol(seconds):
    class Watched(BoundedHttp):
        unread = Unread(seconds=seconds)

    return Watched


@pytest.mark.parametrize("more", [b"", b"Connection: close\r\n"], ids=["kept", "closing"])
async def test_it_is_not_kept_for_ever(dials, state, more):
    _, writer = await dials()

    writer.write(ASKED + more + b"\r\n")

    await until(lambda: state.total_requests == 1 and not state.connections)


@pytest.mark.parametrize("seconds", [PATIENCE])
async def test_who_reads_late_has_it_whole(dials, state):
    reader, writer = await dials()

    writer.write(ASKED + b"\r\n")
    await until(lambda: state.total_requests == 1)

    assert len((await answer(reader))[1]) == MUCH
