from datetime import datetime, timedelta, timezone
from uuid import uuid4

import pytest

from livechat.application.views import ListCursor
from livechat.domain.people import EmailAddress, Password, PersonName
from livechat.entrypoints.http import parameters
from tests.unit.http.world import PASSWORD, problem

CHAT = "0190b5f1-7c3e-7a5b-9d2c-1f0e8d6c4b2a"
CHANGES = [
    (f"/admin/chat/api/sessions/{CHAT}/read", {"up_to_seq": 1}),
    (f"/admin/chat/api/sessions/{CHAT}/close", {}),
    ("/admin/chat/api/send-message", {"session_id": CHAT, "message": "x"}),
    ("/admin/logout", {}),
]


@pytest.mark.parametrize(("path", "body"), CHANGES)
async def test_a_cookie_alone_changes_nothing(admin, path, body):
    for wrong in ({}, {"X-CSRF-Token": "guess"}, {"X-CSRF-Token": "é".encode("latin-1")}):
        answer = await admin.post(path, json=body, headers=wrong)

        assert problem(answer) == (403, "csrf")


async def test_an_admin_sees_more_of_a_chat_than_its_guest(guest, admin):
    chat = await guest.starts(guest_phone="0812 3456 7890", metadata={"page": "/prices"})
    await guest.says("Halo")

    (seen,) = (await admin.get("/admin/chat/api/sessions")).json()["sessions"]

    assert seen["session_id"] == chat.id
    assert seen["guest_email"] == "sari@example.com"
    assert seen["guest_phone"] == "+6281234567890"
    assert seen["metadata"] == {"page": "/prices"}
    assert seen["unread_count"] == 1
    assert seen["last_message"]["message"] == "Halo"


async def test_the_list_goes_on_where_it_stopped(admin, browser, clock):
    for number in range(5):
        clock.advance(seconds=1)
        await browser().starts(f"Guest {number}", email=f"g{number}@example.com")

    names, query = [], "limit=2"
    while query:
        page = (await admin.get(f"/admin/chat/api/sessions?{query}")).json()
        names += [each["guest_name"][-1] for each in page["sessions"]]
        query = page["next_cursor"] and f"limit=2&cursor={page['next_cursor']}"

    assert names == ["4", "3", "2", "1", "0"]


async def test_the_list_can_be_narrowed(admin, browser):
    sari, budi = browser(), browser()
    await sari.starts("Sari")
    chat = await budi.starts("Budi", email="budi@example.com")
    await budi.post(f"/api/chat/session/{chat.id}/close")

    async def names(query):
        page = await admin.get(f"/admin/chat/api/sessions?{query}")
        return sorted(each["guest_name"] for each in page.json()["sessions"])

    assert await names("") == ["Sari"]
    assert await names("status=closed") == ["Budi"]
    assert await names("status=all&limit=1000") == ["Budi", "Sari"]
    assert await names("status=all&q=BUDI@") == ["Budi"]
    assert await names("status=all&q=%25") == []


BEFORE_ALL_TIME = parameters.cursor_text(
    ListCursor(datetime.min.replace(tzinfo=timezone(timedelta(hours=14))), CHAT)
)


@pytest.mark.parametrize(
    "query",
    [
        *("status=open", "cursor=x", "cursor=é", "cursor=MjAyNg", "limit=-1", "q=%00"),
        *("q=" + "x" * 300, f"cursor={BEFORE_ALL_TIME}"),
    ],
)
async def test_an_impossible_list_is_refused(admin, query):
    answer = await admin.get(f"/admin/chat/api/sessions?{query}")

    assert problem(answer) == (422, "invalid")


async def test_every_impossible_part_of_a_question_is_named(admin):
    answer = await admin.get("/admin/chat/api/sessions?status=open&cursor=x&limit=0&q=%00")

    assert [each["field"] for each in answer.json()["errors"]] == ["status", "q", "cursor", "limit"]


async def test_an_admin_answers_reads_and_closes(guest, admin):
    chat = await guest.starts()
    await guest.says("Halo")
    path = f"/admin/chat/api/sessions/{chat.id}"

    answered = await admin.answers(chat.id, "Hello")
    read = await admin.post(f"{path}/read", json={"up_to_seq": 2}, headers=admin.csrf)
    closed = await admin.post(f"{path}/close", headers=admin.csrf)
    again = await admin.post(f"{path}/close", json={}, headers=admin.csrf)

    assert (answered["sender_type"], answered["sender_name"]) == ("admin", "Ana")
    assert read.json()["session"]["unread_count"] == 0
    session = closed.json()["session"]
    assert (session["status"], session["closed_by"]) == ("closed", "admin")
    assert closed.json() == again.json()
    page = (await admin.get(f"{path}/messages")).json()
    assert [(each["seq"], each["is_read"]) for each in page["messages"]] == [(1, True), (2, False)]


