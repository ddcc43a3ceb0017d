"""JSON bodies: read once, strictly, and refused with every field that is wrong."""

from __future__ import annotations

import json
import re
from functools import cache
from math import isfinite
from typing import Any, TypeVar

import msgspec
from litestar import Request
from litestar.exceptions import ClientException

from livechat.domain.errors import InvalidValueError, InvalidValuesError
from livechat.entrypoints.http.exchange import BODY

T = TypeVar("T", bound=msgspec.Struct)
_LONGER = re.compile(r"length <= (\d+)")


class StrictRequest(Request[Any, Any, Any]):
    """Litestar's own would take "5" for 5 and name one wrong field only."""

    async def body(self) -> bytes:
        """The door has read it."""
        whole: bytes = self.scope[BODY]  # type: ignore[typeddict-item]  # a key of ours
        return whole

    async def json(self) -> Any:
        """The body as what the handler's `data` is."""
        data = self.route_handler.parsed_data_field
        return None if data is None else decode(await self.body(), data.annotation)


def decode(body: bytes, kind: type[T]) -> T:
    """Raises InvalidValuesError, or ClientException where it is no JSON object at all."""
    if body.lstrip()[:1] != b"{":
        raise ClientException
    try:
        read: T = _decoder(kind).decode(body)
    except msgspec.ValidationError:
        raise InvalidValuesError(_wrong(_read(body), kind)) from None
    except msgspec.DecodeError:
        _read(body)
        raise ClientException from None
    return read


@cache
def _decoder(kind: type[msgspec.Struct]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def _read(body: bytes) -> dict[str, object]:
    """Whatever is in it; half of a surrogate pair is well-formed JSON, but no text."""
    try:
        read: dict[str, object] = json.loads(
            body,
            parse_constant=_no_number,
            parse_float=_finite,
            object_pairs_hook=_each_once,
        )
    except ValueError:
        raise ClientException from None
    halves = [name for name, value in read.items() if _is_torn(name) or _is_torn(value)]
    if halves:
        problem = "This contains characters that cannot be stored."
        raise InvalidValuesError(
            [InvalidValueError(_shown(name), "control_characters", problem) for name in halves]
        )
    return read


def _no_number(name: str) -> float:
    raise ValueError(name)


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError
    return read


def _finite(digits: str) -> float:
    number = float(digits)
    return number if isfinite(number) else _no_number(digits)


def _is_torn(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _shown(name: str) -> str:
    return name.encode(errors="replace").decode()


def _wrong(read: dict[str, object], kind: type[msgspec.Struct]) -> list[InvalidValueError]:
    known = {field.name: field for field in msgspec.structs.fields(kind)}
    wrong = [
        InvalidValueError(_shown(name), "unknown", "There is no such field.")
        for name in read
        if name not in known
    ]
    for name, field in known.items():
        if name not in read:
            if field.required:
                wrong.append(InvalidValueError(name, "required", "This is required."))
            continue
        try:
            _check(msgspec.convert(read[name], field.type), field.type)
        except msgspec.ValidationError as error:
            wrong.append(InvalidValueError(name, _code(str(error)), str(error)))
        except InvalidValueError as error:
            wrong.append(error)
    return wrong


def _check(value: object, kind: object) -> None:
    """By the rule that the field was given in `requests`, so that what reads well is named, too."""
    info = msgspec.inspect.type_info(kind)
    if isinstance(info, msgspec.inspect.Metadata) and info.extra:
        info.extra["rule"](value)


def _code(message: str) -> str:
    if _LONGER.search(message):
        return "too_long"
    if "Invalid UUID" in message:
        return "format"
    return "range" if "<=" in message or ">=" in message else "type"
