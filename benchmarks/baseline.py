"""The limit to measure against: bare ASGI on uvicorn, one raw `sqlite3` thread, raw sockets.

It keeps the same promises for one message as livechat does (credential, known id, `seq`, message,
outbox, durable before the answer, then told to the listener), with no framework and no layers, and
speaks just enough of the same wire that one client can load both.
"""

from __future__ import annotations

import argparse
import asyncio
import hmac
import queue
import sqlite3
import threading
from collections import defaultdict
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from uuid import UUID, uuid4

import msgspec
import uvicorn

KEY = "baseline"
BATCH = 256
TABLES = """
PRAGMA journal_mode = WAL;
CREATE TABLE chat_sessions (
  id INTEGER PRIMARY KEY, session_id BLOB NOT NULL UNIQUE, secret_hash BLOB NOT NULL, guest_name TEXT NOT NULL,
  next_seq INTEGER NOT NULL, last_activity_at TEXT NOT NULL);
CREATE TABLE chat_messages (
  id INTEGER PRIMARY KEY, chat_session_id INTEGER NOT NULL REFERENCES chat_sessions (id),
  message_id BLOB NOT NULL, seq INTEGER NOT NULL, message TEXT NOT NULL, sender_type TEXT NOT NULL,
  sender_name TEXT NOT NULL, created_at TEXT NOT NULL,
  UNIQUE (chat_session_id, seq), UNIQUE (chat_session_id, message_id));
CREATE TABLE outbox (id INTEGER PRIMARY KEY, event BLOB NOT NULL);
"""

Write = tuple[dict[str, Any], bytes, bytes, "asyncio.Future[dict[str, Any]]"]


