"""Who may do what: every route, asked by everybody there is."""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest

from livechat.entrypoints.http.app import API, PAGES, SERVERS
from tests.unit.http.test_pages import build
from tests.unit.http.world import PASSWORD

CALLERS = ("nobody", "garbage", "liar", "stranger", "former", "past", "guest", "hasty", "admin")
"""Without a credential; with nonsense for one; with a wrong secret; another guest; a signed-out admin; the guest of a
closed chat, in it; the guest; an admin without a CSRF token; …"""

STRANGERS = CALLERS[:5]
EVERYBODY = (200,) * 9
THE_GUEST = (401, 401, 404, 404, 401, 200, 200, 401, 401)
ADMINS = (401, 401, 401, 401, 401, 401, 401, 200, 200)
ADMINS_WHO_ACT = (401, 401, 401, 401, 401, 401, 401, 403, 200)
LISTENERS = (403, 403, 403, 403, 403, 200, 200, 200, 200)
CHAT = "/api/chat/session/{session_id:uuid}"
SECOND_FACTOR = "/admin/chat/api/second-factor"
ADMIN_CHAT = "/admin/chat/api/sessions/{session_id:uuid}"

ACCESS = {
    "POST /api/chat/start-session": (201,) * 9,
    "POST /api/chat/send-message": (401, 401, 404, 404, 401, 409, 201, 401, 401),
    "GET /api/chat/session-from-cookie": EVERYBODY,
    f"GET {CHAT}/messages": THE_GUEST,
    f"POST {CHAT}/read": THE_GUEST,
    f"POST {CHAT}/close": THE_GUEST,
    "GET /api/chat/config": EVERYBODY,
    "GET /admin/chat/api/sessions": ADMINS,
    f"GET {ADMIN_CHAT}/messages": ADMINS,
    f"GET {ADMIN_CHAT}/export": ADMINS,
    f"GET {ADMIN_CHAT}/guest/export": ADMINS,
    "GET /admin/chat/api/export": ADMINS,
    "POST /admin/chat/api/send-message": (*ADMINS_WHO_ACT[:-1], 201),
    f"POST {ADMIN_CHAT}/read": ADMINS_WHO_ACT,
    f"POST {ADMIN_CHAT}/close": ADMINS_WHO_ACT,
    "GET /admin/chat/api/statistics": ADMINS,
    "GET /admin/chat/api/me": ADMINS,
    f"GET {SECOND_FACTOR}": ADMINS,
    f"POST {SECOND_FACTOR}": ADMINS_WHO_ACT,
    f"POST {SECOND_FACTOR}/confirm": (*ADMINS_WHO_ACT[:-1], 409),
    f"POST {SECOND_FACTOR}/end": (*ADMINS_WHO_ACT[:-1], 409),
    "POST /admin/login": (401,) * 9,
    "POST /admin/setup": (410,) * 9,
    "POST /admin/logout": ADMINS_WHO_ACT,
    "POST /admin/logout-everywhere": ADMINS_WHO_ACT,
    "POST /broadcasting/auth": LISTENERS,
    "POST /pusher/auth": LISTENERS,
    "POST /apps/{app_id:str}/events": (401,) * 9,
    "POST /apps/{app_id:str}/batch_events": (401,) * 9,
    "GET /apps/{app_id:str}/channels": (401,) * 9,
    "GET /apps/{app_id:str}/channels/{channel:str}": (401,) * 9,
    "GET /apps/{app_id:str}/channels/{channel:str}/users": (401,) * 9,
    "POST /apps/{app_id:str}/users/{user_id:str}/terminate_connections": (401,) * 9,
    "GET /healthz": EVERYBODY,
    "GET /readyz": EVERYBODY,
    "GET /metrics": EVERYBODY,
    "GET /": EVERYBODY,
    "GET /widget.js": EVERYBODY,
    "GET /widget/{path:path}": EVERYBODY,
    "GET /admin": (302,) * 9,
    "GET /admin/login": EVERYBODY,
    "GET /admin/setup": EVERYBODY,
    "GET /admin/chat": EVERYBODY,
    "GET /admin/chat/{path:path}": EVERYBODY,
    "GET /admin/assets/{path:path}": EVERYBODY,
    "GET /demo/assets/{path:path}": EVERYBODY,
    "GET /docs": EVERYBODY,
    "GET /docs/docs.css": EVERYBODY,
    "GET /openapi.json": EVERYBODY,
}

NAMES = {"app_id": "1", "channel": "presence-room", "user_id": "7"}
FILES = {
    "/widget/": "panel-0a1b2c3d.js",
    "/admin/assets/": "main-deadbeef.js",
    "/demo/assets/": "demo-cafebabe.css",
    "/admin/chat/": "statistics",
}