async def test_a_repeated_answer_is_stored_once(guest, admin):
    chat = await guest.starts()
    body = {"session_id": chat.id, "message": "Hello", "id": str(uuid4())}

    answers = [
        await admin.post("/admin/chat/api/send-message", json=body, headers=admin.csrf)
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [201, 200]


async def test_an_unknown_chat_is_not_found(admin):
    answer = await admin.get(f"/admin/chat/api/sessions/{uuid4()}/messages")

    assert problem(answer) == (404, "session_not_found")


async def test_statistics_name_every_day_asked_for(guest, admin):
    await guest.starts()

    week = (await admin.get("/admin/chat/api/statistics")).json()
    year = (await admin.get("/admin/chat/api/statistics?days=366")).json()

    assert (len(week["by_day"]), len(year["by_day"])) == (7, 366)
    assert week["by_day"][-1] == {"day": "2026-03-01", "sessions": 1, "messages": 0}
    assert week["as_of"] == "2026-03-01T12:00:00.000Z"


@pytest.mark.parametrize("days", ["0", "367", "-1", "x", "1e1", "99999999999999999999"])
async def test_impossible_days_are_refused(admin, days):
    answer = await admin.get(f"/admin/chat/api/statistics?days={days}")

    assert problem(answer) == (422, "invalid")


async def test_10_signing_in_gives_a_cookie_that_scripts_and_other_sites_never_see(admin, browser):
    answer = await browser().post(
        "/admin/login", json={"email": "ANA@example.com", "password": PASSWORD}
    )

    assert answer.json()["admin"] == {"email": "ana@example.com", "name": "Ana"}
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("livechat_admin=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


async def test_an_unknown_address_and_a_wrong_password_look_alike(admin, browser):
    answers = [
        await browser().post("/admin/login", json={"email": email, "password": "x" * 12})
        for email in ("ana@example.com", "nobody@example.com")
    ]

    assert {problem(answer) for answer in answers} == {(401, "bad_credentials")}
    assert len({answer.text for answer in answers}) == 1


async def test_who_is_signed_in_can_be_asked(admin):
    me = (await admin.get("/admin/chat/api/me")).json()

    assert me == {
        "admin": {"email": "ana@example.com", "name": "Ana"},
        "csrf_token": admin.csrf["X-CSRF-Token"],
    }


async def test_signing_out_ends_the_login(admin):
    cookie = admin.cookies["livechat_admin"]

    answer = await admin.post("/admin/logout", headers=admin.csrf)

    assert answer.status_code == 200
    assert not admin.cookies
    admin.headers["Cookie"] = f"livechat_admin={cookie}"
    assert problem(await admin.get("/admin/chat/api/me")) == (401, "not_signed_in")


async def test_signing_out_everywhere_ends_every_login_of_that_admin_alone(
    admin, browser, services
):
    name, email = PersonName("Bob"), EmailAddress("bob@example.com")
    await services.set_up.add(name, email, Password(PASSWORD))
    other, bob = await browser().signs_in(), await browser().signs_in("bob@example.com")

    answer = await admin.post("/admin/logout-everywhere", headers=admin.csrf)

    assert "Max-Age=0" in answer.headers["set-cookie"]
    asked = [await each.get("/admin/chat/api/me") for each in (admin, other, bob)]
    assert [each.status_code for each in asked] == [401, 401, 200]


async def test_signing_in_again_ends_the_login_before(admin):
    before = admin.cookies["livechat_admin"]

    await admin.signs_in()

    assert admin.cookies["livechat_admin"] != before
    admin.cookies.clear()
    admin.headers["Cookie"] = f"livechat_admin={before}"
    assert problem(await admin.get("/admin/chat/api/me")) == (401, "not_signed_in")


async def test_a_login_ends_after_twelve_quiet_hours(admin, clock):
    clock.advance(hours=12)

    assert problem(await admin.get("/admin/chat/api/me")) == (401, "not_signed_in")


async def test_of_two_logins_in_one_request_neither_counts(admin):
    admin.headers["Cookie"] = f"livechat_admin={admin.cookies['livechat_admin']}; livechat_admin=x"

    assert problem(await admin.get("/admin/chat/api/me")) == (401, "not_signed_in")


@pytest.mark.parametrize("settings", [{"public_url": "https://chat.example", "secure": True}])
async def test_over_https_cookies_never_leave_it(admin, browser):
    name = "__Host-livechat_admin"
    login = await browser("https://chat.example").post(
        "/admin/login", json={"email": "ana@example.com", "password": PASSWORD}
    )
    start = await browser("https://chat.example").post(
        "/api/chat/start-session", json={"guest_name": "S", "guest_email": "s@example.com"}
    )

    assert login.headers["set-cookie"].startswith(f"{name}=")
    assert login.headers["set-cookie"].endswith("; Secure")
    assert start.headers["set-cookie"].endswith("; Secure")
    assert "max-age" in start.headers["strict-transport-security"]


WELL = {"name": "Ana", "email": "ana@example.com", "password": PASSWORD}


class TestTheFirstAdmin:
    async def test_comes_in_by_the_printed_link(self, guest, services):
        token = await services.set_up.token()

        answer = await guest.post("/admin/setup", json=WELL | {"token": token})

        assert answer.status_code == 201
        assert answer.json()["admin"]["name"] == "Ana"
        assert (await guest.get("/admin/chat/api/me")).status_code == 200

    async def test_needs_the_right_link(self, guest):
        for token in ("", "guess", "é"):
            answer = await guest.post("/admin/setup", json=WELL | {"token": token})

            assert problem(answer) == (403, "bad_setup_token")

    async def test_is_told_every_wrong_field(self, guest, services):
        wrong = {"name": "", "email": "x", "password": "short", "token": "x"}

        answer = await guest.post("/admin/setup", json=wrong)

        assert problem(answer) == (422, "invalid")
        assert [each["field"] for each in answer.json()["errors"]] == ["name", "email", "password"]

    async def test_is_made_once(self, admin, browser):
        answer = await browser().post("/admin/setup", json=WELL | {"token": "x"})

        assert problem(answer) == (410, "setup_done")
