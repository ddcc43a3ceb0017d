"""`livechat export`: to a file or a pipe, while somebody chats or not."""

import json
import os
import pty
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from tests.integration.cli.machine import Livechat

MIB = 2**20


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Demo chats, of which two are of one address; no test changes them."""
    livechat = Livechat(tmp_path_factory.mktemp("shop"))
    assert livechat("seed").status == 0
    with closing(sqlite3.connect(livechat.data / "livechat.db")) as database, database:
        keys = database.execute("SELECT id FROM chat_sessions ORDER BY id LIMIT 2").fetchall()
        for (key,), email in zip(keys, ("twice@example.com", "Twice@Example.com"), strict=True):
            found = "UPDATE chat_sessions SET guest_email = ?, search_text = 'x' || char(10) || lower(?) WHERE id = ?"
            database.execute(found, (email, email, key))
    return livechat


def lines(said):
    assert (said.status, said.err) == (0, ""), said
    return [json.loads(line) for line in said.out.splitlines()]


def counted(livechat, table):
    with closing(sqlite3.connect(livechat.data / "livechat.db")) as database:
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608


def test_everything_is_everything(shop):
    found = lines(shop("export"))

    assert sum("session" in line for line in found) == counted(shop, "chat_sessions") == 42
    assert sum("message" in line for line in found) == counted(shop, "chat_messages")
    began = [line["session"]["created_at"] for line in found if "session" in line]
    assert began == sorted(began)


def test_a_person_and_a_chat_are_found_and_nothing_else(shop):
    of_person = lines(shop("export", "--email", "TWICE@example.com"))
    sessions = [line["session"] for line in of_person if "session" in line]
    assert {s["guest_email"] for s in sessions} == {"twice@example.com", "Twice@Example.com"}
    assert len(of_person) == 2 + sum(session["last_seq"] for session in sessions)

    of_chat = lines(shop("export", "--session", sessions[0]["session_id"]))
    assert of_chat[0]["session"]["session_id"] == sessions[0]["session_id"]
    assert len(of_chat) == 1 + sessions[0]["last_seq"]


@pytest.mark.parametrize("form", ["jsonl", "csv", "html", "text", "txt"])
def test_a_file_is_for_its_owner_alone_and_whole(shop, tmp_path, form):
    file = tmp_path / "out"
    said = shop("export", "--format", form, "-o", file)

    assert (said.status, said.out, said.err) == (0, "", "")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text() == shop("export", "--format", form).out
    assert list(tmp_path.iterdir()) == [file]


def test_who_is_not_there_is_said_and_no_file_is_made(shop, tmp_path):
    for which in (("--email", "nobody@example.com"), ("--session", str(uuid4()))):
        assert shop("export", *which, "-o", tmp_path / "out").refusal

    assert "--email" in shop("export", "--email", "nonsense").refusal
    assert "either" in shop("export", "--email", "a@b.c", "--session", str(uuid4())).refusal
    assert "nowhere/out" in shop("export", "-o", "nowhere/out").refusal
    assert list(tmp_path.iterdir()) == []


def test_half_of_everything_is_never_taken_for_all_of_it(livechat, tmp_path):
    assert livechat("seed").status == 0
    with closing(sqlite3.connect(livechat.data / "livechat.db")) as database, database:
        key = database.execute("SELECT max(chat_session_id) FROM chat_messages WHERE seq = 2")
        spoil = "UPDATE chat_messages SET message = CAST(x'ff' AS TEXT) WHERE seq = 1 AND chat_session_id = ?"
        database.execute(spoil, key.fetchone())
    (tmp_path / "out").write_text("of yesterday")

    said = livechat("export", "-o", tmp_path / "out")
    assert "out was not written" in said.refusal
    assert "cannot be read" in said.refusal
    assert (tmp_path / "out").read_text() == "of yesterday"
    assert {path.name for path in tmp_path.iterdir()} == {"out", "data"}

    said = livechat("export")
    assert said.status == 2
    assert said.out
    assert said.err.startswith("Error: What came out is not whole: ")


def test_a_full_disk_behind_standard_output_is_said(shop):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            shop.command("export"),
            cwd=shop.folder,
            env=shop.environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert done.returncode == 2
    assert done.stderr == "Error: What came out is not whole: No space left on device.\n"


def test_on_a_terminal_one_sees_how_far_it_is(shop, tmp_path):
    mine, theirs = pty.openpty()
    done = subprocess.run(
        shop.command("export", "-o", tmp_path / "out"),
        cwd=shop.folder,
        env=shop.environment(TERM="xterm"),
        stderr=theirs,
        check=True,
    )
    os.close(theirs)
    shown = os.read(mine, 65536).decode()
    os.close(mine)

    total = counted(shop, "chat_messages")
    assert done.returncode == 0
    assert "Exporting" in shown
    assert f"{total}/{total}" in shown


def test_it_takes_no_more_memory_for_a_chat_that_is_longer(livechat):
    assert livechat("seed").status == 0
    with closing(sqlite3.connect(livechat.data / "livechat.db")) as database, database:
        key = database.execute("SELECT min(id) FROM chat_sessions").fetchone()[0]
        database.execute("DELETE FROM chat_messages WHERE chat_session_id = ?", (key,))
        database.execute(
            """WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 40000)
            INSERT INTO chat_messages (chat_session_id, message, sender_type, sender_name, is_read, metadata,
              created_at, updated_at, message_id, seq, kind, attachments)
            SELECT ?, printf('%1000d', n), 'guest', 'Sari', 0, '{}', '2026-03-01 12:00:00.000000',
              '2026-03-01 12:00:00.000000', printf('00000000-0000-4000-8000-%012x', n), n, 'text', '[]' FROM n""",
            (key,),
        )
        database.execute("UPDATE chat_sessions SET next_seq = 40001 WHERE id = ?", (key,))

    little, _ = peak(livechat, "export", "--email", "nothing@example.com")
    much, status = peak(livechat, "export", "-o", "out")

    assert status == 0
    assert (livechat.folder / "out").stat().st_size > 40 * MIB
    assert much - little < 16 * MIB


def peak(livechat, *arguments):
    """The most memory that the command had, and its exit status."""
    code = "import os,sys; _, s, u = os.wait4(os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:]), 0); print(u.ru_maxrss, os.waitstatus_to_exitcode(s))"
    done = subprocess.run(
        [sys.executable, "-c", code, *livechat.command(*arguments)],
        cwd=livechat.folder,
        env=livechat.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    kib, status = done.stdout.split()
    return int(kib) * 1024, int(status)
