"""uvicorn's HTTP, with an end to how long and how slow a request may be until its body begins, and to what is not read."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar, Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from livechat.entrypoints.http.problems import PROBLEM_JSON, problem
from livechat.entrypoints.http.unread import Unread

if TYPE_CHECKING:
    import asyncio

URL_BYTES: Final = 8 * 1024
HEAD_BYTES: Final = 32 * 1024
MOST_AHEAD: Final = 16
"""Requests that may wait for the one before them; browsers and proxies send none ahead."""
_OF_A_BODY: Final = (b"content-length", b"transfer-encoding")
_EACH_HEADER: Final = 32
"""What one costs besides its letters, as HTTP/2 counts (RFC 9113, 6.5.2)."""

_SAID: Final = {
    HTTPStatus.BAD_REQUEST: ("unreadable", "The request cannot be read."),
    HTTPStatus.REQUEST_TIMEOUT: ("too_slow", "The request took too long to arrive."),
    HTTPStatus.REQUEST_URI_TOO_LONG: ("too_large", "The address is too long."),
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: ("too_large", "The headers are too large."),
}


class HeadError(Exception):
    """The parser gives up, and the client is told why."""


class BoundedHttp(HttpToolsProtocol):
    """For `uvicorn.Config(http=…)`; uvicorn itself would take any head, and wait for ever."""

    head_seconds: ClassVar[float] = 20.0
    unread: ClassVar[Unread] = Unread()

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._why = HTTPStatus.BAD_REQUEST
        self._is_head = self._is_awaited = True
        self._arrived = 0
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn does
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._hurry_no_more()
        self.unread.discard(self.transport)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """What arrives and is neither a whole head nor part of a body adds up, wherever it stands."""
        self._arrived += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._arrived > HEAD_BYTES:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif self._is_awaited and self._deadline is None:
            self._wait()

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        if len(self.url) > URL_BYTES:
            self._why = HTTPStatus.REQUEST_URI_TOO_LONG
            raise HeadError

    def on_headers_complete(self) -> None:
        self._is_head = False
        self._arrived = 0
        if sum(len(name) + len(value) + _EACH_HEADER for name, value in self.headers) > HEAD_BYTES:
            self._why = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            raise HeadError
        if len(self.pipeline) >= MOST_AHEAD:
            raise HeadError
        if self.parser.should_upgrade() and not self._should_upgrade():
            self._answer_as_if_not_asked()
            return
        super().on_headers_complete()
        if not self.parser.should_upgrade():
            # What a client puts behind the body no proxy has looked at: it is no header (RFC 9110, 6.5.1).
            self.headers = []

    def _answer_as_if_not_asked(self) -> None:
        """To speak another protocol, and hang up then: the parser takes whatever follows for a new request.

        What follows may be a body, and in the name of another client if a proxy shares the connection.
        """
        if any(name in _OF_A_BODY and value != b"0" for name, value in self.headers):
            raise HeadError
        super().on_headers_complete()
        self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        """From here on the door counts the seconds."""
        self._hurry_no_more()
        self._arrived = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._hurry_no_more()
        self._arrived = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        self._is_head = self._is_awaited = True
        super().on_response_complete()
        if self.cycle.response_complete and self.cycle.more_body:
            # Nobody reads the rest of that body, and there is no end to how slowly it may come.
            self.transport.close()
        self._see_whether_it_is_read()

    def pause_writing(self) -> None:
        super().pause_writing()
        self.unread.add(self.transport)

    def resume_writing(self) -> None:
        self.unread.discard(self.transport)
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._see_whether_it_is_read()

    def send_400_response(self, _: str) -> None:
        """As all our refusals, with the reason that is known."""
        self._refuse(self._why)

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(self.head_seconds, self._give_up)

    def _hurry_no_more(self) -> None:
        self._is_awaited = False
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        if self._arrived or not self._is_head:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self.transport.close()

    def _see_whether_it_is_read(self) -> None:
        """A transport that closes waits until it is."""
        if self.transport.is_closing() and self.transport.get_write_buffer_size():
            self.unread.add(self.transport)

    def _is_last(self) -> bool:
        """Whether a refusal would be taken for what it is: the answer to the request that arrives."""
        cycle = self.cycle
        if self.pipeline or cycle is None:
            return not self.pipeline
        return cycle.response_complete or (cycle.more_body and not cycle.response_started)

    def _refuse(self, status: HTTPStatus) -> None:
        if self._is_last():
            self._say(status)
        self.transport.close()
        self._see_whether_it_is_read()

    def _say(self, status: HTTPStatus) -> None:
        body = problem(status, *_SAID[status]).encoded()
        headers = [
            *self.server_state.default_headers,
            (b"content-type", PROBLEM_JSON.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
            (b"connection", b"close"),
        ]
        lines = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
        self.transport.write(STATUS_LINE[status] + lines + b"\r\n" + body)
