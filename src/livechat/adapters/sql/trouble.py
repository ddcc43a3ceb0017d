"""Whether the database is in trouble, or what was asked of it is wrong."""

from __future__ import annotations

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

FAILURES = (DBAPIError, PoolTimeoutError, OSError)
"""How a database says that it could not; of these OSError is that it was not reached, or not in time."""

_ASKED_WRONGLY = (IntegrityError, DataError, ProgrammingError)
_WRONG_STATES = ("22", "23", "40", "42")
"""Classes of SQLSTATE: bad values, broken constraints, clashes with others, bad statements."""
_CLASHES = ("23505", "40001", "40P01")
"""Not unique, not serialisable, deadlock."""
_ENDED = ("08", "57P")
"""No connection; the server shuts down."""


def in_trouble(error: Exception) -> bool:
    """Locked, full, read-only, damaged, slow or gone: the same may succeed later."""
    if isinstance(error, DBAPIError) and (state := _state(error)):
        return not state.startswith(_WRONG_STATES)
    return isinstance(error, FAILURES) and not isinstance(error, _ASKED_WRONGLY)


def clashed(error: Exception) -> bool:
    """Another process was faster: to look again is enough."""
    return isinstance(error, DBAPIError) and _state(error) in _CLASHES


def cut_off(error: DBAPIError) -> bool:
    """The connection ended, not the work: a new one may do it."""
    state = _state(error)
    return in_trouble(error) and (state is None or state.startswith(_ENDED))


def _state(error: DBAPIError) -> str | None:
    """The SQLSTATE, where the driver knows one."""
    return getattr(error.orig, "sqlstate", None)
