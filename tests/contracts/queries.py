"""What ChatQueries promises."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from livechat.application.views import ChatFilter, SessionFilter, Window
from livechat.domain.errors import CursorAheadError, SessionNotFoundError
from livechat.domain.people import EmailAddress
from livechat.domain.sessions import SessionStatus
from tests.builders import a_guest, a_session, a_stranger, guest_of
from tests.contracts.talking import ANA, a_talk

ALL = Window(after=0, limit=200)


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

    @pytest.mark.parametrize(
        "text",
        [
            "' OR '1'='1",
            "'); DELETE FROM chat_sessions; --",
            "' UNION SELECT password_hash FROM admins --",
            '" OR 1=1 --',
            "%' ESCAPE '!",
            ":wanted",
            "$1 %(wanted)s ?",
        ],
    )
    async def test_text_that_is_sql_is_text(self, store, clock, text):
        guest = a_guest(text, f"{'a' * 8}@example.com")
        talk = await a_talk(store, clock, guest=guest, topic=text)
        other = await a_talk(store, clock, guest=a_guest("Sari", "s@example.com"))
        said = await talk.asks(text)

        page = await store.queries.sessions(SessionFilter(text=text))
        everybody = await store.queries.sessions(SessionFilter())

        assert [summary.session.id for summary in page.summaries] == [talk.id]
        assert {summary.session.id for summary in everybody.summaries} == {talk.id, other.id}
        assert (await talk.entries(ALL)).messages == [said]

    async def test_all_chats_come_in_the_order_they_began_and_none_moves(self, store, clock):
        talks = [await a_talk(store, clock, id=UUID(int=n)) for n in range(100, 0, -1)]
        clock.advance(seconds=1)
        newest = await a_talk(store, clock, id=UUID(int=0))

        first = await store.queries.begun(ChatFilter())
        await talks[0].asks("the last word")
        rest = await store.queries.begun(ChatFilter(), after=first[-1].session)

        assert [each.session.id.int for each in first] == list(range(1, 101))
        assert [each.session.id for each in rest] == [newest.id]
        assert await store.queries.begun(ChatFilter(), after=rest[-1].session) == []
        spoken, _ = await store.queries.begun(ChatFilter(), after=first[-2].session)
        assert spoken.last_message.body == "the last word"

    async def test_chats_are_found_by_when_they_were_closed(self, store, clock):
        await a_talk(store, clock)
        first, second = [await a_talk(store, clock) for _ in range(2)]
        for talk in (first, second):
            await talk.is_closed()
            clock.advance(seconds=1)

        for seconds, found in ((2, []), (1, [first.id]), (0, [first.id, second.id])):
            wanted = ChatFilter(closed_before=clock.now() - timedelta(seconds=seconds))
            closed = await store.queries.begun(wanted)
            assert {each.session.id for each in closed} == set(found)

    async def test_one_chat_is_found_by_its_id(self, store, clock):
        await a_talk(store, clock)
        talk = await a_talk(store, clock)

        [found] = await store.queries.begun(ChatFilter(session_id=talk.id))

        assert found == await talk.summary()
        assert await store.queries.begun(ChatFilter(session_id=uuid4())) == []

    @pytest.mark.parametrize(
        ("address", "names"),
        [
            ("sari@example.com", ["Sari", "SARI"]),
            ("Sari@Example.com", ["Sari", "SARI"]),
            ("ari@example.com", ["Ari"]),
            ("_ari@example.com", []),
            ("%@example.com", ["Percent"]),
            ("nobody@example.com", []),
        ],
    )
    async def test_chats_of_an_address_are_those_of_no_other(self, store, clock, address, names):
        for guest in (
            a_guest("Sari", "sari@example.com"),
            a_guest("SARI", "SARI@EXAMPLE.COM"),
            a_guest("Ari", "ari@example.com"),
            a_guest("Percent", "%@example.com"),
            a_guest("sari@example.com", "other@example.com"),
            a_guest("Longer", "sari@example.com.id"),
        ):
            await a_talk(store, clock, guest=guest)
            clock.advance(seconds=1)

        found = await store.queries.begun(ChatFilter(email=EmailAddress(address)))

        assert [each.session.guest.name.text for each in found] == names
