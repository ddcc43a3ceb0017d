"""Talks between guests and a small shop, for demo data: one file a language."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from livechat.domain.messages import SenderType

_SIDES = {"> ": SenderType.GUEST, "< ": SenderType.ADMIN}


@dataclass(frozen=True, slots=True)
class Line:
    """Who says what; words in braces are filled in."""

    side: SenderType
    text: str


def talks(language: str) -> list[list[Line]]:
    """All talks of a language: `#` begins one, `>` is the guest, `<` the admin."""
    text = files(__package__).joinpath(f"{language}.txt").read_text(encoding="utf-8")
    return [
        [Line(_SIDES[line[:2]], line[2:]) for line in talk.splitlines()[1:] if line]
        for talk in text.split("# ")[1:]
    ]
