"""Sending, reading and closing: each once, in order, and only by those whose chat it is."""

from dataclasses import replace
from uuid import uuid4

import pytest

from livechat.application.mark_read import MarkRead
from livechat.application.views import Window
from livechat.domain.errors import (
    MessageIdTakenError,
    SessionClosedError,
    SessionNotFoundError,
    StoreUnavailableError,
)
from livechat.domain.messages import SenderType
from livechat.domain.people import secret_hash
from livechat.domain.sessions import SessionStatus
from tests.builders import a_draft


@pytest.fixture
def stored(store, ana, guest):
    async def stored():
        return (await store.queries.messages(guest.session_id, Window(), by=ana)).messages

    return stored


async def test_a_message_is_stored_as_it_was_said(send, stored, guest, clock):
    draft = a_draft("Halo 👍")

    sent = await send(guest.session_id, draft, by=guest)

    assert sent.new
    assert (sent.message.id, sent.message.body, sent.message.seq) == (draft.id, "Halo 👍", 1)
    assert (sent.message.sender_type, sent.message.sender_name) == (SenderType.GUEST, "Sari")
    assert await stored() == [sent.message]


async def test_the_same_id_again_is_the_message_that_is_stored(send, stored, guest, clock):
    first = await send(guest.session_id, draft := a_draft("one"), by=guest)
    clock.advance(days=400)

    again = await send(guest.session_id, a_draft("two", id=draft.id), by=guest)

    assert again == (first.message, False)
    assert await stored() == [first.message]


async def test_a_retry_is_answered_also_after_the_close(send, close, guest):
    first = await send(guest.session_id, draft := a_draft(), by=guest)
    await close(guest.session_id, by=guest)

    assert await send(guest.session_id, draft, by=guest) == (first.message, False)


async def test_a_retry_needs_the_credential_too(send, guest):
    await send(guest.session_id, draft := a_draft("for my eyes"), by=guest)
    stranger = replace(guest, secret_hash=secret_hash("guessed"))

    with pytest.raises(SessionNotFoundError):
        await send(guest.session_id, draft, by=stranger)


async def test_an_id_of_the_other_side_is_taken(send, guest, ana):
    await send(guest.session_id, draft := a_draft(), by=guest)

    with pytest.raises(MessageIdTakenError):
        await send(guest.session_id, draft, by=ana)


async def test_nothing_is_stored_in_a_closed_chat(send, close, stored, guest, ana):
    await close(guest.session_id, by=ana)

    for by in (guest, ana):
        with pytest.raises(SessionClosedError):
            await send(guest.session_id, a_draft("Halo?"), by=by)
    assert await stored() == []


async def test_a_chat_that_is_not_yours_looks_like_none(send, mark_read, close, guest, ana):
    stranger = replace(guest, secret_hash=secret_hash("guessed"))

    for session_id, by in ((guest.session_id, stranger), (uuid4(), guest), (uuid4(), ana)):
        for attempt in (
            send(session_id, a_draft(), by=by),
            mark_read(session_id, 1, by=by),
            close(session_id, by=by),
        ):
            with pytest.raises(SessionNotFoundError):
                await attempt


async def test_closing_tells_how_the_chat_is_afterwards(close, guest, ana, clock):
    clock.advance(minutes=5)

    closed = (await close(guest.session_id, by=ana)).session

    assert closed.status is SessionStatus.CLOSED
    assert (closed.closed_by, closed.closed_at) == (SenderType.ADMIN, clock.now())


async def test_closing_again_changes_and_tells_nothing(close, store, guest, ana, clock):
    first = await close(guest.session_id, by=ana)
    told = await store.outbox.depth()
    clock.advance(minutes=5)

    assert (await close(guest.session_id, by=guest)).session == first.session
    assert await store.outbox.depth() == told


async def test_a_mark_moves_forward_and_never_past_the_end(send, mark_read, guest, ana):
    for text in ("one", "two", "three"):
        await send(guest.session_id, a_draft(text), by=guest)

    for up_to, mark, unread in ((2, 2, 1), (1, 2, 1), (99, 3, 0), (0, 3, 0)):
        session = (await mark_read(guest.session_id, up_to, by=ana)).session
        assert session.admin_last_read_seq == mark
        assert session.unread(SenderType.ADMIN) == unread


async def test_each_side_has_a_mark_of_its_own(send, mark_read, stored, guest, ana):
    await send(guest.session_id, a_draft("Halo?"), by=guest)
    await send(guest.session_id, a_draft("Hi!"), by=ana)

    session = (await mark_read(guest.session_id, 2, by=guest)).session

    assert (session.guest_last_read_seq, session.admin_last_read_seq) == (2, 0)
    assert [m.is_read for m in await stored()] == [False, True]


class NobodyWrites:
    """Changes of chats, while none can be stored."""

    async def change(self, *_, **__):
        raise StoreUnavailableError


async def test_a_mark_that_does_not_move_asks_nobody_to_write(
    send, mark_read, store, clock, guest, ana
):
    await send(guest.session_id, a_draft(), by=guest)
    await send(guest.session_id, a_draft(), by=guest)
    marked = await mark_read(guest.session_id, 2, by=ana)
    mark_read = MarkRead(NobodyWrites(), store.queries, clock)

    assert await mark_read(guest.session_id, 1, by=ana) == marked
    with pytest.raises(StoreUnavailableError):
        await mark_read(guest.session_id, 1, by=guest)


async def test_a_mark_that_does_not_move_tells_nobody(send, mark_read, store, guest, ana):
    await send(guest.session_id, a_draft(), by=guest)
    await mark_read(guest.session_id, 1, by=ana)
    told = await store.outbox.depth()

    await mark_read(guest.session_id, 1, by=ana)

    assert await store.outbox.depth() == told


async def test_reading_is_possible_after_the_close(send, mark_read, close, guest, ana):
    await send(guest.session_id, a_draft(), by=guest)
    await close(guest.session_id, by=guest)

    session = (await mark_read(guest.session_id, 1, by=ana)).session

    assert session.admin_last_read_seq == 1
