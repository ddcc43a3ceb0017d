"""`livechat doctor` finds what goes wrong most often, says what to do, and touches nothing."""

import asyncio
import re
import socket
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from tests.ports import free_port


def findings(said):
    """What was found under each name, with the remedies of the bad ones."""
    assert "Traceback" not in said.err, said.err
    lines = re.findall(r"^(ok  |BAD ) (.*?): (.*)\n(?:      (.*)\n)?", said.out, re.MULTILINE)
    for mark, _, _, remedy in lines:
        assert bool(remedy) == (mark == "BAD "), said.out
    return {name: (mark.strip(), found, remedy) for mark, name, found, remedy in lines}


def bad(said):
    assert said.status == 1, said
    return {name: value[1:] for name, value in findings(said).items() if value[0] == "BAD"}


def test_where_nothing_is_installed_it_says_so_and_makes_nothing(livechat):
    said = bad(livechat("doctor", "--port", free_port()))

    assert said["Data folder"] == (
        "there is no folder data",
        "`livechat serve` makes it; or choose another with LIVECHAT_DATA_DIR.",
    )
    assert said["Database"][0] == "there is no data/livechat.db"
    assert not livechat.data.exists()


def test_what_is_wrong_in_the_folder_and_the_database_is_found(signed_up):
    signed_up.data.chmod(0o755)
    later = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%d %H:%M:%S.000000")
    assert signed_up("seed").status == 0
    signed_up.data.chmod(0o755)
    with closing(sqlite3.connect(signed_up.data / "livechat.db")) as database:
        database.execute("UPDATE chat_sessions SET last_activity_at = ?", (later,))
        database.execute("DELETE FROM admins")
        database.commit()

    said = bad(signed_up("doctor", "--port", free_port()))

    assert said["Data folder"][1] == "Run: chmod 700 data"
    assert "before the newest message" in said["Clock"][0]
    assert "nobody can sign in" in said["Admins"][0]


def test_a_damaged_database_is_found(livechat):
    livechat.data.mkdir(mode=0o700)
    (livechat.data / "livechat.db").write_bytes(b"Dear Ana, this is a letter. " * 400)

    found, remedy = bad(livechat("doctor", "--port", free_port()))["Database"]

    assert "file is not a database" in found
    assert "restore a backup" in remedy


def test_a_port_that_another_program_has_is_found(signed_up):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        said = bad(signed_up("doctor", "--port", silent.getsockname()[1]))

    assert "--port" in said["Port"][1]


@pytest.mark.parametrize(
    ("settings", "name", "says"),
    [
        ({"LIVECHAT_PUBLIC_URL": "http://chat.invalid"}, "Cookies", "without https"),
        ({"LIVECHAT_PUBLIC_URL": "https://chat.invalid"}, "Visitors", "the proxy's address"),
        ({"LIVECHAT_PUBLIC_URL": "https://chat.invalid"}, "Public address", "does not answer"),
    ],
)
def test_a_public_address_that_does_not_work_is_found(livechat, settings, name, says):
    assert says in bad(livechat("doctor", "--port", free_port(), **settings))[name][0]


async def test_a_server_that_runs_is_asked_and_answers_in_real_time(server, livechat):
    await server.command("admin", "create", "ana@example.com", "--name", "Ana")
    server.settings["LIVECHAT_PUBLIC_URL"] = server.url
    await server.start()

    said = await asyncio.to_thread(
        livechat, "doctor", "--port", server.port, LIVECHAT_PUBLIC_URL=server.url
    )

    found = findings(said)
    assert said.status == 0, said
    assert found["Server"] == ("ok", f"answers at {server.url}", "")
    assert found["Public address"] == ("ok", f"{server.url} answers", "")
    assert found[f"Realtime at {server.url}"] == ("ok", "a socket is greeted and answered", "")


async def test_a_proxy_that_lets_no_socket_through_is_found(server, livechat):
    await server.command("admin", "create", "ana@example.com", "--name", "Ana")
    await server.start()

    async def proxy(reader, writer):
        """Passes on everything but the upgrade."""
        asked = await reader.readuntil(b"\r\n\r\n")
        inner, outer = await asyncio.open_connection("127.0.0.1", server.port)
        outer.write(re.sub(rb"(?im)^(upgrade|connection): .*\r\n", b"", asked))
        writer.write(await inner.readuntil(b"\r\n\r\n") + await inner.read(1000))
        writer.close()
        outer.close()

    async with await asyncio.start_server(proxy, "127.0.0.1", 0) as standing:
        url = f"http://127.0.0.1:{standing.sockets[0].getsockname()[1]}"
        said = await asyncio.to_thread(livechat, "doctor", LIVECHAT_PUBLIC_URL=url)

    found, remedy = bad(said)[f"Realtime at {url}"]
    assert "no connection" in found
    assert "let WebSockets through" in remedy
