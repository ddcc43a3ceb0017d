"""A chat that was stored, whose visitor never heard of it, is the one he gets when he asks again."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from uuid import uuid4

from tests.server_process import ServerProcess

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 60
PATH = "/api/chat/start-session"


def sessions(server: ServerProcess) -> list[str]:
    with closing(sqlite3.connect(server.folder / "data/livechat.db")) as database:
        return [row[0] for row in database.execute("SELECT session_id FROM chat_sessions")]


async def asked(server: ServerProcess, body: dict[str, str]) -> asyncio.StreamWriter:
    """The request is sent; nobody is there to read the answer."""
    _, writer = await asyncio.open_connection("127.0.0.1", server.port)
    text = json.dumps(body)
    head = f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    writer.write(f"{head}Content-Length: {len(text)}\r\n\r\n{text}".encode())
    return writer


async def test_killed_between_the_insert_and_the_answer_there_is_one_chat(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path)
    await server.start()
    body = {"guest_name": "Sari", "guest_email": "s@example.com", "request_id": str(uuid4())}
    async with asyncio.timeout(PATIENCE):
        writer = await asked(server, body)
        while not sessions(server):
            await asyncio.sleep(0)
    await server.kill()
    writer.close()
    await server.start()

    async with server.client() as visitor:
        again = await visitor.post(PATH, json=body)
        mine = {"Authorization": f"Bearer {again.json()['token']}"}
        sent = await visitor.post("/api/chat/send-message", json={"message": "Halo?"}, headers=mine)

    assert again.status_code == 201
    assert sent.status_code == 201
    assert sessions(server) == [again.json()["session"]["session_id"]]
    await server.stop()
