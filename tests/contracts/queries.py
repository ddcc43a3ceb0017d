"""What ChatQueries promises."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from livechat.application.views import Day, SessionFilter, Window
from livechat.domain.errors import CursorAheadError, SessionNotFoundError
from livechat.domain.sessions import SessionStatus
from tests.builders import a_guest, a_session, a_stranger, guest_of
from tests.contracts.talking import ANA, a_talk


class ChatQueriesContract:
    """Subclass it with a fixture `store`, open and empty, on the fixture `clock`."""

    @pytest.fixture
    async def talk(self, store, clock):
        return await a_talk(store, clock)

    @pytest.fixture
    async def ten(self, talk):
        for n in range(10):
            await talk.asks(str(n + 1))
        return talk

    async def test_a_chat_is_seen_by_its_guest_and_by_admins(self, store, talk):
        by_guest = await store.queries.session(talk.id, by=talk.guest)
        by_admin = await store.queries.session(talk.id, by=ANA)

        assert by_guest.session.id == by_admin.session.id == talk.id
        assert by_guest.epoch == by_admin.epoch != ""

    async def test_a_chat_that_was_closed_a_month_ago_is_seen_by_admins_alone(
        self, store, clock, talk
    ):
        await talk.is_closed()
        clock.advance(days=30)

        with pytest.raises(SessionNotFoundError):
            await store.queries.session(talk.id, by=talk.guest)
        with pytest.raises(SessionNotFoundError):
            await store.queries.messages(talk.id, Window(), by=talk.guest)
        assert (await store.queries.session(talk.id, by=ANA)).session.id == talk.id

    async def test_another_ones_chat_looks_like_no_chat(self, store, talk):
        others = [a_stranger(a_session(id=talk.id)), guest_of(a_session())]

        for by in others:
            with pytest.raises(SessionNotFoundError):
                await store.queries.session(talk.id, by=by)
            with pytest.raises(SessionNotFoundError):
                await store.queries.messages(talk.id, Window(), by=by)
        with pytest.raises(SessionNotFoundError):
            await store.queries.session(uuid4(), by=ANA)

    @pytest.mark.parametrize(
        ("window", "seqs", "more"),
        [
            (Window(limit=3), [8, 9, 10], True),
            (Window(limit=10), list(range(1, 11)), False),
            (Window(after=0, limit=4), [1, 2, 3, 4], True),
            (Window(after=6, limit=4), [7, 8, 9, 10], False),
            (Window(after=9, limit=1), [10], False),
            (Window(after=10), [], False),
            (Window(before=4, limit=2), [2, 3], True),
            (Window(before=4, limit=3), [1, 2, 3], False),
            (Window(before=1), [], False),
            (Window(before=0), [], False),
            (Window(before=99, limit=2), [9, 10], True),
            (Window(before=2**70, limit=2), [9, 10], True),
        ],
    )
    async def test_a_window_shows_its_part_in_order(self, ten, window, seqs, more):
        page = await ten.entries(window)

        assert [m.seq for m in page.messages] == seqs
        assert page.has_more is more
        assert page.summary.session.last_seq == 10

    async def test_who_knows_more_than_the_store_is_told_where_it_ends(self, ten):
        with pytest.raises(CursorAheadError) as refusal:
            await ten.entries(Window(after=11))

        assert refusal.value.last_seq == 10
        assert refusal.value.epoch == (await ten.summary()).epoch

    async def test_an_empty_chat_has_an_empty_page(self, talk):
        page = await talk.entries(Window())

        assert (page.messages, page.has_more, page.summary.last_message) == ([], False, None)

    async def test_the_list_begins_with_what_happened_last(self, store, clock):
        talks = []
        for _ in range(3):
            talks.append(await a_talk(store, clock))
            clock.advance(seconds=1)
        await talks[0].asks("the last word")

        page = await store.queries.sessions(SessionFilter())

        assert [s.session.id for s in page.summaries] == [talks[0].id, talks[2].id, talks[1].id]
        assert page.summaries[0].last_message.body == "the last word"
        assert page.summaries[1].last_message is None
        assert page.next is None

    async def test_the_list_can_be_read_in_parts_also_within_one_moment(self, store, clock):
        ids = [UUID(int=n) for n in range(7)]
        for id_ in ids:
            await a_talk(store, clock, id=id_)

        seen, wanted = [], SessionFilter(limit=3)
        while True:
            page = await store.queries.sessions(wanted)
            seen += [s.session.id for s in page.summaries]
            if page.next is None:
                break
            wanted = SessionFilter(limit=3, cursor=page.next)

        assert seen == ids[::-1]

    async def test_a_full_last_page_has_nothing_behind_it(self, store, clock):
        for _ in range(3):
            await a_talk(store, clock)

        assert (await store.queries.sessions(SessionFilter(limit=3))).next is None

    async def test_the_list_can_be_had_by_status(self, store, clock):
        open_, closed = await a_talk(store, clock), await a_talk(store, clock)
        await closed.is_closed()

        async def found(status):
            page = await store.queries.sessions(SessionFilter(status=status))
            return {s.session.id for s in page.summaries}

        assert await found(SessionStatus.ACTIVE) == {open_.id}
        assert await found(SessionStatus.CLOSED) == {closed.id}
        assert await found(None) == {open_.id, closed.id}

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("sari", ["Sari"]),
            ("ÉMILE", ["Émile"]),
            ("STRASSE", ["Straße"]),
            ("@example", ["Sari", "Émile"]),
            ("100%", ["100%_\\"]),
            ("0_", []),
            ("%_\\", ["100%_\\"]),
            ("'", ["O'Neill"]),
            ("e\u0301mile", ["Émile"]),
            ("\u00e5sa", ["A\u030asa"]),
            ("ΜΆΪΟΣ", ["μάϊος"]),
            ("\uff33ari", ["Sari"]),
            ("nobody", []),
        ],
    )
    async def test_search_takes_every_character_for_itself(self, store, clock, text, names):
        for guest in (
            a_guest("Sari", "s@example.com"),
            a_guest("Émile", "e@EXAMPLE.org"),
            a_guest("Straße", "w@berlin.de"),
            a_guest("100%_\\", "x@y.z"),
            a_guest("O'Neill", "o@n.ie"),
            a_guest("A\u030asa", "a@x.se"),
            a_guest("μάϊος", "m@x.gr"),
        ):
            await a_talk(store, clock, guest=guest)

        page = await store.queries.sessions(SessionFilter(text=text))

        assert sorted(s.session.guest.name.text for s in page.summaries) == sorted(names)


class FiguresContract:
    """Subclass it with a fixture `store`, open and empty, on the fixture `clock`."""

    @pytest.fixture
    def figures(self, store):
        """Who is asked about what is in it."""
        return store.queries

    async def test_figures_over_nothing_are_zeros(self, store, figures, clock):
        found = await figures.statistics(now=clock.now(), days=2, zone=UTC)

        assert found.total_sessions == found.total_messages == found.unread_messages == 0
        assert found.average_first_response_seconds is None
        assert found.by_day == [Day(date(2026, 2, 28), 0, 0), Day(date(2026, 3, 1), 0, 0)]

    async def test_figures_count_what_was_said(self, store, figures, clock):
        yesterday = await a_talk(store, clock)
        await yesterday.is_answered("anybody?")
        await yesterday.asks()
        await yesterday.asks()
        clock.advance(seconds=30)
        await yesterday.is_answered()
        await yesterday.is_closed()
        clock.advance(days=1)
        today = await a_talk(store, clock)
        await today.asks()
        clock.advance(seconds=10)
        await today.is_answered()
        await today.is_read(1)

        found = await figures.statistics(now=clock.now(), days=2, zone=UTC)

        assert (found.total_sessions, found.active_sessions, found.closed_sessions) == (
            2,
            1,
            1,
        )
        assert (found.total_messages, found.unread_messages) == (6, 2)
        assert (found.sessions_today, found.messages_today) == (1, 2)
        assert found.average_first_response_seconds == 20
        assert [(day.sessions, day.messages) for day in found.by_day] == [(1, 4), (1, 2)]

    async def test_days_are_those_of_the_zone(self, store, figures, clock):
        clock.advance(hours=6)
        await (await a_talk(store, clock)).asks()
        jakarta = ZoneInfo("Asia/Jakarta")

        found = await figures.statistics(now=clock.now(), days=1, zone=jakarta)

        assert found.by_day == [Day(date(2026, 3, 2), 1, 1)]

    @pytest.mark.parametrize(
        "summer_time",
        [
            ("Europe/Berlin", "2026-03-28T23:00Z", date(2026, 3, 29), 23),
            ("Europe/Berlin", "2026-10-24T22:00Z", date(2026, 10, 25), 25),
            ("Asia/Beirut", "2026-03-28T22:00Z", date(2026, 3, 29), 23),  # there is no midnight
            ("America/Havana", "2026-11-01T04:00Z", date(2026, 11, 1), 25),  # there are two
            ("Asia/Kathmandu", "2026-05-01T18:15Z", date(2026, 5, 2), 24),
        ],
    )
    async def test_a_day_is_as_long_as_its_zone_makes_it(self, store, figures, clock, summer_time):
        zone, begin, day, hours = summer_time
        clock.time = datetime.fromisoformat(begin) - timedelta(minutes=30)
        for _ in range(hours + 2):
            await (await a_talk(store, clock)).asks()
            clock.advance(hours=1)

        found = await figures.statistics(now=clock.now(), days=3, zone=ZoneInfo(zone))

        one = timedelta(days=1)
        assert found.by_day == [
            Day(day - one, 1, 1),
            Day(day, hours, hours),
            Day(day + one, 1, 1),
        ]

    async def test_a_first_response_belongs_to_the_day_its_chat_began(self, store, figures, clock):
        early = await a_talk(store, clock)
        await early.asks()
        clock.advance(days=1)
        await early.is_answered()

        found = await figures.statistics(now=clock.now(), days=1, zone=UTC)

        assert found.average_first_response_seconds is None

    async def test_the_median_is_told_only_of_enough_answers(self, store, figures, clock):
        begin = clock.now()
        for seconds in (10, 20, 90):
            talk = await a_talk(store, clock)
            await talk.asks()
            clock.advance(seconds=seconds)
            await talk.is_answered()
        await (await a_talk(store, clock)).asks("nobody answers this one")

        median = figures.median_first_response
        assert await median(since=begin, at_least=3) == 20
        assert await median(since=begin, at_least=4) is None
        assert await median(since=begin + timedelta(seconds=10), at_least=2) == 55
