"""Who asks: the one place where cookies, tokens and the CSRF header are looked at."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from livechat.application.sign_in import csrf_token
from livechat.domain.errors import NotSignedInError, SessionNotFoundError
from livechat.domain.people import Admin, GuestCredential
from livechat.entrypoints.http.errors import CsrfError
from livechat.entrypoints.http.exchange import Exchange, exchange_of

if TYPE_CHECKING:
    from livechat.application.ports import ChatQueries
    from livechat.application.sign_in import StillSignedIn
    from livechat.entrypoints.http.cookies import Cookie
    from livechat.entrypoints.http.limits import Throttle
    from livechat.entrypoints.injection import Asked

_BEARER = "bearer "
_MOST_COOKIES = 8
"""Of one name: more are no browser's, and each costs a look into the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Whoever uses the widget, with or without a chat."""

    exchange: Exchange
    throttle: Throttle
    known: GuestCredential | None = None
    cookie: str | None = None
    """The token, where it came in a cookie."""

    @property
    def credential(self) -> GuestCredential:
        """Raises NotSignedInError where there is none."""
        if self.known is None:
            raise NotSignedInError("Start a chat first.")
        return self.known

    async def asks_for(self, bucket: str) -> None:
        """Raises TooManyRequestsError. The secret tells who it is: anybody may know a session id."""
        who = self.known.secret_hash.hex() if self.known else ""
        await self.throttle(bucket, address=self.exchange.address, who=who)

    async def tries(self, account: str) -> None:
        """To sign in there; raises TooManyRequestsError."""
        await self.throttle.sign_in(address=self.exchange.address, account=account)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """An admin at his browser."""

    exchange: Exchange
    throttle: Throttle
    admin: Admin
    token: str

    async def asks_for(self, bucket: str) -> None:
        """Raises TooManyRequestsError; all his browsers count together."""
        await self.throttle(bucket, address=self.exchange.address, who=str(self.admin.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Callers:
    """Finds out who it is."""

    queries: ChatQueries
    still_signed_in: StillSignedIn
    guest_cookie: Cookie
    admin_cookie: Cookie
    throttle: Throttle

    async def visitor(self, request: Asked) -> Visitor:
        """A token in the header counts before any cookie; whether it opens a chat, the chat says."""
        exchange = exchange_of(request.scope)
        bearer = exchange.header(b"authorization")
        if bearer is not None and bearer[: len(_BEARER)].lower() == _BEARER:
            return self._visitor(exchange, bearer[len(_BEARER) :].strip())
        tokens = exchange.cookies(self.guest_cookie.name) if exchange.at_home else []
        if len(tokens) > _MOST_COOKIES:
            tokens = []
        elif len(tokens) > 1:
            tokens = [token for token in tokens if await self._opens_a_chat(token)]
        if len(tokens) != 1:
            return self._visitor(exchange, "")
        visitor = self._visitor(exchange, tokens[0])
        return replace(visitor, cookie=tokens[0]) if visitor.known else visitor

    async def operator(self, request: Asked) -> Operator:
        """Raises NotSignedInError, or CsrfError where a change is asked for without the header."""
        exchange = exchange_of(request.scope)
        operator = await self.signed_in(exchange)
        if not exchange.is_safe:
            sent = (exchange.header(b"x-csrf-token") or "").encode()
            if not hmac.compare_digest(sent, csrf_token(operator.token).encode()):
                raise CsrfError
        return operator

    async def signed_in(self, exchange: Exchange) -> Operator:
        """Raises NotSignedInError; of two different cookies neither counts."""
        tokens = exchange.cookies(self.admin_cookie.name) if exchange.at_home else []
        if len(tokens) != 1:
            raise NotSignedInError
        admin = await self.still_signed_in(tokens[0])
        return Operator(exchange=exchange, throttle=self.throttle, admin=admin, token=tokens[0])

    def _visitor(self, exchange: Exchange, token: str) -> Visitor:
        known = GuestCredential.parse(token)
        return Visitor(exchange=exchange, throttle=self.throttle, known=known)

    async def _opens_a_chat(self, token: str) -> bool:
        credential = GuestCredential.parse(token)
        if credential is None:
            return False
        try:
            await self.queries.session(credential.session_id, by=credential)
        except SessionNotFoundError:
            return False
        return True
