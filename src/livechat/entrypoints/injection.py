"""What handlers may ask for, by the name of the parameter."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

if TYPE_CHECKING:
    from livechat.application.close_session import CloseSession
    from livechat.application.listen import Listen
    from livechat.application.mark_read import MarkRead
    from livechat.application.ports import (
        Admins,
        ChatQueries,
        Clock,
        Ids,
        Installation,
        Outbox,
        Presence,
        RateLimits,
    )
    from livechat.application.send_message import SendMessage
    from livechat.application.sign_in import SetUp, SignIn, StillSignedIn
    from livechat.application.start_session import StartSession
    from livechat.application.statistics import ReadStatistics
    from livechat.entrypoints.realtime.gateway import Gateway
    from livechat.entrypoints.realtime.hub import Hub
    from livechat.entrypoints.realtime.signatures import App

T = TypeVar("T")

Injected: TypeAlias = NamedDependency[SkipValidation[T]]
"""Given by us, not by the request: nothing about it needs to be checked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """All that HTTP uses; each is a finished value, and its field's name is the one to ask by."""

    start_session: StartSession
    send_message: SendMessage
    mark_read: MarkRead
    close_session: CloseSession
    listen: Listen
    sign_in: SignIn
    set_up: SetUp
    still_signed_in: StillSignedIn
    statistics: ReadStatistics
    queries: ChatQueries
    admins: Admins
    installation: Installation
    outbox: Outbox
    presence: Presence
    limits: RateLimits
    clock: Clock
    ids: Ids
    hub: Hub
    gateway: Gateway
    app: App

    def provided(self) -> dict[str, Provide]:
        """One for each field."""
        return {field.name: given(getattr(self, field.name)) for field in fields(self)}


def given(value: object) -> Provide:
    """The same value for every request, without a thread and without a lock."""
    return Provide(lambda: value, sync_to_thread=False)
