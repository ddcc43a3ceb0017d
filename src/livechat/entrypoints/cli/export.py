"""`livechat export`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final
from uuid import UUID

from livechat.application.transcripts import chats
from livechat.application.views import ChatFilter
from livechat.domain.errors import StoreUnavailableError
from livechat.domain.messages import SessionId
from livechat.domain.people import Admin, AdminId, EmailAddress, PersonName
from livechat.entrypoints.cli import folder
from livechat.entrypoints.cli.progress import progress
from livechat.entrypoints.cli.refusal import Refusal
from livechat.entrypoints.cli.root import completed, prepared
from livechat.entrypoints.http.exports import FORMATS, written

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from livechat.application.ports import ChatQueries
    from livechat.entrypoints.cli.root import Root

OPERATOR: Final = Admin(AdminId(UUID(int=0)), EmailAddress("operator@localhost"), PersonName("-"))
"""Whoever holds the database may read it; no such admin is stored."""


def run(root: Root, *, session: UUID | None, email: str | None, form: str, output: str) -> None:
    """First how much it is, so that nothing is made where there is nothing, then all of it."""
    settings = prepared()

    async def export() -> None:
        async with root.opened(settings) as parts:
            queries, found = parts.queries(), wanted(session, email)
            total = await _measured(queries, found)
            pieces = written(queries, chats(queries, found), FORMATS[form], by=OPERATOR)
            done = 0
            with _opened(output) as file, progress("Exporting") as show:
                show(done, total)
                async for text, messages in pieces:
                    file.write(text.encode())
                    done += messages
                    show(done, total)

    completed(export())


def wanted(session: UUID | None, email: str | None) -> ChatFilter:
    """One chat, those of one address, or all; raises Refusal."""
    if session is not None and email is not None:
        raise Refusal("Give either --session or --email.")
    address = EmailAddress.of(email, field="--email") if email is not None else None
    return ChatFilter(session_id=SessionId(session) if session else None, email=address)


async def _measured(queries: ChatQueries, found: ChatFilter) -> int:
    """How many messages there are; raises Refusal where somebody has asked for what there is not."""
    total, any_ = 0, found == ChatFilter()
    async for summary in chats(queries, found):
        total, any_ = total + summary.session.last_seq, True
    if not any_:
        raise Refusal("There is no such chat.")
    return total


def _opened(output: str) -> AbstractContextManager[BinaryIO]:
    """Raises Refusal where it does not hold all in the end."""
    return _standard_output() if output == "-" else _file(Path(output))


@contextmanager
def _standard_output() -> Iterator[BinaryIO]:
    try:
        with os.fdopen(sys.stdout.fileno(), "wb", closefd=False) as out:
            yield out
    except StoreUnavailableError as error:
        raise Refusal(f"What came out is not whole: {error}") from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Refusal(f"What came out is not whole: {error.strerror}.") from None


@contextmanager
def _file(path: Path) -> Iterator[BinaryIO]:
    """For us alone; it is there when it is whole."""
    folder.keep_private()
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    except StoreUnavailableError as error:
        raise Refusal(f"{path} was not written: {error}") from error
    except OSError as error:
        raise Refusal(f"{path} cannot be written: {error.strerror}. Choose another FILE.") from None
    finally:
        part.unlink(missing_ok=True)
