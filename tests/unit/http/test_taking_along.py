"""An admin takes a chat along as a file."""

import json

import pytest

from tests.unit.http.world import problem


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
