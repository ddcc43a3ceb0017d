"""A second step at the sign-in, as an admin sets it up and lives with it."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
import segno

from livechat.domain.people import EmailAddress
from livechat.domain.second_factor import SecondFactor, code_of, step_at
from tests.unit.http.world import PASSWORD, problem, the_services

PATH = "/admin/chat/api/second-factor"
LOGIN = {"email": "ana@example.com", "password": PASSWORD}
WRONG = "not right at all"


class App:
    """Of the kind that shows six digits."""

    def __init__(self, clock, link):
        [secret] = parse_qs(urlsplit(link).query)["secret"]
        self.clock, self.factor = clock, SecondFactor.of(secret)

    @property
    def code(self):
        return code_of(self.factor.key, step_at(self.clock.now()))


@pytest.fixture
def app_of(clock):
    async def app_of(admin):
        prepared = (await admin.post(PATH, headers=admin.csrf)).json()
        return App(clock, prepared["link"])

    return app_of


@pytest.fixture
async def phone(admin, app_of, clock):
    """The app of Ana, whose second factor is on; and her `paper`."""
    app = await app_of(admin)
    answer = await admin.post(f"{PATH}/confirm", json={"code": app.code}, headers=admin.csrf)
    app.paper = answer.json()["recovery_codes"]
    clock.advance(minutes=1)
    return app


async def signs_in(browser, **more):
    return await browser().post("/admin/login", json=LOGIN | more)


async def test_what_was_only_prepared_keeps_nobody_out(admin, app_of, browser):
    await app_of(admin)

    assert (await admin.get(PATH)).json() == {"on": False, "recovery_codes_left": 0}
    assert (await signs_in(browser)).status_code == 200


async def test_the_key_can_be_typed_or_opened_as_a_link(admin):
    prepared = (await admin.post(PATH, headers=admin.csrf)).json()

    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", prepared["key"])
    assert prepared["key"].replace(" ", "") in prepared["link"]
    assert prepared["link"].startswith("otpauth://totp/Live%20chat:ana%40example.com?")


async def test_the_link_is_drawn_for_a_camera(admin):
    prepared = (await admin.post(PATH, headers=admin.csrf)).json()
    size, path = prepared["picture"]["size"], prepared["picture"]["path"]

    boxes = [tuple(map(int, box)) for box in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path)]
    drawn = {(x + more, y) for x, y, width in boxes for more in range(width)}
    dark = segno.make(prepared["link"], error="m", micro=False).matrix
    assert drawn == {(x, y) for x in range(size) for y in range(size) if dark[y][x]}
    assert len(dark) == size


async def test_ten_recovery_codes_are_shown_once(admin, phone):
    assert len(set(phone.paper)) == 10
    state = await admin.get(PATH)
    assert state.json() == {"on": True, "recovery_codes_left": 10}
    assert state.headers["cache-control"] == "no-store"


async def test_a_wrong_code_confirms_nothing(admin, app_of, browser):
    await app_of(admin)

    answer = await admin.post(f"{PATH}/confirm", json={"code": WRONG}, headers=admin.csrf)

    assert problem(answer) == (403, "bad_code")
    assert (await signs_in(browser)).status_code == 200


async def test_who_prepares_again_needs_the_newer_key(admin, app_of, clock):
    older, newer = await app_of(admin), await app_of(admin)

    async def confirms(app):
        answer = await admin.post(f"{PATH}/confirm", json={"code": app.code}, headers=admin.csrf)
        return answer.status_code

    assert [await confirms(older), await confirms(newer)] == [403, 200]


async def test_a_right_password_is_not_enough_any_more(phone, browser):
    without = await signs_in(browser)
    wrong = await signs_in(browser, code=WRONG)
    right = await signs_in(browser, code=phone.code)

    assert problem(without) == (403, "code_needed")
    assert problem(wrong) == (403, "bad_code")
    assert not {*without.headers, *wrong.headers} & {"set-cookie"}
    assert right.status_code == 200


async def test_a_code_tells_nothing_to_who_does_not_know_the_password(phone, browser):
    asked = [{}, {"code": phone.code}, {"code": WRONG}, {"email": "nobody@example.com"}]

    answers = [await signs_in(browser, **{"password": "a wrong one", **more}) for more in asked]

    assert {answer.text for answer in answers} == {answers[0].text}
    assert problem(answers[0]) == (401, "bad_credentials")
    assert (await signs_in(browser, code=phone.code)).status_code == 200, "it was used up"


async def test_a_code_opens_one_login(phone, browser):
    code = phone.code

    answers = [await signs_in(browser, code=code) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 403]


async def test_a_recovery_code_does_what_a_code_does_once(admin, phone, browser):
    answers = [await signs_in(browser, code=phone.paper[3]) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 403]
    assert (await admin.get(PATH)).json() == {"on": True, "recovery_codes_left": 9}


@pytest.mark.parametrize("kind", ["code", "paper"])
async def test_it_is_turned_off_by_a_code_alone(admin, phone, browser, kind):
    code = phone.code if kind == "code" else phone.paper[0]
    wrong = await admin.post(f"{PATH}/end", json={"code": WRONG}, headers=admin.csrf)
    assert problem(wrong) == (403, "bad_code")

    assert (await admin.post(f"{PATH}/end", json={"code": code}, headers=admin.csrf)).is_success

    assert (await admin.get(PATH)).json() == {"on": False, "recovery_codes_left": 0}
    assert (await signs_in(browser)).status_code == 200


async def test_one_that_is_on_is_replaced_by_nobody(admin, phone, browser):
    again = await admin.post(PATH, headers=admin.csrf)
    confirmed = await admin.post(f"{PATH}/confirm", json={"code": phone.code}, headers=admin.csrf)

    assert problem(again) == problem(confirmed) == (409, "second_factor_on")
    assert (await signs_in(browser, code=phone.code)).status_code == 200


async def test_the_store_has_no_recovery_code(phone, services):
    account = await services.admins.by_email(EmailAddress("ana@example.com"))

    kept = repr(account) + repr(account.second_factor.recovery_hashes)
    assert not any(code in kept or code.replace("-", "") in kept for code in phone.paper)


class TestGuessing:
    """Whoever knows the password, and guesses from many addresses."""

    @pytest.fixture
    def services(self, clock):
        return the_services(clock, limited=True)

    async def test_at_a_code_is_slow_wherever_it_comes_from(self, phone, browser, clock):
        def elsewhere(number):
            return lambda: browser(client=(f"198.51.100.{number}", 1))

        taken = [await signs_in(elsewhere(number), code=WRONG) for number in range(9)]
        stopped = await signs_in(elsewhere(99), code=WRONG)

        assert {answer.status_code for answer in taken} == {403}
        assert problem(stopped) == (429, "too_many_requests")
        assert int(stopped.headers["retry-after"]) > 60
        clock.advance(minutes=5)
        assert (await signs_in(elsewhere(100), code=phone.code)).status_code == 200

    async def test_is_stopped_at_an_open_console_too(self, admin, phone):
        answers = [
            await admin.post(f"{PATH}/end", json={"code": WRONG}, headers=admin.csrf)
            for _ in range(10)
        ]

        assert problem(answers[-1]) == (429, "too_many_requests")

    async def test_without_the_password_keeps_nobody_out(self, phone, browser):
        for number in range(30):
            thief = browser(client=(f"198.51.100.{number}", 1))
            await thief.post("/admin/login", json=LOGIN | {"password": WRONG, "code": WRONG})

        assert (await signs_in(browser, code=phone.code)).status_code == 200
