"""An admin takes all chats of an address along, or all that there are."""

import json
import logging
from uuid import uuid4

import pytest

from tests.unit.http.world import problem

ALL = "/admin/chat/api/export"
TYPED = ("sari@example.com", "Sari@Example.com", "not.sari@example.com")


def of_the_guest_of(chat):
    return f"/admin/chat/api/sessions/{chat.id}/guest/export"


@pytest.fixture
async def chats(browser, clock):
    """Two of one address, however it was typed, and one of another that ends the same."""
    begun = []
    for email in TYPED:
        guest = browser()
        clock.advance(minutes=1)
        begun.append(await guest.starts(email=email))
        await guest.says(f"{email} says <b>")
    return begun


async def test_they_are_those_of_one_address_whichever_of_them_is_asked_for(admin, chats):
    first, second = [(await admin.get(of_the_guest_of(chat))).text for chat in chats[:2]]

    assert first == second
    assert "sari@example.com says &lt;b&gt;" in first
    assert "Sari@Example.com says &lt;b&gt;" in first
    assert "not.sari" not in first


async def test_everything_is_there_in_the_order_in_which_it_began(admin, chats):
    lines = [
        json.loads(each) for each in (await admin.get(f"{ALL}?format=jsonl")).text.splitlines()
    ]

    begun = [line["session"] for line in lines if "session" in line]
    assert [each["session_id"] for each in begun] == [chat.id for chat in chats]
    assert sum("message" in line for line in lines) == len(chats)


async def test_of_nothing_there_is_an_empty_file(admin):
    answer = await admin.get(f"{ALL}?format=jsonl")

    assert (answer.status_code, answer.text) == (200, "")


@pytest.mark.parametrize(
    ("form", "ending"), [("jsonl", "jsonl"), ("csv", "csv"), ("html", "html"), ("text", "txt")]
)
async def test_the_browser_keeps_it_under_a_name_that_tells_nothing_of_anybody(
    admin, chats, form, ending
):
    for address, name in ((ALL, "chats"), (of_the_guest_of(chats[0]), f"chats-{chats[0].id}")):
        answer = await admin.get(f"{address}?format={form}")

        kept = f'attachment; filename="{name}.{ending}"'
        assert answer.headers["content-disposition"] == kept
        assert answer.headers["content-type"].startswith("application/octet-stream")
        assert answer.headers["cache-control"] == "no-store"


async def test_a_chat_that_is_none_leads_to_nobody(admin, chats):
    answer = await admin.get(of_the_guest_of(chats[0]).replace(chats[0].id, str(uuid4())))

    assert problem(answer) == (404, "session_not_found")


async def test_a_format_that_is_none_is_named(admin, chats):
    for address in (ALL, of_the_guest_of(chats[0])):
        answer = await admin.get(f"{address}?format=pdf")

        assert problem(answer) == (422, "invalid")
        assert [each["field"] for each in answer.json()["errors"]] == ["format"]


async def test_it_marks_nothing_as_read(admin, chats):
    for address in (ALL, of_the_guest_of(chats[0])):
        await admin.get(address)

    listed = (await admin.get("/admin/chat/api/sessions")).json()["sessions"]
    assert [each["unread_count"] for each in listed] == [1] * len(chats)


async def test_the_log_says_which_admin_took_how_much_and_of_whom_nothing(
    admin, chats, services, caplog
):
    caplog.set_level(logging.INFO)
    (ana,) = await services.admins.all()

    answers = [await admin.get(of_the_guest_of(chats[0])), await admin.get(f"{ALL}?format=csv")]

    told = [each for each in caplog.records if each.name.endswith(".downloads")]
    assert [each.getMessage() for each in told] == [
        f"admin {ana.id} takes the chats of one address along as html",
        f"admin {ana.id} takes every chat along as csv",
    ]
    assert [each.request_id for each in told] == [
        answer.headers["x-request-id"] for answer in answers
    ]
