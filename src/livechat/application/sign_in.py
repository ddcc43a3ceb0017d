"""Admins: the first one, signing in, signing out, still being signed in."""

from __future__ import annotations

import hmac
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from livechat.domain.accounts import Account
from livechat.domain.errors import (
    BadCredentialsError,
    BadSetupTokenError,
    NotSignedInError,
    SetupDoneError,
    StoreUnavailableError,
)
from livechat.domain.people import Admin, AdminId, Login, secret_hash

if TYPE_CHECKING:
    from datetime import datetime

    from livechat.application.ports import (
        Admins,
        Clock,
        Ids,
        Installation,
        Passwords,
        RateLimits,
    )
    from livechat.domain.people import EmailAddress, Password, PersonName

CODE_GUESSES: Final = "code_guesses"
"""The bucket of each admin: only who knows the password can empty it."""
_SEEN_PRECISION = timedelta(minutes=1)


class SignedIn(NamedTuple):
    """An admin with a fresh login; only the browser keeps `token`."""

    admin: Admin
    token: str


def csrf_token(token: str) -> str:
    """What unsafe requests of that login must repeat; bound to it, and not stored."""
    return secret_hash(f"csrf.{token}").hex()


@dataclass(frozen=True, slots=True)
class SignIn:
    """Open a login with e-mail and password, and a code if there is a second factor."""

    admins: Admins
    passwords: Passwords
    limits: RateLimits
    clock: Clock
    ids: Ids

    async def __call__(
        self, email: EmailAddress, password: str, code: str | None = None
    ) -> SignedIn:
        """Raises BadCredentialsError, as slowly for an unknown address as for a wrong password.

        Only a right password is told more: CodeNeededError, BadCodeError, or TooManyRequestsError
        for guesses at the code, wherever they come from.
        """
        found = await self.admins.by_email(email)
        right = await self.passwords.verify(password, found.password_hash if found else None)
        if found is None or not right:
            raise BadCredentialsError
        if code and found.factor_in_force:
            await self.limits.take(CODE_GUESSES, str(found.admin.id))
        return await self.open(found, code)

    async def open(self, proved: Account, code: str | None = None) -> SignedIn:
        """A login with a new token: one that was planted before never becomes valid.

        Raises BadCredentialsError where the password has been changed meanwhile.
        """
        token, now = self.ids.secret(), self.clock.now()
        login = Login(
            token_hash=secret_hash(token), admin=proved.admin, created_at=now, last_seen_at=now
        )
        await self.admins.open_login(
            login, lambda account: account.prove(proved.password_hash, code, now=now)
        )
        return SignedIn(proved.admin, token)


@dataclass(frozen=True, slots=True)
class AddAdmin:
    """Let someone new answer guests."""

    admins: Admins
    passwords: Passwords
    ids: Ids

    async def __call__(
        self,
        name: PersonName,
        email: EmailAddress,
        password: Password,
        *,
        only_first: bool = False,
    ) -> Account:
        """Raises EmailTakenError; with *only_first* SetupDoneError where there is an admin already."""
        admin = Admin(AdminId(self.ids.uuid()), email, name)
        account = Account(admin, await self.passwords.hash(password.text))
        await self.admins.add(admin, account.password_hash, only_first=only_first)
        return account


@dataclass(frozen=True, slots=True)
class SetUp:
    """Make the first admin by the one-time link that the server prints."""

    installation: Installation
    admins: Admins
    add: AddAdmin
    sign_in: SignIn
    ids: Ids

    async def token(self) -> str | None:
        """What the link ends with; None once there is an admin."""
        if await self.admins.all():
            return None
        return await self.installation.remember("setup_token", self.ids.secret)

    async def __call__(
        self, token: str, name: PersonName, email: EmailAddress, password: Password
    ) -> SignedIn:
        """Raises SetupDoneError once there is an admin, BadSetupTokenError for another link."""
        expected = await self.token()
        if expected is None:
            raise SetupDoneError
        if not hmac.compare_digest(expected.encode(), token.encode(errors="replace")):
            raise BadSetupTokenError
        return await self.sign_in.open(await self.add(name, email, password, only_first=True))


@dataclass(frozen=True, slots=True)
class StillSignedIn:
    """Who a login belongs to."""

    admins: Admins
    clock: Clock

    async def __call__(self, token: str) -> Admin:
        """Raises NotSignedInError where the login is unknown or has ended."""
        now = self.clock.now()
        login = await self.admins.login(secret_hash(token))
        if login is None or not login.alive(now):
            raise NotSignedInError
        await self._saw(login, now)
        return login.admin

    async def lasts(self, token_hash: bytes) -> bool:
        """Whether that login has not ended; to be asked about is no sign of life."""
        login = await self.admins.login(token_hash)
        return login is not None and login.alive(self.clock.now())

    async def _saw(self, login: Login, now: datetime) -> None:
        """To the minute is enough; while nothing can be written, reading goes on without it."""
        if now - login.last_seen_at >= _SEEN_PRECISION:
            with suppress(StoreUnavailableError):
                await self.admins.saw(login.token_hash, at=now)
