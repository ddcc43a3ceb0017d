"""What can be said in a chat."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from livechat.domain.errors import InvalidValueError
from livechat.domain.messages import MESSAGE_LENGTH, MessageBody

LETTERS = st.characters(exclude_categories=("Cc", "Cs"))


def problem_of(raw):
    with pytest.raises(InvalidValueError) as refusal:
        MessageBody.of(raw)
    assert refusal.value.field == "message"
    return refusal.value.problem


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  Hello \n", "Hello"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("a\tb", "a\tb"),
        ("<b>'; DROP TABLE chats --", "<b>'; DROP TABLE chats --"),
        ("👨‍👩‍👧 می‌خواهم", "👨‍👩‍👧 می‌خواهم"),
        ("e\u0301", "e\u0301"),
    ],
)
def test_line_ends_are_unified_and_the_rest_stays_as_it_is(raw, text):
    assert MessageBody.of(raw).text == text


@pytest.mark.parametrize("raw", ["", "  ", "\n\n", "\u200b", "\u3164", "\u2800\u2800"])
def test_a_message_that_nobody_can_see_is_refused(raw):
    assert problem_of(raw) == "required"


@pytest.mark.parametrize("raw", ["nul\0", "bell\x07", "\x1b[31m", "\ud83d", "half\udc4d", "\x85x"])
def test_control_characters_and_lone_surrogates_are_refused(raw):
    assert problem_of(raw) == "control_characters"


def test_the_length_counts_code_points_not_bytes():
    assert len(MessageBody.of("👍" * MESSAGE_LENGTH).text) == MESSAGE_LENGTH
    assert problem_of("👍" * (MESSAGE_LENGTH + 1)) == "too_long"


def test_the_length_counts_what_is_left_after_stripping():
    assert MessageBody.of(" " + "a" * MESSAGE_LENGTH + "\r\n").text == "a" * MESSAGE_LENGTH


@given(st.text(LETTERS, min_size=1, max_size=200))
def test_what_was_let_through_once_is_let_through_unchanged(raw):
    assume(any(char.isalnum() for char in raw))

    body = MessageBody.of(raw)

    assert MessageBody.of(body.text) == body
    assert body.text in raw
