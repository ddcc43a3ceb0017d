"""The people who answer, and their logins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Delete, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from livechat.adapters.sql.installation import EPOCH
from livechat.adapters.sql.reading import Readers, reading
from livechat.adapters.sql.rows import account_of, admin_of, factor_row, login_of
from livechat.adapters.sql.schema import admin_logins, admins, installation
from livechat.adapters.sql.writer import Writer
from livechat.application.ports import Clock, FactorRule
from livechat.domain.accounts import Account
from livechat.domain.errors import EmailTakenError, SetupDoneError
from livechat.domain.people import LONGEST_LOGIN, Admin, AdminId, EmailAddress, Login
from livechat.domain.second_factor import SecondFactor

_LOGIN = select(
    admins.c.admin_id,
    admins.c.email,
    admins.c.name,
    admin_logins.c.token_hash,
    admin_logins.c.created_at.label("login_created_at"),
    admin_logins.c.last_seen_at,
).join_from(admin_logins, admins, admin_logins.c.admin_id == admins.c.id)

_ALONE = select(installation.c.name).where(installation.c.name == EPOCH).with_for_update()
"""A row that is always there, locked: whoever else would add an admin waits, also in another process."""


class SqlAdmins:
    """Two tables; each method is a transaction."""

    def __init__(self, readers: Readers, writer: Writer, clock: Clock) -> None:
        self._readers = readers
        self._writer = writer
        self._clock = clock

    async def add(self, admin: Admin, password_hash: str, /, *, only_first: bool = False) -> None:
        values = {
            "admin_id": str(admin.id),
            "email": admin.email.text,
            "email_key": admin.email.text.casefold(),
            "name": admin.name.text,
            "password_hash": password_hash,
            "created_at": self._clock.now(),
        }

        def add(connection: Connection) -> None:
            connection.execute(_ALONE)
            if only_first and connection.scalar(select(func.count()).select_from(admins)):
                raise SetupDoneError
            try:
                connection.execute(insert(admins), values)
            except IntegrityError:
                raise EmailTakenError from None

        await self._writer.do(add)

    async def all(self) -> list[Admin]:
        async with reading(self._readers) as connection:
            return [
                admin_of(row)
                for row in await connection.execute(select(admins).order_by(admins.c.id))
            ]

    async def by_email(self, email: EmailAddress, /) -> Account | None:
        wanted = select(admins).where(admins.c.email_key == email.text.casefold())
        async with reading(self._readers) as connection:
            row = (await connection.execute(wanted)).one_or_none()
        return account_of(row) if row else None

    async def set_password(self, admin: AdminId, password_hash: str, /) -> None:
        of_admin = admins.c.admin_id == str(admin)

        def change(connection: Connection) -> None:
            connection.execute(update(admins).where(of_admin).values(password_hash=password_hash))
            connection.execute(_all_logins(admin))

        await self._writer.do(change)

    async def set_second_factor(self, admin: AdminId, rule: FactorRule, /) -> SecondFactor | None:
        def change(connection: Connection) -> SecondFactor | None:
            return _changed(connection, admin, rule)[1]

        return await self._writer.do(change)

    async def open_login(self, login: Login, rule: FactorRule, /) -> None:
        def open_(connection: Connection) -> None:
            key, _ = _changed(connection, login.admin.id, rule)
            over = login.created_at - LONGEST_LOGIN
            connection.execute(delete(admin_logins).where(admin_logins.c.created_at < over))
            connection.execute(
                insert(admin_logins).values(
                    token_hash=login.token_hash,
                    admin_id=key,
                    created_at=login.created_at,
                    last_seen_at=login.last_seen_at,
                )
            )

        await self._writer.do(open_)

    async def login(self, token_hash: bytes, /) -> Login | None:
        async with reading(self._readers) as connection:
            found = await connection.execute(_LOGIN.where(admin_logins.c.token_hash == token_hash))
            row = found.one_or_none()
        return login_of(row) if row else None

    async def saw(self, token_hash: bytes, /, *, at: datetime) -> None:
        def saw(connection: Connection) -> None:
            login = admin_logins.c.token_hash == token_hash
            connection.execute(update(admin_logins).where(login).values(last_seen_at=at))

        await self._writer.do(saw)

    async def seen_since(self, moment: datetime, /) -> list[Admin]:
        seen = select(admin_logins.c.admin_id).where(admin_logins.c.last_seen_at >= moment)
        wanted = select(admins).where(admins.c.id.in_(seen)).order_by(admins.c.id)
        async with reading(self._readers) as connection:
            return [admin_of(row) for row in await connection.execute(wanted)]

    async def end_login(self, token_hash: bytes, /) -> None:
        def end(connection: Connection) -> None:
            connection.execute(delete(admin_logins).where(admin_logins.c.token_hash == token_hash))

        await self._writer.do(end)

    async def end_logins(self, admin: AdminId, /) -> None:
        def end(connection: Connection) -> None:
            connection.execute(_all_logins(admin))

        await self._writer.do(end)


def _changed(
    connection: Connection, admin: AdminId, rule: FactorRule
) -> tuple[int, SecondFactor | None]:
    """The key of the account, and what *rule* made of its second factor; nobody else changes it meanwhile."""
    of_admin = admins.c.admin_id == str(admin)
    row = connection.execute(select(admins).where(of_admin).with_for_update()).one()
    before = account_of(row)
    factor = rule(before)
    if factor != before.second_factor:
        kept = factor_row(factor)
        connection.execute(update(admins).where(of_admin).values(second_factor=kept))
    return row.id, factor


def _all_logins(admin: AdminId) -> Delete:
    """To be forgotten."""
    key = select(admins.c.id).where(admins.c.admin_id == str(admin)).scalar_subquery()
    return delete(admin_logins).where(admin_logins.c.admin_id == key)
