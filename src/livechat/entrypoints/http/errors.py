"""Which status each refusal has, and how it is said."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final, TypeAlias

import msgspec
from litestar import Response
from litestar.exceptions import HTTPException

from livechat.application.ports import NotifierDownError
from livechat.domain.errors import (
    ChatError,
    ConflictError,
    CursorAheadError,
    ForbiddenError,
    GoneError,
    InvalidValueError,
    InvalidValuesError,
    NotFoundError,
    StoreUnavailableError,
    TooManyRequestsError,
    UnauthenticatedError,
)
from livechat.entrypoints.http.exchange import exchange_of
from livechat.entrypoints.http.problems import (
    PROBLEM_JSON,
    FieldProblem,
    Problem,
    problem,
    retry_after,
)
from livechat.entrypoints.injection import Asked
from livechat.entrypoints.realtime.admission import RefusedError
from livechat.entrypoints.realtime.protocol import MalformedError

log = logging.getLogger(__name__)

STATUSES: Final[dict[type[ChatError], HTTPStatus]] = {
    NotFoundError: HTTPStatus.NOT_FOUND,
    UnauthenticatedError: HTTPStatus.UNAUTHORIZED,
    ForbiddenError: HTTPStatus.FORBIDDEN,
    ConflictError: HTTPStatus.CONFLICT,
    GoneError: HTTPStatus.GONE,
    InvalidValueError: HTTPStatus.UNPROCESSABLE_ENTITY,
    InvalidValuesError: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooManyRequestsError: HTTPStatus.TOO_MANY_REQUESTS,
    StoreUnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
}

_SAID: Final = {
    HTTPStatus.BAD_REQUEST: ("unreadable", "The request cannot be read."),
    HTTPStatus.NOT_FOUND: ("not_found", "There is nothing here."),
    HTTPStatus.METHOD_NOT_ALLOWED: ("method_not_allowed", "This cannot be done here."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("too_large", "The request is too large."),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: ("not_json", "Send JSON as application/json."),
}

_SAID_TO_SERVERS: Final = {
    HTTPStatus.BAD_REQUEST: "bad_event",
    HTTPStatus.UNAUTHORIZED: "bad_signature",
    HTTPStatus.FORBIDDEN: "channel_forbidden",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_large",
}

ProblemAnswer: TypeAlias = Response[Problem]


class CsrfError(ForbiddenError):
    """A cookie alone changes nothing: another page could have made the browser send it."""

    code = "csrf"

    def __init__(self) -> None:
        super().__init__("Repeat the csrf_token of your sign-in in X-CSRF-Token.")


class NotBuiltError(StoreUnavailableError):
    """The files that browsers load have not been made."""

    code = "not_built"

    def __init__(self) -> None:
        super().__init__("The frontend is not built: run python3 dev.py setup.")


class BrokenOffError(Exception):
    """An answer that had begun has no end. That has been told; the server breaks the connection."""


def status_of(kind: type[ChatError]) -> HTTPStatus:
    """The status of the meaning that it is a kind of."""
    return next(STATUSES[each] for each in kind.__mro__ if each in STATUSES)


def _refused(request: Asked, error: ChatError) -> ProblemAnswer:
    said = problem(status_of(type(error)), error.code, str(error), errors=_fields(error))
    headers: dict[str, str] = {}
    match error:
        case CursorAheadError():
            said = msgspec.structs.replace(said, epoch=error.epoch, last_seq=error.last_seq)
        case TooManyRequestsError():
            headers = retry_after(error.retry_after)
        case StoreUnavailableError():
            headers = retry_after(error.retry_after)
            cause = error.__cause__ or error
            _log(request.scope, "%s could not be done: %s", str(cause) or repr(cause))
        case UnauthenticatedError():
            headers = {"WWW-Authenticate": "Bearer"}
    return _answer(said, headers)


def _fields(error: ChatError) -> list[FieldProblem] | None:
    match error:
        case InvalidValueError():
            wrong: tuple[InvalidValueError, ...] = (error,)
        case InvalidValuesError():
            wrong = error.errors
        case _:
            return None
    return [FieldProblem(each.field, each.problem, str(each)) for each in wrong]


def _refused_to_a_server(_: Asked, error: RefusedError | MalformedError) -> ProblemAnswer:
    """By the gateway, which says what is wrong."""
    status = HTTPStatus(getattr(error, "status", HTTPStatus.BAD_REQUEST))
    challenge = {"WWW-Authenticate": "Pusher"} if status == HTTPStatus.UNAUTHORIZED else {}
    return _answer(problem(status, _SAID_TO_SERVERS[status], str(error)), challenge)


def _untold(request: Asked, error: NotifierDownError) -> ProblemAnswer:
    """Not to all: the same request may succeed later."""
    _log(request.scope, "%s could not be told to the other processes: %s", error)
    detail = "Not everybody can be reached now; please send it again."
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return _answer(problem(status, "others_unreachable", detail), retry_after(1))


def _unroutable(request: Asked, error: HTTPException) -> ProblemAnswer:
    """What the framework refuses: no such address, not that way, not readable."""
    status = HTTPStatus(error.status_code)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _failed(request, error)
    code, detail = _SAID.get(status, (status.name.lower(), status.phrase))
    return _answer(problem(status, code, detail), dict(error.headers or {}))


def _failed(request: Asked, error: Exception) -> ProblemAnswer:
    """Our own mistake: told to whoever reads the log, not to the client."""
    _log(request.scope, "%s failed: %r", error, exc_info=error)
    detail = f"Something went wrong on our side. Please mention {exchange_of(request.scope).id}."
    return _answer(problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error", detail), {})


def broken_off(scope: Mapping[str, Any], error: Exception) -> BrokenOffError:
    """Our own mistake, or the store's, when the client has half of its answer already."""
    _log(scope, "%s broke off: %r", error.__cause__ or error, exc_info=error)
    return BrokenOffError()


def _log(
    scope: Mapping[str, Any], what: str, why: object, *, exc_info: Exception | None = None
) -> None:
    exchange = exchange_of(scope)
    where = f"{exchange.method} {scope.get('path_template', '')}"
    log.error(what, where, why, exc_info=exc_info, extra={"request_id": exchange.id})


def _answer(said: Problem, headers: dict[str, str]) -> ProblemAnswer:
    return Response(said, status_code=said.status, media_type=PROBLEM_JSON, headers=headers)


HANDLERS: Final[dict[int | type[Exception], Any]] = {
    ChatError: _refused,
    HTTPException: _unroutable,
    RefusedError: _refused_to_a_server,
    MalformedError: _refused_to_a_server,
    NotifierDownError: _untold,
    Exception: _failed,
}
"""For Litestar, which takes the nearest."""
