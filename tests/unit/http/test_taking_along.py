"""An admin takes a chat along as a file."""

import json
import logging
from dataclasses import dataclass, replace

import pytest

from livechat.application.ports import ChatQueries
from livechat.domain.errors import StoreUnavailableError
from livechat.entrypoints.http.app import create_http
from livechat.entrypoints.http.errors import BrokenOffError
from livechat.entrypoints.http.settings import HttpSettings
from tests.unit.http.world import Browser, problem


@pytest.fixture
async def chat(browser):
    guest = browser()
    chat = await guest.starts()
    await guest.says("<script>alert(1)</script>")
    return chat


def address(chat, form=None):
    path = f"/admin/chat/api/sessions/{chat.id}/export"
    return path if form is None else f"{path}?format={form}"


@pytest.mark.parametrize(
    ("form", "ending", "said"),
    [
        ("jsonl", "jsonl", '"message":"<script>alert(1)</script>"'),
        ("csv", "csv", '"<script>alert(1)</script>"'),
        ("html", "html", ">&lt;script&gt;alert(1)&lt;/script&gt;<"),
        ("text", "txt", "    <script>alert(1)</script>"),
        (None, "html", ">&lt;script&gt;alert(1)&lt;/script&gt;<"),
    ],
)
async def test_it_is_kept_and_never_shown_by_the_browser(admin, chat, form, ending, said):
    answer = await admin.get(address(chat, form))

    assert answer.status_code == 200
    assert said in answer.text
    kept = f'attachment; filename="chat-{chat.id}.{ending}"'
    assert answer.headers["content-disposition"] == kept
    assert answer.headers["content-type"].startswith("application/octet-stream")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


async def test_it_marks_nothing_as_read(admin, chat):
    lines = (await admin.get(address(chat, "jsonl"))).text.splitlines()

    again = (await admin.get(address(chat, "jsonl"))).text.splitlines()
    assert json.loads(again[0])["session"]["unread_count"] == 1
    assert again == lines


async def test_a_format_that_is_none_is_named(admin, chat):
    answer = await admin.get(address(chat, "pdf"))

    assert problem(answer) == (422, "invalid")
    assert [each["field"] for each in answer.json()["errors"]] == ["format"]


@dataclass
class Failing:
    """Queries of a store that fails once so many pages were read."""

    inner: ChatQueries
    pages: int = 1

    async def session(self, session_id, *, by):
        return await self.inner.session(session_id, by=by)

    async def messages(self, session_id, window, *, by):
        self.pages -= 1
        if self.pages < 0:
            raise StoreUnavailableError
        return await self.inner.messages(session_id, window, by=by)


@pytest.mark.causes_500
async def test_half_of_it_has_no_end_and_is_told_once(admin, guest, services, document, caplog):
    chat = await guest.starts()
    for n in range(201):
        await guest.says(f"{n}")
    broken = Browser(
        create_http(replace(services, queries=Failing(services.queries)), HttpSettings()), document
    )
    broken.cookies = admin.cookies

    with pytest.raises(BrokenOffError):
        await broken.get(address(chat))

    (record,) = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert record.request_id
    assert record.exc_info
    text = (await broken.get("/metrics")).text
    assert "livechat_failures_total 1.0" in text
