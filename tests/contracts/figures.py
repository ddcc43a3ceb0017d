"""What Figures promises."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from livechat.application.views import Day
from tests.contracts.talking import a_talk


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
