"""What clients that behave badly, or not at all, can and cannot do."""

import asyncio
import socket
from contextlib import AsyncExitStack

import pytest

from livechat.application.signals import Signal
from livechat.entrypoints.realtime.drops import Drop
from livechat.entrypoints.realtime.gateway import SLICE_SECONDS
from livechat.entrypoints.realtime.handover import HandoverProtocol
from livechat.entrypoints.realtime.limits import Limits, Rate
from tests.integration.realtime.conftest import PATIENCE, WAYS, Server

CHAT = "private-chat-session.1"
NO_FRAME = b"\xff" * 100
HANDED_OVER = [way for way in WAYS.values() if way["ws"] is HandoverProtocol]


def sent(seq, size=0):
    return Signal("chat-session.1", "message.sent", {"seq": seq, "text": "x" * size})


def drops_of(server):
    """What /metrics tells, reason by reason."""
    return dict(server.hub.drops)


@pytest.mark.parametrize(
    ("address", "code", "reason"),
    [
        ({"key": "other"}, 4001, Drop.HANDSHAKE),
        ({"key": "app-key/more"}, 4005, Drop.HANDSHAKE),
        ({"protocol": "4"}, 4007, Drop.HANDSHAKE),
        ({"protocol": ""}, 4008, Drop.HANDSHAKE),
        ({"origin": "https://evil.test"}, 4009, Drop.ORIGIN),
        ({"origin": "null"}, 4009, Drop.ORIGIN),
    ],
)
async def test_who_may_not_connect_is_told_why_and_closed(server, dials, address, code, reason):
    async with dials(server, **address) as client:
        event, problem = await client.hears()

        assert (event, problem["code"]) == ("pusher:error", code)
        assert await client.closed() == code
    await server.until(lambda: len(server.hub) == 0)
    assert drops_of(server) == {reason: 1}


async def test_our_own_origin_may_connect(server, dials):
    origin = f"http://127.0.0.1:{server.port}"

    async with dials(server, origin=origin) as client:
        assert (await client.hears())[0] == "pusher:connection_established"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("x" * 32_769, 1009),
        (["x" * 20_000, "x" * 20_000], 1009),
        (b"binary", 1003),
        (NO_FRAME, 1002),
    ],
    ids=["too long", "too long in pieces", "binary", "none at all"],
)
async def test_an_unreadable_frame_closes_its_own_socket_only(server, dials, said, code):
    async with dials(server) as other, dials(server) as client:
        await other.listens_to(CHAT)
        await client.listens_to(CHAT)

        if said is NO_FRAME:
            client.socket.transport.write(NO_FRAME)
        else:
            await client.socket.send(said)

        assert await client.closed() == code
        await server.does(server.hub.deliver, [sent(1)])
        assert (await other.hears())[1]["seq"] == 1


@pytest.mark.parametrize("handed_over", HANDED_OVER)
@pytest.mark.parametrize("said", ["x" * 32_769, b"binary"])
async def test_an_unreadable_frame_is_counted(dials, handed_over, said):
    with Server(**handed_over) as server:
        async with dials(server) as client:
            await client.hears()

            await client.socket.send(said)

            await client.closed()
            assert drops_of(server) == {Drop.BROKEN: 1}


async def test_text_that_is_not_utf_8_closes_with_1007(server, dials):
    async with dials(server) as client:
        await client.hears()

        await client.socket.send(b"\xff", text=True)

        assert await client.closed() == 1007


async def test_a_flood_of_fragments_closes_its_socket(dials):
    limits = Limits(frames=Rate(100, 0))

    with Server(ws=HandoverProtocol, loop="uvloop", limits=limits) as server:
        async with dials(server) as client:
            await client.hears()
            client.socket.transport.write(bytes((0x01, 0x80)) + bytes(4))

            client.socket.transport.write((bytes((0x00, 0x80)) + bytes(4)) * 100)

            assert await client.closed() == 4100
            assert drops_of(server) == {Drop.FLOOD: 1}


async def test_a_websocket_ping_is_answered(server, dials):
    async with dials(server) as client:
        await asyncio.wait_for(await client.socket.ping(), PATIENCE)


async def test_who_says_goodbye_is_forgotten(server, dials):
    async with dials(server) as client:
        await client.listens_to(CHAT)
        await client.socket.close(1000)

        assert client.socket.close_code == 1000
        await server.until(lambda: len(server.hub) == 0)


async def test_43_a_silent_client_is_pinged_and_then_closed(serving, dials):
    limits = Limits(check_every=0.05, ping_after=0.2, pong_within=3)

    with serving(limits=limits) as server:
        async with dials(server) as client:
            assert (await client.hears())[0] == "pusher:connection_established"
            assert (await client.hears())[0] == "pusher:ping"
            assert await client.closed() == 4201
        assert drops_of(server) == {Drop.SILENT: 1}


async def test_43_one_address_has_only_so_many_sockets(serving, dials):
    with serving(limits=Limits(sockets_per_address=1)) as server:
        async with dials(server) as first:
            await first.hears()
            async with dials(server) as second:
                assert await second.closed() == 4100
                assert drops_of(server) == {Drop.FULL: 1}
        await server.until(lambda: len(server.hub) == 0)
        async with dials(server) as third:
            assert (await third.hears())[0] == "pusher:connection_established"


async def test_44_a_slow_reader_is_closed_and_slows_nobody(server, dials):
    async with dials(server) as other:
        await other.listens_to(CHAT)
        async with dials(server) as slow:
            slow.socket.transport.get_extra_info("socket").setsockopt(
                socket.SOL_SOCKET, socket.SO_RCVBUF, 4096
            )
            await slow.listens_to(CHAT)
            slow.socket.transport.pause_reading()

            seq = 0
            while await server.does(len, server.hub) == 2 and seq < 2000:
                await server.does(server.hub.deliver, [sent(seq, 9000)])
                assert (await other.hears())[1]["seq"] == seq
                seq += 1

            assert await server.does(len, server.hub) == 1
            assert drops_of(server) == {Drop.SLOW: 1}
            slow.socket.transport.abort()


async def test_at_the_end_everybody_is_told(serving, dials):
    with serving() as server:
        async with dials(server) as client:
            await client.listens_to(CHAT)

            server.should_exit = True

            assert await client.closed() in (1001, 1012)


@pytest.mark.parametrize("handed_over", HANDED_OVER)
async def test_at_the_end_all_are_sent_away_in_slices_with_a_pause_between(dials, handed_over):
    with Server(**handed_over) as server:
        async with AsyncExitStack() as stack:
            clients = [await stack.enter_async_context(dials(server)) for _ in range(40)]
            for number, client in enumerate(clients):
                await client.listens_to(f"private-chat-session.{number}")
            left = []
            server.hub.census.on_change.append(lambda _: left.append(server.time()))

            server.should_exit = True

            assert {await client.closed() for client in clients} == {1001}
    assert len(left) == 40
    pauses = [left[first] - left[first - 1] for first in (10, 20, 30)]
    assert min(pauses) >= SLICE_SECONDS / 2
