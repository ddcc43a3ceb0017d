"""All the parts fit together, and the whole of it runs on stores in memory."""

import asyncio
import json
import os
import subprocess
import sys
from contextlib import asynccontextmanager
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from litestar import Litestar

from livechat.adapters.limits import NoLimits, TokenBuckets
from livechat.adapters.memory import MemoryStore
from livechat.adapters.notifiers.in_process import InProcessNotifier
from livechat.adapters.pusher.notifier import PusherNotifier
from livechat.adapters.redis.limits import RedisTokenBuckets
from livechat.adapters.redis.notifier import RedisNotifier
from livechat.adapters.sql.postgresql import PostgresqlStore
from livechat.adapters.sql.sqlite import SqliteStore
from livechat.bootstrap import Container, create_app, opened
from livechat.entrypoints.realtime.signatures import App
from livechat.settings import load

STORES = {
    MemoryStore: "memory:",
    SqliteStore: "sqlite:////nowhere/livechat.db",
    PostgresqlStore: "postgresql://livechat@nowhere:1/livechat",
}
DRIVERS = {"memory": InProcessNotifier, "redis": RedisNotifier, "pusher": PusherNotifier}
OF_ONE_DRIVER = {"redis": "redis", "bus": "redis", "ways": "redis", "pusher": "pusher"}
HOOKS = {"own": "", "all": "https://other.example/hooks"}
LIMITS = {
    ("memory", "on"): TokenBuckets,
    ("redis", "on"): RedisTokenBuckets,
    ("pusher", "on"): TokenBuckets,
    ("memory", "off"): NoLimits,
    ("redis", "off"): NoLimits,
    ("pusher", "off"): NoLimits,
}
PASSWORD = "correct horse battery"
HOME = "http://localhost"
OUTSIDE = {"sqlite3.connect", "socket.bind", "socket.connect", "subprocess.Popen", "os.mkdir"}
_watchers = []


def _hook(event, arguments):
    """An audit hook stays for ever: it looks only while a test wants it to."""
    writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if _watchers and (event in OUTSIDE or writes):
        _watchers[-1].append((event, arguments))


sys.addaudithook(_hook)


