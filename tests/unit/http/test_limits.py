from collections import Counter
from dataclasses import replace
from ipaddress import ip_network

import pytest

from livechat.adapters.limits import TokenBuckets
from livechat.entrypoints.http.addresses import ClientAddresses
from livechat.entrypoints.http.app import create_http
from livechat.entrypoints.http.limits import BUCKETS
from livechat.entrypoints.http.settings import HttpSettings
from tests.unit.http.world import Browser, StillClock, problem, the_services

TRUSTED = (ip_network("10.0.0.0/8"), ip_network("::1/128"))


@pytest.fixture
def services(clock):
    return the_services(clock, limited=True)


async def test_55_a_flood_by_one_guest_is_stopped_and_told_when_to_go_on(guest, browser, clock):
    await guest.starts()
    await browser().starts("Budi")

    answers = [
        await guest.post("/api/chat/send-message", json={"message": "x"})
        for _ in range(BUCKETS["send"].size + 1)
    ]

    assert {answer.status_code for answer in answers[:-1]} == {201}
    assert problem(answers[-1]) == (429, "too_many_requests")
    assert answers[-1].headers["retry-after"] == "1"
    clock.advance(seconds=1)
    assert (await guest.post("/api/chat/send-message", json={"message": "x"})).status_code == 201


async def test_others_behind_the_same_address_go_on(guest, browser):
    await guest.starts()
    for _ in range(BUCKETS["send"].size + 1):
        await guest.post("/api/chat/send-message", json={"message": "x"})

    other = browser()
    await other.starts("Budi")

    await other.says("Halo")


async def test_nobody_can_use_up_what_another_may_do(guest, browser):
    chat = await guest.starts()
    thief = browser()
    thief.headers["Authorization"] = f"Bearer {chat.id}.guess"

    for _ in range(BUCKETS["send"].size + 1):
        await thief.post("/api/chat/send-message", json={"message": "x"})

    await guest.says("Halo")


async def test_two_hundred_visitors_behind_one_address_can_all_chat(browser):
    for number in range(200):
        visitor = browser()
        assert (await visitor.get("/api/chat/config")).status_code == 200
        assert (await visitor.get("/api/chat/session-from-cookie")).status_code == 200
        chat = await visitor.starts(email=f"v{number}@example.com")
        await visitor.says("Halo")
        await visitor.says("Again")
        form = {"socket_id": "1.2", "channel_name": f"private-chat-session.{chat.id}"}
        assert (await visitor.post("/broadcasting/auth", data=form)).status_code == 200


async def test_taking_everything_along_has_an_end_and_keeps_nobody_from_a_chat(admin, guest):
    chat = await guest.starts()
    whose = f"/admin/chat/api/sessions/{chat.id}"

    for path in ("/admin/chat/api/export", f"{whose}/guest/export") * (BUCKETS["export"].size // 2):
        assert (await admin.get(path)).status_code == 200

    for path in ("/admin/chat/api/export", f"{whose}/guest/export"):
        refused = await admin.get(path)
        assert problem(refused) == (429, "too_many_requests")
        assert refused.headers["retry-after"] == "10"
    assert (await admin.get(f"{whose}/export")).status_code == 200


async def test_guessing_a_password_is_slow_and_changing_addresses_is_no_way_out(admin, browser):
    guesses = [
        await browser().post(
            "/admin/login",
            json={"email": " ANA@example.com", "password": f"guess {number:06}"},
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        )
        for number in range(12)
    ]

    assert problem(guesses[-1]) == (429, "too_many_requests")
    assert 1 <= int(guesses[-1].headers["retry-after"]) <= 10


async def test_55_many_sessions_from_one_address_have_an_end(browser):
    visitor = browser()
    body = {"guest_name": "Sari", "guest_email": "sari@example.com"}

    statuses = []
    for _ in range(BUCKETS["start_address"].size + 1):
        visitor.cookies.clear()
        statuses.append((await visitor.post("/api/chat/start-session", json=body)).status_code)

    assert statuses[-1] == 429


def made_up(number):
    """Headers by which somebody says that he is somebody else."""
    address = f"198.18.{number // 256}.{number % 256}"
    names = "X-Forwarded-For X-Real-IP X-Client-IP True-Client-IP CF-Connecting-IP".split()
    return {**dict.fromkeys(names, address), "Forwarded": f"for={address}"}


async def test_55_who_makes_up_a_thousand_addresses_is_one(browser):
    visitor = browser()
    body = {"guest_name": "Sari", "guest_email": "sari@example.com"}

    statuses = Counter()
    for number in range(1000):
        visitor.cookies.clear()
        asked = await visitor.post("/api/chat/start-session", json=body, headers=made_up(number))
        statuses[asked.status_code] += 1

    assert statuses == {201: (most := BUCKETS["start_address"].size), 429: 1000 - most}


def test_55_behind_our_proxy_he_is_one_too():
    def asked(headers):
        headers |= {"X-Forwarded-For": f"{headers['X-Forwarded-For']}, 198.51.100.9"}
        sent = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        return {"client": ("10.0.0.1", 1), "headers": sent}

    clients = {ClientAddresses(TRUSTED)(asked(made_up(number))) for number in range(1000)}

    assert clients == {"198.51.100.9"}


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.1", [], "192.0.2.1"),
        ("192.0.2.1", ["198.51.100.9"], "192.0.2.1"),
        ("10.0.0.1", ["198.51.100.9"], "198.51.100.9"),
        ("10.0.0.1", ["6.6.6.6, 198.51.100.9"], "198.51.100.9"),
        ("10.0.0.1", ["6.6.6.6, 198.51.100.9, 10.0.0.2"], "198.51.100.9"),
        ("10.0.0.1", ["6.6.6.6", "198.51.100.9"], "198.51.100.9"),
        ("10.0.0.1", ["198.51.100.9, unknown"], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", ["10.0.0.3"], "10.0.0.3"),
        ("::1", ["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", [], "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", [], "192.0.2.1"),
        ("", [], ""),
    ],
)
def test_55_only_our_proxies_are_believed(peer, forwarded, client):
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    scope = {"client": (peer, 1) if peer else None, "headers": headers}

    assert ClientAddresses(TRUSTED)(scope) == client


def test_without_proxies_nobody_is_believed():
    scope = {"client": ("192.0.2.1", 1), "headers": [(b"x-forwarded-for", b"6.6.6.6")]}

    assert ClientAddresses()(scope) == "192.0.2.1"


async def test_guesses_at_many_accounts_from_one_address_have_an_end(admin, browser):
    statuses = [
        (
            await browser().post(
                "/admin/login", json={"email": f"a{number}@example.com", "password": "guess"}
            )
        ).status_code
        for number in range(BUCKETS["sign_in_address"].size)
    ]

    assert set(statuses) == {401, 429}
    assert statuses[-1] == 429


async def test_the_limit_of_guesses_tells_no_accounts(admin, services, document):
    async def answers(email):
        app = create_http(
            replace(services, limits=TokenBuckets(StillClock(), BUCKETS)), HttpSettings()
        )
        guess = {"email": email, "password": "a wrong guess"}
        tried = [await Browser(app, document).post("/admin/login", json=guess) for _ in range(12)]
        return [(each.status_code, each.text, each.headers.get("retry-after")) for each in tried]

    assert await answers("ana@example.com") == await answers("nobody@example.com")
