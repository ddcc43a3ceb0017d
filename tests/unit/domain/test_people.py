"""Who talks, and how each of them is known."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livechat.domain.errors import InvalidValueError, InvalidValuesError
from livechat.domain.people import (
    EmailAddress,
    Guest,
    GuestCredential,
    Password,
    PersonName,
    PhoneNumber,
    secret_hash,
)
from tests.builders import NOW, a_guest, a_login, an_admin


def problem_of(make, raw, **more):
    with pytest.raises(InvalidValueError) as refusal:
        make(raw, field="it", **more)
    assert refusal.value.field == "it"
    return refusal.value.problem


@pytest.mark.parametrize(
    "name", ["A", "Siti Nurhaliza", "O'Neill", "李小龍", "مريم", "😀", "x" * 100]
)
def test_a_name_may_be_written_in_any_script(name):
    assert PersonName.of(f" {name} ", field="name").text == name


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("", "required"),
        ("\u200b \u3164", "required"),
        ("x" * 101, "too_long"),
        ("Ana\nadmin", "characters"),
        ("Ana\0", "characters"),
        ("\u202enimda", "characters"),
        ("Ana\ud800", "characters"),
        ("Ana\u2028Bob", "characters"),
    ],
)
def test_31_a_name_fits_one_line_and_deceives_nobody(raw, problem):
    assert problem_of(PersonName.of, raw) == problem


@pytest.mark.parametrize(
    "raw", ["a@b.co", "Sari+chat@Example.COM", "用户@例え.jp", "o'neill@mail.example.ie"]
)
def test_an_address_comes_back_as_it_was_typed(raw):
    assert EmailAddress.of(f" {raw} ", field="email").text == raw


@pytest.mark.parametrize(
    "raw",
    [
        *("sari", "@example.com", "sari@", "sari@example", "sari@.com", "sari@example.", "a@b..co"),
        *("a@b@c.com", "a b@c.com", "a\u00a0b@c.com", "<a@b.co>", "a@b.co,c@d.co", '"a"@b.co'),
        *("a@b.co\nBcc: x@y.z", "a\u200b@b.co"),
    ],
)
def test_what_is_no_address_is_refused(raw):
    assert problem_of(EmailAddress.of, raw) == "format"


def test_an_address_has_an_end():
    longest = "a" * 242 + "@example.com"

    assert EmailAddress.of(longest, field="email").text == longest
    assert problem_of(EmailAddress.of, "a" + longest) == "too_long"
    assert problem_of(EmailAddress.of, " ") == "required"


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("62 812 3456 7890", "+6281234567890"),
        ("+1 (415) 555-2671", "+14155552671"),
        ("0044 20 7946 0958", "+442079460958"),
        ("0812\u20113456.7890", "+6281234567890"),
    ],
)
def test_a_number_is_stored_in_its_international_form(raw, stored):
    assert PhoneNumber.of(raw, field="phone", country="62").text == stored


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "call me",
        "123",
        "+0812345678",
        "+62812345678901234",
        "+62x",
        "٠٨١٢٣٤٥٦٧٨",
        "++62812345678",
    ],
)
def test_what_is_no_number_is_refused(raw):
    assert problem_of(PhoneNumber.of, raw, country="62") == "format"


def test_a_national_number_belongs_to_the_country_of_the_installation():
    assert PhoneNumber.of("020 7946 0958", field="phone", country="44").text == "+442079460958"


def test_every_wrong_field_of_an_introduction_is_named_at_once():
    with pytest.raises(InvalidValuesError) as refusal:
        Guest.introduced(name=" ", email="sari", phone="12", country="62")

    assert [e.field for e in refusal.value.errors] == ["guest_name", "guest_email", "guest_phone"]


@pytest.mark.parametrize("phone", [None, "", "   "])
def test_a_guest_needs_no_number(phone):
    assert Guest.introduced(name="Sari", email="s@e.id", phone=phone, country="62").phone is None


def test_the_same_person_is_told_by_name_and_address():
    sari = a_guest("Sari", "sari@example.com")

    assert sari.same_person_as(a_guest("Sari", "SARI@example.com", phone="08123456789"))
    assert not sari.same_person_as(a_guest("Budi", "sari@example.com"))
    assert not sari.same_person_as(a_guest("Sari", "sari@example.org"))


def test_a_token_opens_the_chat_it_was_made_for_and_no_other():
    session_id, expected = uuid4(), secret_hash("secret")

    credential = GuestCredential.parse(f"{session_id}.secret")

    assert credential.opens(session_id, expected)
    assert not credential.opens(uuid4(), expected)
    assert not credential.opens(session_id, secret_hash("other"))


ID = "0190b5f1-7c3e-7a5b-9d2c-1f0e8d6c4b2a"


@pytest.mark.parametrize(
    "token",
    [
        *("", ".", "x.y", ID, f"{ID}.", f"{ID.replace('-', '')}.secret", f"{ID}.sécret"),
        *("{" + ID[1:-1] + "}.secret", f"{ID} .secret", "g" * 36 + ".secret"),
    ],
)
def test_what_cannot_be_a_token_is_nobody(token):
    assert GuestCredential.parse(token) is None


@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_no_token_breaks_the_reader(token):
    credential = GuestCredential.parse(token)

    assert credential is None or token.startswith(str(credential.session_id))


def test_the_secret_itself_is_not_kept():
    assert "sesame" not in repr(GuestCredential.parse(f"{uuid4()}.sesame"))


@pytest.mark.parametrize(
    "raw", ["x" * 12, "x" * 256, "correct horse battery", "пароль из слов", " " * 12]
)
def test_any_long_enough_password_will_do(raw):
    assert Password.of(raw).text == raw


@pytest.mark.parametrize("raw", ["", "x" * 11, "x" * 257])
def test_05_a_password_has_a_least_and_a_greatest_length(raw):
    assert problem_of(Password.of, raw) == "length"


def test_a_password_does_not_show():
    assert "horse" not in repr(Password.of("correct horse battery"))


@pytest.mark.parametrize(
    ("last_seen", "opened", "alive"),
    [
        (timedelta(), timedelta(), True),
        (timedelta(hours=11, minutes=59), timedelta(days=1), True),
        (timedelta(hours=12), timedelta(days=1), False),
        (timedelta(), timedelta(days=6, hours=23), True),
        (timedelta(), timedelta(days=7), False),
    ],
)
def test_08_a_login_ends_after_half_a_day_of_silence_and_after_a_week(last_seen, opened, alive):
    login = replace(a_login(an_admin()), created_at=NOW - opened, last_seen_at=NOW - last_seen)

    assert login.alive(NOW) is alive
