"""Architecture: 1 to 4."""

import json

import pytest

from livechat.settings import SettingsError, load
from tests.canary import Canaries
from tests.server_process import PASSWORD
from tests.watch import mistakes_in

HTTPS = {"LIVECHAT_PUBLIC_URL": "https://chat.example.com"}


async def test_01_figures_and_documents_hold_nothing_of_anybody(people, services):
    private = [
        *(people.chat, people.closed, "A secret", "Sari", "sari@example.com", "Ana", "127.0.0.1"),
        *people.guest.cookies.values(),
        *people.admin.cookies.values(),
        services.app.secret,
    ]
    for path in ("/metrics", "/healthz", "/readyz", "/openapi.json", "/api/chat/config"):
        told = (await people.nobody.get(path)).text

        assert [each for each in private if each in told and each not in (await blank(path))] == []


async def blank(path):
    """What the examples of the document say; nobody's."""
    from tests.wire import document

    return (await document()).decode() if path == "/openapi.json" else ""


START = "http://127.0.0.1:8000/api/chat/start-session"
SARI = {"guest_name": "Sari", "guest_email": "s@example.com", "metadata": {"x": ["My page"]}}


@pytest.mark.parametrize(
    "leak",
    [
        *(
            "of Sari",
            "s@example.com",
            "s%40example.com",
            "saw My page",
            "the-guest's-token",
            "a cookie",
        ),
        *(
            "bearer-of-a-guest",
            "Halo, is it cold?",
            PASSWORD,
            "the hook's secret",
            "of-the-database",
        ),
        *(
            "anybody@example.org",
            "+6281211112222",
            f"{'aB-' * 14}x",
            "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
        ),
    ],
)
def test_01_what_is_private_in_a_log_fails_the_test_that_said_it(leak):
    canaries = Canaries()
    canaries.asked(
        START, json.dumps(SARI).encode(), [("Authorization", "Bearer bearer-of-a-guest")]
    )
    canaries.asked(START, json.dumps({"message": "Halo, is it cold?\nYes"}).encode())
    canaries.answered("/api/chat/start-session", b'{"token": "the-guest\'s-token"}', ["a cookie"])
    its = {"LIVECHAT_ADMIN_PASSWORD": PASSWORD, "LIVECHAT_WEBHOOK_SECRET": "the hook's secret"}
    canaries.learn_settings(its | {"DATABASE_URL": "postgresql://us:of-the-database@localhost/it"})

    canaries.hear(f'{{"event":"POST /api/chat/start-session 201","said":"{leak}"}}')

    assert canaries.leaks()
    assert canaries.leaks() == []


@pytest.mark.parametrize(
    "refusal",
    [
        b'{"code":"invalid","detail":"No: Halo, is it cold?","errors":[]}',
        b'{"errors":[{"field":"x","code":"range","message":"Expected `int`, got Halo, is it cold?"}]}',
        "<p>Halo, is it cold? Não".encode("latin-1"),
    ],
)
def test_01_what_was_said_in_a_refusal_fails_the_test_too(refusal):
    canaries = Canaries()
    canaries.asked(START, json.dumps({"message": "Halo, is it cold?"}).encode())

    canaries.refused(refusal)

    assert canaries.leaks()


def test_01_a_refusal_names_the_field_and_gives_an_example():
    canaries = Canaries()
    canaries.asked(START, b'{"email": "Halo, is it cold?"}')

    canaries.refused(
        b'{"errors":[{"field":"Halo, is it cold?","message":"Enter an address like name@example.com."}]}'
    )

    assert canaries.leaks() == []


def test_01_what_every_log_is_made_of_is_no_leak():
    canaries = Canaries()
    canaries.asked(START, json.dumps(SARI | {"message": "object"}).encode())

    canaries.hear('{"event":"POST /api/chat/start-session 201","level":"object","page":"Sarita"}')

    assert canaries.leaks() == []


@pytest.mark.parametrize("secret", ["secret", "changeme", "your-app-secret", "0123456789abcde"])
def test_02_in_production_a_weak_secret_stops_the_start(secret):
    with pytest.raises(SettingsError, match="PUSHER_APP_SECRET"):
        load(HTTPS | {"PUSHER_APP_SECRET": secret})


def test_02_a_strong_one_does_not():
    assert load(HTTPS | {"PUSHER_APP_SECRET": "0123456789abcdef"}).secure


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ('{"event":"GET /x 500","status":500,"ms":1.6}', 1),
        ('{"event":"GET /x 503","status":503,"ms":500}', 0),
        ("12:00 GET /x 500  3.1 ms", 1),
        (
            '{"event":"GET /x failed: …","logger":"livechat.entrypoints.http.errors","exception":"…"}',
            1,
        ),
        ('{"event":"GET /x could not …","logger":"livechat.entrypoints.http.errors"}', 0),
        ("12:00 [error] GET /x failed: KeyError()", 1),
        ("12:00 POST /x 201  500 ms", 0),
    ],
)
def test_04_an_answer_with_500_fails_the_test_that_caused_it(said, found):
    assert len(mistakes_in(f"welcome\n{said}\n")) == found
