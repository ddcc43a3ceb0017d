"""SIGTERM and Ctrl-C: what was begun is answered, everybody is sent away gently, and it ends."""

import asyncio
import signal
import sqlite3
from contextlib import AsyncExitStack, closing
from time import monotonic

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.in_flight import Sending
from tests.server_process import COMING_BACK, PROMISED_SECONDS

PATIENCE = 90
REQUESTS = 100
SOCKETS = 300


async def begun_chat(server, browser):
    page = await browser(server.url)
    guest = {"guest_name": "Sari", "guest_email": "sari@example.com"}
    return (await page.post("/api/chat/start-session", json=guest)).json()["token"]


async def connected(server, browser, closing_):
    """As many clients as 1,000 addresses would have, from a few addresses of this machine."""
    page = await browser(server.url)
    key = (await page.get("/api/chat/config")).json()["realtime"]["key"]
    url = f"{server.url.replace('http', 'ws')}/app/{key}?protocol=7"
    sockets = []
    for number in range(SOCKETS):
        socket = connect(url, local_addr=(f"127.0.0.{2 + number // 100}", 0), open_timeout=PATIENCE)
        sockets.append(await closing_.enter_async_context(socket))
        await sockets[-1].recv()
    return sockets


async def sent_away(socket):
    """With which code."""
    with pytest.raises(ConnectionClosed) as closed:
        await socket.recv()
    assert closed.value.rcvd is not None, "cut off, without a word"
    return closed.value.rcvd.code


def stored(server):
    with closing(sqlite3.connect(server.folder / "data/livechat.db")) as database:
        return {row[0] for row in database.execute("SELECT message_id FROM chat_messages")}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_all_that_is_in_flight_is_answered_and_every_socket_sent_away(
    server, browser, number
):
    await server.start()
    async with asyncio.timeout(PATIENCE), AsyncExitStack() as closing_:
        token = await begun_chat(server, browser)
        sockets = await connected(server, browser, closing_)
        sendings = await asyncio.gather(
            *(Sending(server.port, token, f"Message {n}").begin() for n in range(REQUESTS))
        )
        leaving = asyncio.gather(*map(sent_away, sockets))

        began = monotonic()
        server.process.send_signal(number)
        await server.listens_no_more()
        statuses = await asyncio.gather(*(sending.finish() for sending in sendings))
        codes = await leaving
        assert await server.process.wait() == 0
        took = monotonic() - began

    assert statuses == [201] * REQUESTS
    assert set(codes) <= COMING_BACK
    assert took < PROMISED_SECONDS
    assert stored(server) == {sending.id for sending in sendings}
    assert "Traceback" not in server.log()


async def test_its_successor_listens_at_once_and_knows_everything(server, browser):
    await server.start()
    token = await begun_chat(server, browser)
    sending = await Sending(server.port, token, "Message").begin()
    assert await sending.finish() == 201

    await server.stop()
    await server.start()

    page = await browser(server.url)
    mine = {"Authorization": f"Bearer {token}"}
    session = (await page.get("/api/chat/session-from-cookie", headers=mine)).json()["session"]
    assert session["last_seq"] == 1


@pytest.mark.causes_500
@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
async def test_the_second_signal_waits_for_nobody(server, browser, second):
    await server.start()
    async with asyncio.timeout(PATIENCE):
        token = await begun_chat(server, browser)
        sending = await Sending(server.port, token, "Message").begin()
        server.process.send_signal(signal.SIGTERM)
        await server.listens_no_more()
        began = monotonic()

        server.process.send_signal(second)

        await server.process.wait()
        assert monotonic() - began < 15, "it waited for a request that will never be whole"
        sending.give_up()
