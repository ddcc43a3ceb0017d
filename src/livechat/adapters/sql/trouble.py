"""Whether the database is in trouble, or what was asked of it is wrong."""

from __future__ import annotations

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

_ASKED_WRONGLY = (IntegrityError, DataError, ProgrammingError)


def in_trouble(error: DBAPIError) -> bool:
    """Locked, full, read-only, damaged or gone: the same may succeed later."""
    return not isinstance(error, _ASKED_WRONGLY)
