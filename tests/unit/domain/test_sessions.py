"""A chat and its rules."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from livechat.domain.errors import (
    InvalidValueError,
    MessageIdTakenError,
    SessionClosedError,
    SessionNotFoundError,
)
from livechat.domain.events import (
    MessageKnown,
    MessageSent,
    MessagesRead,
    SessionClosed,
    SessionStarted,
)
from livechat.domain.messages import SenderType
from livechat.domain.people import secret_hash
from livechat.domain.sessions import (
    READABLE_AFTER_CLOSE,
    Retention,
    SessionStatus,
    Tally,
    begin,
    checked_metadata,
)
from tests.builders import (
    NOW,
    a_draft,
    a_guest,
    a_message,
    a_session,
    a_stranger,
    an_admin,
    guest_of,
)

LATER = NOW + timedelta(minutes=1)
ANA = an_admin("Ana")


@pytest.fixture
def chat():
    return a_session()


@pytest.fixture
def guest(chat):
    return guest_of(chat)


def said(chat, *senders):
    """The chat after each of them has said something."""
    for by in senders:
        chat.post(a_draft(), by=by, now=NOW)
        chat.written_until[chat.last_seq] = chat.written
    return chat


def test_messages_take_the_places_from_one_on(chat, guest):
    seqs = [chat.post(a_draft(), by=by, now=NOW).message.seq for by in (guest, ANA, guest)]

    assert seqs == [1, 2, 3]
    assert chat.last_seq == 3


def test_a_message_says_who_wrote_it_and_when(chat, guest):
    asked = chat.post(a_draft("Halo?"), by=guest, now=NOW).message
    answered = chat.post(a_draft("Hi!"), by=ANA, now=LATER).message

    assert (asked.sender_type, asked.sender_name, asked.body) == ("guest", "Sari", "Halo?")
    assert (answered.sender_type, answered.sender_name) == ("admin", "Ana")
    assert answered.created_at == answered.updated_at == chat.last_activity_at == LATER
    assert asked.session_id == chat.id


def test_the_same_id_again_gives_what_is_stored_whatever_the_text(chat, guest):
    stored = a_message("first", session_id=chat.id)
    chat.known[stored.id] = stored

    fact = chat.post(a_draft("second", id=stored.id), by=guest, now=NOW)

    assert fact == MessageKnown(stored)
    assert chat.last_seq == 0


def test_an_id_belongs_to_the_side_that_used_it_first(chat):
    stored = a_message(session_id=chat.id, sender_type=SenderType.GUEST)
    chat.known[stored.id] = stored

    with pytest.raises(MessageIdTakenError):
        chat.post(a_draft(id=stored.id), by=ANA, now=NOW)


def test_nothing_follows_the_close(chat, guest):
    said(chat, guest).close(by=ANA, now=LATER)

    for by in (guest, ANA):
        with pytest.raises(SessionClosedError):
            chat.post(a_draft(), by=by, now=LATER)
    assert chat.last_seq == 1


def test_a_retry_after_the_close_still_gets_its_message(chat, guest):
    stored = a_message(session_id=chat.id)
    chat.close(by=ANA, now=NOW)
    chat.known[stored.id] = stored

    assert chat.post(a_draft(id=stored.id), by=guest, now=LATER) == MessageKnown(stored)


def test_closing_tells_who_closed_and_what_came_last(chat, guest):
    fact = said(chat, guest, ANA).close(by=ANA, now=LATER)

    assert fact == SessionClosed(chat.id, SenderType.ADMIN, closed_seq=2, closed_at=LATER)
    assert (chat.status, chat.closed_by, chat.closed_at) == ("closed", "admin", LATER)


def test_closing_twice_changes_nothing(chat, guest):
    chat.close(by=guest, now=NOW)
    before = replace(chat)

    assert chat.close(by=ANA, now=LATER) is None
    assert chat == before


@pytest.mark.parametrize(
    "act",
    [
        lambda chat, by: chat.post(a_draft(), by=by, now=NOW),
        lambda chat, by: chat.mark_read(1, by=by, now=NOW),
        lambda chat, by: chat.close(by=by, now=NOW),
        lambda chat, by: chat.admit(by, now=NOW),
    ],
)
def test_a_stranger_can_do_nothing_and_learns_nothing(chat, act):
    before = replace(said(chat, ANA))

    for by in (a_stranger(chat), guest_of(a_session())):
        with pytest.raises(SessionNotFoundError):
            act(chat, by)
    assert chat == before


@pytest.mark.parametrize("days", [0, 29, -1])
def test_a_guest_may_read_for_a_month_after_the_close(chat, guest, days):
    chat.close(by=ANA, now=NOW)

    chat.admit(guest, now=NOW + timedelta(days=days))


def test_then_his_credential_opens_nothing_more_and_admins_read_on(chat, guest):
    chat.close(by=ANA, now=NOW)
    later = NOW + READABLE_AFTER_CLOSE

    with pytest.raises(SessionNotFoundError):
        chat.admit(guest, now=later)
    chat.admit(ANA, now=later)


def test_an_open_chat_is_open_to_its_guest_however_old_it_is(chat, guest):
    chat.admit(guest, now=NOW + 100 * READABLE_AFTER_CLOSE)


def test_unread_is_what_the_other_side_wrote_beyond_the_mark(chat, guest):
    said(chat, guest, guest, ANA, guest)

    assert (chat.unread(SenderType.GUEST), chat.unread(SenderType.ADMIN)) == (1, 3)
    assert chat.mark_read(2, by=ANA, now=LATER) == MessagesRead(chat.id, SenderType.ADMIN, 2)
    assert (chat.unread(SenderType.GUEST), chat.unread(SenderType.ADMIN)) == (1, 1)
    assert chat.last_read_seq(SenderType.ADMIN) == 2
    assert chat.last_read_seq(SenderType.GUEST) == 0


def test_a_mark_never_passes_the_end(chat, guest):
    said(chat, ANA)

    assert chat.mark_read(99, by=guest, now=NOW) == MessagesRead(chat.id, SenderType.GUEST, 1)


@pytest.mark.parametrize("up_to", [-1, 0, 1, 2])
def test_a_mark_moves_forward_only(chat, guest, up_to):
    said(chat, ANA, ANA, ANA).mark_read(2, by=guest, now=NOW)

    assert chat.mark_read(up_to, by=guest, now=LATER) is None
    assert chat.guest_last_read_seq == 2
    assert chat.updated_at == NOW


def test_reading_is_possible_after_the_close_and_is_no_activity(chat, guest):
    said(chat, ANA).close(by=ANA, now=NOW)

    assert chat.mark_read(1, by=guest, now=LATER) is not None
    assert chat.last_activity_at == NOW
    assert chat.updated_at == LATER


def test_a_clock_that_was_set_back_makes_no_chat_older(chat, guest):
    earlier = NOW - timedelta(hours=1)

    chat.post(a_draft(), by=guest, now=earlier)
    chat.close(by=guest, now=earlier)

    assert chat.last_activity_at == chat.updated_at == chat.closed_at == NOW


def test_a_chat_begins_as_a_fact():
    new = a_session(topic="delivery")

    session, fact = begin(new, None)

    assert session is new
    assert fact == SessionStarted(new.id, "Sari", "delivery", started_at=NOW)


def test_a_retried_start_takes_up_the_empty_chat_with_the_new_secret():
    earlier = a_session(request_id=uuid4())
    again = a_session(request_id=earlier.request_id, secret_hash=secret_hash("new"))

    session, fact = begin(again, earlier)

    assert fact is None
    assert session == replace(earlier, secret_hash=secret_hash("new"))


@pytest.mark.parametrize(
    "used",
    [{"last_seq": 1}, {"status": SessionStatus.CLOSED}, {"guest": a_guest("Budi")}],
)
def test_a_chat_that_was_used_is_not_handed_to_whoever_repeats_its_request(used):
    earlier = a_session(request_id=uuid4(), **used)
    new = a_session(request_id=earlier.request_id)

    session, fact = begin(new, earlier)

    assert session.id == new.id
    assert session.request_id is None
    assert fact is not None


def test_the_systems_own_messages_are_unread_for_nobody():
    tally = Tally().plus(SenderType.GUEST).plus(SenderType.SYSTEM).plus(SenderType.ADMIN)

    assert tally == Tally(guest=1, admin=1)


def test_a_page_tells_at_most_four_kilobytes_about_itself_as_browsers_write_them():
    fits = {"page": "é" * 2037, "n": [1, 22]}  # {"page":"éé…","n":[1,22]}

    assert checked_metadata(fits) is fits
    with pytest.raises(InvalidValueError):
        checked_metadata(fits | {"page": fits["page"] + "x"})


@pytest.mark.parametrize("broken", [{"page": "\ud800"}, {"\udfff": 1}, {"a": [{"b": "x\ud800"}]}])
def test_half_a_character_is_no_metadata_since_nobody_could_be_shown_it(broken):
    with pytest.raises(InvalidValueError) as refusal:
        checked_metadata(broken)
    assert refusal.value.problem == "characters"


def test_secrets_show_in_no_repr(chat):
    assert "secret" not in repr(chat)


def test_a_message_that_was_sent_belongs_to_its_chat(chat, guest):
    fact = chat.post(a_draft(), by=guest, now=NOW)

    assert isinstance(fact, MessageSent)
    assert fact.session_id == chat.id


def test_what_is_due_was_closed_longer_ago_than_it_is_kept():
    assert Retention(days=30).due(now=NOW) == NOW - timedelta(days=30)
