"""The demo's chats are those of a small shop, up to this very hour."""

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from livechat.application.views import SessionFilter, Window
from livechat.bootstrap import opened
from livechat.domain.messages import SenderType
from livechat.domain.people import Admin, AdminId, EmailAddress, PersonName
from livechat.domain.sessions import SessionStatus
from livechat.settings import Settings
from tests.integration.cli.machine import Livechat

ANA = Admin(
    AdminId("ana"),
    EmailAddress.of("ana@example.com", field="email"),
    PersonName.of("Ana", field="name"),
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Where the demo was told once: many tests look at it, none changes it."""
    livechat = Livechat(tmp_path_factory.mktemp("shop"))
    said = livechat("seed")
    assert said.status == 0, said
    assert said.out.startswith("42 chats with ")
    return livechat


@pytest.fixture(scope="module")
async def statistics(shop):
    now = datetime.now(UTC)
    async with opened(Settings(data_dir=shop.data)) as parts:
        return await parts.queries().statistics(now=now, days=14, zone=UTC)


@pytest.fixture(scope="module")
async def chats(shop):
    """Each session as an admin sees it, newest first, with its messages."""
    async with opened(Settings(data_dir=shop.data)) as parts:
        queries = parts.queries()
        page = await queries.sessions(SessionFilter(limit=100))
        return [
            (
                summary,
                (await queries.messages(summary.session.id, Window(limit=200), by=ANA)).messages,
            )
            for summary in page.summaries
        ]


def test_there_is_as_much_as_a_fortnight_of_a_small_shop(statistics):
    assert statistics.total_sessions == 42
    assert 500 <= statistics.total_messages <= 700
    assert len(statistics.by_day) == 14
    assert all(day.messages > 0 for day in statistics.by_day[1:-1])


def test_a_few_chats_go_on_and_about_half_of_them_wait_for_an_answer(chats, statistics):
    going_on = [chat for chat, _ in chats if chat.session.status is SessionStatus.ACTIVE]
    waiting = [messages[-1].sender_type for chat, messages in chats if chat in going_on]

    assert statistics.active_sessions == len(going_on) == 7
    assert Counter(waiting) == {SenderType.GUEST: 3, SenderType.ADMIN: 4}
    assert 3 <= statistics.unread_messages <= 12


def test_unread_is_what_the_guest_wrote_since_the_last_answer(chats):
    for chat, messages in chats:
        answers = [m.seq for m in messages if m.sender_type is SenderType.ADMIN]
        since = [m.seq for m in messages if m.seq > max(answers, default=0)]
        unread = [
            m.seq
            for m in messages
            if m.sender_type is SenderType.GUEST and m.seq > chat.session.admin_last_read_seq
        ]
        going_on = chat.session.status is SessionStatus.ACTIVE
        assert unread == (since if going_on else [])


def test_the_team_answers_within_minutes(statistics):
    assert 20 <= statistics.average_first_response_seconds <= 300


def test_nothing_lies_in_the_future_and_every_chat_runs_forward(chats):
    now = datetime.now(UTC)
    for chat, messages in chats:
        times = [chat.session.created_at, *(m.created_at for m in messages)]
        assert times == sorted(times)
        assert chat.session.last_activity_at <= now
        assert now - times[0] < timedelta(days=15)


def test_both_languages_are_spoken_each_to_guests_of_its_own(shop, chats):
    said = " ".join(m.body for _, messages in chats for m in messages)

    with closing(sqlite3.connect(shop.data / "livechat.db")) as database:
        spoken = dict(database.execute("SELECT locale, count(*) FROM chat_sessions GROUP BY 1"))
    assert spoken == {"en": 21, "id": 21}
    assert "{" not in said
    assert "terima kasih" in said
    assert "thank you" in said


def test_neighbours_in_the_list_do_not_say_the_same(chats):
    last = [messages[-1].body for _, messages in chats]

    assert all(one != next_ for one, next_ in pairwise(last))


def test_no_guest_has_the_name_or_address_of_another(chats):
    assert len({chat.session.guest.name for chat, _ in chats}) == 42
    assert len({chat.session.guest.email for chat, _ in chats}) == 42


def test_chats_that_are_there_are_not_mixed_with_the_demo_unless_that_is_wanted(livechat):
    assert livechat("seed").status == 0

    assert "--force" in livechat("seed").refusal
    assert livechat("seed", "--force").out.startswith("42 chats")

    with closing(sqlite3.connect(livechat.data / "livechat.db")) as database:
        assert database.execute("SELECT count(*) FROM chat_sessions").fetchone() == (84,)


def test_the_same_number_tells_the_same_and_another_one_something_else(livechat):
    def told(folder, seed):
        place = {"LIVECHAT_DATA_DIR": folder}
        assert livechat("seed", "--seed", seed, **place).status == 0
        with closing(sqlite3.connect(livechat.folder / folder / "livechat.db")) as database:
            bodies = database.execute(
                "SELECT message FROM chat_messages ORDER BY created_at, message"
            ).fetchall()
            return bodies, database.execute("SELECT session_id FROM chat_sessions").fetchall()

    once, ids = told("once", 5)
    again, other_ids = told("again", 5)
    other, _ = told("other", 6)

    assert once == again
    assert once != other
    assert set(ids).isdisjoint(other_ids), (
        "nobody may foretell the credentials of the demo's guests"
    )
