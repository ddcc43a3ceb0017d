"""What a handler answers when it says more than its view: a status, or headers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec
from litestar import Response

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Receive, Scope, Send

View = TypeVar("View")

_NOTHING_MORE: Final[Mapping[str, str]] = MappingProxyType({})
_encode = msgspec.json.Encoder().encode


class Answer(Response[View]):
    """A view as JSON. It keeps no cookies and no background, which cost Litestar's own more than the encoding."""

    def __init__(
        self,
        content: View,
        *,
        status_code: int | None = None,
        headers: Mapping[str, str] = _NOTHING_MORE,
    ) -> None:
        self.content = content
        self.status_code = status_code
        self.headers = dict(headers)

    def to_asgi_response(  # type: ignore[override]  # Litestar calls what it is given
        self, *_: object, status_code: int | None = None, **__: object
    ) -> ASGIApp:
        """*status_code* is that of the route. The door leaves out the body where HEAD was asked."""
        body = _encode(self.content)
        head = [
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(body)),
            *((name.lower().encode(), value.encode()) for name, value in self.headers.items()),
        ]
        start: Any = {
            "type": "http.response.start",
            "status": self.status_code or status_code,
            "headers": head,
        }

        async def answer(_: Scope, __: Receive, send: Send) -> None:
            await send(start)
            await send({"type": "http.response.body", "body": body, "more_body": False})

        return answer
