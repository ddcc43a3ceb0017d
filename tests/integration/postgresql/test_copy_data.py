"""An installation moves from SQLite to PostgreSQL and back, and is the same there."""

import sqlite3
from contextlib import closing

import pytest

from livechat.adapters.sql.copying import copy
from livechat.application.views import Window
from livechat.domain.errors import StoreUnavailableError
from livechat.domain.people import EmailAddress
from tests.builders import an_admin
from tests.contracts.talking import Talk, a_talk
from tests.integration.cli.machine import Livechat
from tests.integration.postgresql.installations import (
    MESSAGES,
    TALKS,
    everything_in,
    filled,
    quietly,
)


async def test_it_is_the_same_there_and_back_again(talk, sqlite, postgresql):
    before = await everything_in(sqlite())
    assert all(before.values())

    there = await copy(sqlite(), postgresql(), quietly)
    assert await everything_in(postgresql()) == before
    back = await copy(postgresql(), sqlite("back.db"), quietly)

    assert await everything_in(sqlite("back.db")) == before
    assert there == back == sum(map(len, before.values())) - len(before["installation"])


async def test_everything_goes_on_where_it_was(talk, sqlite, postgresql, clock):
    await copy(sqlite(), postgresql(), quietly)
    store = postgresql()
    await store.open()

    again = Talk(store, clock, (await store.queries.session(talk.id, by=talk.guest)).session)
    sent = await again.asks("here I am")
    await a_talk(store, clock)
    await store.admins.add(an_admin("Budi"), "hash")

    assert sent.seq == MESSAGES + 2
    assert len((await again.entries(Window(limit=200))).messages) == sent.seq
    assert (await store.admins.by_email(EmailAddress("ana@example.com"))).password_hash == "hash"
    assert await store.installation.remember("app_key", str) == "the key that widgets know"
    await store.close()


async def test_a_target_in_which_there_is_something_is_left_alone(talk, sqlite, postgresql, clock):
    await filled(postgresql(), clock)
    before = await everything_in(postgresql())

    with pytest.raises(StoreUnavailableError, match="The target is not empty"):
        await copy(sqlite(), postgresql(), quietly)

    assert await everything_in(postgresql()) == before


async def interrupted(source, target, *, at):
    """Pull the plug when more than so many rows are there."""

    def plug(done, total):
        if done > at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await copy(source, target, plug)


@pytest.mark.parametrize("at", [-1, TALKS, TALKS + 520])
async def test_what_was_interrupted_is_served_by_nobody_and_gone_on_with(
    talk, sqlite, postgresql, at
):
    await interrupted(sqlite(), postgresql(), at=at)
    half = postgresql()
    with pytest.raises(StoreUnavailableError, match="half a copy"):
        await half.open()
    await half.close()
    places = []

    await copy(sqlite(), postgresql(), lambda *place: places.append(place))

    assert places[0][0] > at
    assert await everything_in(postgresql()) == await everything_in(sqlite())


async def test_half_a_copy_of_another_installation_is_left_alone(talk, sqlite, postgresql, clock):
    await interrupted(sqlite(), postgresql(), at=-1)
    await filled(sqlite("other.db"), clock)

    with pytest.raises(StoreUnavailableError, match="half a copy of another installation"):
        await copy(sqlite("other.db"), postgresql(), quietly)


async def test_a_source_that_is_written_to_meanwhile_is_noticed(talk, sqlite, postgresql, tmp_path):
    def meddle(done, total):
        if done == total:
            with closing(sqlite3.connect(tmp_path / "source.db")) as other:
                other.execute("UPDATE chat_messages SET message = 'changed' WHERE id = 1")
                other.commit()

    with pytest.raises(StoreUnavailableError, match="chat_messages differs"):
        await copy(sqlite(), postgresql(), meddle)


async def test_the_command_says_what_it_did_and_what_it_cannot_do(talk, tmp_path, bare):
    livechat = Livechat(tmp_path)
    source = f"sqlite:///{tmp_path}/source.db"

    done = livechat("copy-data", source, bare)
    again = livechat("copy-data", source, bare)
    nothing = livechat("copy-data", source, "memory:")

    assert f"rows are in {bare.replace('livechat@', '')} as they are in {tmp_path}" in done.out
    assert done.status == 0
    assert "Error: The target is not empty.\n" in again.err
    assert nothing.refusal == "TARGET cannot be memory: that ends with the command."
