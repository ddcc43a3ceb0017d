"""Chats as files, for whoever takes them along: text in four formats, made bit by bit."""

from __future__ import annotations

import csv
import json
import re
from base64 import b64encode
from collections.abc import AsyncIterator
from hashlib import sha256
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Any, Final, Protocol

import msgspec

from livechat.application.transcripts import pages
from livechat.entrypoints.http import wire

if TYPE_CHECKING:
    from livechat.application.ports import ChatQueries
    from livechat.application.views import SessionSummary
    from livechat.domain.messages import ChatMessage
    from livechat.domain.people import Admin

_BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it some spreadsheets take the file for another encoding."""
_RUN: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""A spreadsheet takes a cell that begins like this for a formula."""
_APART: Final = re.compile(r"([;\t\r\n])")
"""Where some spreadsheets begin another cell: in many countries the comma is in numbers, and cells end with a semicolon."""
_COLUMNS: Final = (
    "session_id guest_name guest_email guest_phone topic status seq id kind created_at"
    " sender_type sender_name message attachments metadata"
).split()
_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "h2{margin-top:3rem;border-top:1px solid}dt{float:left;clear:left;width:9rem;opacity:.7}"
    "dd{margin-left:9rem}.said{white-space:pre-wrap;overflow-wrap:anywhere;margin:.1rem 0 1rem}"
    ".who{margin:0;font-size:.85em;opacity:.8}"
)
_POLICY: Final = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; "
    f"style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"
)


class Format(Protocol):
    """One way to write chats down: each part as it comes, in this order."""

    def begin(self) -> str:
        """Before the first chat."""
        ...

    def chat(self, summary: SessionSummary) -> str:
        """Before its messages."""
        ...

    def message(self, summary: SessionSummary, message: ChatMessage) -> str:
        """One of that chat."""
        ...

    def end(self) -> str:
        """After the last chat."""
        ...


async def written(
    queries: ChatQueries, chats: AsyncIterator[SessionSummary], form: Format, *, by: Admin
) -> AsyncIterator[tuple[str, int]]:
    """The file, piece by piece, and how many messages stand in each piece."""
    yield form.begin(), 0
    async for summary in chats:
        yield form.chat(summary), 0
        async for messages in pages(queries, summary, by=by):
            yield "".join([form.message(summary, each) for each in messages]), len(messages)
    yield form.end(), 0


async def one(summary: SessionSummary) -> AsyncIterator[SessionSummary]:
    """That chat alone."""
    yield summary


class JsonLines:
    """A line for each chat and for each message, as the API shows them."""

    def begin(self) -> str:
        return ""

    def chat(self, summary: SessionSummary) -> str:
        return _line(wire.AdminSession(wire.AdminSessionView.of(summary)))

    def message(self, summary: SessionSummary, message: ChatMessage) -> str:  # noqa: ARG002  it names its chat itself
        return _line(wire.Sent(wire.MessageView.of(message)))

    def end(self) -> str:
        return ""


class Csv:
    """A row for each message, and one for a chat without any; no cell is a formula."""

    def begin(self) -> str:
        return _BYTE_ORDER_MARK + _row(_COLUMNS)

    def chat(self, summary: SessionSummary) -> str:
        return "" if summary.session.last_seq else _cells(_of_chat(summary))

    def message(self, summary: SessionSummary, message: ChatMessage) -> str:
        said = msgspec.to_builtins(wire.MessageView.of(message))
        return _cells({**said, **_of_chat(summary)})

    def end(self) -> str:
        return ""


class Html:
    """A page that needs nothing else, and in which nothing runs."""

    def begin(self) -> str:
        return (
            '<!doctype html><html><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
            '<meta name="referrer" content="no-referrer">'
            '<meta name="viewport" content="width=device-width">'
            f"<title>livechat</title><style>{_STYLE}</style></head><body>\n<h1>livechat</h1>\n"
        )

    def chat(self, summary: SessionSummary) -> str:
        view = wire.AdminSessionView.of(summary)
        facts = "".join(
            f"<dt>{escape(name)}</dt><dd><bdi>{escape(value)}</bdi></dd>"
            for name, value in _facts(view)
        )
        return f"<h2><bdi>{escape(view.guest_name)}</bdi></h2>\n<dl>{facts}</dl>\n"

    def message(self, summary: SessionSummary, message: ChatMessage) -> str:  # noqa: ARG002  it stands below its chat
        view = wire.MessageView.of(message)
        return (
            f'<p class="who"><bdi>{escape(view.sender_name)}</bdi> ({view.sender_type}) '
            f'<time>{view.created_at}</time></p>\n<p class="said" dir="auto">{escape(view.message)}</p>\n'
        )

    def end(self) -> str:
        return "</body></html>\n"


class PlainText:
    """For reading; only what is said at the edge of the page is ours."""

    def begin(self) -> str:
        return ""

    def chat(self, summary: SessionSummary) -> str:
        facts = [
            f"{name}: {_inside(value)}" for name, value in _facts(wire.AdminSessionView.of(summary))
        ]
        return "\n".join(["=" * 72, *facts, "", ""])

    def message(self, summary: SessionSummary, message: ChatMessage) -> str:  # noqa: ARG002  it stands below its chat
        view = wire.MessageView.of(message)
        who = f"[{view.created_at}] {view.sender_name} ({view.sender_type})"
        return f"{who}\n    {_inside(view.message)}\n\n"

    def end(self) -> str:
        return ""


FORMATS: Final[dict[str, Format]] = {
    "jsonl": JsonLines(),
    "csv": Csv(),
    "html": Html(),
    "text": PlainText(),
}


def _line(view: msgspec.Struct) -> str:
    return f"{msgspec.json.encode(view).decode()}\n"


def _of_chat(summary: SessionSummary) -> dict[str, Any]:
    view = msgspec.to_builtins(wire.AdminSessionView.of(summary))
    names = ("session_id", "guest_name", "guest_email", "guest_phone", "topic", "status")
    return {name: view[name] for name in names}


def _cells(values: dict[str, Any]) -> str:
    return _row([_cell(values.get(name)) for name in _COLUMNS])


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return _no_formula(value)
        case int():
            return str(value)
        case _:
            return _no_formula(json.dumps(value, ensure_ascii=False))


def _no_formula(text: str) -> str:
    """An apostrophe before it makes it a text; that is all that is changed."""
    parts = _APART.split(text)
    return "".join(f"'{part}" if part.lstrip(' "').startswith(_RUN) else part for part in parts)


def _row(cells: list[str]) -> str:
    line = StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL).writerow(cells)
    return line.getvalue()


def _facts(view: wire.AdminSessionView) -> list[tuple[str, str]]:
    """What is known of a chat and of its guest, but what is empty."""
    told = (
        ("session_id", str(view.session_id)),
        ("guest_name", view.guest_name),
        ("guest_email", view.guest_email),
        ("guest_phone", view.guest_phone),
        ("topic", view.topic),
        ("status", view.status),
        ("created_at", view.created_at),
        ("last_activity_at", view.last_activity_at),
        ("metadata", json.dumps(view.metadata) if view.metadata else None),
    )
    return [(name, value) for name, value in told if value]


def _inside(text: str) -> str:
    """Whatever ends a line, the next one is indented: nobody can write what looks like an entry."""
    return "\n    ".join(text.splitlines())
