"""A visitor begins a chat."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from livechat.application.views import SessionSummary
from livechat.domain.errors import SessionNotFoundError
from livechat.domain.messages import SessionId
from livechat.domain.people import Guest, GuestCredential, secret_hash
from livechat.domain.sessions import ChatSession, Metadata, SessionStatus

if TYPE_CHECKING:
    from uuid import UUID

    from livechat.application.ports import ChatQueries, ChatSessions, Clock, Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """What a visitor tells before the chat begins."""

    guest: Guest
    topic: str | None = None
    locale: str | None = None
    metadata: Metadata = field(default_factory=lambda: Metadata({}))
    request_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """A chat to go on with; `token` is None where the visitor's own still opens it."""

    summary: SessionSummary
    token: str | None


@dataclass(frozen=True, slots=True)
class StartSession:
    """Begin a chat, or go on with the one that this visitor has."""

    sessions: ChatSessions
    queries: ChatQueries
    clock: Clock
    ids: Ids

    async def __call__(self, said: Introduction, by: GuestCredential | None) -> Begun:
        """A retry, by the same credential or the same request id, leaves no second chat behind."""
        going_on = await self._going_on(said.guest, by)
        if going_on is not None:
            return Begun(going_on, token=None)
        now, secret = self.clock.now(), self.ids.secret()
        new = ChatSession(
            id=SessionId(self.ids.uuid()),
            guest=said.guest,
            secret_hash=secret_hash(secret),
            created_at=now,
            updated_at=now,
            last_activity_at=now,
            topic=said.topic,
            locale=said.locale,
            metadata=said.metadata,
            request_id=said.request_id,
        )
        begun = await self.sessions.start(new)
        credential = GuestCredential(begun.id, begun.secret_hash)
        return Begun(await self.queries.session(begun.id, by=credential), f"{begun.id}.{secret}")

    async def _going_on(self, guest: Guest, by: GuestCredential | None) -> SessionSummary | None:
        if by is None:
            return None
        try:
            summary = await self.queries.session(by.session_id, by=by)
        except SessionNotFoundError:
            return None
        active = summary.session.status is SessionStatus.ACTIVE
        return summary if active and summary.session.guest.same_person_as(guest) else None
