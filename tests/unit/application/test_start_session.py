"""A visitor begins a chat, once, however often he asks."""

from uuid import uuid4

import pytest

from livechat.application.views import SessionFilter
from livechat.domain.errors import SessionClosedError, SessionNotFoundError
from livechat.domain.people import GuestCredential, secret_hash
from tests.builders import a_draft, an_introduction


async def chats(store):
    return [s.session.id for s in (await store.queries.sessions(SessionFilter())).summaries]


async def test_a_chat_begins_with_what_the_visitor_told(start, clock):
    said = an_introduction("Sari", topic="delivery", locale="id", metadata={"page": "/cart"})

    begun = await start(said, None)

    session = begun.summary.session
    assert (session.guest, session.topic, session.locale) == (said.guest, "delivery", "id")
    assert session.metadata == {"page": "/cart"}
    assert session.created_at == session.updated_at == session.last_activity_at == clock.now()


async def test_the_token_opens_the_chat_and_is_not_stored(start, store):
    begun = await start(an_introduction(), None)

    credential = GuestCredential.parse(begun.token)
    session = (await store.queries.session(credential.session_id, by=credential)).session
    secret = begun.token.partition(".")[2]
    assert session.id == begun.summary.session.id
    assert session.secret_hash == secret_hash(secret)
    assert secret not in repr(session)


async def test_who_has_a_chat_goes_on_with_it(start, store, guest):
    begun = await start(an_introduction("Sari", "SARI@example.com"), guest)

    assert begun.token is None
    assert begun.summary.session.id == guest.session_id
    assert len(await chats(store)) == 1


@pytest.mark.parametrize(
    "said", [an_introduction("Budi"), an_introduction(email="other@example.com")], ids=repr
)
async def test_somebody_else_at_the_same_browser_gets_a_chat_of_his_own(start, guest, said):
    begun = await start(said, guest)

    assert begun.token is not None
    assert begun.summary.session.id != guest.session_id


async def test_after_the_close_a_new_chat_begins(start, close, guest):
    await close(guest.session_id, by=guest)

    begun = await start(an_introduction(), guest)

    assert begun.token is not None
    assert begun.summary.session.id != guest.session_id


async def test_a_guessed_token_opens_nothing_and_begins_a_new_chat(start, guest):
    guessed = GuestCredential(guest.session_id, secret_hash("guessed"))

    assert (await start(an_introduction(), guessed)).summary.session.id != guest.session_id


async def test_an_email_address_joins_nothing(start):
    first, second = [await start(an_introduction(), None) for _ in range(2)]

    assert first.summary.session.id != second.summary.session.id


async def test_a_retried_request_gives_the_same_chat_with_a_token_that_works(start, store):
    said = an_introduction(request_id=uuid4())
    lost = await start(said, None)

    begun = await start(said, None)

    credential = GuestCredential.parse(begun.token)
    assert begun.summary.session.id == lost.summary.session.id
    assert await store.queries.session(credential.session_id, by=credential)
    assert len(await chats(store)) == 1
    with pytest.raises(SessionNotFoundError):
        await store.queries.session(credential.session_id, by=GuestCredential.parse(lost.token))


async def test_a_request_that_was_used_is_not_handed_to_who_repeats_it(start, send, store):
    said = an_introduction(request_id=uuid4())
    first = GuestCredential.parse((await start(said, None)).token)
    await send(first.session_id, a_draft("my secret"), by=first)

    begun = await start(said, None)

    assert begun.summary.session.id != first.session_id
    assert await store.queries.session(first.session_id, by=first)


async def test_the_request_of_another_person_is_not_handed_over(start):
    request_id = uuid4()
    mine = await start(an_introduction("Sari", request_id=request_id), None)

    theirs = await start(an_introduction("Budi", request_id=request_id), None)

    assert theirs.summary.session.id != mine.summary.session.id


async def test_a_retry_with_the_own_token_needs_no_new_one(start, guest):
    said = an_introduction(request_id=uuid4())
    credential = GuestCredential.parse((await start(said, None)).token)

    assert (await start(said, credential)).token is None


async def test_a_closed_chat_stays_closed_for_its_token(start, close, send, guest):
    await close(guest.session_id, by=guest)
    await start(an_introduction(), guest)

    with pytest.raises(SessionClosedError):
        await send(guest.session_id, a_draft(), by=guest)
