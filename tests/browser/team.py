"""Somebody who answers over HTTP, where a test is about the visitor alone."""

from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from tests.browser.admin_desk import EMAIL
from tests.server_process import PASSWORD, ServerProcess


@dataclass
class Team:
    """An admin without a page; chats go by the visitor's name."""

    client: httpx.AsyncClient

    async def session(self, name: str) -> dict:
        """The newest chat of that visitor."""
        return (await self.sessions(name))[0]

    async def sessions(self, name: str) -> list[dict]:
        """All chats of that visitor, newest first."""
        params = {"q": name, "status": "all"}
        return (await self._ask("GET", "sessions", params=params))["sessions"]

    async def says(self, name: str, *texts: str) -> None:
        await self.answers((await self.session(name))["session_id"], *texts)

    async def answers(self, session_id: str, *texts: str) -> None:
        """In a chat that is known by its id."""
        for text in texts:
            said = {"session_id": session_id, "message": text}
            await self._ask("POST", "send-message", json=said)

    async def reads(self, name: str) -> None:
        """Everything."""
        chat = await self.session(name)
        up_to = {"up_to_seq": chat["last_seq"]}
        await self._ask("POST", f"sessions/{chat['session_id']}/read", json=up_to)

    async def closes(self, name: str) -> None:
        await self._ask("POST", f"sessions/{(await self.session(name))['session_id']}/close")

    async def messages(self, name: str) -> list[dict]:
        """As they are stored."""
        session_id = (await self.session(name))["session_id"]
        path = f"sessions/{session_id}/messages"
        return (await self._ask("GET", path, params={"limit": 200}))["messages"]

    async def texts(self, name: str) -> list[str]:
        """What is stored, in its order; numbered without a gap."""
        messages = await self.messages(name)
        assert [each["seq"] for each in messages] == list(range(1, len(messages) + 1))
        return [each["message"] for each in messages]

    async def _ask(self, method: str, path: str, **more) -> dict:
        answer = await self.client.request(method, f"/admin/chat/api/{path}", **more)
        assert answer.is_success, answer.text
        return answer.json()


@asynccontextmanager
async def team_of(server: ServerProcess, email: str = EMAIL):
    """Signed in until the end."""
    async with httpx.AsyncClient(base_url=server.url, timeout=20) as client:
        answer = await client.post("/admin/login", json={"email": email, "password": PASSWORD})
        assert answer.is_success, answer.text
        client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        yield Team(client)
