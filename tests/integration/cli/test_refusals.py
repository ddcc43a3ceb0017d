"""Where livechat cannot start it says why in one line, ends with 2, and has made nothing."""

import socket
import sqlite3
from contextlib import closing

import pytest

WRONG = [
    ({"LIVECHAT_PUBLIC_UR": "https://x.example"}, "Did you mean LIVECHAT_PUBLIC_URL?"),
    ({"LIVECHAT_PUBLIC_URL": "x.example"}, "LIVECHAT_PUBLIC_URL must look like"),
    ({"LIVECHAT_COOKIE_DAYS": "soon"}, "LIVECHAT_COOKIE_DAYS must be a whole number"),
    ({"PUSHER_APP_SECRET": "your-app-secret"}, "PUSHER_APP_SECRET is an example"),
    ({"DATABASE_URL": "mysql://localhost/chat"}, "DATABASE_URL must be"),
    ({"DATABASE_URL": "sqlite:///"}, "DATABASE_URL must be"),
    ({"DATABASE_URL": "sqlite:///missing/chat.db"}, "There is no folder missing"),
    ({"LIVECHAT_DATA_DIR": "/proc/livechat"}, "/proc/livechat cannot be used"),
    ({"LIVECHAT_DATA_DIR": "letter"}, "letter cannot be used: File exists"),
    ({"LIVECHAT_DATA_DIR": "letter/data"}, "letter/data cannot be used: Not a directory"),
    ({"DATABASE_URL": "sqlite:///letter/chat.db"}, "There is no folder letter"),
]


@pytest.fixture
def letter(livechat):
    """A file in the way: not even root can make a folder of it."""
    (livechat.folder / "letter").write_text("Dear Ana")


@pytest.mark.usefixtures("letter")
@pytest.mark.parametrize(("settings", "says"), WRONG, ids=[f"{x}" for x, _ in WRONG])
def test_a_wrong_setting_is_named_and_nothing_is_made(livechat, settings, says):
    said = livechat("serve", "--port", "0", **settings)

    assert says in said.refusal
    assert [path.name for path in livechat.folder.iterdir()] == ["letter"]


@pytest.mark.parametrize("command", ["migrate", "seed", "doctor"])
def test_every_command_names_a_wrong_setting(livechat, command):
    assert "LIVECHAT_ACCENT must be" in livechat(command, LIVECHAT_ACCENT="green").refusal
    assert not livechat.data.exists()


def test_a_wrong_setting_in_the_dotenv_file_is_named(livechat):
    (livechat.folder / ".env").write_text("LIVECHAT_ACENT=#112233\n")

    assert "Did you mean LIVECHAT_ACCENT?" in livechat("serve", "--port", "0").refusal
    assert not livechat.data.exists()


def test_a_secret_is_not_repeated_in_a_refusal(livechat):
    secret = "example-of-something-private"

    said = livechat("serve", "--port", "0", PUSHER_APP_SECRET=secret)

    assert secret not in said.refusal


def test_a_port_that_is_taken_is_named_and_nothing_is_made(livechat):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        said = livechat("serve", "--port", port)

    assert said.refusal.startswith(f"Port {port} on 127.0.0.1 is taken.")
    assert not livechat.data.exists()


@pytest.mark.parametrize(
    ("host", "says"),
    [
        ("192.0.2.1", "192.0.2.1 is not an address of this machine."),
        ("nowhere.invalid", "There is no host nowhere.invalid."),
    ],
)
def test_an_address_that_is_not_ours_is_named(livechat, host, says):
    said = livechat("serve", "--host", host, "--port", 0)

    assert said.refusal.startswith(says)
    assert not livechat.data.exists()


@pytest.mark.parametrize(
    ("database", "says"),
    [
        ({}, "SQLite is served by one process."),
        ({"DATABASE_URL": "memory:"}, "SQLite is served by one process."),
        ({"DATABASE_URL": "postgresql:///chat"}, "Set BROADCAST_DRIVER=redis"),
    ],
)
def test_more_processes_than_can_work_together_are_refused(livechat, database, says):
    assert says in livechat("serve", "--port", "0", "--workers", "2", **database).refusal
    assert not livechat.data.exists()


def test_a_database_that_is_damaged_is_named_and_left_as_it_is(livechat):
    livechat.data.mkdir(mode=0o700)
    database = livechat.data / "livechat.db"
    database.write_bytes(letter := b"Dear Ana, this is a letter. " * 400)

    said = livechat("serve", "--port", "0")

    assert said.refusal == "The database data/livechat.db cannot be used: file is not a database."
    assert list(livechat.data.iterdir()) == [database]
    assert database.read_bytes() == letter


def test_a_database_that_another_program_holds_is_named(livechat):
    assert livechat("migrate").status == 0
    with closing(sqlite3.connect(livechat.data / "livechat.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        assert "locked" in livechat("serve", "--port", "0").refusal


@pytest.mark.parametrize(
    "typed", [["sreve"], ["serve", "--port", "http"], ["serve", "--prot", "1"]]
)
def test_a_command_that_is_mistyped_is_explained(livechat, typed):
    said = livechat(*typed)

    assert said.status == 2
    assert said.err.startswith("Usage: livechat")
    assert "Traceback" not in said.err
    assert not livechat.data.exists()
