"""The credential of a guest: 11 to 16."""

import ast
from base64 import urlsafe_b64decode
from hashlib import sha256
from uuid import uuid4

import pytest

from livechat.adapters.ids import RandomIds
from tests.unit.http.world import problem
from tests.unit.test_house import SOURCES, named, parsed

SECRET = ("secret", "secret_hash", "token", "token_hash", "signature", "password", "csrf_token")
BY_INDEX = {"src/livechat/adapters/sql/admins.py", "src/livechat/adapters/memory/people.py"}
"""A hash of 256 random bits is looked up: what its first bytes are tells nobody the secret."""


async def test_11_a_secret_has_256_bits_and_is_stored_as_its_hash(guest, services):
    chat = await guest.starts()
    secret = chat.token.partition(".")[2]

    assert len(urlsafe_b64decode(secret + "=")) == 32
    assert len({RandomIds().secret() for _ in range(1000)}) == 1000
    (stored,) = services.start_session.sessions._chats.values()
    assert stored.session.secret_hash == sha256(secret.encode()).digest()
    assert secret not in repr(stored)


@pytest.mark.parametrize(
    "path", [each for each in SOURCES if named(each) not in BY_INDEX], ids=named
)
def test_11_no_secret_is_compared_in_a_time_that_depends_on_it(path):
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Compare) and any(
            isinstance(each, ast.Eq | ast.NotEq) for each in node.ops
        ):
            assert not {*map(name_of, (node.left, *node.comparators))} & {*SECRET}, node.lineno


def name_of(node):
    return getattr(node, "id", getattr(node, "attr", None))


async def test_12_a_token_opens_its_own_session_alone(browser):
    one, other = browser(), browser()
    mine, foreign = await one.starts(), await other.starts("Budi", email="budi@example.com")
    await other.says("A secret")
    secret = mine.token.partition(".")[2]

    for token in (mine.token, f"{foreign.id}.{secret}"):
        thief = browser()
        thief.headers["Authorization"] = f"Bearer {token}"
        answers = [
            await thief.get(f"/api/chat/session/{foreign.id}/messages"),
            await thief.post(f"/api/chat/session/{foreign.id}/read", json={"up_to_seq": 1}),
            await thief.post(f"/api/chat/session/{foreign.id}/close"),
            await thief.post(
                "/api/chat/send-message", json={"session_id": foreign.id, "message": "x"}
            ),
        ]
        assert {problem(answer) for answer in answers} == {(404, "session_not_found")}


async def test_13_of_more_cookies_than_a_browser_sends_none_counts(guest):
    chat = await guest.starts()
    guest.cookies.clear()
    planted = [f"chat_session_id={uuid4()}.planted" for _ in range(8)]

    for others, found in ((planted[:7], chat.id), (planted, None)):
        guest.headers["Cookie"] = "; ".join([*others, f"chat_session_id={chat.token}"])
        answer = (await guest.get("/api/chat/session-from-cookie")).json()["session"]
        assert (answer and answer["session_id"]) == found


async def test_14_a_chat_that_was_planted_is_not_gone_on_with_by_somebody_else(browser):
    thief, victim = browser(), browser()
    planted = await thief.starts("Eve", email="eve@example.com")
    victim.headers["Cookie"] = f"chat_session_id={planted.token}"

    own = await victim.starts("Sari", email="sari@example.com")
    victim.headers["Authorization"] = f"Bearer {own.token}"
    await victim.says("A secret")

    assert own.id != planted.id
    assert own.token.partition(".")[2] != planted.token.partition(".")[2]
    answer = await thief.get(f"/api/chat/session/{own.id}/messages")
    assert problem(answer) == (404, "session_not_found")


async def test_16_a_month_after_the_close_the_token_opens_nothing(guest, admin, clock):
    chat = await guest.starts()
    await guest.says("A secret")
    await guest.post(f"/api/chat/session/{chat.id}/close")
    path = f"/api/chat/session/{chat.id}"
    clock.advance(days=30)
    await admin.signs_in()

    found = await guest.get("/api/chat/session-from-cookie")
    answers = [
        await guest.get(f"{path}/messages"),
        await guest.post(f"{path}/read", json={"up_to_seq": 1}),
        await guest.post(f"{path}/close"),
        await guest.post("/api/chat/send-message", json={"message": "x"}),
    ]

    assert found.json() == {"session": None}
    assert {problem(answer) for answer in answers} == {(404, "session_not_found")}
    asked = {"socket_id": "1.2", "channel_name": f"private-chat-session.{chat.id}"}
    assert (await guest.post("/broadcasting/auth", data=asked)).status_code == 403
    read = await admin.get(f"/admin/chat/api/sessions/{chat.id}/messages")
    assert read.json()["messages"][0]["message"] == "A secret"


async def test_14_a_planted_token_that_opens_nothing_never_opens_anything(browser):
    victim = browser()
    planted = "0190b5f1-7c3e-4a5b-9d2c-1f0e8d6c4b2a.planted"
    victim.headers["Authorization"] = f"Bearer {planted}"

    begun = await victim.starts()

    assert begun.token != planted
    found = await victim.get("/api/chat/session-from-cookie")
    assert found.json() == {"session": None}
