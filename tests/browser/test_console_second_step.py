"""A second step at the sign-in, on the screen."""

from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.async_api import expect

from livechat.domain.second_factor import SecondFactor, code_of, step_at
from tests.browser.axe import violations
from tests.browser.test_console_access import SIZES, wider_than_the_screen

EN = SimpleNamespace(
    account="Account",
    title="Two-step verification",
    set_up="Set up",
    six_digits="The six digits that it shows",
    on="Turn on",
    codes="Keep these recovery codes",
    kept="I have kept them",
    sign_out="Sign out",
    code="Code",
    wrong="This code is not right, or was used already",
    again="Start over",
    left="9 recovery codes are left",
    off="Turn off",
)
ID = SimpleNamespace(
    account="Akun",
    title="Verifikasi dua langkah",
    set_up="Siapkan",
    six_digits="Enam angka yang ditampilkannya",
    on="Aktifkan",
    codes="Simpan kode pemulihan ini",
    kept="Sudah saya simpan",
    sign_out="Keluar",
    code="Kode",
    wrong="Kode ini tidak cocok atau sudah dipakai",
    again="Ulangi dari awal",
    left="Tersisa 9 kode pemulihan",
    off="Nonaktifkan",
)
IN = {"en": EN, "id": ID}


@pytest.fixture
async def lena(server):
    """An admin of this test alone."""
    email = f"lena-{uuid4().hex[:8]}@example.com"
    await server.command("admin", "create", email, "--name", "Lena")
    return email


async def seen(desk, name):
    await desk.picture(name)
    assert await violations(desk.page) == [], name
    assert await wider_than_the_screen(desk.page) == [], name


async def presses(desk, name):
    await desk.page.get_by_role("button", name=name, exact=True).click()


async def opens_it(desk, words):
    await presses(desk, words.account)
    await presses(desk, words.title)


async def turns_it_on(desk, words):
    """What an app then shows, and the recovery codes."""
    await opens_it(desk, words)
    await expect(desk.page.get_by_role("dialog", name=words.title)).to_be_visible()
    await expect(desk.page.get_by_role("button", name=words.set_up)).to_be_visible()
    await seen(desk, "off")
    await presses(desk, words.set_up)
    await expect(desk.page.get_by_label(words.six_digits)).to_be_focused()
    await seen(desk, "key")
    key = await desk.page.get_by_role("dialog").locator("code").inner_text()
    factor = SecondFactor.of(key.replace(" ", ""))
    await desk.page.get_by_label(words.six_digits).fill("no code")
    await presses(desk, words.on)
    await expect(desk.page.get_by_role("alert")).to_have_text(words.wrong)
    await seen(desk, "refused")
    code = code_of(factor.key, step_at(datetime.now(UTC)))
    await desk.page.get_by_label(words.six_digits).fill(code)
    await presses(desk, words.on)
    await expect(desk.page.get_by_role("dialog", name=words.codes)).to_be_visible()
    await seen(desk, "codes")
    codes = await desk.page.get_by_role("dialog").locator("code").all_inner_texts()
    await desk.page.keyboard.press("Escape")
    await presses(desk, words.kept)
    await expect(desk.page.get_by_role("dialog")).to_have_count(0)
    return code, codes


@pytest.mark.parametrize("locale", ["en", "id"])
@pytest.mark.parametrize("size", SIZES)
async def test_an_admin_sets_it_up_signs_in_with_it_and_turns_it_off(
    size, locale, admins, windows, lena
):
    windows.expect("status of 401", "status of 403")
    words = IN[locale]
    desk = await admins(size=SIZES[size], locale=locale, email=lena)
    code, paper = await turns_it_on(desk, words)
    assert len(paper) == 10

    await presses(desk, words.account)
    await seen(desk, "account")
    await presses(desk, words.sign_out)
    await desk.signs_in_here(lena)
    await expect(desk.page.get_by_label(words.code)).to_be_focused()
    await seen(desk, "second-step")
    await desk.page.get_by_label(words.code).fill(code)
    await presses(desk, desk.words.sign_in)
    await expect(desk.page.get_by_role("alert")).to_have_text(words.wrong)
    await desk.page.get_by_label(words.code).fill(paper[0])
    await presses(desk, desk.words.sign_in)
    await opens_it(desk, words)
    await expect(desk.page.get_by_text(words.left)).to_be_visible()
    await seen(desk, "on")

    await desk.page.get_by_label(words.code).fill(paper[1])
    await presses(desk, words.off)

    await expect(desk.page.get_by_role("button", name=words.set_up)).to_be_visible()


async def test_whoever_was_signed_out_in_the_middle_is_asked_for_a_code_too(
    admins, windows, lena, server
):
    windows.expect("status of 401", "status of 403")
    desk = await admins(email=lena, color_scheme="dark")
    _, paper = await turns_it_on(desk, EN)
    await server.command("admin", "sign-out", lena)
    await desk.searches("nobody")
    asked = desk.page.get_by_role("dialog", name="You were signed out")

    await desk.page.get_by_label("Password").fill("a wrong password")
    await presses(desk, "Sign in")
    await expect(asked.get_by_role("alert")).to_have_text("Email or password is not right")
    await desk.signs_in_here(lena)
    await presses(desk, EN.again)
    await desk.signs_in_here(lena)
    await expect(asked.get_by_label(EN.code)).to_be_focused()
    await seen(desk, "lapsed")
    await asked.get_by_label(EN.code).fill(paper[0])
    await presses(desk, "Sign in")

    await expect(asked).to_have_count(0)
