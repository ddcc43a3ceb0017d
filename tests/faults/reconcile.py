"""Ledgers against the database: what was promised against what is there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from tests.faults.databases import Database
    from tests.faults.writers import Stored

_MESSAGES = """
    SELECT s.session_id, m.message_id, m.seq, m.message
    FROM chat_messages m JOIN chat_sessions s ON s.id = m.chat_session_id
"""
_SESSIONS = "SELECT count(*) FROM chat_sessions"
_HOLES = """
    SELECT count(*) FROM chat_sessions s WHERE (
      SELECT count(*) <> coalesce(max(seq), 0) OR coalesce(min(seq), 1) <> 1 OR count(*) <> s.next_seq - 1
      FROM chat_messages WHERE chat_session_id = s.id)
"""
_MARKS = """
    SELECT count(*) FROM chat_messages m JOIN chat_sessions s ON s.id = m.chat_session_id
    WHERE m.is_read <> (m.seq <= CASE m.sender_type WHEN 'guest' THEN s.admin_last_read_seq ELSE s.guest_last_read_seq END)
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything that must be zero."""

    lost: int
    doubled: int
    unknown: int
    chats_with_holes: int
    wrong_marks: int
    lost_or_ghost_sessions: int
    damaged: int

    def __bool__(self) -> bool:
        return not any(getattr(self, field.name) for field in fields(self))

    def __str__(self) -> str:
        return ", ".join(
            f"{getattr(self, field.name)} {field.name.replace('_', ' ')}" for field in fields(self)
        )


def reconcile(
    database: Database, ledger: dict[str, Stored], *, sessions: int | None = None
) -> Verdict:
    """Without *sessions* writers may be at work: what they do not know yet is no fault."""
    rows, [[counted]], [[holes]], [[marks]] = database.read(_MESSAGES, _SESSIONS, _HOLES, _MARKS)
    stored = {_text(row[1]): (_text(row[0]), row[2], row[3]) for row in rows}
    return Verdict(
        lost=sum(stored.get(key) != tuple(value) for key, value in ledger.items()),
        doubled=sum(n - 1 for n in Counter(_text(row[1]) for row in rows).values()),
        unknown=len(stored.keys() - ledger.keys()) if sessions is not None else 0,
        chats_with_holes=holes,
        wrong_marks=marks,
        lost_or_ghost_sessions=abs(counted - sessions) if sessions is not None else 0,
        damaged=int(not database.is_whole()),
    )


def transcripts(database: Database) -> dict[str, list[tuple[str, int, str]]]:
    """Id, seq and text of each message, in order, by session id."""
    [rows] = database.read(f"{_MESSAGES} ORDER BY m.seq")
    found: dict[str, list[tuple[str, int, str]]] = {}
    for session_id, message_id, seq, text in rows:
        found.setdefault(_text(session_id), []).append((_text(message_id), seq, text))
    return found


def _text(uuid: str | bytes) -> str:
    """However the store keeps it."""
    return str(UUID(bytes=uuid) if isinstance(uuid, bytes) else UUID(uuid))
