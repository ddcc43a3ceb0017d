"""Errors as clients read them (RFC 9457)."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from math import ceil
from typing import Final

from msgspec import UNSET, Struct, UnsetType
from msgspec.json import Encoder

PROBLEM_JSON: Final = "application/problem+json"
_encode = Encoder().encode


class FieldProblem(Struct, frozen=True):
    """What is wrong with one field; clients translate the `code`."""

    field: str
    code: str
    message: str


class Problem(Struct, frozen=True, kw_only=True):
    """Why it was refused; clients translate the `code`."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldProblem] | UnsetType = UNSET
    epoch: str | UnsetType = UNSET
    last_seq: int | UnsetType = UNSET

    def encoded(self) -> bytes:
        """As it travels."""
        return _encode(self)


def problem(
    status: int, code: str, detail: str, *, errors: Sequence[FieldProblem] | None = None
) -> Problem:
    """One with the title that HTTP gives to its status."""
    return Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        code=code,
        errors=UNSET if errors is None else list(errors),
    )


def retry_after(seconds: float) -> dict[str, str]:
    """The header for it: whole seconds, never zero."""
    return {"Retry-After": str(max(1, ceil(seconds)))}
