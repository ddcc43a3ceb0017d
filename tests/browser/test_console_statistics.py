"""The page of statistics says what has happened, in figures, a chart and a table."""

import re
from datetime import UTC, datetime

import pytest
from playwright.async_api import expect

from tests.browser.conftest import running
from tests.browser.team import team_of
from tests.browser.windows import NEXT_TRY


@pytest.fixture
async def own_server(tmp_path):
    """Where it is noon: no day ends while it is counted."""
    zone = f"Etc/GMT{datetime.now(UTC).hour - 12:+}"
    async with running(tmp_path, LIVECHAT_TIMEZONE=zone) as server:
        yield server


@pytest.fixture
async def counted(own_server, guests_at):
    """Three chats with eight messages, one of them closed."""
    guests = await guests_at(own_server)
    first, second = await guests("One"), await guests("One", "Two")
    third = await guests("One", "Two", "Three", "Four")
    await second.closes()
    async with team_of(own_server) as team:
        await team.says(first.name, "An answer")
        await team.reads(third.name)
    return own_server


@pytest.mark.parametrize("locale", ["en", "id"])
async def test_figures_and_table_are_those_of_what_was_said(counted, locale, admins):
    admin = await admins(at=counted, locale=locale)
    words = WORDS[locale]
    await admin.visits("/admin/chat/statistics")

    await expect(figure(admin, words["chats"])).to_have_text("3")
    await expect(figure(admin, words["messages"])).to_have_text("8")
    await expect(figure(admin, words["response"])).to_have_text(re.compile(words["seconds"]))
    await expect(figure(admin, words["open"])).to_have_text("2")
    days = admin.page.get_by_role("table").get_by_role("row")
    await expect(days).to_have_count(1 + 14 + 1)
    await expect(days.nth(1).get_by_role("cell")).to_have_text(["3", "8"])
    await expect(days.nth(2).get_by_role("cell")).to_have_text(["0", "0"])
    await expect(days.last.get_by_role("cell")).to_have_text(["3", "8"])
    await admin.picture("statistics")


async def test_the_chart_says_what_it_shows(counted, admins):
    admin = await admins(at=counted)
    await admin.visits("/admin/chat/statistics")

    chart = admin.page.get_by_role("figure", name=re.compile(r"had the most messages: 8$"))
    await expect(chart).to_be_visible()
    bars = chart.locator("rect")
    await expect(bars).to_have_count(14)
    heights = [float(await bar.get_attribute("height")) for bar in await bars.all()]
    assert heights[:-1] == [0] * 13
    assert heights[-1] > 100


async def test_nothing_is_drawn_of_nothing(own_server, admins):
    admin = await admins(at=own_server)
    await admin.visits("/admin/chat/statistics")

    await expect(admin.page.get_by_text("No messages in the last 14 days")).to_be_visible()
    await expect(admin.page.get_by_role("table")).to_have_count(0)
    await admin.picture("empty")


async def test_statistics_come_when_the_server_does(mortal_server, admins, windows):
    windows.expect_no_answers()
    admin = await admins(at=mortal_server)
    await expect(admin.page.get_by_role("heading", name="Chats")).to_be_visible()
    await mortal_server.kill()

    await admin.page.get_by_role("link", name="Statistics").click()
    await expect(admin.page.get_by_role("alert")).to_contain_text(
        "The statistics could not be loaded"
    )
    await admin.picture("failed")
    await mortal_server.start()

    await expect(admin.page.get_by_text("The last 7 days")).to_be_visible(timeout=NEXT_TRY)


WORDS = {
    "en": {
        "chats": "New chats",
        "messages": "Messages",
        "response": "First answer",
        "seconds": r"^\d+ s$",
        "open": "Open now",
    },
    "id": {
        "chats": "Chat baru",
        "messages": "Pesan",
        "response": "Jawaban pertama",
        "seconds": r"^\d+ dtk$",
        "open": "Sedang terbuka",
    },
}


def figure(desk, name):
    """Of those above the chart."""
    term = desk.page.get_by_role("term").filter(has_text=name)
    return desk.page.get_by_role("definition").and_(term.locator("+ dd"))
