"""What the loads speak with: raw lines, and what can be seen of a server from outside."""

from __future__ import annotations

import asyncio
import base64
import http.client
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

MARK = b"load-"
TEXT = "load-%08d Halo, apakah pesanan saya sudah dikirim? Terima kasih banyak ya."


class HttpLine(asyncio.Protocol):
    """One kept-alive connection; one request at a time."""

    def __init__(self, answered: Callable[[int], None]) -> None:
        self.answered = answered
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Requests are written straight to it."""
        self.transport = transport

    @classmethod
    async def to(cls, host: str, answered: Callable[[int], None]) -> HttpLine:
        """An open one."""
        name, port = host.split(":")
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(lambda: cls(answered), name, int(port))
        line.host = host
        return line

    def say(self, token: str, text: str) -> None:
        """Send a message."""
        body = f'{{"id":"{uuid4()}","message":"{text}"}}'
        head = (
            f"POST /api/chat/send-message HTTP/1.1\r\nHost: {self.host}\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.transport.write((head + body).encode())

    def data_received(self, data: bytes) -> None:
        """Wait for the whole answer; look at nothing but its length and status."""
        data = self.buffer + data
        head = data.find(b"\r\n\r\n")
        if head >= 0:
            start = data.index(b"content-length: ", 0, head) + 16
            length = int(data[start : data.index(b"\r", start)])
            if len(data) >= head + 4 + length:
                self.buffer = b""
                self.answered(int(data[9:12]))
                return
        self.buffer = data


class SocketLine(asyncio.Protocol):
    """A raw WebSocket; only text frames without masks come from a server."""

    def __init__(self, host: str, key: str, heard: Callable[[bytes], None]) -> None:
        self.request = (
            f"GET /app/{key}?protocol=7&client=load&version=1.0 HTTP/1.1\r\nHost: {host}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n\r\n"
        ).encode()
        self.heard = heard
        self.buffer = b""
        self.upgraded = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        self.transport = transport
        transport.write(self.request)  # type: ignore[attr-defined]  # a TCP transport writes

    def data_received(self, data: bytes) -> None:
        """Cut the stream into frames (RFC 6455, 5.2)."""
        data = self.buffer + data
        if not self.upgraded:
            head = data.find(b"\r\n\r\n")
            if head < 0:
                self.buffer = data
                return
            assert data.startswith(b"HTTP/1.1 101"), data
            self.upgraded = True
            data = data[head + 4 :]
        at, end = 0, len(data)
        while end - at >= 2:
            length, start = data[at + 1], at + 2
            if length == 126:
                length, start = int.from_bytes(data[start : start + 2]), start + 2
            elif length == 127:
                length, start = int.from_bytes(data[start : start + 8]), start + 8
            if end < start + length:
                break
            self.heard(data[start : start + length])
            at = start + length
        self.buffer = data[at:]

    def send(self, text: bytes) -> None:
        """One masked frame; the mask of zeros is a valid one."""
        head = bytes([0x81, 0x80 | 126]) + len(text).to_bytes(2)
        self.transport.write(head + bytes(4) + text)  # type: ignore[attr-defined]  # as above


class Listener:
    """A socket that listens to one chat; *heard* is given each message's frame."""

    def __init__(self, chat: Begun, heard: Callable[[bytes], None]) -> None:
        self.chat = chat
        self.heard = heard
        self.line = SocketLine(chat.host, chat.key, self._told)
        self.subscribed = asyncio.Event()

    async def connect(self) -> None:
        """Open the line and wait for the subscription."""
        name, port = self.chat.host.split(":")
        await asyncio.get_running_loop().create_connection(lambda: self.line, name, int(port))
        async with asyncio.timeout(10):
            await self.subscribed.wait()

    def _told(self, frame: bytes) -> None:
        if MARK in frame:
            self.heard(frame)
            return
        said = json.loads(frame)
        if said["event"] == "pusher:connection_established":
            self._subscribe(json.loads(said["data"])["socket_id"])
        elif said["event"] == "pusher_internal:subscription_succeeded":
            self.subscribed.set()
        elif said["event"] == "pusher:ping":
            self.line.send(b'{"event":"pusher:pong","data":{}}')

    def _subscribe(self, socket_id: str) -> None:
        channel = f"private-chat-session.{self.chat.session_id}"
        form = urlencode({"socket_id": socket_id, "channel_name": channel})
        answer = post(self.chat.host, "/broadcasting/auth", form, self.chat.token)
        data = {"channel": channel, "auth": answer["auth"]}
        self.line.send(json.dumps({"event": "pusher:subscribe", "data": data}).encode())


@dataclass(frozen=True, slots=True)
class Begun:
    """A new chat on a server."""

    host: str
    session_id: str
    token: str
    key: str


def begin(host: str, number: int) -> Begun:
    """Start one."""
    realtime = post(host, "/api/chat/config", "")["realtime"]
    said = {"guest_name": f"Load {number}", "guest_email": f"load{number}@example.com"}
    started = post(host, "/api/chat/start-session", json.dumps(said))
    return Begun(host, started["session"]["session_id"], started["token"], realtime["key"])


def number_in(frame: bytes) -> int:
    """Which message of its load it carries."""
    at = frame.index(MARK) + len(MARK)
    return int(frame[at : at + 8])


def post(host: str, path: str, body: str, token: str = "") -> dict[str, Any]:
    """A single request of the preparation."""
    form = "=" in body and not body.startswith("{")
    headers = {"Content-Type": "application/x-www-form-urlencoded" if form else "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request("POST" if body else "GET", path, body or None, headers)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    if answer.status not in (200, 201):
        raise SystemExit(f"{path} was answered with {answer.status}: {text.decode()}")
    return json.loads(text)


def server_seconds(pid: int) -> float:
    """Processor time of a process with all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def server_kib(pid: int) -> int:
    """Resident memory of a process."""
    return (
        int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024
    )
