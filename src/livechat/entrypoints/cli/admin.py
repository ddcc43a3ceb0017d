"""`livechat admin`: the people who answer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from livechat.domain.people import EmailAddress, Password, PersonName
from livechat.entrypoints.cli.refusal import Refusal
from livechat.entrypoints.cli.root import completed, prepared

if TYPE_CHECKING:
    from livechat.application.ports import Admins
    from livechat.domain.people import Admin
    from livechat.entrypoints.cli.root import Root
    from livechat.settings import Settings


def create(root: Root, *, email: str, name: str) -> None:
    """Add one; the first needs no link then."""
    settings = prepared()

    async def add() -> Admin:
        named, address = PersonName.of(name, field="name"), EmailAddress.of(email, field="email")
        password = _password(settings)
        async with root.opened(settings) as parts:
            return (await parts.add_admin()(named, address, password)).admin

    admin = completed(add())
    click.echo(f"{admin.name.text} can sign in as {admin.email.text}.")


def show(root: Root) -> None:
    """One a line, oldest first."""
    settings = prepared()

    async def listed() -> list[Admin]:
        async with root.opened(settings) as parts:
            return await parts.admins().all()

    for admin in completed(listed()):
        click.echo(f"{admin.email.text}  {admin.name.text}")


def reset(root: Root, *, email: str) -> None:
    """A new password also ends every login of that admin."""
    settings = prepared()

    async def change() -> None:
        async with root.opened(settings) as parts:
            admin = await _named(email, parts.admins())
            password = await parts.passwords().hash(_password(settings).text)
            await parts.admins().set_password(admin.id, password)

    completed(change())
    click.echo(f"{email} has a new password, and is signed out everywhere.")


def sign_out(root: Root, *, email: str) -> None:
    """Everywhere; open consoles notice within seconds."""
    settings = prepared()

    async def end() -> None:
        async with root.opened(settings) as parts:
            admin = await _named(email, parts.admins())
            await parts.admins().end_logins(admin.id)

    completed(end())
    click.echo(f"{email} is signed out everywhere.")


def reset_second_factor(root: Root, *, email: str) -> None:
    """It is forgotten, and so are its recovery codes."""
    settings = prepared()

    async def forget() -> None:
        async with root.opened(settings) as parts:
            admin = await _named(email, parts.admins())
            await parts.admins().set_second_factor(admin.id, lambda _: None)

    completed(forget())
    click.echo(f"{email} signs in with the password alone.")


async def _named(email: str, admins: Admins) -> Admin:
    found = await admins.by_email(EmailAddress.of(email, field="email"))
    if found is None:
        raise Refusal(f"There is no admin {email}. See them with: livechat admin list")
    return found.admin


def _password(settings: Settings) -> Password:
    if settings.admin_password:
        return Password.of(settings.admin_password.value)
    if not sys.stdin.isatty():
        raise Refusal("Set LIVECHAT_ADMIN_PASSWORD, or run this on a terminal to be asked for it.")
    return Password.of(click.prompt("Password", hide_input=True, confirmation_prompt=True))
