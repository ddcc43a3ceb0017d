"""Reading everything that was said, a little at a time, however much it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from livechat.application.views import ChatFilter, Window
from livechat.domain.errors import SessionNotFoundError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from livechat.application.ports import ChatQueries
    from livechat.application.views import SessionSummary
    from livechat.domain.messages import ChatMessage
    from livechat.domain.people import Admin

_MESSAGES: Final = 200


async def chats(queries: ChatQueries, wanted: ChatFilter) -> AsyncIterator[SessionSummary]:
    """In the order in which they began; what is said meanwhile hides none of them."""
    found = await queries.begun(wanted)
    while found:
        for summary in found:
            yield summary
        found = await queries.begun(wanted, after=found[-1].session)


async def pages(
    queries: ChatQueries, summary: SessionSummary, *, by: Admin
) -> AsyncIterator[list[ChatMessage]]:
    """What the chat held when *summary* was read; nothing more where it has been erased since."""
    seq, session = 0, summary.session
    while seq < session.last_seq:
        window = Window(after=seq, limit=min(_MESSAGES, session.last_seq - seq))
        try:
            messages = (await queries.messages(session.id, window, by=by)).messages
        except SessionNotFoundError:
            return
        if not messages:  # it is just being erased
            return
        yield messages
        seq = messages[-1].seq
