"""Which characters a person can see, and which may deceive."""

from __future__ import annotations

import unicodedata

_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_SEPARATORS = frozenset("\u2028\u2029")
# Letters and symbols by category, but drawn as nothing: Hangul fillers, the blank Braille pattern.
_BLANK_GLYPHS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_UNSEEN_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Mn", "Me", "Zs", "Zl", "Zp"))


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing at all."""
    return all(
        char in _BLANK_GLYPHS or unicodedata.category(char) in _UNSEEN_CATEGORIES for char in text
    )


def has_forbidden_control(text: str, *, allowed: str = "") -> bool:
    """Whether it holds a control character or half of a surrogate pair."""
    if text.isprintable():
        return False
    return any(unicodedata.category(char) in ("Cc", "Cs") and char not in allowed for char in text)


def has_deceiving_direction(text: str) -> bool:
    """Whether it could reorder or break the line it is shown in."""
    return any(char in _BIDI_CONTROLS or char in _LINE_SEPARATORS for char in text)
