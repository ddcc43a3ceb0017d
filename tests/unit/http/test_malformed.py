import json

import pytest

from tests.unit.http.world import problem

START = "/api/chat/start-session"
SEND = "/api/chat/send-message"
JSON = {"Content-Type": "application/json"}


def start(**fields):
    return {"guest_name": "Sari", "guest_email": "sari@example.com", **fields}


UNREADABLE = {
    "not JSON": b"guest_name=Sari",
    "cut off": b'{"guest_name": "Sa',
    "a list": b"[]",
    "a word": b'"Sari"',
    "a number": b"1",
    "null": b"null",
    "blank": b"  \n",
    "two values": b"{}{}",
    "no JSON at its end": b"{}x",
    "a byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": "{}".encode("utf-16"),
    "half a character": b'{"guest_name": "\xc3"}',
    "overlong": b'{"guest_name": "\xc0\xaf"}',
    "CESU-8": b'{"guest_name": "\xed\xa0\xbd\xed\xb8\x80"}',
    "not a character": b'{"guest_name": "\xf5\x80\x80\x80"}',
    "a raw control character": b'{"guest_name": "\x00"}',
    "NaN": b'{"guest_name": NaN}',
    "Infinity": b'{"metadata": {"x": -Infinity}}',
    "a number without end": b'{"guest_name": "Sari", "metadata": {"x": [1e400]}}',
    "one name twice": b'{"guest_name": 1, "guest_name": "Sari", "guest_email": "s@example.com"}',
    "a leading zero": b'{"guest_name": 01}',
    "a bad escape": b'{"guest_name": "\\x41"}',
    "deep lists": b'{"metadata": {"x": ' + b"[" * 500 + b"]" * 500 + b"}}",
    "deeper lists": b"[" * 30_000,
    "deep objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "half of a deep list": b'{"a": ' + b"[" * 30_000,
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
@pytest.mark.parametrize("path", [START, "/admin/login"])
async def test_what_cannot_be_read_is_a_bad_request(guest, path, body):
    answer = await guest.post(path, content=body, headers=JSON)

    status, code = problem(answer)
    assert status == 400
    assert code in ("unreadable", "too_deep")


REFUSED = {
    "unknown field": start(status="closed"),
    "an id": start(id=1),
    "is_admin": start(is_admin=True),
    "name missing": {"guest_email": "sari@example.com"},
    "name null": start(guest_name=None),
    "name true": start(guest_name=True),
    "name number": start(guest_name=1e3),
    "name list": start(guest_name=["Sari"]),
    "name object": start(guest_name={"$gt": ""}),
    "name too long": start(guest_name="x" * 101),
    "name with NUL": start(guest_name="Sa\0ri"),
    "name with a line": start(guest_name="Sari\r\nBcc: x@example.com"),
    "name reordered": start(guest_name="Sari\u202egnp.exe"),
    "name invisible": start(guest_name="\u200b\u2060"),
    "email with a line": start(guest_email="sari@example.com\nBcc: x@example.com"),
    "email too long": start(guest_email="x" * 250 + "@example.com"),
    "email with two @": start(guest_email="a@b@example.com"),
    "metadata no object": start(metadata=[]),
    "metadata too long": start(metadata={"x": "y" * 4096}),
    "metadata with NUL": start(metadata={"x": ["\0"]}),
    "metadata with a huge number": start(metadata={"x": {"y": 10**30}}),
    "request id no UUID": start(request_id="1"),
    "request id number": start(request_id=1),
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED.keys())
async def test_what_breaks_a_rule_is_named(guest, body):
    answer = await guest.post(START, json=body)

    assert problem(answer) == (422, "invalid")
    assert answer.json()["errors"]


@pytest.mark.parametrize("text", ["\\ud83d", "\\ude00", "\\ude00\\ud83d", "x\\ud800y"])
@pytest.mark.parametrize("field", ["guest_name", "metadata", "else\\ud800"])
async def test_half_of_a_surrogate_pair_is_no_text(guest, text, field):
    value = f'{{"x": "{text}"}}' if field == "metadata" else f'"{text}"'

    answer = await guest.post(START, content=f'{{"{field}": {value}}}'.encode(), headers=JSON)

    assert problem(answer) == (422, "invalid")


@pytest.mark.parametrize(
    "text",
    ["", " \n\t ", "\u200b\u200d", "\u3164", "a\0b", "a\x1bb", "a\x7fb", "a\u0085b", "x" * 4001],
)
async def test_28_a_message_that_nobody_could_read_is_refused(guest, text):
    await guest.starts()

    answer = await guest.post(SEND, json={"message": text})

    assert problem(answer) == (422, "invalid")
    assert answer.json()["errors"][0]["field"] == "message"


@pytest.mark.parametrize(
    "text",
    [
        "😀" * 4000,
        "👨‍👩‍👧‍👦 zwj",
        "e\u0301 and \u00e9",
        "\u202eright to left\u202c",
        "<script>alert(1)</script>",
        "'; DROP TABLE chat_messages; --",
        "tab\there\nand a line",
        "\U0010ffff",
        "ﷺ سلام",
    ],
)
async def test_all_other_text_comes_back_as_it_was(guest, text):
    chat = await guest.starts()

    await guest.says(text)

    page = (await guest.get(f"/api/chat/session/{chat.id}/messages")).json()
    assert page["messages"][0]["message"] == text


async def test_line_ends_become_one_kind(guest):
    await guest.starts()

    assert (await guest.says(" a\r\nb\rc\n"))["message"] == "a\nb\nc"


@pytest.mark.parametrize(
    "number",
    [
        "-1",
        "1.0",
        "1e3",
        "1e400",
        "9007199254740993",
        "1" * 30,
        "1" * 5000,
        '"1"',
        "null",
        "true",
        "{}",
    ],
)
async def test_30_a_place_is_a_whole_number_that_browsers_have(guest, number):
    chat = await guest.starts()

    answer = await guest.post(
        f"/api/chat/session/{chat.id}/read",
        content=f'{{"up_to_seq": {number}}}'.encode(),
        headers=JSON,
    )

    assert answer.status_code in (400, 422)
    assert problem(answer)


async def test_the_largest_place_is_fine(guest):
    chat = await guest.starts()

    answer = await guest.post(f"/api/chat/session/{chat.id}/read", json={"up_to_seq": 2**53})

    assert answer.status_code == 200


async def test_files_cannot_be_attached_yet(guest):
    await guest.starts()

    answer = await guest.post(SEND, json={"message": "x", "attachments": [{"id": "1"}]})

    assert problem(answer) == (422, "invalid")
    assert (await guest.says("x", attachments=[]))["attachments"] == []


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "application/problem+json",
        "text/plain; application/json",
        "",
    ],
)
@pytest.mark.parametrize("path", [START, "/admin/login"])
async def test_26_only_json_is_read(guest, content_type, path):
    headers = {} if content_type is None else {"Content-Type": content_type}

    answer = await guest.post(path, content=json.dumps(start()).encode(), headers=headers)

    assert problem(answer) == (415, "not_json")


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "Application/JSON"])
async def test_json_may_say_more_about_itself(guest, content_type):
    answer = await guest.post(
        START, content=json.dumps(start()).encode(), headers={"Content-Type": content_type}
    )

    assert answer.status_code == 201


async def test_no_body_is_an_empty_object(guest):
    chat = await guest.starts()

    missing = await guest.post(START)
    closed = await guest.post(f"/api/chat/session/{chat.id}/close")
    more = await guest.post(f"/api/chat/session/{chat.id}/close", json={"by": "admin"})

    assert problem(missing) == (422, "invalid")
    assert closed.status_code == 200
    assert problem(more) == (422, "invalid")
