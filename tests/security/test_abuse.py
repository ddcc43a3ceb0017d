"""Abuse: 55 to 57."""

import ast
import re
from time import process_time

import pytest

from tests.unit.http.world import problem
from tests.unit.test_house import SOURCES, named, parsed

LONG = 64 * 1024
SECONDS = 5
"""A pattern that takes quadratic time would need minutes."""
SEEDS = (
    *(" ", "a", "0", "A", ".", "-", "/", '"', "\\", '\\"', "[", "{", "(", "é", "\n", "+", "@"),
    *(":", ",", ";q=", "0.", "1,", "a@", "a.", ";q=0", "q=0.0", "%2f", "\u3164", "a b", '"a'),
)
FUNCTIONS = ("match", "fullmatch", "search", "sub", "finditer", "findall", "split")


def patterns(path):
    """(pattern, what it is asked to do) of one module."""
    tree, text = parsed(path), path.read_text()
    for node in ast.walk(tree):
        target = getattr(node, "targets", [getattr(node, "target", None)])[0]
        call = getattr(node, "value", None) if target is not None else node
        if not isinstance(call, ast.Call) or not ast.unparse(call.func).startswith("re."):
            continue
        done, given = ast.unparse(call.func)[3:], call.args[0] if call.args else None
        if not isinstance(given, ast.Constant) or done == "escape":
            continue
        flags = re.DOTALL if "DOTALL" in ast.unparse(call) else 0
        asked = (
            [each for each in FUNCTIONS if f"{ast.unparse(target)}.{each}(" in text]
            if target
            else []
        )
        for how in [done] if done in FUNCTIONS else asked:
            yield re.compile(given.value, flags), how


EVERY = [(path, pattern, how) for path in SOURCES for pattern, how in patterns(path)]


def does(pattern, how, text):
    if isinstance(pattern.pattern, bytes):
        text = text.encode()
    done = getattr(pattern, how)
    if how == "sub":
        done(text[:0], text)
    elif how == "finditer":
        for _ in done(text):
            pass
    else:
        done(text)


@pytest.mark.parametrize(
    ("pattern", "how"),
    [each[1:] for each in EVERY],
    ids=[f"{named(path)}: {how} {pattern.pattern}" for path, pattern, how in EVERY],
)
def test_56_no_pattern_takes_longer_than_its_text_is_long(pattern, how):
    for seed in SEEDS:
        text = (seed * LONG)[:LONG]
        for asked in (text, text + "\0", f'"{text}', f"https://{text}!"):
            began = process_time()
            does(pattern, how, asked)
            assert process_time() - began < SECONDS, (seed, asked[:20])


def test_56_there_are_patterns_to_look_at():
    assert len(EVERY) > 10


async def test_57_no_answer_has_more_than_200_messages_or_100_chats(guest, admin, browser):
    chat = await guest.starts()
    for number in range(201):
        await guest.says(str(number))
    for number in range(100):
        await browser().starts(f"Guest {number}", email=f"g{number}@example.com")

    for reader, path in ((guest, "/api/chat/session"), (admin, "/admin/chat/api/sessions")):
        page = await reader.get(f"{path}/{chat.id}/messages?limit=9007199254740992")
        assert len(page.json()["messages"]) == 200
    shown = (await admin.get("/admin/chat/api/sessions?limit=9007199254740992")).json()
    assert len(shown["sessions"]) == 100
    assert problem(await admin.get("/admin/chat/api/sessions?limit=0")) == (422, "invalid")
