"""Access control: 17 to 20."""

import json
from uuid import UUID, uuid4

import pytest

from livechat.application.signals import signals_of
from livechat.application.views import Window
from livechat.domain.events import MessageSent
from livechat.domain.messages import SessionId
from tests.unit.http.test_access import ADMIN_CHAT, CALLERS, CHAT, ask


@pytest.mark.parametrize("name", CALLERS)
async def test_18_who_may_read_a_chat_may_listen_to_it_and_nobody_else(people, name):
    for about in (people.chat, people.closed, str(uuid4())):
        takes = [
            (await ask(people, name, f"GET {ADMIN_CHAT}/{path}", about=about)).status_code
            for path in ("export", "guest/export")
        ]
        reads = [
            (await ask(people, name, f"GET {path}/messages", about=about)).status_code
            for path in (CHAT, ADMIN_CHAT)
        ]
        listens = (await ask(people, name, "POST /broadcasting/auth", about=about)).status_code

        unknown_to_an_admin = name == "admin" and about not in (people.chat, people.closed)
        assert (200 in reads) == (listens == 200)
        reads_as_admin = reads[1] == 200
        assert [status == 200 for status in takes] == [reads_as_admin] * 2
        assert listens == 200 or name != "admin" or unknown_to_an_admin


async def test_18_every_chat_that_an_admin_is_shown_is_taken_along_and_no_other(people, browser):
    for number in range(3):
        await browser().starts("Sari", "SARI@example.com" if number else "sari@example.com.au")
    listed = (await people.admin.get("/admin/chat/api/sessions?status=all&limit=100")).json()

    taken = await taken_along(people.admin, "/admin/chat/api/export")
    address = ADMIN_CHAT.replace("{session_id:uuid}", people.chat)
    of_guest = await taken_along(people.admin, f"{address}/guest/export")

    shown = {each["session_id"]: each["guest_email"] for each in listed["sessions"]}
    assert listed["next_cursor"] is None
    assert {each["session_id"]: each["guest_email"] for each in taken} == shown
    assert {each["session_id"] for each in of_guest} == {
        each for each, email in shown.items() if email.lower() == "sari@example.com"
    }


async def taken_along(admin, address):
    """The chats in that file, each once."""
    lines = (await admin.get(f"{address}?format=jsonl")).text.splitlines()
    chats = [line["session"] for line in map(json.loads, lines) if "session" in line]
    assert len({each["session_id"] for each in chats}) == len(chats)
    return chats


async def test_18_what_is_heard_of_a_message_is_what_is_read(people, services):
    read = await ask(people, "guest", f"GET {CHAT}/messages")
    by = (await services.admins.all())[0]
    page = await services.queries.messages(
        SessionId(UUID(people.chat)), Window(None, None, 9), by=by
    )

    taken = await ask(people, "admin", f"GET {ADMIN_CHAT}/export?format=jsonl")
    heard = [signals_of(MessageSent(message))[0].data["message"] for message in page.messages]

    _, *lines = map(json.loads, taken.text.splitlines())
    assert heard == read.json()["messages"] == [line["message"] for line in lines]
