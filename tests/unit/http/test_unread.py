"""Who does not read what was written to him, with transports that say how much is left."""

import asyncio

import pytest

from livechat.entrypoints.http.unread import Unread

SECONDS = 0.001
LATER = 3600


class Client:
    """Has read as much each time that somebody looks."""

    def __init__(self, *left):
        self.left = list(left)
        self.settled = asyncio.Event()
        self.is_cut_off = False

    def get_write_buffer_size(self):
        left = self.left.pop(0) if len(self.left) > 1 else self.left[0]
        if not left:
            self.settled.set()
        return left

    def abort(self):
        self.is_cut_off = True
        self.settled.set()


@pytest.mark.parametrize(
    ("left", "cut_off"),
    [((9, 8, 7, 1, 0), False), ((9, 8, 8), True), ((9, 9), True)],
    ids=["slowly", "no longer", "not at all"],
)
async def test_who_reads_nothing_for_a_while_is_cut_off(left, cut_off):
    unread, client = Unread(seconds=SECONDS), Client(*left)

    unread.add(client)

    async with asyncio.timeout(20):
        await client.settled.wait()
    assert client.is_cut_off is cut_off


async def test_where_all_together_are_too_much_who_came_first_is_cut_off():
    unread, clients = Unread(most_bytes=10, seconds=LATER), [Client(4) for _ in range(5)]

    for client in clients:
        unread.add(client)
        unread.add(client)

    assert [client.is_cut_off for client in clients] == [True, True, True, False, False]


async def test_who_has_read_all_counts_no_more():
    unread, reader, others = Unread(most_bytes=10, seconds=LATER), Client(8), [Client(4), Client(4)]

    unread.add(reader)
    unread.discard(reader)
    for client in others:
        unread.add(client)

    assert not any(client.is_cut_off for client in (reader, *others))
