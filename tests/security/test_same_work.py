"""Access control: 19. Time that is equal within noise cannot be tested without a flake; the work that takes it can."""

import sys
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import event

from livechat.adapters.sql.sqlite import SqliteStore
from tests.unit.http.test_access import ACCESS, address_of, ask, body_of
from tests.unit.http.world import the_services

HASH = "openssl_sha256"


@pytest.fixture
async def store(tmp_path, clock):
    store = SqliteStore(tmp_path / "livechat.db", clock)
    await store.open()
    yield store
    await store.close()


@pytest.fixture
def services(clock, store):
    return the_services(clock, store=store)


@contextmanager
def work(store):
    """Every statement that the database gets, and every hash that is made, in order."""
    done = []

    def asked(connection, cursor, statement, parameters, context, many):
        done.append(statement)

    def called(frame, kind, function):
        if kind == "c_call" and function.__name__ == HASH:
            done.append(HASH)

    engines = (store._engine, store.readers.engine.sync_engine)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", asked)
    sys.setprofile(called)
    yield done
    sys.setprofile(None)
    for engine in engines:
        event.remove(engine, "before_cursor_execute", asked)


def takes_an_id(route):
    return any(of(route, "one") != of(route, "other") for of in (address_of, body_of))


@pytest.mark.parametrize("name", ["liar", "stranger", "past"])
@pytest.mark.parametrize("route", [route for route in ACCESS if takes_an_id(route)])
async def test_19_what_is_foreign_takes_as_much_work_as_what_is_unknown(people, store, route, name):
    await people.guest.says("Another secret")
    asker = getattr(people, name)

    answers, efforts = [], []
    for about in (people.chat, str(uuid4())):
        if name == "liar":
            asker.headers["Authorization"] = f"Bearer {about}.guess"
        with work(store) as done:
            answers.append(await ask(people, name, route, about=about))
        efforts.append(done)

    foreign, unknown = efforts
    assert foreign == unknown
    assert len({(answer.status_code, answer.text) for answer in answers}) == 1


async def test_19_the_work_is_seen(people, store):
    with work(store) as done:
        await ask(people, "stranger", "POST /api/chat/session/{session_id:uuid}/close")

    assert HASH in done
    assert any("chat_sessions" in statement for statement in done)
