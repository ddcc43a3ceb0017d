"""How the rows of a batch are found: the one part of it that databases write differently."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from livechat.adapters.sql.rows import Values


@dataclass(frozen=True, slots=True)
class Lookups:
    """Statements that take whole lists as bound values, so that each is compiled once."""

    sessions: Select[Any]
    """Sessions by their `session_id`; locked until the end of the transaction where others write too."""
    requested: Select[Any]
    """Sessions by their `request_id`, locked likewise."""
    known: Select[Any]
    """Messages by pairs of session key and `message_id`."""
    listed: Callable[[Sequence[str]], Values]
    """The values of `sessions` and `requested`."""
    paired: Callable[[Sequence[tuple[int, str]]], Values]
    """The values of `known`."""
