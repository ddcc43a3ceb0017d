"""What Admins and Installation promise."""

import asyncio
from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest

from livechat.domain.accounts import Account
from livechat.domain.errors import (
    BadCodeError,
    BadCredentialsError,
    EmailTakenError,
    SetupDoneError,
)
from livechat.domain.people import EmailAddress
from livechat.domain.second_factor import code_of, step_at
from tests.builders import NOW, a_login, a_second_factor, an_admin, as_proved


class AdminsContract:
    """Subclass it with a fixture `store`, open and empty, on the fixture `clock`."""

    @pytest.fixture
    def admins(self, store):
        return store.admins

    @pytest.fixture
    async def ana(self, admins):
        ana = an_admin("Ana")
        await admins.add(ana, "hash")
        return ana

    async def test_admins_are_listed_oldest_first(self, admins, ana):
        bob, aan = an_admin("Bob"), an_admin("Aan")
        await admins.add(bob, "hash")
        await admins.add(aan, "hash")

        assert await admins.all() == [ana, bob, aan]

    async def test_an_address_finds_its_admin_whatever_its_case(self, admins, ana):
        assert await admins.by_email(EmailAddress("ANA@Example.com")) == Account(ana, "hash")
        assert await admins.by_email(EmailAddress("bob@example.com")) is None

    async def test_an_address_belongs_to_one_admin(self, admins, ana):
        with pytest.raises(EmailTakenError):
            await admins.add(an_admin("Other", email="Ana@EXAMPLE.com"), "hash")

        assert await admins.all() == [ana]

    async def test_only_one_can_be_the_first(self, admins):
        names = [f"Admin{n}" for n in range(8)]

        answers = await asyncio.gather(
            *(admins.add(an_admin(name), "hash", only_first=True) for name in names),
            return_exceptions=True,
        )

        assert sorted(type(answer).__name__ for answer in answers) == [
            "NoneType",
            *["SetupDoneError"] * 7,
        ]
        assert len(await admins.all()) == 1

    async def test_the_first_cannot_come_second(self, admins, ana):
        with pytest.raises(SetupDoneError):
            await admins.add(an_admin("Bob"), "hash", only_first=True)

    async def test_a_login_is_found_by_its_token_as_it_was_opened(self, admins, ana):
        login = a_login(ana)
        await admins.open_login(login, as_proved)

        assert await admins.login(login.token_hash) == login
        assert await admins.login(b"x" * 32) is None

    async def test_a_login_remembers_when_it_was_last_used(self, admins, ana):
        login = a_login(ana)
        await admins.open_login(login, as_proved)

        await admins.saw(login.token_hash, at=NOW + timedelta(hours=1))

        found = await admins.login(login.token_hash)
        assert (found.created_at, found.last_seen_at) == (NOW, NOW + timedelta(hours=1))

    async def test_a_login_ends_alone(self, admins, ana):
        here, there = a_login(ana, browser="phone"), a_login(ana)
        await admins.open_login(here, as_proved)
        await admins.open_login(there, as_proved)

        await admins.end_login(here.token_hash)
        await admins.end_login(here.token_hash)

        assert await admins.login(here.token_hash) is None
        assert await admins.login(there.token_hash) == there

    async def test_all_logins_of_one_admin_end_together(self, admins, ana):
        await admins.add(bob := an_admin("Bob"), "his")
        logins = [a_login(ana, browser="phone"), a_login(ana), a_login(bob, browser="desk")]
        for login in logins:
            await admins.open_login(login, as_proved)

        await admins.end_logins(ana.id)

        assert [await admins.login(login.token_hash) for login in logins] == [None, None, logins[2]]
        assert await admins.by_email(ana.email) == Account(ana, "hash")

    async def test_a_new_password_ends_every_login_of_that_admin(self, admins, ana):
        bob = an_admin("Bob")
        await admins.add(bob, "his")
        logins = [a_login(ana, browser="phone"), a_login(ana), a_login(bob, browser="desk")]
        for login in logins:
            await admins.open_login(login, as_proved)

        await admins.set_password(ana.id, "new")

        assert [await admins.login(login.token_hash) for login in logins] == [None, None, logins[2]]
        assert await admins.by_email(ana.email) == Account(ana, "new")
        assert await admins.by_email(bob.email) == Account(bob, "his")

    async def test_a_login_is_opened_for_the_account_as_it_is_then(self, admins, ana):
        seen = []

        await admins.open_login(a_login(ana), seen.append)

        assert seen == [Account(ana, "hash")]

    async def test_no_login_is_opened_for_a_password_that_has_been_changed(self, admins, ana):
        login, verified = a_login(ana), await admins.by_email(ana.email)
        await admins.set_password(ana.id, "new")

        with pytest.raises(BadCredentialsError):
            await admins.open_login(
                login, lambda account: account.prove(verified.password_hash, None, now=NOW)
            )

        assert await admins.login(login.token_hash) is None

    async def test_whatever_comes_first_no_login_outlives_its_password(self, admins, ana):
        def has(password_hash):
            return lambda account: account.prove(password_hash, None, now=NOW)

        login = a_login(ana)
        for opened_first in (True, False):
            await admins.set_password(ana.id, "old")
            opening = admins.open_login(login, has("old"))
            changing = admins.set_password(ana.id, "new")
            both = (opening, changing) if opened_first else (changing, opening)

            await asyncio.gather(*both, return_exceptions=True)

            assert await admins.login(login.token_hash) is None

    async def test_a_second_factor_is_kept_until_it_is_taken_away(self, admins, ana):
        seen, factor = [], a_second_factor()

        def on(account):
            seen.append(account)
            return factor

        assert await admins.set_second_factor(ana.id, on) == factor
        assert seen == [Account(ana, "hash")]
        assert await admins.by_email(ana.email) == Account(ana, "hash", factor)

        assert await admins.set_second_factor(ana.id, lambda _: None) is None
        assert await admins.by_email(ana.email) == Account(ana, "hash")

    async def test_a_second_factor_stays_where_its_rule_refuses(self, admins, ana):
        def refused(account):
            raise BadCodeError

        login, factor = a_login(ana), a_second_factor()
        await admins.set_second_factor(ana.id, lambda _: factor)

        for change in (
            admins.set_second_factor(ana.id, refused),
            admins.open_login(login, refused),
        ):
            with pytest.raises(BadCodeError):
                await change

        assert await admins.by_email(ana.email) == Account(ana, "hash", factor)
        assert await admins.login(login.token_hash) is None

    async def test_a_code_opens_one_login_however_many_use_it_at_once(self, admins, ana):
        factor = a_second_factor()
        await admins.set_second_factor(ana.id, lambda _: factor)
        code = code_of(factor.key, step_at(NOW))
        logins = [a_login(ana, browser=f"{number}") for number in range(8)]

        answers = await asyncio.gather(
            *(
                admins.open_login(each, lambda account: account.prove("hash", code, now=NOW))
                for each in logins
            ),
            return_exceptions=True,
        )

        assert sorted(type(each).__name__ for each in answers) == ["BadCodeError"] * 7 + [
            "NoneType"
        ]
        opened = [await admins.login(each.token_hash) for each in logins]
        assert len([each for each in opened if each]) == 1
        assert (await admins.by_email(ana.email)).second_factor.last_step == step_at(NOW)

    async def test_a_new_password_leaves_the_second_factor(self, admins, ana):
        factor = a_second_factor()
        await admins.set_second_factor(ana.id, lambda _: factor)

        await admins.set_password(ana.id, "new")

        assert await admins.by_email(ana.email) == Account(ana, "new", factor)

    async def test_who_was_seen_lately_is_known_each_once(self, admins, ana):
        bob, eve = an_admin("Bob"), an_admin("Eve")
        for each in (bob, eve):
            await admins.add(each, "hash")
        later = NOW + timedelta(hours=1)
        for each, browser in ((ana, "desk"), (bob, "desk"), (bob, "phone"), (eve, "phone")):
            await admins.open_login(
                login := a_login(each, browser=f"{browser} {each.name}"), as_proved
            )
            if each is not eve:
                await admins.saw(login.token_hash, at=later)

        assert await admins.seen_since(later) == [ana, bob]
        assert await admins.seen_since(NOW) == [ana, bob, eve]
        assert await admins.seen_since(later + timedelta(seconds=1)) == []

    async def test_what_is_done_to_a_login_or_admin_that_is_gone_does_nothing(self, admins, ana):
        await admins.saw(b"x" * 32, at=NOW)
        await admins.set_password(uuid4(), "new")
        await admins.end_logins(uuid4())

        assert await admins.login(b"x" * 32) is None
        assert await admins.by_email(ana.email) == Account(ana, "hash")


class InstallationContract:
    """Subclass it with a fixture `store`, open and empty."""

    async def test_a_value_is_made_once(self, store):
        assert await store.installation.remember("key", lambda: "made") == "made"
        assert await store.installation.remember("key", lambda: "made again") == "made"
        assert await store.installation.remember("other", lambda: "other") == "other"

    async def test_all_who_ask_at_once_get_the_same(self, store):
        made = count(1)

        values = await asyncio.gather(
            *(store.installation.remember("key", lambda: str(next(made))) for _ in range(8))
        )

        assert set(values) == {"1"}

    async def test_a_store_that_answers_is_ready(self, store):
        assert await store.installation.ready() is None
