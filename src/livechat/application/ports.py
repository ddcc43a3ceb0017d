"""Everything that livechat asks of the world, one promise a port.

Each promise is held by a contract in `tests/contracts`, which every adapter passes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Protocol, TypeVar
from uuid import UUID

from livechat.application.peers import Topic
from livechat.application.signals import Signal
from livechat.application.views import (
    ChatFilter,
    Erased,
    OutboxEntry,
    Page,
    SessionFilter,
    SessionsPage,
    SessionSummary,
    Statistics,
    Window,
)
from livechat.domain.accounts import Account
from livechat.domain.events import Fact
from livechat.domain.messages import MessageId, SessionId
from livechat.domain.people import Admin, AdminId, Credential, EmailAddress, Login
from livechat.domain.second_factor import SecondFactor
from livechat.domain.sessions import ChatSession

FactorRule = Callable[[Account], SecondFactor | None]
Said = TypeVar("Said", bound=Fact)


class ChatSessions(Protocol):
    """Keeps chats, and changes them one at a time."""

    async def start(self, new: ChatSession, /) -> ChatSession:
        """Store what `begin(new, earlier)` says; *earlier* is the session of the same request id, if any.

        Durable when it returns. Raises StoreUnavailableError, and then nothing happened.
        """
        ...

    async def change(
        self,
        session_id: SessionId,
        rule: Callable[[ChatSession], Said],
        /,
        *,
        about: MessageId | None = None,
        up_to: int | None = None,
    ) -> Said:
        """Run *rule* on the session; when this returns, what it says is durable.

        If it raises, nothing happened: whatever the rule raised, SessionNotFoundError, or
        StoreUnavailableError. The rule may run again. If the message *about* is stored, the session's
        `known` has it; if *up_to* is given and before the end, its `written_until` has the tally there.
        """
        ...

    async def erase(self, session_id: SessionId, /, *, now: datetime) -> Erased:
        """Forget the chat and what waits to be told of it, but that; says how much is gone, which may be nothing."""
        ...


class ChatQueries(Protocol):
    """Reads chats; sees everything that was acknowledged before it was asked."""

    async def session(self, session_id: SessionId, /, *, by: Credential) -> SessionSummary:
        """Raises SessionNotFoundError where there is none that *by* may see, or may see any more."""
        ...

    async def messages(self, session_id: SessionId, window: Window, /, *, by: Credential) -> Page:
        """Raises SessionNotFoundError, or CursorAheadError where `after` lies beyond the end."""
        ...

    async def sessions(self, wanted: SessionFilter, /) -> SessionsPage:
        """Newest `last_activity_at` first, then `session_id`; only admins may be shown this."""
        ...

    async def begun(
        self, wanted: ChatFilter, /, *, after: ChatSession | None = None
    ) -> list[SessionSummary]:
        """Up to 100, in the order in which they began: whoever goes on behind the last one misses none."""
        ...


class Figures(Protocol):
    """Counts chats, which takes long where there are many."""

    async def statistics(self, *, now: datetime, days: int, zone: tzinfo) -> Statistics:
        """The days are the last *days* of *zone*, today included.

        First response: from a session's first guest message to the first admin message after it,
        averaged over the sessions begun in those days.
        """
        ...

    async def median_first_response(self, *, since: datetime, at_least: int) -> float | None:
        """Seconds, over sessions begun since then; None below *at_least* answered ones."""
        ...


class Admins(Protocol):
    """Keeps the people who answer, and where they are signed in."""

    async def add(self, admin: Admin, password_hash: str, /, *, only_first: bool = False) -> None:
        """Raises EmailTakenError; with *only_first* SetupDoneError where there is an admin already."""
        ...

    async def all(self) -> list[Admin]:
        """Oldest first."""
        ...

    async def by_email(self, email: EmailAddress, /) -> Account | None:
        """The account with this address, whatever its case."""
        ...

    async def set_password(self, admin: AdminId, password_hash: str, /) -> None:
        """Also ends every login of his."""
        ...

    async def set_second_factor(self, admin: AdminId, rule: FactorRule, /) -> SecondFactor | None:
        """Store what *rule* makes of the account as it is then; the admin must exist."""
        ...

    async def open_login(self, login: Login, rule: FactorRule, /) -> None:
        """Remember it, and store the second factor that *rule* leaves; if it raises, nothing happened."""
        ...

    async def login(self, token_hash: bytes, /) -> Login | None:
        """The login of that token, alive or not."""
        ...

    async def saw(self, token_hash: bytes, /, *, at: datetime) -> None:
        """Move `last_seen_at`."""
        ...

    async def seen_since(self, moment: datetime, /) -> list[Admin]:
        """Those with a login that was seen then or later; each once, oldest first."""
        ...

    async def end_login(self, token_hash: bytes, /) -> None:
        """Forget it; unknown ones are no error."""
        ...

    async def end_logins(self, admin: AdminId, /) -> None:
        """Forget all of his."""
        ...


class Installation(Protocol):
    """Small values that belong to this installation, shared by all its processes."""

    async def remember(self, name: str, make: Callable[[], str], /) -> str:
        """The value of that name; made once, the same for all who ask at once."""
        ...

    async def ready(self) -> None:
        """Raises StoreUnavailableError where the store does not answer or cannot write."""
        ...


class Outbox(Protocol):
    """Committed events that have not been told yet; stored in the transaction of their change."""

    def on_commit(self, hear: Callable[[Sequence[OutboxEntry]], None], /) -> None:
        """Call *hear*, in the event loop and in order, with what each commit of this process added."""
        ...

    async def claim(self, *, before: datetime, until: datetime, limit: int) -> list[OutboxEntry]:
        """Entries stored, or put off, until before then; oldest first. What cannot be read is set aside.

        They are put off *until* then, so that no other process takes them meanwhile.
        """
        ...

    async def told(self, ids: Sequence[int], /) -> None:
        """Forget them. A crash may bring them back: telling twice is harmless, `seq` says so."""
        ...

    async def put_off(self, ids: Sequence[int], /, *, until: datetime) -> None:
        """Not due before then."""
        ...

    async def depth(self) -> int:
        """How many wait."""
        ...

    async def oldest(self) -> datetime | None:
        """When the first of them happened that says so."""
        ...


class Notifier(Protocol):
    """Tells everyone who listens, whichever process they are connected to."""

    async def publish(self, signals: Sequence[Signal], /) -> None:
        """In this order for each channel; at most once. Raises NotifierError where it cannot.

        Whoever listens in this process has heard them even then.
        """
        ...


class NotifierError(Exception):
    """Others could not be told; the same call may succeed later."""


class NotifierDownError(NotifierError):
    """The way to them is interrupted: nothing else can be told now either."""


class Peers(Protocol):
    """The other processes of this installation; what is told may be missed, late, or heard twice."""

    def join(self, name: str, topic: Topic, /) -> None:
        """Before anything is told."""
        ...

    def tell(self, name: str, /, *words: str) -> None:
        """Without waiting; to the others only, in this order."""
        ...

    async def tell_surely(self, name: str, /, *words: str) -> None:
        """It is on its way to all of them when this returns; raises NotifierDownError where it may not be."""
        ...

    async def ready(self) -> None:
        """Raises NotifierDownError where they cannot be reached now."""
        ...

    def figures(self) -> Mapping[str, int]:
        """What monitoring counts of the way to them, since the start."""
        ...


class Presence(Protocol):
    """Which admins have a socket, so that a visitor is told the truth."""

    def signed(self, socket_id: str, admin_name: str, /) -> None:
        """This socket was allowed to listen as that admin."""
        ...

    def came(self, socket_id: str, /) -> None:
        """It listens now."""
        ...

    def left(self, socket_id: str, /) -> None:
        """It listens no more."""
        ...

    async def here(self) -> list[str]:
        """Names of the admins who listen, or did so within the last 60 s; each once, sorted."""
        ...


class RateLimits(Protocol):
    """Token buckets, by what is limited and by whom."""

    async def take(self, bucket: str, key: str, /) -> None:
        """Raises TooManyRequestsError with the time until the next token; then nothing is taken."""
        ...


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """In UTC, aware, in whole milliseconds."""
        ...


class Ids(Protocol):
    """Chance."""

    def uuid(self) -> UUID:
        """Unique and not to be guessed: version 4."""
        ...

    def secret(self) -> str:
        """256 random bits as base64url, without padding."""
        ...


class Passwords(Protocol):
    """Slow on purpose, away from the event loop, few at once."""

    async def hash(self, password: str, /) -> str:
        """Salted; two hashes of one password differ."""
        ...

    async def verify(self, password: str, password_hash: str | None, /) -> bool:
        """Takes as long without a hash as with one, so that time tells no accounts."""
        ...
