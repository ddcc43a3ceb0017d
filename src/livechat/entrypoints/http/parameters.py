"""What stands in the address: places in a conversation, and places in a list."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Annotated, Final, TypeAlias
from uuid import UUID

from litestar.params import QueryParameter

from livechat.application.views import ListCursor, SessionFilter, Window
from livechat.domain.errors import InvalidValueError
from livechat.domain.fields import Fields
from livechat.domain.messages import SessionId
from livechat.domain.sessions import SessionStatus
from livechat.entrypoints.http.exports import FORMATS
from livechat.entrypoints.http.requests import LARGEST

PAGE_SIZE: Final = 50
LONGEST_PAGE: Final = 200
LIST_SIZE: Final = 25
LONGEST_LIST: Final = 100
LONGEST_SEARCH: Final = 200
FEW_DAYS: Final = 7
MOST_DAYS: Final = 366

_NUMBER = re.compile(r"[0-9]{1,16}")


def _number(about: str, *, least: int = 0) -> QueryParameter:
    """Text until it is checked: Litestar would read 1e3 as a number."""
    schema = {"one_of": None, "type": "integer", "minimum": least, "maximum": LARGEST}
    return QueryParameter(description=about, required=False, schema_extra=schema)


def _limit(usual: int, most: int) -> QueryParameter:
    about = f"How many at most; {usual} without it, and never more than {most}."
    return _number(about, least=1)


After: TypeAlias = Annotated[str | None, _number("Only what follows this place.")]
Before: TypeAlias = Annotated[str | None, _number("Only what comes before this place.")]
PageLimit: TypeAlias = Annotated[str | None, _limit(PAGE_SIZE, LONGEST_PAGE)]
ListLimit: TypeAlias = Annotated[str | None, _limit(LIST_SIZE, LONGEST_LIST)]
Days: TypeAlias = Annotated[
    str | None, _number(f"How many days, 1 to {MOST_DAYS}; {FEW_DAYS} without it.", least=1)
]
Status: TypeAlias = Annotated[
    str,
    QueryParameter(
        description="Which sessions.", schema_extra={"enum": ["active", "closed", "all"]}
    ),
]

ExportFormat: TypeAlias = Annotated[
    str, QueryParameter(description="What to write it as.", schema_extra={"enum": [*FORMATS]})
]


def window(after: str | None, before: str | None, limit: str | None) -> Window:
    """Which part of a conversation; raises InvalidValuesError."""
    fields = Fields()
    after_ = fields.check(lambda: _place("after", after))
    before_ = fields.check(lambda: _place("before", before))
    limit_ = fields.check(lambda: _size(limit, default=PAGE_SIZE, most=LONGEST_PAGE))
    if after is not None and before is not None:
        fields.check(_both)
    if not fields.right or limit_ is None:
        raise fields.refusal()
    return Window(after_, before_, limit_)


def session_filter(status: str, text: str, cursor: str | None, limit: str | None) -> SessionFilter:
    """Which sessions of the list; raises InvalidValuesError."""
    fields = Fields()
    status_ = fields.check(lambda: _status(status))
    text_ = fields.check(lambda: _search(text))
    cursor_ = fields.check(lambda: None if cursor is None else _cursor(cursor))
    limit_ = fields.check(lambda: _size(limit, default=LIST_SIZE, most=LONGEST_LIST))
    if not fields.right or limit_ is None or text_ is None:
        raise fields.refusal()
    return SessionFilter(status=status_, text=text_, cursor=cursor_, limit=limit_)


def days(text: str | None) -> int:
    """Raises InvalidValueError; FEW_DAYS where nothing is said."""
    return FEW_DAYS if text is None else _whole("days", text, least=1, most=MOST_DAYS)


def export_format(text: str) -> str:
    """Raises InvalidValueError."""
    if text not in FORMATS:
        raise InvalidValueError("format", "choice", "Use jsonl, csv, html or text.")
    return text


def cursor_text(cursor: ListCursor) -> str:
    """Opaque to clients: it may change."""
    text = f"{cursor.last_activity_at.isoformat()} {cursor.session_id}"
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _cursor(text: str) -> ListCursor:
    try:
        padded = text + "=" * (-len(text) % 4)
        moment, _, session_id = urlsafe_b64decode(padded.encode()).decode().partition(" ")
        at = datetime.fromisoformat(moment)
        if at.tzinfo is None:
            raise ValueError(moment)
        return ListCursor(at.astimezone(UTC), SessionId(UUID(session_id)))
    except (ValueError, OverflowError):
        problem = "This place in the list is not known; start from the top."
        raise InvalidValueError("cursor", "format", problem) from None


def _place(field: str, text: str | None) -> int | None:
    return None if text is None else _whole(field, text, least=0, most=LARGEST)


def _size(text: str | None, *, default: int, most: int) -> int:
    return default if text is None else min(_whole("limit", text, least=1, most=LARGEST), most)


def _whole(field: str, text: str, *, least: int, most: int) -> int:
    if not _NUMBER.fullmatch(text) or not least <= int(text) <= most:
        raise InvalidValueError(field, "range", f"Use a whole number from {least} to {most}.")
    return int(text)


def _both() -> None:
    raise InvalidValueError("before", "contradiction", "Use either after or before.")


def _status(text: str) -> SessionStatus | None:
    if text == "all":
        return None
    try:
        return SessionStatus(text)
    except ValueError:
        raise InvalidValueError("status", "choice", "Use active, closed or all.") from None


def _search(text: str) -> str:
    if len(text) > LONGEST_SEARCH:
        raise InvalidValueError("q", "too_long", f"Use at most {LONGEST_SEARCH} characters.")
    if "\0" in text:
        raise InvalidValueError("q", "control_characters", "This cannot be looked for.")
    return text.strip()