def body_of(route, session_id):
    """A request that is fine, as far as its words go."""
    path = route.partition(" ")[2]
    if path.endswith("/auth"):
        channel = f"private-chat-session.{session_id}"
        return {"data": {"socket_id": "1.2", "channel_name": channel}}
    if path.endswith("/read"):
        return {"json": {"up_to_seq": 1}}
    words = {
        "/api/chat/start-session": {"guest_name": "Tia", "guest_email": "tia@example.com"},
        "/api/chat/send-message": {"session_id": session_id, "message": "Halo"},
        "/admin/chat/api/send-message": {"session_id": session_id, "message": "Halo"},
        f"{SECOND_FACTOR}/confirm": {"code": "123456"},
        f"{SECOND_FACTOR}/end": {"code": "123456"},
        "/admin/login": {"email": "ana@example.com", "password": "a wrong password"},
        "/admin/setup": {
            "token": "guess",
            "name": "Eve",
            "email": "eve@example.com",
            "password": PASSWORD,
        },
    }
    return {"json": words.get(path, {})} if route.startswith("POST") else {}


def address_of(route, session_id):
    path = route.partition(" ")[2].replace("{session_id:uuid}", session_id)
    path = re.sub(r"{(\w+):str}", lambda part: NAMES[part[1]], path)
    before, wildcard, _ = path.partition("{path:path}")
    return before + FILES[before] if wildcard else path


@pytest.fixture
def settings(tmp_path):
    build(tmp_path)
    return {"static": tmp_path}


@pytest.fixture
async def people(browser, admin):
    """Everybody, and the chat that each of them reaches for."""
    everybody = {name: browser() for name in CALLERS} | {"admin": admin}
    chat = await everybody["guest"].starts()
    await everybody["guest"].says("A secret")
    past = await everybody["past"].starts("Past")
    await everybody["past"].post(f"/api/chat/session/{past.id}/close")
    await everybody["stranger"].starts("Stranger")
    everybody["liar"].headers["Authorization"] = f"Bearer {chat.id}.guess"
    everybody["garbage"].headers["Authorization"] = "Bearer \xff.."
    everybody["garbage"].headers["Cookie"] = "livechat_admin=\xff; chat_session_id==;;"
    await everybody["hasty"].signs_in()
    everybody["hasty"].csrf = {}
    former = await everybody["former"].signs_in()
    cookie = former.cookies["livechat_admin"]
    await former.post("/admin/logout", headers=former.csrf)
    former.headers["Cookie"] = f"livechat_admin={cookie}"
    return SimpleNamespace(chat=chat.id, closed=past.id, **everybody)


async def ask(people, name, route, *, about=None):
    caller = getattr(people, name)
    session_id = about or (people.closed if name == "past" else people.chat)
    method, address = route.split()[0], address_of(route, session_id)
    asked = body_of(route, session_id)
    return await caller.request(method, address, headers=caller.csrf, **asked)


def routes():
    return [
        f"{method} {path}"
        for handler in (*API, *PAGES, *SERVERS)
        for path in handler.paths
        for method in handler.http_methods - {"OPTIONS"}
    ]


def test_17_every_route_says_who_may():
    assert sorted(routes()) == sorted(ACCESS)


@pytest.mark.parametrize("route", ACCESS)
async def test_everybody_may_do_what_is_theirs(people, route):
    answers = {name: await ask(people, name, route) for name in CALLERS}

    statuses = {name: answer.status_code for name, answer in answers.items()}
    assert statuses == dict(zip(CALLERS, ACCESS[route], strict=True))
    for name in STRANGERS:
        assert "A secret" not in answers[name].text
        assert people.chat not in answers[name].text


@pytest.mark.parametrize("route", [route for route in ACCESS if route.startswith("POST")])
async def test_who_may_not_changes_nothing(people, route):
    before = await ask(people, "admin", f"GET {ADMIN_CHAT}/messages")
    may_not = STRANGERS if "/admin/" not in route else (*STRANGERS, "past", "guest", "hasty")

    for name in may_not:
        await ask(people, name, route)

    assert (await ask(people, "admin", f"GET {ADMIN_CHAT}/messages")).json() == before.json()


@pytest.mark.parametrize("route", [route for route in ACCESS if 404 in ACCESS[route]])
async def test_somebody_elses_chat_looks_like_none(people, route):
    for name in ("liar", "stranger", "past"):
        foreign = await ask(people, name, route, about=people.chat)
        unknown = await ask(people, name, route, about=str(uuid4()))

        assert (foreign.status_code, foreign.text) == (404, unknown.text)
