"""Visitors who talk over HTTP, where a test is about the console alone."""

from contextlib import asynccontextmanager
from dataclasses import dataclass
from secrets import token_hex

import httpx

from tests.server_process import ServerProcess


@dataclass
class Guest:
    """A visitor without a page, in a chat of their own."""

    client: httpx.AsyncClient
    name: str
    email: str
    session_id: str
    headers: dict[str, str]

    @property
    def address(self) -> str:
        """Of the chat, in the console."""
        return f"/admin/chat/sessions/{self.session_id}"

    async def says(self, *texts: str) -> None:
        for text in texts:
            await self._ask("/api/chat/send-message", message=text)

    async def closes(self) -> None:
        await self._ask(f"/api/chat/session/{self.session_id}/close")

    async def _ask(self, path: str, **body: str) -> None:
        answer = await self.client.post(path, json=body, headers=self.headers)
        assert answer.is_success, answer.text


@dataclass
class Guests:
    """`await guests("Halo")`: somebody new has said that."""

    client: httpx.AsyncClient

    async def __call__(self, *texts: str, name: str = "", **more: object) -> Guest:
        name = name or f"Sari {token_hex(3)}"
        email = f"{token_hex(4)}@example.com"
        known = {"guest_name": name, "guest_email": email, **more}
        answer = await self.client.post("/api/chat/start-session", json=known)
        assert answer.is_success, answer.text
        started = answer.json()
        headers = {"Authorization": f"Bearer {started['token']}"}
        session_id = started["session"]["session_id"]
        guest = Guest(self.client, name, email, session_id, headers)
        await guest.says(*texts)
        return guest


@asynccontextmanager
async def guests_of(server: ServerProcess):
    """Until the end."""
    async with httpx.AsyncClient(base_url=server.url, timeout=20) as client:
        yield Guests(client)
