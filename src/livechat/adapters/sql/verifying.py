"""Whether a database holds together: what must always be true of its rows, looked up in all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Executable, text

from livechat.adapters.sql.installation import COPYING, EPOCH
from livechat.adapters.sql.pages import remembered
from livechat.adapters.sql.reading import one_moment

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from livechat.adapters.sql.filling import Copied
    from livechat.adapters.sql.pages import Ask

_CHATS: Final = """
    FROM chat_sessions s LEFT JOIN (
      SELECT chat_session_id AS chat, count(*) AS written, min(seq) AS first, max(seq) AS last,
        sum(CASE sender_type WHEN 'guest' THEN 1 ELSE 0 END) AS by_guest
      FROM chat_messages GROUP BY chat_session_id) m ON m.chat = s.id
    WHERE
"""
_READ: Final = """
    FROM chat_sessions s LEFT JOIN (
      SELECT c.id AS chat,
        sum(CASE WHEN sender_type = 'admin' AND seq <= guest_last_read_seq THEN 1 ELSE 0 END) AS by_guest,
        sum(CASE WHEN sender_type = 'guest' AND seq <= admin_last_read_seq THEN 1 ELSE 0 END) AS by_admin,
        sum(CASE WHEN is_read <> (seq <= CASE sender_type WHEN 'guest' THEN admin_last_read_seq
          ELSE guest_last_read_seq END) THEN 1 ELSE 0 END) AS wrong
      FROM chat_messages JOIN chat_sessions c ON c.id = chat_session_id GROUP BY c.id) m ON m.chat = s.id
    WHERE
"""
_CHECKS: Final = {
    "Messages are not numbered 1, 2, 3 … to the end": _CHATS
    + "coalesce(written, 0) <> next_seq - 1 OR coalesce(first, 1) <> 1 OR coalesce(last, 0) <> next_seq - 1",
    "The number of messages of each side is not what is noted": _CHATS
    + "written_by_guest <> coalesce(by_guest, 0) OR written_by_admin <> coalesce(written - by_guest, 0)",
    "The number of messages that were read is not what is noted": _READ
    + "read_by_guest <> coalesce(by_guest, 0) OR read_by_admin <> coalesce(by_admin, 0)",
    "Messages are marked as read, or not, against the read mark": _READ + "coalesce(wrong, 0) > 0",
    "A read mark lies behind the end": """
    FROM chat_sessions s WHERE guest_last_read_seq >= next_seq OR admin_last_read_seq >= next_seq""",
    "A chat is closed only by half": """
    FROM chat_sessions s
    WHERE (status = 'closed') <> (closed_at IS NOT NULL) OR (closed_at IS NULL) <> (closed_by IS NULL)""",
}
"""What is said of the chats that are found."""
_ORPHANS: Final = {
    "messages of a chat that there is not": """
    SELECT count(*) FROM chat_messages WHERE chat_session_id NOT IN (SELECT id FROM chat_sessions)""",
    "sign-ins of an admin that there is not": """
    SELECT count(*) FROM admin_logins WHERE admin_id NOT IN (SELECT id FROM admins)""",
}


async def verify(source: Copied) -> list[str]:
    """What is wrong, a sentence each; empty where all is well. Raises StoreUnavailableError.

    All of it is from one moment, so livechat may go on meanwhile.
    """
    behind = source.readers.behind and source.readers.behind()
    async with one_moment(source.readers) as ask:
        damage = [sentence async for sentence in _damage(ask, source.readers.own_check, behind)]
        return damage or [sentence async for sentence in _contradictions(ask)]


async def _damage(ask: Ask, own_check: str | None, behind: Executable | None) -> AsyncIterator[str]:
    if own_check is not None:
        for row in await ask(text(own_check)):
            if row[0] != "ok":
                yield f"The file is damaged: {' '.join(str(row[0]).split())}."
    if behind is not None:
        for row in await ask(behind):
            yield f"The file is not all: {row[0]}."


async def _contradictions(ask: Ask) -> AsyncIterator[str]:
    values = await remembered(ask)
    if EPOCH not in values or COPYING in values:
        yield "It holds only part of an installation: a copy or a restore was interrupted."
    for sentence, where in _CHECKS.items():
        [found] = await ask(text(f"SELECT count(*), min(s.session_id) {where}"))
        wrong, one = tuple(found)
        if wrong:
            yield f"{sentence}: {wrong} chats, one of them {one}."
    for what, counted in _ORPHANS.items():
        [(wrong,)] = await ask(text(counted))
        if wrong:
            yield f"There are {wrong} {what}."
