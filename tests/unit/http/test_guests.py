from uuid import uuid4

import pytest

from livechat.adapters.sql.schema import chat_sessions
from tests.unit.http.world import problem


async def test_a_visitor_starts_a_chat_and_gets_its_token_once(guest):
    answer = await guest.post(
        "/api/chat/start-session", json={"guest_name": "Sari", "guest_email": "sari@example.com"}
    )

    assert answer.status_code == 201
    session, token = answer.json()["session"], answer.json()["token"]
    assert token.startswith(f"{session['session_id']}.")
    assert (session["status"], session["last_seq"], session["unread_count"]) == ("active", 0, 0)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"chat_session_id={token}; Path=/; Max-Age=2592000; HttpOnly")
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie


async def test_a_guest_who_comes_back_goes_on_with_the_chat(guest):
    chat = await guest.starts()

    again = await guest.post(
        "/api/chat/start-session", json={"guest_name": "Sari", "guest_email": "SARI@example.com"}
    )

    assert again.status_code == 200
    assert again.json() == {"session": chat.session}


async def test_another_name_begins_another_chat(guest):
    chat = await guest.starts("Sari")

    other = await guest.starts("Budi")

    assert other.id != chat.id


async def test_a_retried_start_leaves_no_second_chat(browser, admin):
    request_id = str(uuid4())

    first = await browser().starts(request_id=request_id)
    second = await browser().starts(request_id=request_id)

    assert first.id == second.id
    assert first.token != second.token
    assert len((await admin.get("/admin/chat/api/sessions")).json()["sessions"]) == 1


async def test_all_wrong_fields_are_named_at_once(guest):
    wrong = {
        "guest_name": " ",
        "guest_email": "x",
        "guest_phone": "1",
        "locale": "?",
        "topic": "a\0b",
    }

    answer = await guest.post("/api/chat/start-session", json=wrong)

    assert problem(answer) == (422, "invalid")
    named = {each["field"]: each["code"] for each in answer.json()["errors"]}
    assert named == {
        "guest_name": "required",
        "guest_email": "format",
        "guest_phone": "format",
        "locale": "format",
        "topic": "characters",
    }


async def test_no_text_of_a_visitor_is_longer_than_its_column(browser):
    columns = chat_sessions.c
    longest = {
        "guest_name": "x" * columns.guest_name.type.length,
        "guest_email": "x" * (columns.guest_email.type.length - 10) + "@shop.test",
        "guest_phone": "+" + "1" * (columns.guest_phone.type.length - 1),
        "topic": "x" * columns.topic.type.length,
        "locale": ("en-" + "abcdefgh-" * 4)[: columns.locale.type.length],
    }

    assert (await browser().post("/api/chat/start-session", json=longest)).status_code == 201
    for field, text in longest.items():
        longer = {"locale": f"{text}a"}.get(field, f"{text[0]}{text}")
        answer = await browser().post("/api/chat/start-session", json=longest | {field: longer})
        assert [each["field"] for each in answer.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("path", "body", "named"),
    [
        (
            "/api/chat/start-session",
            {"guest_name": "\u200b", "metadata": 1, "is_admin": True},
            {"is_admin": "unknown", "guest_name": "required", "guest_email": "required"}
            | {"metadata": "type"},
        ),
        (
            "/api/chat/start-session",
            {"guest_name": "Sari", "guest_email": "x", "request_id": "y"},
            {"guest_email": "format", "request_id": "format"},
        ),
        (
            "/api/chat/send-message",
            {"message": "a\0b", "id": "x"},
            {"message": "control_characters", "id": "format"},
        ),
    ],
)
async def test_wrong_fields_of_every_kind_are_named_together(guest, path, body, named):
    await guest.starts()

    answer = await guest.post(path, json=body)

    assert problem(answer) == (422, "invalid")
    assert {each["field"]: each["code"] for each in answer.json()["errors"]} == named


async def test_pages_ascend_and_go_both_ways(guest):
    chat = await guest.starts()
    for number in range(1, 8):
        await guest.says(str(number))

    async def seqs(query):
        page = (await guest.get(f"/api/chat/session/{chat.id}/messages?{query}")).json()
        return [each["seq"] for each in page["messages"]], page["has_more"], page["last_seq"]

    assert await seqs("limit=3") == ([5, 6, 7], True, 7)
    assert await seqs("before=5&limit=3") == ([2, 3, 4], True, 7)
    assert await seqs("after=4&limit=2") == ([5, 6], True, 7)
    assert await seqs("after=6&limit=9999") == ([7], False, 7)
    assert await seqs("after=7") == ([], False, 7)


async def test_a_reader_who_knows_more_than_the_store_starts_over(guest):
    chat = await guest.starts()

    answer = await guest.get(f"/api/chat/session/{chat.id}/messages?after=1")

    assert problem(answer) == (409, "cursor_ahead")
    assert answer.json()["epoch"] == chat.session["epoch"]
    assert answer.json()["last_seq"] == 0


async def test_no_answer_to_a_guest_tells_what_admins_alone_may_see(guest):
    chat = await guest.starts(guest_phone="0812 3456 7890", metadata={"page": "/prices"})

    page = await guest.get(f"/api/chat/session/{chat.id}/messages")

    for private in ("sari@example.com", "+62812", "/prices"):
        assert private not in page.text


async def test_the_widget_learns_what_it_needs(guest):
    config = (await guest.get("/api/chat/config")).json()

    assert config["realtime"]["key"] == "app-key"
    assert config["realtime"]["auth_endpoint"] == "/broadcasting/auth"
    assert config["team"] == {
        "name": "Live chat",
        "greeting": "",
        "accent": "#1F5E4B",
        "accent_text": "#FFFFFF",
    }
    assert config["availability"] == {"online": False, "names": [], "first_response_seconds": None}
    assert config["limits"]["message_length"] == 4000
    assert config["locales"] == ["en", "id"]
