"""Whatever comes, it is answered, and never with a mistake of ours: 27."""

import asyncio
import json
import secrets

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.asyncio.client import connect

from livechat.adapters.sql.sqlite import SqliteStore
from tests.security.fuzz import LONGER, frames, odd_bytes, requests
from tests.unit.http.world import the_services

CHAT = "0190b5f1-7c3e-4a5b-9d2c-1f0e8d6c4b2a"
OPCODES = st.integers(0, 255)
fixtures_are_kept = settings(suppress_health_check=list(HealthCheck))


@pytest.fixture(params=["memory", "SQLite"])
async def services(request, clock, tmp_path):
    if request.param == "memory":
        yield the_services(clock)
        return
    store = SqliteStore(tmp_path / "livechat.db", clock)
    await store.open()
    yield the_services(clock, store=store)
    await store.close()


async def answered(app, method, path, query, headers, body):
    """The status of what the application answers."""
    sent, ended = [], asyncio.Event()
    coming = [{"type": "http.request", "body": body, "more_body": False}]
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(errors="replace"),
        "query_string": query,
        "headers": [(b"host", b"localhost"), *headers],
        "client": ("192.0.2.1", 1),
        "server": ("localhost", 80),
        "scheme": "http",
        "http_version": "1.1",
    }

    async def receive():
        """The body once; then nothing, until the answer is whole."""
        if coming:
            return coming.pop()
        await ended.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            ended.set()

    await app(scope, receive, send)
    return sent[0]["status"]


@pytest.mark.timeout(120 + 180 * LONGER)
@settings(fixtures_are_kept, max_examples=1500 * LONGER)
@given(data=st.data())
async def test_27_no_request_at_all_is_answered_with_500(app, people, data):
    guest, admin = people.guest.cookies["chat_session_id"], people.admin.cookies["livechat_admin"]
    csrf = people.admin.csrf["X-CSRF-Token"].encode()
    sends_json = (b"content-type", b"application/json")
    known = (
        [(b"authorization", f"Bearer {guest}".encode()), sends_json],
        [(b"cookie", f"livechat_admin={admin}".encode()), (b"x-csrf-token", csrf), sends_json],
    )

    asked = data.draw(requests(people.chat, known, guest, admin))

    assert await answered(app, *asked) < 500


def framed(opcode, payload):
    """Masked, as a client must."""
    mask = secrets.token_bytes(4)
    long = payload[:60_000]
    size = bytes((0x80 | len(long),)) if len(long) < 126 else b"\xfe" + len(long).to_bytes(2, "big")
    return bytes((opcode,)) + size + mask + bytes(each ^ mask[n % 4] for n, each in enumerate(long))


async def test_27_no_frame_at_all_breaks_the_gateway(server):
    await server.start()
    async with server.client() as client:
        key = (await client.get("/api/chat/config")).json()["realtime"]["key"]
    address = f"ws://127.0.0.1:{server.port}/app/{key}?protocol=7"
    text = frames().map(lambda each: framed(0x81, each.encode(errors="replace")))
    odd = st.tuples(OPCODES, odd_bytes).map(lambda pair: framed(*pair)) | odd_bytes

    clients = []
    some = st.lists(text | odd, min_size=1, max_size=12)

    @settings(fixtures_are_kept, max_examples=100 * LONGER)
    @given(said=some)
    def make_up(said):
        clients.append(said)

    make_up()
    async with connect(address) as other:
        await other.recv()
        for said in clients:
            await says(address, said)

        await other.send(json.dumps({"event": "pusher:ping", "data": {}}))
        assert json.loads(await asyncio.wait_for(other.recv(), 60))["event"] == "pusher:pong"
    assert "Traceback" not in server.log()


async def says(address, said):
    """And leaves without a word when all is on its way."""
    async with connect(address, compression=None) as socket:
        await socket.recv()
        socket.transport.write(b"".join(said))
        socket.transport.close()
