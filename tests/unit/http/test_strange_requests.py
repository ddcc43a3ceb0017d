import json

import pytest

from tests.unit.http.test_malformed import JSON, START, start
from tests.unit.http.world import problem


class TestALongBody:
    async def test_is_refused_before_it_is_read(self, guest):
        answer = await guest.post(START, content=b" " * (64 * 1024 + 1), headers=JSON)

        assert problem(answer) == (413, "too_large")

    async def test_is_refused_when_it_does_not_say_how_long_it_is(self, guest):
        async def chunks():
            for _ in range(200):
                yield b" " * 1000

        answer = await guest.post(START, content=chunks(), headers=JSON)

        assert problem(answer) == (413, "too_large")

    async def test_may_be_just_as_long_as_allowed(self, guest):
        body = json.dumps(start()).encode().ljust(64 * 1024)

        answer = await guest.post(START, content=body, headers=JSON)

        assert answer.status_code == 201

    async def test_lies_about_its_length_in_vain(self, guest):
        for length in ("-1", "x", "1e3", "9" * 30):
            answer = await guest.post(
                START, content=b"{}", headers=JSON | {"Content-Length": length}
            )

            assert answer.status_code in (400, 413)


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/api/chat/session/1/messages",
        "/api/chat/session/../../etc/passwd",
        "/api/chat/session/%00/messages",
        "/widget/..%2f..%2fapp.py",
        "/admin/chat/api/nowhere",
        "/docs/nowhere",
        "/%ff%fe",
        "/" + "x" * 3000,
    ],
)
async def test_an_address_that_leads_nowhere_says_so(guest, path):
    answer = await guest.get(path)

    assert answer.status_code in (404, 503)
    assert problem(answer)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "GET", "PROPFIND"])
async def test_what_cannot_be_done_says_what_can(guest, method):
    answer = await guest.request(method, START)

    assert problem(answer) == (405, "method_not_allowed")
    assert "POST" in answer.headers["allow"]


@pytest.mark.parametrize(
    "header",
    [
        "chat_session_id",
        "chat_session_id=",
        "=;;=",
        "chat_session_id=é",
        'chat_session_id="x',
        "x" * 9000,
    ],
)
async def test_an_odd_cookie_is_no_credential(guest, header):
    answer = await guest.get(
        "/api/chat/session-from-cookie", headers={"Cookie": header.encode("latin-1")}
    )

    assert answer.json() == {"session": None}


async def test_an_odd_host_is_a_bad_request(guest):
    answer = await guest.get("/healthz", headers={"Host": "a b<script>"})

    assert answer.status_code == 400
