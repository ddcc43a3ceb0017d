"""Admins, their logins, and what the installation remembers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from livechat.application.ports import FactorRule
from livechat.domain.accounts import Account
from livechat.domain.errors import EmailTakenError, SetupDoneError
from livechat.domain.people import Admin, AdminId, EmailAddress, Login
from livechat.domain.second_factor import SecondFactor


class MemoryAdmins:
    """Admins and logins in dicts."""

    def __init__(self) -> None:
        self._admins: dict[AdminId, Account] = {}
        self._logins: dict[bytes, Login] = {}

    async def add(self, admin: Admin, password_hash: str, /, *, only_first: bool = False) -> None:
        if only_first and self._admins:
            raise SetupDoneError
        if await self.by_email(admin.email):
            raise EmailTakenError
        self._admins[admin.id] = Account(admin, password_hash)

    async def all(self) -> list[Admin]:
        return [account.admin for account in self._admins.values()]

    async def by_email(self, email: EmailAddress, /) -> Account | None:
        accounts = self._admins.values()
        return next((each for each in accounts if each.admin.email.same_as(email)), None)

    async def set_password(self, admin: AdminId, password_hash: str, /) -> None:
        if found := self._admins.get(admin):
            self._admins[admin] = replace(found, password_hash=password_hash)
        await self.end_logins(admin)

    async def set_second_factor(self, admin: AdminId, rule: FactorRule, /) -> SecondFactor | None:
        account = self._admins[admin]
        factor = rule(account)
        self._admins[admin] = replace(account, second_factor=factor)
        return factor

    async def open_login(self, login: Login, rule: FactorRule, /) -> None:
        await self.set_second_factor(login.admin.id, rule)
        self._logins[login.token_hash] = login

    async def login(self, token_hash: bytes, /) -> Login | None:
        return self._logins.get(token_hash)

    async def saw(self, token_hash: bytes, /, *, at: datetime) -> None:
        if login := self._logins.get(token_hash):
            self._logins[token_hash] = replace(login, last_seen_at=at)

    async def seen_since(self, moment: datetime, /) -> list[Admin]:
        seen = {each.admin.id for each in self._logins.values() if each.last_seen_at >= moment}
        return [admin for admin in await self.all() if admin.id in seen]

    async def end_login(self, token_hash: bytes, /) -> None:
        self._logins.pop(token_hash, None)

    async def end_logins(self, admin: AdminId, /) -> None:
        self._logins = {k: login for k, login in self._logins.items() if login.admin.id != admin}


class MemoryInstallation:
    """Values that end with the process."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    async def remember(self, name: str, make: Callable[[], str], /) -> str:
        if name not in self._values:
            self._values[name] = make()
        return self._values[name]

    async def ready(self) -> None:
        """Always."""
