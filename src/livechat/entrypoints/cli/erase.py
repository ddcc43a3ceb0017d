"""`livechat erase`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from livechat.application.transcripts import chats
from livechat.application.views import ChatFilter
from livechat.entrypoints.cli.export import wanted
from livechat.entrypoints.cli.refusal import Refusal
from livechat.entrypoints.cli.root import completed, prepared

if TYPE_CHECKING:
    from uuid import UUID

    from livechat.application.views import Erased
    from livechat.entrypoints.cli.root import Root


def run(root: Root, *, session: UUID | None, email: str | None, yes: bool) -> None:
    """Say how much it is, ask, and say what is gone."""
    settings = prepared()

    async def erase() -> Erased:
        which = wanted(session, email)
        if which == ChatFilter():
            raise Refusal("Say whose: --session or --email.")
        async with root.opened(settings) as parts:
            lengths = [each.session.last_seq async for each in chats(parts.queries(), which)]
            if not lengths:
                raise Refusal("There is no such chat.")
            if not yes:
                _ask(len(lengths), sum(lengths))
            return await parts.erase_chats()(which)

    gone = completed(erase())
    click.echo(
        f"Erased {gone.sessions} chats, {gone.messages} messages "
        f"and {gone.events} events that had not been told yet."
    )
    click.echo("Backups, exports and logs of other programs are yours to look through.")


def _ask(sessions: int, messages: int) -> None:
    """Raises Refusal where the answer is no, or nobody is there to give one."""
    if not sys.stdin.isatty():
        raise Refusal("Say --yes, or run this on a terminal to be asked.")
    if not click.confirm(f"Erase {sessions} chats with {messages} messages for good?"):
        raise Refusal("Nothing was erased.")
