"""Authentication of admins: 5 to 10."""

import re

from argon2 import PasswordHasher, extract_parameters

from livechat.adapters.passwords import Argon2Passwords
from tests.unit.http.world import PASSWORD, problem


class Noted(PasswordHasher):
    """Argon2 that says how much work it has done."""

    def __init__(self):
        super().__init__(time_cost=1, memory_cost=64, parallelism=1)
        self.work = []

    def hash(self, password):
        text = super().hash(password)
        self.work.append(extract_parameters(text))
        return text

    def verify(self, text, password):
        self.work.append(extract_parameters(text))
        return super().verify(text, password)


async def test_06_an_unknown_account_takes_as_much_work_as_a_wrong_password():
    hasher = Noted()
    passwords = Argon2Passwords(hasher)
    known = await passwords.hash("correct horse battery")
    hasher.work.clear()

    for account in (known, None):
        assert not await passwords.verify("a wrong password", account)

    with_account, without = hasher.work
    assert with_account == without


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
