"""Held against the frames of the `websockets` package."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets import frames as reference

from livechat.entrypoints.realtime.framing import (
    FramingError,
    Opcode,
    Reader,
    answer_to_close,
    close_frame,
    frame,
    masked,
    text_frame,
)

LIMIT = 70_000


def sent(opcode, payload=b"", *, final=True, mask=True):
    kind = reference.Opcode(opcode)
    return reference.Frame(kind, payload, fin=final).serialize(mask=mask)


def read(*chunks, limit=LIMIT):
    reader = Reader(limit)
    return [message for chunk in chunks for message in reader.feed(chunk)]


def refused(*chunks, limit=LIMIT):
    with pytest.raises(FramingError) as broken:
        read(*chunks, limit=limit)
    return broken.value.code


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65_535, 65_536])
def test_what_is_written_is_what_the_reference_writes(length):
    payload = b"x" * length

    assert text_frame(payload) == sent(Opcode.TEXT, payload, mask=False)
    assert read(sent(Opcode.TEXT, payload)) == [(Opcode.TEXT, payload)]


@given(
    st.lists(st.lists(st.binary(max_size=300), min_size=1, max_size=3), max_size=4),
    st.lists(st.integers(min_value=1, max_value=400)),
)
def test_messages_come_out_however_they_are_cut(messages, cuts):
    stream = b""
    for parts in messages:
        for index, part in enumerate(parts):
            kind = Opcode.CONTINUATION if index else Opcode.TEXT
            stream += sent(kind, part, final=index == len(parts) - 1)
            stream += sent(Opcode.PING, b"between")
    chunks, at = [], 0
    for cut in cuts:
        chunks.append(stream[at : at + cut])
        at += cut

    out = read(*chunks, stream[at:])

    texts = [payload for opcode, payload in out if opcode is Opcode.TEXT]
    assert texts == [b"".join(parts) for parts in messages]
    assert out.count((Opcode.CONTINUATION, b"")) == sum(len(parts) - 1 for parts in messages)
    assert out.count((Opcode.PING, b"between")) == sum(map(len, messages))


@pytest.mark.parametrize(
    ("stream", "code"),
    [
        pytest.param(sent(Opcode.TEXT, b"a", mask=False), 1002, id="not masked"),
        pytest.param(sent(Opcode.BINARY, b"a"), 1003, id="binary"),
        pytest.param(sent(Opcode.CONTINUATION, b"a"), 1002, id="goes on with nothing"),
        pytest.param(
            sent(Opcode.TEXT, final=False) + sent(Opcode.TEXT), 1002, id="begins in the middle"
        ),
        pytest.param(bytes((0x81 | 0x40, 0x80)), 1002, id="reserved bit"),
        pytest.param(bytes((0x83, 0x80)), 1002, id="reserved opcode"),
        pytest.param(bytes((0x8B, 0x80)), 1002, id="reserved control opcode"),
        pytest.param(bytes((0x09, 0x80)), 1002, id="ping in pieces"),
        pytest.param(bytes((0x89, 0xFE)), 1002, id="long ping"),
        pytest.param(bytes((0x81, 0xFF)) + b"\xff" * 8, 1009, id="longer than all there is"),
    ],
)
def test_a_broken_rule_is_an_error_with_its_code(stream, code):
    assert refused(stream) == code


def test_a_message_has_an_end_whole_or_in_pieces():
    piece = sent(Opcode.CONTINUATION, b"x" * 6, final=False)

    assert refused(sent(Opcode.TEXT, b"x" * 11), limit=10) == 1009
    assert refused(sent(Opcode.TEXT, final=False), piece, piece, limit=10) == 1009


def test_a_long_frame_is_refused_by_its_head():
    assert refused(bytes((0x81, 0xFE)) + (11).to_bytes(2, "big"), limit=10) == 1009


@given(st.lists(st.binary(max_size=64)))
def test_no_bytes_at_all_raise_anything_else(chunks):
    code = code_after(Reader(100), chunks)

    assert code in {None, 1002, 1003, 1009}


def code_after(reader, chunks):
    try:
        for chunk in chunks:
            list(reader.feed(chunk))
    except FramingError as broken:
        return broken.code
    return None


@given(st.binary(), st.binary(min_size=4, max_size=4))
def test_masking_twice_changes_nothing(payload, key):
    assert masked(masked(payload, key), key) == payload


def test_the_reason_of_a_close_fits_a_control_frame():
    assert close_frame(4100, "é" * 100)[2:] == b"\x10\x04" + ("é" * 61).encode()


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (b"", frame(Opcode.CLOSE, b"")),
        (b"\x03\xe8bye", close_frame(1000)),
        (b"\x0f\xa0", close_frame(4000)),
        (b"\x03", close_frame(1002)),
        (b"\x03\xed", close_frame(1002)),
        (b"\x00\x00", close_frame(1002)),
    ],
)
def test_a_close_is_answered_with_its_code_if_it_is_one(theirs, ours):
    assert answer_to_close(theirs) == ours
