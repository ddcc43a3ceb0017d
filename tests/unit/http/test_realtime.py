import re
from uuid import uuid4

import pytest

from livechat.entrypoints.realtime.signatures import App
from tests.unit.http.world import HOME, SHOP, problem

APP = App("1", "app-key", "app-secret")
FORBIDDEN = (403, "channel_forbidden")


async def asks(browser, channel, socket_id="1.2", path="/broadcasting/auth", **more):
    form = {"socket_id": socket_id, "channel_name": channel}
    return await browser.post(path, data=form, **more)


@pytest.mark.parametrize("path", ["/broadcasting/auth", "/pusher/auth"])
async def test_a_guest_may_hear_the_own_chat(guest, path):
    chat = await guest.starts()
    channel = f"private-chat-session.{chat.id}"

    answer = await asks(guest, channel, path=path)

    assert answer.status_code == 200
    assert answer.json() == {"auth": APP.sign_channel("1.2", channel)}


async def test_a_token_counts_like_the_cookie(browser):
    shop = browser()
    shop.headers["Origin"] = SHOP
    chat = await shop.starts()

    answer = await asks(
        shop,
        f"private-chat-session.{chat.id}",
        headers={"Authorization": f"Bearer {chat.token}", "X-Socket-ID": "1.2"},
    )

    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == SHOP


async def test_22_nobody_hears_what_is_not_theirs(browser, guest):
    mine = await guest.starts()
    foreign = await browser().starts("Budi")

    for channel in (
        f"private-chat-session.{foreign.id}",
        f"private-chat-session.{uuid4()}",
        "private-admin-chat",
        f"chat-session.{mine.id}",
        f"private-encrypted-chat-session.{mine.id}",
        f"presence-chat-session.{mine.id}",
        f"private-chat-session.{mine.id.upper()}",
        f"private-private-chat-session.{mine.id}",
        f"private-chat-session.{mine.id}" + "x" * 200,
        "private-",
        "admin-chat",
        "",
    ):
        assert problem(await asks(guest, channel)) == FORBIDDEN


@pytest.mark.parametrize(
    "socket_id", ["", "1", "1.2.3", "1.2:private-admin-chat", "a.b", "1.2\n", "١.٢"]
)
async def test_a_malformed_socket_is_refused(guest, socket_id):
    chat = await guest.starts()

    assert problem(await asks(guest, f"private-chat-session.{chat.id}", socket_id)) == FORBIDDEN


@pytest.mark.parametrize(
    "body",
    [b"", b"socket_id=1.2", b"\xff\xfe", b"a&" * 1000, b"[]", b'{"socket_id": 1}', b"{" * 5000],
)
@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "application/json", "text/plain"]
)
async def test_a_malformed_question_is_refused(guest, body, content_type):
    await guest.starts()

    answer = await guest.post(
        "/broadcasting/auth", content=body, headers={"Content-Type": content_type}
    )

    assert problem(answer) == FORBIDDEN


async def test_without_a_credential_the_answer_is_no_too(browser):
    assert problem(await asks(browser(), "private-admin-chat")) == FORBIDDEN


async def test_json_is_understood_as_well(guest):
    chat = await guest.starts()
    body = {"socket_id": "1.2", "channel_name": f"private-chat-session.{chat.id}"}

    assert (await guest.post("/pusher/auth", json=body)).status_code == 200


async def test_an_admin_may_hear_everything_and_needs_no_csrf_token(guest, admin):
    chat = await guest.starts()

    for channel in ("private-admin-chat", f"private-chat-session.{chat.id}"):
        assert (await asks(admin, channel)).status_code == 200


async def test_an_admin_is_no_admin_on_other_sites(admin):
    answer = await asks(admin, "private-admin-chat", headers={"Origin": SHOP})

    assert problem(answer) == FORBIDDEN


async def test_an_admin_who_listens_is_online(admin, guest, services):
    await asks(admin, "private-admin-chat", "7.7")
    services.presence.came("7.7")

    availability = (await guest.get("/api/chat/config")).json()["availability"]

    assert availability["online"] is True
    assert availability["names"] == ["Ana"]


async def test_an_admin_with_a_chat_of_his_own_is_both(admin):
    chat = await admin.starts()

    for channel in ("private-admin-chat", f"private-chat-session.{chat.id}"):
        assert (await asks(admin, channel)).status_code == 200


async def test_a_socket_without_an_upgrade_is_told_so(guest):
    answer = await guest.get("/app/app-key?protocol=7", headers={"Origin": HOME})

    assert problem(answer) == (426, "upgrade_required")
    assert answer.headers["upgrade"] == "websocket"
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["x-request-id"])
