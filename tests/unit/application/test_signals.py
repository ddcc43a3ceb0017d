"""What clients hear of an event: this is a published language."""

import json

import pytest

from livechat.application.signals import DATA_BYTES, message_data, signals_of, timestamp
from livechat.domain.events import (
    MessageSent,
    MessagesRead,
    SessionClosed,
    SessionErased,
    SessionStarted,
)
from livechat.domain.messages import SenderType
from tests.builders import NOW, a_draft, a_guest, a_message, a_session, an_admin, guest_of


def on_the_wire(data):
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def test_a_message_is_heard_in_its_chat_and_by_the_admins():
    message = a_message("Halo 👍", seq=7)

    in_chat, for_admins = signals_of(MessageSent(message))

    assert in_chat.channel == f"chat-session.{message.session_id}"
    assert for_admins.channel == "admin-chat"
    assert in_chat.name == for_admins.name == "message.sent"
    assert in_chat.data is for_admins.data
    assert in_chat.data == {
        "session_id": str(message.session_id),
        "seq": 7,
        "message": {
            "id": str(message.id),
            "session_id": str(message.session_id),
            "seq": 7,
            "kind": "text",
            "message": "Halo 👍",
            "sender_type": "guest",
            "sender_name": "Sari",
            "is_read": False,
            "attachments": [],
            "metadata": {},
            "created_at": "2026-03-01T12:00:00.000Z",
            "updated_at": "2026-03-01T12:00:00.000Z",
        },
    }


def test_a_new_chat_is_heard_by_the_admins_alone():
    [signal] = signals_of(SessionStarted(a_session().id, "Sari", "delivery", started_at=NOW))

    assert (signal.channel, signal.name) == ("admin-chat", "session.started")
    assert signal.data["seq"] == 0
    assert (signal.data["guest_name"], signal.data["topic"]) == ("Sari", "delivery")


def test_marks_and_closes_are_heard_by_both_with_their_place():
    session_id = a_session().id

    marks = signals_of(MessagesRead(session_id, SenderType.ADMIN, 4))
    closes = signals_of(SessionClosed(session_id, SenderType.GUEST, 5, NOW))

    channels = [f"chat-session.{session_id}", "admin-chat"]
    assert [signal.channel for signal in marks] == [signal.channel for signal in closes] == channels
    assert marks[0].name == "messages.read"
    assert marks[0].data == {"session_id": str(session_id), "reader": "admin", "up_to_seq": 4}
    assert closes[0].name == "session.closed"
    assert closes[0].data == {
        "session_id": str(session_id),
        "closed_by": "guest",
        "closed_seq": 5,
        "closed_at": "2026-03-01T12:00:00.000Z",
    }


def test_that_a_chat_is_erased_is_heard_by_both_and_holds_nothing_of_it():
    session_id = a_session().id

    signals = signals_of(SessionErased(session_id, NOW))

    assert [signal.channel for signal in signals] == [f"chat-session.{session_id}", "admin-chat"]
    assert {signal.name for signal in signals} == {"session.erased"}
    assert signals[0].data == {
        "session_id": str(session_id),
        "erased_at": "2026-03-01T12:00:00.000Z",
    }


def test_no_event_tells_an_email_address_or_a_phone_number():
    chat = a_session(guest=a_guest("Sari", "sari@example.com", phone="08123456789"))
    guest, ana = guest_of(chat), an_admin("Ana", email="ana@example.com")
    facts = [
        SessionStarted(chat.id, chat.guest.name.text, None, started_at=NOW),
        chat.post(a_draft("Halo?"), by=guest, now=NOW),
        chat.post(a_draft("Hi!"), by=ana, now=NOW),
        chat.mark_read(2, by=guest, now=NOW),
        chat.close(by=ana, now=NOW),
    ]

    told = "".join(repr(signal.data) for fact in facts for signal in signals_of(fact))

    assert "Sari" in told
    assert "Ana" in told
    assert "@" not in told
    assert "8123456789" not in told


@pytest.mark.parametrize("letter", ["a", "é", "ह", "👍", '"', "\n", "\\"])
@pytest.mark.parametrize("length", [1, 1500, 1501, 2300, 4000])
def test_no_event_is_longer_than_a_hosted_gateway_takes(letter, length):
    message = a_message(letter * length, sender_name="👍" * 100)

    signal = signals_of(MessageSent(message))[0]

    bare = {"session_id": str(message.session_id), "seq": 1}
    whole = bare | {"message": message_data(message)}
    assert signal.data == (whole if len(on_the_wire(whole)) <= DATA_BYTES else bare)


def test_what_hangs_on_a_message_counts_too():
    message = a_message("short", metadata={"page": "x" * DATA_BYTES})

    assert "message" not in signals_of(MessageSent(message))[0].data


def test_moments_are_told_in_utc_to_the_millisecond():
    assert timestamp(NOW.replace(microsecond=7000)) == "2026-03-01T12:00:00.007Z"
