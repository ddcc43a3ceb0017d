"""How the rows of a batch are found: the one part of it that databases write differently."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class Lookups:
    """Statements that take a whole list as one value `wanted`, so that each is compiled once."""

    sessions: Select[Any]
    """Sessions by their `session_id`; locked until the end of the transaction where others write too."""
    requested: Select[Any]
    """Sessions by their `request_id`, locked likewise."""
    known: Select[Any]
    """Messages by pairs of session key and `message_id`."""
    listed: Callable[[Sequence[object]], object]
    """A list as that one value."""
