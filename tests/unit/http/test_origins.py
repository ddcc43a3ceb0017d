import pytest

from livechat.entrypoints.http.origins import Origins
from tests.unit.http.world import HOME, SHOP, problem

START = {"guest_name": "Sari", "guest_email": "sari@example.com"}
STRANGERS = [
    "https://evil.example",
    "null",
    "https://shop.example.evil.example",
    "https://evilshop.example",
    "https://shop.example:8443",
    "http://shop.example",
    "https://SHOP.example",
    "https://shop.example/",
    "https://shop.example, https://shop.example",
    "http://localhost:8000",
    "",
]


@pytest.mark.parametrize("origin", STRANGERS)
async def test_a_page_of_a_stranger_changes_nothing(guest, origin):
    answer = await guest.post("/api/chat/start-session", json=START, headers={"Origin": origin})

    assert problem(answer) == (403, "origin_not_allowed")
    assert "access-control-allow-origin" not in answer.headers
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("origin", STRANGERS)
async def test_a_page_of_a_stranger_is_not_even_told_that_it_may_ask(guest, origin):
    asks = {"Origin": origin, "Access-Control-Request-Method": "POST"}

    answer = await guest.options("/api/chat/start-session", headers=asks)

    assert problem(answer) == (403, "origin_not_allowed")
    assert "access-control-allow-origin" not in answer.headers


async def test_two_origins_are_none(guest):
    headers = [("Origin", SHOP), ("Origin", SHOP)]

    answer = await guest.post("/api/chat/start-session", json=START, headers=headers)

    assert problem(answer) == (403, "origin_not_allowed")


@pytest.mark.parametrize("origin", [SHOP, HOME, None])
async def test_our_pages_and_allowed_sites_may(guest, origin):
    headers = {"Origin": origin} if origin else {}

    answer = await guest.post("/api/chat/start-session", json=START, headers=headers)

    assert answer.status_code == 201
    assert ("set-cookie" in answer.headers) == (origin != SHOP)
    assert answer.headers.get("access-control-allow-origin") == (SHOP if origin == SHOP else None)
    assert answer.headers["vary"] == "Origin"
    assert "access-control-allow-credentials" not in answer.headers


async def test_an_allowed_site_is_told_what_it_may_send(guest):
    asks = {
        "Origin": SHOP,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }

    for path in ("/api/chat/send-message", "/broadcasting/auth", "/pusher/auth"):
        answer = await guest.options(path, headers=asks)

        assert answer.status_code == 204
        assert answer.headers["access-control-allow-origin"] == SHOP
        assert answer.headers["access-control-allow-methods"] == "GET, POST"
        assert "authorization" in answer.headers["access-control-allow-headers"]
        assert answer.headers["access-control-max-age"] == "600"


async def test_an_allowed_site_can_read_refusals_too(guest):
    answer = await guest.get(
        f"/api/chat/session/{'0' * 8}-0000-4000-8000-{'0' * 12}/messages", headers={"Origin": SHOP}
    )

    assert answer.status_code == 401
    assert answer.headers["access-control-allow-origin"] == SHOP
    assert "retry-after" in answer.headers["access-control-expose-headers"]


async def test_cookies_of_ours_do_not_count_on_other_sites(guest):
    await guest.starts()

    found = await guest.get("/api/chat/session-from-cookie", headers={"Origin": SHOP})

    assert found.json() == {"session": None}


@pytest.mark.parametrize(
    "path", ["/admin/login", "//admin/login", "/admin//login", "/admin/login/"]
)
async def test_40_below_admin_only_our_own_pages_may(guest, path):
    body = {"email": "ana@example.com", "password": "x"}

    answer = await guest.post(HOME + path, json=body, headers={"Origin": SHOP})

    assert problem(answer) == (403, "origin_not_allowed")
    assert "access-control-allow-origin" not in answer.headers


async def test_40_below_admin_nobody_else_is_told_anything(admin):
    read = await admin.get("/admin/chat/api/me", headers={"Origin": SHOP})
    asked = await admin.options(
        "/admin/login", headers={"Origin": SHOP, "Access-Control-Request-Method": "POST"}
    )

    assert problem(read) == (401, "not_signed_in")
    assert problem(asked) == (403, "origin_not_allowed")
    for answer in (read, asked):
        assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    ("site", "status"),
    [("cross-site", 403), ("same-site", 403), ("same-origin", 201), ("none", 201)],
)
async def test_without_an_origin_the_browser_tells_where_it_comes_from(guest, site, status):
    answer = await guest.post(
        "/api/chat/start-session", json=START, headers={"Sec-Fetch-Site": site}
    )

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("origin", "host", "ours"),
    [
        ("http://localhost:8000", "localhost:8000", True),
        ("http://app.localhost", "app.localhost", True),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("http://[::1]:8000", "[::1]:8000", True),
        ("http://192.168.1.5", "192.168.1.5", True),
        ("http://127.0.0.1:8000", "localhost:8000", False),
        ("http://rebound.example", "rebound.example", False),
        ("http://localhost.evil.example", "localhost.evil.example", False),
        ("http://localhost", "localhost, evil.example", False),
        ("null", "localhost", False),
        ("http://localhost", None, False),
    ],
)
def test_without_a_public_url_only_local_hosts_are_ours(origin, host, ours):
    assert Origins().are_ours(origin, host) is ours


def test_the_public_url_leaves_no_doubt():
    origins = Origins("https://chat.example", frozenset({SHOP}))

    assert origins.are_ours("https://chat.example", "10.0.0.7:8000")
    assert not origins.are_ours("http://localhost:8000", "localhost:8000")
    assert origins.admit(SHOP, None)
    assert origins.admit(None, None)
    assert not origins.admit("https://chat.example.evil.example", "chat.example")
