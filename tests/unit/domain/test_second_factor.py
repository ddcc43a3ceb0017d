"""Codes of an app, and codes on paper."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from livechat.domain.accounts import Account
from livechat.domain.errors import (
    BadCodeError,
    BadCredentialsError,
    CodeNeededError,
    NoSecondFactorError,
    SecondFactorOnError,
)
from livechat.domain.people import EmailAddress
from livechat.domain.second_factor import SecondFactor, code_of, recovery_code, step_at
from tests.builders import NOW, an_admin

KEY_OF_THE_RFC = b"12345678901234567890"
STEP = timedelta(seconds=30)
PAPER = [recovery_code(f"paper {number}") for number in range(10)]


def code_at(moment, factor):
    return code_of(factor.key, step_at(moment))


@pytest.fixture
def prepared():
    return SecondFactor.prepared("a secret")


@pytest.fixture
def factor(prepared):
    """Confirmed a while ago."""
    before = NOW - timedelta(hours=1)
    return prepared.confirm(code_at(before, prepared), PAPER, now=before)


@pytest.mark.parametrize(
    ("seconds", "digits"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_rfc_6238(seconds, digits):
    """Which shows eight digits; six are the end of the same number."""
    moment = datetime.fromtimestamp(seconds, UTC)

    assert code_of(KEY_OF_THE_RFC, step_at(moment)) == digits[-6:]


def test_codes_are_those_of_rfc_4226():
    codes = [code_of(KEY_OF_THE_RFC, count) for count in range(10)]

    assert codes == (
        "755224 287082 359152 969429 338314 254676 287922 162583 399871 520489".split()
    )


@pytest.mark.parametrize("late", [-1, 0, 1])
def test_a_code_is_taken_one_step_early_or_late(factor, late):
    code = code_at(NOW + late * STEP, factor)

    assert factor.spend(code, now=NOW).last_step == step_at(NOW) + late


@pytest.mark.parametrize("late", [-3, -2, 2, 3])
def test_a_code_of_another_time_is_not(factor, late):
    with pytest.raises(BadCodeError):
        factor.spend(code_at(NOW + late * STEP, factor), now=NOW)


def test_a_code_is_good_once_and_so_are_those_before_it(factor):
    codes = [code_at(NOW + late * STEP, factor) for late in (-1, 0)]
    spent = factor.spend(codes[1], now=NOW)

    for code in codes:
        with pytest.raises(BadCodeError):
            spent.spend(code, now=NOW)
    assert spent.spend(code_at(NOW + STEP, factor), now=NOW)


def test_the_code_that_confirmed_is_spent(prepared):
    code = code_at(NOW, prepared)
    factor = prepared.confirm(code, PAPER, now=NOW)

    with pytest.raises(BadCodeError):
        factor.spend(code, now=NOW)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "\udc80", "-" * 99])
def test_what_is_no_code_is_a_wrong_one(factor, prepared, typed):
    with pytest.raises(BadCodeError):
        factor.spend(typed, now=NOW)
    with pytest.raises(BadCodeError):
        prepared.confirm(typed, PAPER, now=NOW)


def test_a_code_counts_however_it_is_spaced(factor):
    code = code_at(NOW, factor)

    assert factor.spend(f" {code[:3]} {code[3:]}\n", now=NOW)


def test_each_recovery_code_is_good_once(factor):
    for code in PAPER:
        factor = factor.spend(code.upper().replace("-", " "), now=NOW)
        with pytest.raises(BadCodeError):
            factor.spend(code, now=NOW)

    assert factor.recovery_hashes == frozenset()


def test_recovery_codes_are_kept_as_hashes_and_the_key_is_not_shown(factor):
    kept = repr(factor)

    assert factor.text not in kept
    assert str(factor.key) not in kept
    assert not any(code.replace("-", "") in kept for code in PAPER)


def test_a_recovery_code_has_80_bits_in_groups_of_four():
    groups = recovery_code("anything").split("-")

    assert [len(group) for group in groups] == [4] * 4
    assert set("".join(groups)) <= set("abcdefghijklmnopqrstuvwxyz234567")
    assert len({recovery_code(f"{number}") for number in range(1000)}) == 1000


def test_the_key_can_be_typed_and_opened(prepared):
    link = urlsplit(prepared.link(EmailAddress("ana+shop@example.com"), "Toko Melati"))

    assert prepared.in_groups.replace(" ", "") == prepared.text
    assert len(prepared.text) == 32
    assert (link.scheme, link.netloc) == ("otpauth", "totp")
    assert link.path == "/Toko%20Melati:ana%2Bshop%40example.com"
    assert parse_qs(link.query) == {"secret": [prepared.text], "issuer": ["Toko Melati"]}
    assert SecondFactor.of(prepared.text) == prepared


def test_one_that_is_on_is_not_confirmed_again(factor):
    with pytest.raises(SecondFactorOnError):
        factor.confirm(code_at(NOW, factor), PAPER, now=NOW)


def test_one_that_was_never_confirmed_proves_nothing(prepared):
    with pytest.raises(NoSecondFactorError):
        prepared.spend(code_at(NOW, prepared), now=NOW)


def test_a_sign_in_asks_for_a_code_once_one_was_confirmed(prepared, factor):
    ana = an_admin()

    assert Account(ana, "hash").prove("hash", None, now=NOW) is None
    assert Account(ana, "hash", prepared).prove("hash", None, now=NOW) == prepared
    for nothing in (None, ""):
        with pytest.raises(CodeNeededError):
            Account(ana, "hash", factor).prove("hash", nothing, now=NOW)
    with pytest.raises(BadCodeError):
        Account(ana, "hash", factor).prove("hash", "000000", now=NOW)
    with pytest.raises(BadCredentialsError):
        Account(ana, "hash", factor).prove("another", code_at(NOW, factor), now=NOW)
