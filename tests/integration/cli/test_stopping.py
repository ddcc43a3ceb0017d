"""SIGTERM and Ctrl-C: what was begun is answered, everybody is sent away gently, and it ends."""

import asyncio
import json
import signal
import sqlite3
from contextlib import AsyncExitStack, closing
from time import monotonic
from uuid import uuid4

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

PROMISED_SECONDS = 30
PATIENCE = 90
REQUESTS = 100
SOCKETS = 300
COMING_BACK = {1001, 4100}
"""After these close codes pusher-js comes back by itself; after 4200 all would do so in the same moment."""


class Sending:
    """A message on its way: its head has been read, its body is still in our hands."""

    def __init__(self, port, token, number):
        self.id = str(uuid4())
        self._where = ("127.0.0.1", port)
        self._body = json.dumps({"id": self.id, "message": f"Message {number}"}).encode()
        self._head = (
            f"POST /api/chat/send-message HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(self._body)}\r\n"
            "Expect: 100-continue\r\n\r\n"
        )

    async def begin(self):
        """Return when the server waits for the rest."""
        self._reader, self._writer = await asyncio.open_connection(*self._where)
        self._writer.write(self._head.encode())
        assert (await self._reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100")
        return self

    def give_up(self):
        self._writer.close()

    async def finish(self):
        """The status of the answer, once the whole of it is read."""
        self._writer.write(self._body)
        answer = await self._reader.read()
        self._writer.close()
        head, _, body = answer.partition(b"\r\n\r\n")
        assert json.loads(body)
        return int(head.split()[1])


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
    """With which code, and when."""
    with pytest.raises(ConnectionClosed) as closed:
        await socket.recv()
    assert closed.value.rcvd is not None, "cut off, without a word"
    return closed.value.rcvd.code, monotonic()


async def nobody_listens(server):
    """Whoever comes from now on goes to our successor."""
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", server.port)
        except OSError:
            return
        writer.close()
        await asyncio.sleep(0.02)


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
        sendings = [await Sending(server.port, token, n).begin() for n in range(REQUESTS)]
        leaving = asyncio.gather(*map(sent_away, sockets))

        began = monotonic()
        server.process.send_signal(number)
        await nobody_listens(server)
        statuses = await asyncio.gather(*(sending.finish() for sending in sendings))
        codes, moments = zip(*await leaving, strict=True)
        assert await server.process.wait() == 0
        took = monotonic() - began

    assert statuses == [201] * REQUESTS
    assert set(codes) <= COMING_BACK
    assert max(moments) - min(moments) > 0.5, "all sent away, and so all back, at the same moment"
    assert took < PROMISED_SECONDS
    assert stored(server) == {sending.id for sending in sendings}
    assert "Traceback" not in server.log()


async def test_its_successor_listens_at_once_and_knows_everything(server, browser):
    await server.start()
    token = await begun_chat(server, browser)
    sending = await Sending(server.port, token, 1).begin()
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
        sending = await Sending(server.port, token, 1).begin()
        server.process.send_signal(signal.SIGTERM)
        await nobody_listens(server)
        began = monotonic()

        server.process.send_signal(second)

        await server.process.wait()
        assert monotonic() - began < 15, "it waited for a request that will never be whole"
        sending.give_up()