@pytest.fixture
def touched(monkeypatch):
    """Files written, databases opened and addresses used while the test runs."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    seen = []
    _watchers.append(seen)
    yield seen
    _watchers.remove(seen)


@pytest.mark.parametrize(
    ("driver", "store", "limits", "events"),
    list(product(DRIVERS, STORES, ["on", "off"], ["own", "all"])),
    ids=str,
)
async def test_every_part_can_be_made_for_every_driver(driver, store, limits, events, touched):
    variables = {
        "BROADCAST_DRIVER": driver,
        "REDIS_URL": "redis://nowhere:1",
        "PUSHER_APP_ID": "1",
        "PUSHER_APP_KEY": "key",
        "PUSHER_APP_SECRET": "of this app",
        "DATABASE_URL": STORES[store],
        "LIVECHAT_RATE_LIMITS": limits,
        "LIVECHAT_CLIENT_EVENTS": events,
        "LIVECHAT_WEBHOOK_URL": HOOKS[events],
    }
    of_others = {name for name, its in OF_ONE_DRIVER.items() if its != driver}
    left_out = of_others | (set() if HOOKS[events] else {"posted"})
    container = Container(settings=load(variables))
    container.app.override(App("1", "key", "secret"))

    made = {name: make() for name, make in container.providers.items() if name not in left_out}

    assert isinstance(made["store"], store)
    assert isinstance(made["limits"], LIMITS[driver, limits])
    assert isinstance(made["notifier"], DRIVERS[driver])
    assert made["gateway"].limits.sockets_per_address == {"on": 500, "off": None}[limits]
    assert made["gateway"].limits.sockets_per_chat == {"on": 50, "off": None}[limits]
    assert isinstance(made["http"], Litestar)
    assert made["relay"].outbox is made["store"].outbox
    assert made["report_to"] == (made["posted"].tell if HOOKS[events] else None)
    assert touched == []
    await made["store"].close()


async def test_what_is_set_is_taken():
    given = load(
        {"DATABASE_URL": "memory:", "PUSHER_APP_KEY": "our-key", "PUSHER_APP_SECRET": "s" * 40}
    )

    async with opened(given) as parts:
        assert (parts.app().key, parts.app().secret) == ("our-key", "s" * 40)


def test_the_watcher_sees_what_it_should(touched):
    Path(os.devnull).write_text("", encoding="utf-8")

    assert touched


class Socket:
    """A client of our gateway, without a network between."""

    def __init__(self):
        self.to_app = asyncio.Queue()
        self.from_app = asyncio.Queue()

    async def hears(self):
        async with asyncio.timeout(20):
            while True:
                message = await self.from_app.get()
                if message["type"] == "websocket.send":
                    frame = json.loads(message.get("text") or message["bytes"])
                    return frame["event"], json.loads(frame["data"])

    def says(self, event, data):
        text = json.dumps({"event": event, "data": data})
        self.to_app.put_nowait({"type": "websocket.receive", "text": text})


@asynccontextmanager
async def connected(app, key):
    """A socket, and the id that it was given."""
    socket = Socket()
    scope = {
        "type": "websocket",
        "path": f"/app/{key}",
        "raw_path": f"/app/{key}".encode(),
        "query_string": b"protocol=7&client=js&version=8.4.0",
        "headers": [(b"host", b"localhost")],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
        "scheme": "ws",
        "subprotocols": [],
        "extensions": {},
        "state": {},
    }
    socket.to_app.put_nowait({"type": "websocket.connect"})
    serving = asyncio.create_task(app(scope, socket.to_app.get, socket.from_app.put))
    _, greeting = await socket.hears()
    yield socket, greeting["socket_id"]
    socket.to_app.put_nowait({"type": "websocket.disconnect", "code": 1000})
    async with asyncio.timeout(20):
        await serving


def browser(app):
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOME)


async def sent(client, path, headers=None, **body):
    answer = await client.post(path, json=body, headers=headers)
    assert answer.status_code < 300, answer.text
    return json.loads(answer.content)


async def test_a_visitor_and_an_admin_talk_without_a_file_and_without_a_network(touched):
    async with create_app(load({"DATABASE_URL": "memory:"})) as (app, parts):
        guest, admin = browser(app), browser(app)
        begun = await sent(
            guest, "/api/chat/start-session", guest_name="Sari", guest_email="sari@example.com"
        )
        chat = SimpleNamespace(**begun["session"])
        async with connected(app, parts.app().key) as (socket, socket_id):
            channel = f"private-chat-session.{chat.session_id}"
            form = {"socket_id": socket_id, "channel_name": channel}
            allowed = (await guest.post("/broadcasting/auth", data=form)).json()
            socket.says("pusher:subscribe", {"channel": channel, **allowed})
            assert (await socket.hears())[0] == "pusher_internal:subscription_succeeded"

            me = await sent(
                admin,
                "/admin/setup",
                token=await parts.set_up().token(),
                name="Ana",
                email="ana@example.com",
                password=PASSWORD,
            )
            csrf = {"X-CSRF-Token": me["csrf_token"]}
            await sent(guest, "/api/chat/send-message", message="Halo?")
            answer = {"session_id": chat.session_id, "message": "Hi Sari!"}
            await sent(admin, "/admin/chat/api/send-message", csrf, **answer)
            await sent(admin, f"/admin/chat/api/sessions/{chat.session_id}/close", csrf)

            heard = [await socket.hears() for _ in range(3)]

        assert [name for name, _ in heard] == ["message.sent", "message.sent", "session.closed"]
        assert [data["message"]["message"] for _, data in heard[:2]] == ["Halo?", "Hi Sari!"]
        figures = (await admin.get("/admin/chat/api/statistics")).json()
        assert (figures["total_sessions"], figures["total_messages"]) == (1, 2)
    assert touched == []


def test_who_uses_neither_redis_nor_pusher_nor_postgresql_does_not_wait_for_them_to_load():
    rest = "{'redis', 'hiredis', 'pusher', 'asyncpg'}"
    asked = f"import sys, livechat.bootstrap; print(sorted({rest} & set(sys.modules)))"

    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)

    assert loaded.stdout.strip() == b"[]"
