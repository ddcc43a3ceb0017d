"""Admins are made, listed and given new passwords from the command line."""

import os
import pty
import subprocess
from datetime import UTC, datetime

import pytest

from livechat.domain.second_factor import SecondFactor, code_of, step_at
from tests.server_process import PASSWORD

ANA = ("admin", "create", "ana@example.com", "--name", "Ana")


def typed(livechat, command, *lines):
    """What a terminal shows while a person answers it."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        livechat.command(*command),
        cwd=livechat.folder,
        env=livechat.environment(),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = ""
    with os.fdopen(ours, "r+b", buffering=0) as terminal:
        for line in lines:
            while not shown.endswith(("Password: ", "confirmation: ")):
                shown += terminal.read(1).decode()
            terminal.write(f"{line}\n".encode())
            shown += "\n"
        try:
            while more := terminal.read(100):
                shown += more.decode()
        except OSError:  # the other end has closed it
            pass
    return process.wait(), shown


def test_an_admin_is_made_with_the_password_that_is_set_and_then_listed(livechat):
    made = livechat(*ANA, LIVECHAT_ADMIN_PASSWORD=PASSWORD)
    livechat("admin", "create", "b@example.com", "--name", "Budi", LIVECHAT_ADMIN_PASSWORD=PASSWORD)

    assert (made.status, made.out) == (0, "Ana can sign in as ana@example.com.\n")
    assert livechat("admin", "list").out == "ana@example.com  Ana\nb@example.com  Budi\n"


def test_a_password_that_is_asked_for_is_typed_twice_and_not_shown(livechat):
    status, shown = typed(livechat, ANA, PASSWORD, PASSWORD)

    assert status == 0, shown
    assert "Ana can sign in" in shown
    assert PASSWORD not in shown


def test_two_different_passwords_are_asked_for_again(livechat):
    status, shown = typed(livechat, ANA, PASSWORD, "something else", PASSWORD, PASSWORD)

    assert status == 0, shown
    assert "do not match" in shown


def test_without_a_terminal_nobody_can_be_asked(livechat):
    assert "Set LIVECHAT_ADMIN_PASSWORD" in livechat(*ANA).refusal


@pytest.mark.parametrize(
    ("email", "name", "password", "says"),
    [
        ("b@example.com", "Budi", "short", "password: Use 12 to 256 characters."),
        ("nobody", "Budi", PASSWORD, "email: Enter an address"),
        ("b@example.com", " ", PASSWORD, "name: Enter a name."),
        ("ANA@example.com", "Ana", PASSWORD, "already an admin with this email"),
    ],
)
def test_an_admin_that_cannot_be_made_is_refused(signed_up, email, name, password, says):
    command = ("admin", "create", email, "--name", name)

    said = signed_up(*command, LIVECHAT_ADMIN_PASSWORD=password)

    assert says in said.refusal
    assert signed_up("admin", "list").out == "ana@example.com  Ana\n"


def test_a_new_password_is_for_an_admin_that_there_is(signed_up):
    assert signed_up("admin", "reset-password", "Ana@example.com").status == 0

    assert "livechat admin list" in signed_up("admin", "reset-password", "b@example.com").refusal


async def test_an_admin_is_signed_out_everywhere_and_can_sign_in_again(server, browser):
    await server.command("admin", "create", "ana@example.com", "--name", "Ana")
    await server.start()
    ana = await browser(server.url)
    await ana.signs_in("ana@example.com", PASSWORD)

    await server.command("admin", "sign-out", "ana@example.com")

    assert (await ana.get("/admin/chat/api/me")).status_code == 401
    assert await ana.signs_in("ana@example.com", PASSWORD) == 200


def test_whoever_is_not_there_cannot_be_signed_out(signed_up):
    assert "livechat admin list" in signed_up("admin", "sign-out", "b@example.com").refusal


async def test_whoever_has_lost_everything_signs_in_with_the_password_alone(server, browser):
    await server.command("admin", "create", "ana@example.com", "--name", "Ana")
    await server.start()
    ana = await browser(server.url)
    await ana.signs_in("ana@example.com", PASSWORD)
    csrf = {"X-CSRF-Token": (await ana.get("/admin/chat/api/me")).json()["csrf_token"]}
    path = "/admin/chat/api/second-factor"
    key = (await ana.post(path, headers=csrf)).json()["key"]
    factor = SecondFactor.of(key.replace(" ", ""))
    code = {"code": code_of(factor.key, step_at(datetime.now(UTC)))}
    assert (await ana.post(f"{path}/confirm", json=code, headers=csrf)).status_code == 200
    assert await ana.signs_in("ana@example.com", PASSWORD) == 403

    await server.command("admin", "reset-second-factor", "ana@example.com")

    assert await ana.signs_in("ana@example.com", PASSWORD) == 200


async def test_a_new_password_ends_every_login_and_the_old_password(server, browser):
    await server.command("admin", "create", "ana@example.com", "--name", "Ana")
    await server.start()
    ana = await browser(server.url)
    await ana.signs_in("ana@example.com", PASSWORD)
    assert (await ana.get("/admin/chat/api/me")).status_code == 200

    server.settings["LIVECHAT_ADMIN_PASSWORD"] = "another one, and long"
    await server.command("admin", "reset-password", "ana@example.com")

    assert (await ana.get("/admin/chat/api/me")).status_code == 401
    assert await ana.signs_in("ana@example.com", PASSWORD) == 401
    assert await ana.signs_in("ana@example.com", "another one, and long") == 200
