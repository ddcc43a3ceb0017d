"""What counts as read, and what both sides see of it."""

import pytest
from playwright.async_api import expect

from tests.browser.leaving import BEHIND, HIDDEN
from tests.browser.windows import until


@pytest.fixture
def marks(visitor):
    """What the visitor's page has marked as read so far."""
    sent = []

    def note(request):
        if request.url.endswith("/read"):
            sent.append(request.post_data_json["up_to_seq"])

    visitor.page.on("request", note)
    return sent


async def has_read(team, visitor, *, up_to):
    async def read():
        return (await team.session(visitor.name))["guest_last_read_seq"] == up_to

    await until(read)


async def test_what_is_seen_is_marked(visitor, team, marks):
    await visitor.begins("Halo")

    async with visitor.page.expect_response("**/read"):
        await team.says(visitor.name, "Hello")

    await visitor.sees("Hello")
    assert marks == [2]
    await has_read(team, visitor, up_to=2)


async def test_behind_a_closed_panel_nothing_is_marked(visitor, team, marks):
    await visitor.page.clock.install()
    await visitor.begins("Halo")
    await visitor.closes_the_panel()

    await team.says(visitor.name, "One", "Two")
    await expect(visitor.launcher).to_have_accessible_name("Live chat, 2 unread")
    await visitor.waits(6)
    assert marks == []

    await visitor.opens_the_chat()
    await visitor.page.clock.run_for(1_000)
    await has_read(team, visitor, up_to=3)
    await expect(visitor.launcher).to_have_accessible_name("Live chat")


@pytest.mark.parametrize(
    "state", ["window that lies behind others", "tab that is hidden"], ids=["behind", "hidden"]
)
async def test_nothing_is_marked_in_a(state, visitor, team, marks):
    await visitor.page.clock.install()
    await visitor.begins("Halo")
    away, back = LEAVING[state]
    await away(visitor.page)

    await team.says(visitor.name, "Are you there?")
    await visitor.sees("Are you there?")
    await visitor.waits(6)
    assert marks == []
    await expect(visitor.launcher).to_have_accessible_name("Live chat, 1 unread")

    await back(visitor.page)
    await visitor.page.clock.run_for(1_000)
    await has_read(team, visitor, up_to=2)
    await expect(visitor.launcher).to_have_accessible_name("Live chat")
    assert marks == [2]


async def test_what_arrives_below_the_sight_is_not_marked(visitor, team, marks):
    await visitor.page.clock.install()
    await visitor.begins()
    await team.says(visitor.name, *(f"{number} of 20" for number in range(1, 21)))
    await visitor.sees("20 of 20")
    await visitor.page.clock.run_for(1_000)
    await has_read(team, visitor, up_to=20)
    await visitor.log.evaluate(TO_THE_BEGINNING)
    await expect(visitor.bubbles.first).to_be_in_viewport()
    marks.clear()

    await team.says(visitor.name, "One more", "And another")
    pill = visitor.button("2 new")
    await expect(pill).to_be_visible()
    await visitor.waits(6)
    assert marks == []
    await visitor.picture("two-new")

    await pill.click()
    await visitor.page.clock.run_for(1_000)
    await has_read(team, visitor, up_to=22)


async def test_an_own_message_gets_a_second_tick_when_the_team_has_read_it(visitor, team):
    await visitor.begins("Halo")
    await expect(visitor.log.get_by_text(visitor.words.sent, exact=True)).to_be_attached()

    await team.reads(visitor.name)

    await expect(visitor.log.get_by_text(visitor.words.read, exact=True)).to_be_attached()
    await expect(visitor.log.get_by_text(visitor.words.sent, exact=True)).to_have_count(0)


async def test_the_launcher_counts_up_to_99(visitor, team):
    await visitor.begins("Halo")
    await visitor.closes_the_panel()

    await team.says(visitor.name, *(f"{number}" for number in range(1, 102)))

    await expect(visitor.launcher).to_have_accessible_name("Live chat, 99+ unread")


TO_THE_BEGINNING = """log => {
  log.scrollTop = 0
  // Before the browser says so, the page might draw anew what it takes for being read at its end.
  log.dispatchEvent(new Event('scroll'))
}"""

LEAVING = {
    "window that lies behind others": BEHIND,
    "tab that is hidden": HIDDEN,
}
