"""What a check has found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """A finding, and what to do about it where it is bad."""

    name: str
    ok: bool
    found: str
    remedy: str = ""


def good(name: str, found: str) -> Check:
    """Nothing to do."""
    return Check(name, ok=True, found=found)


def bad(name: str, found: str, remedy: str) -> Check:
    """Something to do."""
    return Check(name, ok=False, found=found, remedy=remedy)
