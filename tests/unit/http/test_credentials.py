from uuid import uuid4

import pytest

from tests.unit.http.world import SHOP, problem


@pytest.mark.parametrize("settings", [{"topics": ("Order", "Other")}])
async def test_a_topic_is_one_of_those_on_offer(guest):
    await guest.starts(topic="Order")

    answer = await guest.post(
        "/api/chat/start-session",
        json={"guest_name": "S", "guest_email": "s@example.com", "topic": "Spam"},
    )

    assert problem(answer) == (422, "invalid")


async def test_a_message_is_stored_once_however_often_it_is_sent(guest):
    chat = await guest.starts()
    message = {"id": str(uuid4()), "message": "Halo"}

    first = await guest.post("/api/chat/send-message", json=message)
    second = await guest.post("/api/chat/send-message", json=message | {"message": "Else"})

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    page = await guest.get(f"/api/chat/session/{chat.id}/messages")
    assert [each["message"] for each in page.json()["messages"]] == ["Halo"]


async def test_a_repeat_is_answered_after_the_close_and_nothing_else(guest):
    chat = await guest.starts()
    stored = await guest.says("Halo")
    await guest.post(f"/api/chat/session/{chat.id}/close")

    repeat = await guest.post("/api/chat/send-message", json={"id": stored["id"], "message": "x"})
    late = await guest.post("/api/chat/send-message", json={"message": "Still there?"})

    assert repeat.status_code == 200
    assert problem(late) == (409, "session_closed")


async def test_an_id_of_the_other_side_is_taken(guest, admin):
    chat = await guest.starts()
    answered = await admin.answers(chat.id, "Hello")

    taken = await guest.post("/api/chat/send-message", json={"id": answered["id"], "message": "x"})

    assert problem(taken) == (409, "id_taken")


async def test_a_send_renews_the_cookie_that_it_came_with(guest):
    chat = await guest.starts()

    by_cookie = await guest.post("/api/chat/send-message", json={"message": "Halo"})
    guest.cookies.clear()
    by_token = await guest.post(
        "/api/chat/send-message",
        json={"message": "Halo"},
        headers={"Authorization": f"Bearer {chat.token}"},
    )

    assert by_cookie.headers["set-cookie"].startswith(f"chat_session_id={chat.token};")
    assert "set-cookie" not in by_token.headers


async def test_a_page_of_another_site_gets_no_cookie_and_uses_the_token(browser):
    shop = browser()
    shop.headers["Origin"] = SHOP

    chat = await shop.starts()

    assert not shop.cookies
    shop.headers["Authorization"] = f"Bearer {chat.token}"
    await shop.says("Halo")
    assert (await shop.get("/api/chat/session-from-cookie")).json()["session"]["last_seq"] == 1


async def test_of_two_cookies_the_one_that_opens_a_chat_counts(guest):
    chat = await guest.starts()
    other = f"{uuid4()}.planted"
    guest.cookies.clear()

    guest.headers["Cookie"] = f"chat_session_id={other}; chat_session_id={chat.token}"

    found = await guest.get("/api/chat/session-from-cookie")
    assert found.json()["session"]["session_id"] == chat.id


async def test_of_two_cookies_that_open_chats_neither_counts(browser, guest):
    mine, planted = await guest.starts(), await browser().starts()
    guest.cookies.clear()

    guest.headers["Cookie"] = f"chat_session_id={mine.token}; chat_session_id={planted.token}"

    assert (await guest.get("/api/chat/session-from-cookie")).json() == {"session": None}
    answer = await guest.post("/api/chat/send-message", json={"message": "Halo"})
    assert problem(answer) == (401, "not_signed_in")


@pytest.mark.parametrize(
    "query",
    [
        "after=1&before=2",
        "after=-1",
        "after=x",
        "after=1e3",
        "before=9007199254740993",
        "limit=0",
        "limit=99999999999999999999999999",
        "after=",
    ],
)
async def test_an_impossible_place_is_refused(guest, query):
    chat = await guest.starts()

    answer = await guest.get(f"/api/chat/session/{chat.id}/messages?{query}")

    assert problem(answer) == (422, "invalid")


async def test_reading_a_page_marks_nothing_and_marking_moves_forward_only(guest, admin):
    chat = await guest.starts()
    for text in ("One", "Two", "Three"):
        await admin.answers(chat.id, text)

    page = await guest.get(f"/api/chat/session/{chat.id}/messages")
    marks = [
        (await guest.post(f"/api/chat/session/{chat.id}/read", json={"up_to_seq": seq})).json()
        for seq in (2, 1, 99)
    ]

    assert page.json()["session"]["unread_count"] == 3
    assert [mark["session"]["guest_last_read_seq"] for mark in marks] == [2, 2, 3]
    assert [mark["session"]["unread_count"] for mark in marks] == [1, 1, 0]


async def test_more_cookies_than_a_browser_keeps_are_none(guest):
    chat = await guest.starts()
    guest.cookies.clear()
    planted = "".join(f"chat_session_id={uuid4()}.planted; " for _ in range(8))

    guest.headers["Cookie"] = f"{planted}chat_session_id={chat.token}"

    assert (await guest.get("/api/chat/session-from-cookie")).json() == {"session": None}


async def test_without_a_credential_there_is_no_chat(browser):
    found = await browser().get("/api/chat/session-from-cookie")

    assert found.json() == {"session": None}


async def test_the_session_id_alone_opens_nothing(browser, guest):
    chat = await guest.starts()
    thief = browser()

    for token in (chat.id, f"{chat.id}.", f"{chat.id}.guess", "é", "x" * 5000):
        shown = {"Authorization": f"Bearer {token}".encode()}
        found = await thief.get("/api/chat/session-from-cookie", headers=shown)
        assert found.json() == {"session": None}
        answer = await thief.get(f"/api/chat/session/{chat.id}/messages", headers=shown)
        assert answer.status_code in (401, 404)


async def test_15_a_typed_email_opens_no_history(browser, guest):
    chat = await guest.starts(email="sari@example.com")

    other = await browser().starts(email="sari@example.com")

    assert other.id != chat.id
