"""Writers who never give up, and remember what was acknowledged."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple
from uuid import uuid4

import httpx

from tests.server_process import PASSWORD

ADMIN_EMAIL = "rina@example.com"
_READ_EVERY = 7
_NOT_NOW = (502, 503, 504, 507)
"""What we say when the database is away or the disk is full, and a proxy when we are."""


class Stored(NamedTuple):
    """What a 2xx said about a message."""

    session_id: str
    seq: int
    text: str


@dataclass(slots=True)
class Line:
    """A client that asks again, with the same words, until it is answered."""

    client: httpx.AsyncClient
    refusals: list[str] = field(default_factory=list)
    retries: int = 0
    most_retries: int = 0
    """That one request has needed."""
    sign_in: Callable[[], Awaitable[None]] | None = None
    """What helps when the credential has run out."""
    times: list[tuple[float, float]] = field(default_factory=list)
    """When each answer came that was a yes, and after how many seconds."""

    async def post(self, path: str, body: dict[str, object]) -> dict[str, dict[str, object]]:
        """Who is dead or not there now is asked again; any other refusal is remembered as wrong."""
        for attempt in count(1):
            began = time.monotonic()
            try:
                answer = await self.client.post(path, json=body)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.is_success:
                self.times.append((time.monotonic(), time.monotonic() - began))
                said: dict[str, dict[str, object]] = answer.json()
                return said
            if answer is not None and answer.status_code == 401 and self.sign_in:
                await self.sign_in()
            elif answer is not None and answer.status_code not in _NOT_NOW:
                self.refusals.append(f"{answer.status_code} {answer.text}")
            self.retries += 1
            self.most_retries = max(self.most_retries, attempt)
            await asyncio.sleep(0.05)
        raise AssertionError


@dataclass(slots=True)
class Writer:
    """Sends one message after the other into one chat; the ledger holds what was acknowledged."""

    name: str
    line: Line
    session_id: str
    send_path: str
    read_path: str
    ledger: dict[str, Stored] = field(default_factory=dict)
    moved: list[str] = field(default_factory=list)
    pause: float = 0.0
    """Seconds between two messages."""

    @property
    def token(self) -> str:
        """A guest's."""
        return str(self.line.client.headers["Authorization"]).removeprefix("Bearer ")

    async def write(self, stop: asyncio.Event) -> None:
        """Go on until *stop*, and then until the last message is acknowledged."""
        number = 0
        while not stop.is_set():
            number += 1
            message_id, text = str(uuid4()), f"{self.name} {number} ✓ apa kabar?"
            body: dict[str, object] = {
                "session_id": self.session_id,
                "id": message_id,
                "message": text,
            }
            seq = await self.say(body)
            if number % _READ_EVERY == 0:
                await self.line.post(self.read_path, {"up_to_seq": seq})
            if number % (_READ_EVERY + 4) == 0:
                await self._again(body, seq)
            await asyncio.sleep(self.pause)

    async def say(self, body: dict[str, object]) -> int:
        """Until it is acknowledged; says which `seq` it has."""
        return self.remember(body, (await self.line.post(self.send_path, body))["message"])

    def remember(self, body: dict[str, object], message: dict[str, object]) -> int:
        """It was acknowledged."""
        seq = message["seq"]
        assert isinstance(seq, int)
        self.ledger[str(body["id"])] = Stored(self.session_id, seq, str(body["message"]))
        return seq

    async def _again(self, body: dict[str, object], seq: int) -> None:
        """A late retry must find the first one, whatever its text."""
        message = (await self.line.post(self.send_path, body | {"message": "again"}))["message"]
        if message["seq"] != seq or message["message"] != body["message"]:
            self.moved.append(str(body["id"]))


async def in_pairs(url: str, chats: int) -> list[Writer]:
    """As many guests, and to each an admin."""
    guests = [await guest(url, f"Guest{number}") for number in range(chats)]
    return guests + [
        await admin(url, f"Admin{number}", chat.session_id) for number, chat in enumerate(guests)
    ]


def together(writers: list[Writer]) -> dict[str, Stored]:
    """All that was acknowledged."""
    return {key: stored for writer in writers for key, stored in writer.ledger.items()}


def p99(writers: list[Writer], since: float, until: float) -> float:
    """Milliseconds; of requests that were answered in that time of `time.monotonic`."""
    times = sorted(took for w in writers for at, took in w.line.times if since <= at <= until)
    return times[int(len(times) * 0.99)] * 1000 if times else float("nan")


async def guest(url: str, name: str, line: Line | None = None) -> Writer:
    """A guest with a chat of his own."""
    line = line or Line(httpx.AsyncClient(base_url=url))
    said: dict[str, object] = {
        "guest_name": name,
        "guest_email": f"{name.lower()}@example.com",
        "request_id": str(uuid4()),
    }
    started = await line.post("/api/chat/start-session", said)
    line.client.cookies.clear()
    line.client.headers["Authorization"] = f"Bearer {started['token']}"
    session_id = str(started["session"]["session_id"])
    read_path = f"/api/chat/session/{session_id}/read"
    return Writer(name, line, session_id, "/api/chat/send-message", read_path)


async def admin(url: str, name: str, session_id: str) -> Writer:
    """An admin who answers in that chat."""
    line = Line(httpx.AsyncClient(base_url=url))

    async def sign_in() -> None:
        signed_in = await line.post("/admin/login", {"email": ADMIN_EMAIL, "password": PASSWORD})
        line.client.headers["X-CSRF-Token"] = str(signed_in["csrf_token"])

    await sign_in()
    line.sign_in = sign_in
    read_path = f"/admin/chat/api/sessions/{session_id}/read"
    return Writer(name, line, session_id, "/admin/chat/api/send-message", read_path)


async def starter(url: str, stop: asyncio.Event) -> int:
    """Begin chats, each until it is acknowledged; says how many there must be."""
    line = Line(httpx.AsyncClient(base_url=url))
    begun = 0
    while not stop.is_set():
        begun += 1
        said: dict[str, object] = {
            "guest_name": f"Ghost {begun}",
            "guest_email": "ghost@example.com",
            "request_id": str(uuid4()),
        }
        line.client.cookies.clear()
        await line.post("/api/chat/start-session", said)
        await asyncio.sleep(0.02)
    await line.client.aclose()
    return begun
