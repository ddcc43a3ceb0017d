"""Admins: the first one, signing in, and staying signed in."""

import asyncio
from dataclasses import dataclass

import pytest

from livechat.adapters.limits import NoLimits
from livechat.application.sign_in import AddAdmin, SetUp, SignIn, StillSignedIn, csrf_token
from livechat.domain.errors import (
    BadCredentialsError,
    BadSetupTokenError,
    EmailTakenError,
    NotSignedInError,
    SetupDoneError,
    StoreUnavailableError,
)
from livechat.domain.people import EmailAddress, Password, PersonName, secret_hash
from tests.builders import as_proved
from tests.fakes import quick_passwords

NAME, EMAIL = PersonName("Ana"), EmailAddress("ana@example.com")
PASSWORD = Password("correct horse battery")


@dataclass(frozen=True)
class CountingPasswords:
    """The real thing; counts how often a password was weighed."""

    weighed: list
    real = quick_passwords()

    async def hash(self, password, /):
        return await self.real.hash(password)

    async def verify(self, password, password_hash, /):
        self.weighed.append(password)
        return await self.real.verify(password, password_hash)


@pytest.fixture
def passwords():
    return CountingPasswords([])


@pytest.fixture
def add(store, passwords, ids):
    return AddAdmin(store.admins, passwords, ids)


@pytest.fixture
def sign_in(store, passwords, clock, ids):
    return SignIn(store.admins, passwords, NoLimits(), clock, ids)


@pytest.fixture
def still(store, clock):
    return StillSignedIn(store.admins, clock)


@pytest.fixture
def set_up(store, add, sign_in, ids):
    return SetUp(store.installation, store.admins, add, sign_in, ids)


@pytest.fixture
async def token(add, sign_in):
    """What Ana's browser got when she signed in."""
    await add(NAME, EMAIL, PASSWORD)
    return (await sign_in(EMAIL, PASSWORD.text)).token


async def test_the_right_password_opens_a_login(add, sign_in, still):
    ana = (await add(NAME, EMAIL, PASSWORD)).admin

    signed_in = await sign_in(EmailAddress("ANA@example.com"), PASSWORD.text)

    assert signed_in.admin == ana
    assert await still(signed_in.token) == ana


async def test_a_wrong_password_and_an_unknown_address_look_alike(add, sign_in, passwords):
    await add(NAME, EMAIL, PASSWORD)

    for email, password in ((EMAIL, "wrong"), (EmailAddress("bob@example.com"), PASSWORD.text)):
        with pytest.raises(BadCredentialsError):
            await sign_in(email, password)
    assert passwords.weighed == ["wrong", PASSWORD.text], "an unknown address was answered faster"


async def test_a_sign_in_that_was_begun_with_the_old_password_opens_nothing(add, store, clock, ids):
    ana = (await add(NAME, EMAIL, PASSWORD)).admin

    class Overtaken(CountingPasswords):
        async def verify(self, password, password_hash, /):
            right = await super().verify(password, password_hash)
            await store.admins.set_password(ana.id, await self.hash("another password"))
            return right

    with pytest.raises(BadCredentialsError):
        await SignIn(store.admins, Overtaken([]), NoLimits(), clock, ids)(EMAIL, PASSWORD.text)

    assert await store.admins.seen_since(clock.now()) == []


async def test_every_sign_in_has_a_token_of_its_own(token, sign_in, still):
    other = (await sign_in(EMAIL, PASSWORD.text)).token

    assert other != token
    assert await still(token) == await still(other)


async def test_a_token_is_stored_as_a_hash_only(token, store):
    login = await store.admins.login(secret_hash(token))

    assert token not in repr(login)


async def test_what_nobody_was_given_opens_nothing(token, still):
    for planted in ("", "planted", f"{token} ", "ä" * 50):
        with pytest.raises(NotSignedInError):
            await still(planted)


async def test_twelve_hours_of_silence_end_a_login(token, still, clock):
    clock.advance(hours=11, minutes=59)
    await still(token)
    clock.advance(hours=11, minutes=59)
    await still(token)

    clock.advance(hours=12)
    with pytest.raises(NotSignedInError):
        await still(token)


async def test_seven_days_end_a_login_in_any_case(token, still, clock):
    for _ in range(7 * 4 - 1):
        clock.advance(hours=6)
        await still(token)

    clock.advance(hours=6)
    with pytest.raises(NotSignedInError):
        await still(token)


async def test_a_clock_that_was_set_back_signs_nobody_out(token, still, clock):
    clock.advance(days=-1)

    assert await still(token)


async def test_signing_out_ends_that_login_alone(token, sign_in, still, store):
    other = (await sign_in(EMAIL, PASSWORD.text)).token

    await store.admins.end_login(secret_hash(token))

    with pytest.raises(NotSignedInError):
        await still(token)
    assert await still(other)


async def test_to_be_seen_is_noted_once_a_minute(token, still, store, clock):
    async def last_seen():
        return (await store.admins.login(secret_hash(token))).last_seen_at

    first = await last_seen()
    clock.advance(seconds=59)
    await still(token)
    assert await last_seen() == first

    clock.advance(seconds=1)
    await still(token)
    assert await last_seen() == clock.now()


async def test_who_is_signed_in_may_read_while_nothing_can_be_written(token, store, clock):
    class Full(type(store.admins)):
        async def saw(self, token_hash, /, *, at):
            raise StoreUnavailableError

    full, login = Full(), await store.admins.login(secret_hash(token))
    await full.add(login.admin, "hash")
    await full.open_login(login, as_proved)
    clock.advance(minutes=5)

    assert (await StillSignedIn(full, clock)(token)).email == EMAIL


def test_what_unsafe_requests_repeat_is_bound_to_the_login_and_does_not_tell_it():
    assert csrf_token("one") == csrf_token("one") != csrf_token("two")
    assert secret_hash("one").hex() != csrf_token("one")


async def test_the_one_time_link_makes_the_first_admin_and_signs_him_in(set_up, still):
    token = await set_up.token()

    signed_in = await set_up(token, NAME, EMAIL, PASSWORD)

    assert (await still(signed_in.token)).name == NAME
    assert await set_up.token() is None


async def test_the_link_is_the_same_until_it_was_used(set_up):
    assert await set_up.token() == await set_up.token()


async def test_another_link_makes_nobody_an_admin(set_up, store):
    await set_up.token()

    for wrong in ("", "guessed", "ä\udc80"):
        with pytest.raises(BadSetupTokenError):
            await set_up(wrong, NAME, EMAIL, PASSWORD)
    assert await store.admins.all() == []


async def test_once_there_is_an_admin_the_link_is_dead(set_up, add):
    token = await set_up.token()
    await add(NAME, EMAIL, PASSWORD)

    with pytest.raises(SetupDoneError):
        await set_up(token, PersonName("Eve"), EmailAddress("eve@example.com"), PASSWORD)


async def test_of_two_who_follow_the_link_at_once_one_becomes_the_first(set_up, store):
    token = await set_up.token()
    emails = [EmailAddress(f"{name}@example.com") for name in ("ana", "eve")]

    answers = await asyncio.gather(
        *(set_up(token, NAME, email, PASSWORD) for email in emails), return_exceptions=True
    )

    assert [isinstance(answer, SetupDoneError) for answer in answers].count(True) == 1
    assert len(await store.admins.all()) == 1


async def test_an_address_belongs_to_one_admin(add):
    await add(NAME, EMAIL, PASSWORD)

    with pytest.raises(EmailTakenError):
        await add(PersonName("Other"), EmailAddress("Ana@Example.com"), PASSWORD)
