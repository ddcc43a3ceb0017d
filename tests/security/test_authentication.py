"""Authentication of admins: 5 to 10."""

import re
from time import process_time

from livechat.adapters.passwords import Argon2Passwords
from tests.unit.http.world import PASSWORD, problem


async def test_06_an_unknown_account_takes_as_long_as_a_wrong_password():
    passwords = Argon2Passwords()
    known = await passwords.hash("correct horse battery")
    spent = {known: [], None: []}

    for _ in range(20):
        for account, seconds in spent.items():
            began = process_time()
            await passwords.verify("a wrong password", account)
            seconds.append(process_time() - began)

    assert 0.9 < min(spent[None]) / min(spent[known]) < 1.1


async def test_07_a_session_id_rotates_and_a_planted_one_never_becomes_valid(admin, browser):
    victim = browser()
    planted = "planted-by-somebody-else-0123456789abcdefghij"
    victim.headers["Cookie"] = f"livechat_admin={planted}"
    login = {"email": "ana@example.com", "password": PASSWORD}

    answer = await victim.post("/admin/login", json=login)

    assert re.match(r"livechat_admin=[\w-]{43};", answer.headers["set-cookie"])
    assert planted not in answer.headers["set-cookie"]
    thief = browser()
    thief.headers["Cookie"] = f"livechat_admin={planted}"
    assert problem(await thief.get("/admin/chat/api/me")) == (401, "not_signed_in")