class Writer(threading.Thread):
    """Takes all waiting messages, stores them in one transaction, then answers each sender."""

    def __init__(self, path: Path, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(daemon=True)
        self.waiting: queue.SimpleQueue[Write] = queue.SimpleQueue()
        self.loop = loop
        self.db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.db.executescript(TABLES)
        self.db.execute("PRAGMA synchronous = FULL")

    def run(self) -> None:
        """One group after the other."""
        while True:
            batch = [self.waiting.get()]
            while len(batch) < BATCH and not self.waiting.empty():
                batch.append(self.waiting.get())
            self.db.execute("BEGIN IMMEDIATE")
            stored = [self._store(*write[:3]) for write in batch]
            self.db.execute("COMMIT")
            self.loop.call_soon_threadsafe(_answer, batch, stored)

    def _store(
        self, request: dict[str, Any], session_id: bytes, secret_hash: bytes
    ) -> dict[str, Any]:
        run = self.db.execute
        pk, expected, name, seq = run(
            "SELECT id, secret_hash, guest_name, next_seq FROM chat_sessions WHERE session_id = ?",
            (session_id,),
        ).fetchone()
        assert hmac.compare_digest(expected, secret_hash)
        message_id = UUID(request["id"]).bytes
        known = run(
            "SELECT seq FROM chat_messages WHERE chat_session_id = ? AND message_id = ?",
            (pk, message_id),
        ).fetchone()
        assert known is None, "the load sends no id twice"
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        message = {
            "id": request["id"],
            "session_id": str(UUID(bytes=session_id)),
            "seq": seq,
            "kind": "text",
            "message": request["message"],
            "sender_type": "guest",
            "sender_name": name,
            "created_at": now,
        }
        run(
            "INSERT INTO chat_messages (chat_session_id, message_id, seq, message, sender_type, sender_name,"
            " created_at) VALUES (?, ?, ?, ?, 'guest', ?, ?)",
            (pk, message_id, seq, request["message"], name, now),
        )
        run(
            "UPDATE chat_sessions SET next_seq = ?, last_activity_at = ? WHERE id = ?",
            (seq + 1, now, pk),
        )
        run("INSERT INTO outbox (event) VALUES (?)", (msgspec.json.encode(message),))
        return message


def _answer(batch: list[Write], stored: list[dict[str, Any]]) -> None:
    for (*_, future), message in zip(batch, stored, strict=True):
        future.set_result(message)


class App:
    """The few routes that the load needs."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sockets: defaultdict[str, list[Any]] = defaultdict(list)
        self.number = 0
        self.json = msgspec.json.Encoder()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Dispatch by path."""
        if scope["type"] == "lifespan":
            self.writer = Writer(self.path, asyncio.get_running_loop())
            self.writer.start()
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
        elif scope["type"] == "websocket":
            await self._listen(receive, send)
        elif scope["path"] == "/api/chat/send-message":
            await self._send_message(scope, receive, send)
        else:
            await self._set_up(scope["path"], send)

    async def _send_message(self, scope: Any, receive: Any, send: Any) -> None:
        body = b""
        more = True
        while more:
            event = await receive()
            body += event["body"]
            more = event["more_body"]
        token = dict(scope["headers"])[b"authorization"].decode().removeprefix("Bearer ")
        session_id, _, secret = token.partition(".")
        future = asyncio.get_running_loop().create_future()
        self.writer.waiting.put(
            (
                msgspec.json.decode(body),
                UUID(session_id).bytes,
                sha256(secret.encode()).digest(),
                future,
            )
        )
        message = await future
        await _respond(send, 201, self.json.encode({"message": message}))
        await self._tell(session_id, message)

    async def _tell(self, session_id: str, message: dict[str, Any]) -> None:
        if tells := self.sockets.get(session_id):
            data = {"session_id": session_id, "seq": message["seq"], "message": message}
            frame = {
                "event": "message.sent",
                "channel": f"private-chat-session.{session_id}",
                "data": self.json.encode(data).decode(),
            }
            event = {"type": "websocket.send", "text": self.json.encode(frame).decode()}
            for tell in tells:
                await tell(event)

    async def _listen(self, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        self.number += 1
        data = f'{{"socket_id":"1.{self.number}","activity_timeout":120}}'
        await _frame(send, "pusher:connection_established", data)
        while (event := await receive())["type"] == "websocket.receive":
            channel = msgspec.json.decode(event["text"])["data"]["channel"]
            self.sockets[channel.removeprefix("private-chat-session.")].append(send)
            await _frame(send, "pusher_internal:subscription_succeeded", "{}")

    async def _set_up(self, path: str, send: Any) -> None:
        """Everything before the first message; not measured."""
        answer: object = {"ready": True}
        if path == "/api/chat/start-session":
            session_id, secret = uuid4(), token_urlsafe(32)
            with sqlite3.connect(self.path) as db:
                db.execute(
                    "INSERT INTO chat_sessions (session_id, secret_hash, guest_name, next_seq, last_activity_at)"
                    " VALUES (?, ?, 'Load', 1, '')",
                    (session_id.bytes, sha256(secret.encode()).digest()),
                )
            answer = {
                "session": {"session_id": str(session_id)},
                "token": f"{session_id}.{secret}",
            }
        elif path == "/api/chat/config":
            answer = {"realtime": {"key": KEY, "auth_endpoint": "/broadcasting/auth"}}
        elif path == "/broadcasting/auth":
            answer = {"auth": f"{KEY}:"}
        await _respond(send, 200, msgspec.json.encode(answer))


async def _frame(send: Any, event: str, data: str) -> None:
    text = msgspec.json.encode({"event": event, "data": data}).decode()
    await send({"type": "websocket.send", "text": text})


async def _respond(send: Any, status: int, body: bytes) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def main() -> None:
    """Serve until killed."""
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--data", type=Path, required=True)
    given = options.parse_args()
    uvicorn.run(
        App(given.data / "livechat.db"),
        port=given.port,
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        access_log=False,
        log_level="warning",
        server_header=False,
    )


if __name__ == "__main__":
    main()
