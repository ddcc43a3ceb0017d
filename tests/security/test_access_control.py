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
        takes = (await ask(people, name, f"GET {ADMIN_CHAT}/export", about=about)).status_code
        reads = [
            (await ask(people, name, f"GET {path}/messages", about=about)).status_code
            for path in (CHAT, ADMIN_CHAT)
        ]
        listens = (await ask(people, name, "POST /broadcasting/auth", about=about)).status_code

        unknown_to_an_admin = name == "admin" and about not in (people.chat, people.closed)
        assert (200 in reads) == (listens == 200)
        reads_as_admin = reads[1] == 200
        assert (takes == 200) == reads_as_admin
        assert listens == 200 or name != "admin" or unknown_to_an_admin


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
