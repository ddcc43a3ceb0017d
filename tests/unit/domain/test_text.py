"""Which characters a person can see, and which may deceive."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livechat.domain.text import has_deceiving_direction, has_forbidden_control, is_blank


@pytest.mark.parametrize(
    "text", ["", " ", "\n\t", "\u00a0", "\u200b\u200d", "\u3164", "\u2800", "\ufeff", "\u0301"]
)
def test_nothing_is_seen_of_it(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", ".", "👍", "  x  ", "\u200bx", "ن", "漢", "é"])
def test_something_is_seen_of_it(text):
    assert not is_blank(text)


@pytest.mark.parametrize("char", ["\0", "\x07", "\x1b", "\x7f", "\x85", "\ud800"])
def test_control_characters_and_halves_of_pairs_are_found_anywhere(char):
    assert has_forbidden_control(f"before {char} after")


def test_a_control_character_may_be_allowed():
    assert has_forbidden_control("one\ntwo")
    assert not has_forbidden_control("one\ntwo", allowed="\n\t")


@pytest.mark.parametrize("text", ["👨‍👩‍👧", "می‌خواهم", "naïve", "🇮🇩", "ok\u00a0then"])
def test_what_languages_and_emoji_need_is_no_control_character(text):
    assert not has_forbidden_control(text)


@pytest.mark.parametrize("char", ["\u202a", "\u202e", "\u2066", "\u2069", "\u2028", "\u2029"])
def test_what_reorders_or_breaks_a_line_is_found(char):
    assert has_deceiving_direction(f"Ana{char}nim")


def test_right_to_left_letters_deceive_nobody():
    assert not has_deceiving_direction("שלום مرحبا")


@given(st.text(st.characters(exclude_categories=())))
def test_every_text_can_be_judged(text):
    forbidden = any(unicodedata.category(char) in {"Cc", "Cs"} for char in text)

    assert has_forbidden_control(text) is forbidden
    assert not (is_blank(text) and any(char.isalnum() and char.isascii() for char in text))
