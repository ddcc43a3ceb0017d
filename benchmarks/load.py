"""The load: senders in a closed loop or at a fixed pace, each with a socket that hears its own chat.

Prints one line of JSON. Requests and frames are written and read by hand, so that the client costs a
small part of what any server costs; its own processor time is part of the result.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import http.client
import json
import os
import resource
import statistics
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import uvloop

WARM_UP_SECONDS = 1.0
LAST_WORDS_SECONDS = 5.0
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


@dataclass(slots=True)
class Chat:
    """One sender and his listener."""

    host: str
    session_id: str
    token: str
    key: str
    sent: int = 0
    acknowledged: int = 0
    heard: int = 0
    wrong: int = 0
    paced: bool = False
    running: bool = True
    free: bool = True
    subscribed: asyncio.Event = field(default_factory=asyncio.Event)
    sent_at: deque[float] = field(default_factory=deque)
    delays: list[float] = field(default_factory=list)
    line: HttpLine = field(init=False)
    socket: SocketLine = field(init=False)
    head: bytes = field(init=False)

    async def connect(self) -> None:
        """Open both lines and wait for the subscription."""
        loop = asyncio.get_running_loop()
        name, port = self.host.split(":")
        self.head = (
            f"POST /api/chat/send-message HTTP/1.1\r\nHost: {self.host}\r\nAuthorization: Bearer {self.token}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        ).encode()
        _, self.line = await loop.create_connection(
            lambda: HttpLine(self._answered), name, int(port)
        )
        _, self.socket = await loop.create_connection(
            lambda: SocketLine(self.host, self.key, self._heard), name, int(port)
        )
        async with asyncio.timeout(10):
            await self.subscribed.wait()

    def send(self) -> None:
        """Write the next message."""
        self.sent += 1
        self.free = False
        body = f'{{"id":"{uuid4()}","message":"{TEXT % self.sent}"}}'.encode()
        self.sent_at.append(time.perf_counter())
        self.line.transport.write(b"%b%d\r\n\r\n%b" % (self.head, len(body), body))  # type: ignore[attr-defined]  # as above

    def _answered(self, status: int) -> None:
        self.free = True
        if status != 201:
            raise SystemExit(f"a message was answered with {status}")
        self.acknowledged += 1
        if self.running and not self.paced:
            self.send()

    def _heard(self, frame: bytes) -> None:
        at = frame.find(MARK)
        if at < 0:
            self._greeted(frame)
            return
        self.heard += 1
        self.wrong += int(frame[at + 5 : at + 13]) != self.heard
        self.delays.append(time.perf_counter() - self.sent_at.popleft())

    def _greeted(self, frame: bytes) -> None:
        said = json.loads(frame)
        if said["event"] == "pusher:connection_established":
            channel = f"private-chat-session.{self.session_id}"
            form = {"socket_id": json.loads(said["data"])["socket_id"], "channel_name": channel}
            answer = post(self.host, "/broadcasting/auth", urlencode(form), self.token)
            data = {"channel": channel, "auth": answer["auth"]}
            self.socket.send(json.dumps({"event": "pusher:subscribe", "data": data}).encode())
        elif said["event"] == "pusher_internal:subscription_succeeded":
            self.subscribed.set()
        elif said["event"] == "pusher:ping":
            self.socket.send(b'{"event":"pusher:pong","data":{}}')


def post(host: str, path: str, body: str, token: str = "") -> dict[str, str]:
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


def begin(host: str, number: int, *, paced: bool) -> Chat:
    """A new chat on the server."""
    realtime = post(host, "/api/chat/config", "")["realtime"]
    said = {"guest_name": f"Load {number}", "guest_email": f"load{number}@example.com"}
    started = post(host, "/api/chat/start-session", json.dumps(said))
    session_id = started["session"]["session_id"]  # type: ignore[index]  # JSON
    return Chat(host, session_id, started["token"], realtime["key"], paced=paced)  # type: ignore[index]  # JSON


def server_seconds(pid: int) -> float:
    """Processor time of a process with all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def own_seconds() -> float:
    """Processor time of this client."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def pace(chats: list[Chat], rate: float, seconds: float) -> None:
    """Send at a fixed rate, whatever the server does."""
    started = time.perf_counter()
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, started + number / rate - time.perf_counter()))
        chat = chats[number % len(chats)]
        while not chat.free:
            await asyncio.sleep(0.001)
        chat.send()


async def measure(given: argparse.Namespace) -> dict[str, float]:
    """Warm up, take the figures of a window, then wait until everything is heard."""
    chats = [begin(given.host, n, paced=bool(given.rate)) for n in range(given.connections)]
    for chat in chats:
        await chat.connect()
    if given.rate:
        await pace(chats, given.rate, WARM_UP_SECONDS)
    else:
        for chat in chats:
            chat.send()
        await asyncio.sleep(WARM_UP_SECONDS)
    for chat in chats:
        chat.delays.clear()
    begun = (time.perf_counter(), server_seconds(given.pid), own_seconds())
    heard_before = sum(chat.heard for chat in chats)
    if given.rate:
        await pace(chats, given.rate, given.seconds)
    else:
        await asyncio.sleep(given.seconds)
    ended = (time.perf_counter(), server_seconds(given.pid), own_seconds())
    heard = sum(chat.heard for chat in chats) - heard_before
    delays = [delay for chat in chats for delay in chat.delays]
    await finish(chats)
    wall, server, own = (after - before for after, before in zip(ended, begun, strict=True))
    return {
        "rate": heard / wall,
        "server_us": server / heard * 1e6,
        "client_us": own / heard * 1e6,
        "client_ceiling": heard / own,
        "p50_ms": statistics.median(delays) * 1e3,
        "p99_ms": statistics.quantiles(delays, n=100)[98] * 1e3,
        "acknowledged": sum(chat.acknowledged for chat in chats),
        "unheard": sum(chat.acknowledged - chat.heard for chat in chats),
        "wrong": sum(chat.wrong for chat in chats),
    }


async def finish(chats: list[Chat]) -> None:
    """Send no more, and hear the rest."""
    for chat in chats:
        chat.running = False
    until = time.perf_counter() + LAST_WORDS_SECONDS
    while any(chat.heard < chat.sent for chat in chats) and time.perf_counter() < until:
        await asyncio.sleep(0.05)


def main() -> None:
    """Load one server once."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--host", required=True, help="address and port")
    options.add_argument("--pid", type=int, required=True, help="of the server")
    options.add_argument("--connections", type=int, default=32)
    options.add_argument("--seconds", type=float, default=5.0)
    options.add_argument(
        "--rate", type=float, default=0.0, help="messages a second; 0: as fast as answered"
    )
    print(json.dumps(uvloop.run(measure(options.parse_args()))))


if __name__ == "__main__":
    main()
