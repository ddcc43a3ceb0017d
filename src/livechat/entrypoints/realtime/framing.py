"""WebSocket frames as a server reads and writes them (RFC 6455, section 5), without extensions."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTROL_BYTES = 125
_SENDABLE = frozenset({1000, 1001, 1002, 1003, *range(1007, 1015)})


class Opcode(IntEnum):
    """What a frame is."""

    CONTINUATION = 0x0
    TEXT = 0x1
    BINARY = 0x2
    CLOSE = 0x8
    PING = 0x9
    PONG = 0xA


class FramingError(Exception):
    """The peer broke the rules; the socket is to be closed with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Frame(NamedTuple):
    """One frame as it stood on the wire, unmasked."""

    opcode: Opcode
    final: bool
    payload: bytes


class Reader:
    """Bytes in, whole messages and control frames out; pieces are told of, so that they can be counted."""

    __slots__ = ("_limit", "_message", "_rest")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._rest = b""
        self._message: bytearray | None = None

    def feed(self, data: bytes) -> Iterator[tuple[Opcode, bytes]]:
        """Each frame is one TEXT, CLOSE, PING or PONG, or an empty CONTINUATION where more of its message is to come.

        To be read to the end; raises FramingError, and then it is of no more use.
        """
        data = self._rest + data
        at = 0
        while (found := _frame(data, at, self._limit)) is not None:
            frame, at = found
            yield self._assembled(frame)
        self._rest = data[at:]

    def _assembled(self, frame: Frame) -> tuple[Opcode, bytes]:
        if frame.opcode >= Opcode.CLOSE:
            return frame.opcode, frame.payload
        if (frame.opcode is Opcode.CONTINUATION) != (self._message is not None):
            raise FramingError(1002, "A fragment is out of place.")
        if self._message is None:
            if frame.final:
                return Opcode.TEXT, frame.payload
            self._message = bytearray()
        if len(self._message) + len(frame.payload) > self._limit:
            raise FramingError(1009, "The message is too long.")
        self._message += frame.payload
        if not frame.final:
            return Opcode.CONTINUATION, b""
        whole, self._message = bytes(self._message), None
        return Opcode.TEXT, whole


def _frame(data: bytes, at: int, limit: int) -> tuple[Frame, int] | None:
    """The frame that begins there and where the next one does; None while it is not all here."""
    if len(data) < at + 2:
        return None
    opcode, final = _head(data[at])
    if not data[at + 1] & 0x80:
        raise FramingError(1002, "A client must mask its frames.")
    length = data[at + 1] & 0x7F
    if opcode >= Opcode.CLOSE and (length > CONTROL_BYTES or not final):
        raise FramingError(1002, "A control frame is short and whole.")
    at += 2
    if length > CONTROL_BYTES:
        extended = 2 if length == CONTROL_BYTES + 1 else 8
        if len(data) < at + extended:
            return None
        length = int.from_bytes(data[at : at + extended], "big")
        at += extended
    if length > limit:
        raise FramingError(1009, "The frame is too long.")
    end = at + 4 + length
    if len(data) < end:
        return None
    payload = masked(data[at + 4 : end], data[at : at + 4])
    return Frame(opcode, final, payload), end


def _head(byte: int) -> tuple[Opcode, bool]:
    if byte & 0x70:
        raise FramingError(1002, "No extension was agreed on.")
    try:
        opcode = Opcode(byte & 0x0F)
    except ValueError:
        raise FramingError(1002, "The opcode is not known.") from None
    if opcode is Opcode.BINARY:
        raise FramingError(1003, "Only text is understood.")
    return opcode, bool(byte & 0x80)


def masked(payload: bytes, key: bytes) -> bytes:
    """XOR with the key over and over: masks, and unmasks."""
    length = len(payload)
    mask = (key * (length // 4 + 1))[:length]
    mixed = int.from_bytes(payload, "big") ^ int.from_bytes(mask, "big")
    return mixed.to_bytes(length, "big")


@lru_cache(maxsize=64)
def text_frame(payload: bytes) -> bytes:
    """Remembered, so that a thousand listeners share one copy even while they are slow."""
    return frame(Opcode.TEXT, payload)


def frame(opcode: Opcode, payload: bytes) -> bytes:
    """A whole, unmasked frame."""
    length = len(payload)
    first = 0x80 | opcode
    if length <= CONTROL_BYTES:
        return bytes((first, length)) + payload
    if length < 1 << 16:
        return bytes((first, 126)) + length.to_bytes(2, "big") + payload
    return bytes((first, 127)) + length.to_bytes(8, "big") + payload


def close_frame(code: int, reason: str = "") -> bytes:
    """The reason is cut to what a control frame holds."""
    text = reason.encode()[: CONTROL_BYTES - 2].decode(errors="ignore")
    return frame(Opcode.CLOSE, code.to_bytes(2, "big") + text.encode())


def answer_to_close(payload: bytes) -> bytes:
    """What a peer that closes is to hear: its own code, or that it was none."""
    if not payload:
        return frame(Opcode.CLOSE, b"")
    code = int.from_bytes(payload[:2], "big") if len(payload) > 1 else 0
    known = code in _SENDABLE or 3000 <= code < 5000
    return close_frame(code if known else 1002)
