"""Livechat starts on a database that it can use, and says of every other one why it does not."""

import asyncio
import socket

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from livechat.adapters.sql.postgresql import PostgresqlStore
from livechat.adapters.sql.postgresql.server import Server
from livechat.adapters.sql.schema import metadata
from livechat.bootstrap import opened
from livechat.domain.errors import StoreUnavailableError
from livechat.settings import load
from tests.contracts.talking import a_talk
from tests.integration.postgresql.conftest import asked
from tests.integration.postgresql.server import PATIENCE
from tests.ports import free_port


async def refused(url, clock, **more):
    """Why the start was refused; nothing is left open, and nothing hangs."""
    store = PostgresqlStore(url, clock, name="postgresql://ours", **more)
    try:
        with pytest.raises(StoreUnavailableError) as refusal:
            await store.open()
    finally:
        await store.close()
    said = str(refusal.value)
    assert said.startswith("The database postgresql://ours cannot be used: ")
    assert "\n" not in said
    return said


async def looked_at(url, look):
    """What *look* says of a connection."""
    engine = Server(url, PATIENCE).writing()
    async with engine.connect() as connection:
        found = await connection.run_sync(look)
    await engine.dispose()
    return found


async def test_processes_that_start_together_make_the_tables_once(bare, process_on, clock):
    stores = await asyncio.gather(*(process_on(bare) for _ in range(4)))

    talks = [await a_talk(store, clock) for store in stores]
    assert len({(await talk.summary()).epoch for talk in talks}) == 1


async def test_the_steps_lead_to_the_tables_that_the_code_describes(bare):
    await Server(bare, PATIENCE).migrate()

    def differences(connection):
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, metadata)

    assert await looked_at(bare, differences) == []


async def test_constraints_and_indexes_are_those_of_the_code(bare):
    def described(connection):
        asked_for = ("get_pk_constraint", "get_unique_constraints", "get_foreign_keys")
        return {
            (name, each): repr(getattr(inspect(connection), each)(name))
            for name in metadata.tables
            for each in (*asked_for, "get_indexes", "get_columns")
        }

    def made(connection):
        metadata.drop_all(connection)
        metadata.create_all(connection)
        return described(connection)

    await Server(bare, PATIENCE).migrate()
    assert await looked_at(bare, described) == await looked_at(bare, made)


async def test_every_step_goes_down_and_up_again(bare):
    def tables(connection):
        return set(inspect(connection).get_table_names())

    server = Server(bare, PATIENCE)
    await server.migrate()
    whole = await looked_at(bare, tables)

    await server.migrate(to="base")
    assert await looked_at(bare, tables) == {"alembic_version"}
    await server.migrate()
    assert await looked_at(bare, tables) == whole == {*metadata.tables, "alembic_version"}


async def test_what_is_promised_about_durability_is_in_force_where_it_is_written(bare, process_on):
    async with asked(bare) as administrator:
        name = await administrator.fetchval("SELECT current_database()")
        await administrator.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")

    store = await process_on(bare)

    async with store._engine.connect() as connection:
        assert await connection.scalar(text("SHOW synchronous_commit")) == "on"


async def test_readers_see_one_moment_and_cannot_write(store):
    async with store.readers.engine.connect() as connection:
        for setting, value in [
            ("transaction_isolation", "repeatable read"),
            ("transaction_read_only", "on"),
        ]:
            assert await connection.scalar(text(f"SHOW {setting}")) == value


async def test_a_database_of_another_program_is_left_alone(bare, clock):
    async with asked(bare) as other:
        await other.execute("CREATE TABLE invoices (id int)")

        assert "another program" in await refused(bare, clock)
        assert await other.fetch("SELECT * FROM pg_tables WHERE schemaname = 'public'")


async def test_a_database_of_a_newer_livechat_is_left_alone(bare, clock):
    await Server(bare, PATIENCE).migrate()
    async with asked(bare) as newer:
        await newer.execute("UPDATE alembic_version SET version_num = '9000'")

    assert "newer livechat" in await refused(bare, clock)


async def test_a_user_without_rights_is_told_so(bare, clock):
    async with asked(bare) as administrator:
        await administrator.execute("DROP ROLE IF EXISTS visitor; CREATE ROLE visitor LOGIN")

        assert "permission denied" in await refused(
            bare.replace("//livechat@", "//visitor@"), clock
        )
        await Server(bare, PATIENCE).migrate()
        await administrator.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO visitor")
        assert "permission denied" in await refused(
            bare.replace("//livechat@", "//visitor@"), clock
        )
        await administrator.execute("DROP OWNED BY visitor; DROP ROLE visitor")


async def test_a_database_that_there_is_not_is_named(bare, clock):
    assert "does not exist" in await refused(f"{bare}_2", clock)
    assert "role" in await refused(bare.replace("//livechat@", "//stranger@"), clock)


async def test_a_server_that_there_is_not_is_named(clock):
    nowhere = f"postgresql://livechat@127.0.0.1:{free_port()}/livechat"

    assert "Connect call failed" in await refused(nowhere, clock)


async def test_a_server_that_says_nothing_is_not_waited_for(clock):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://livechat@127.0.0.1:{silent.getsockname()[1]}/livechat"

        assert "does not answer" in await refused(url, clock, seconds=0.2)


async def test_of_several_servers_one_that_takes_writes_is_found(bare, process_on, clock):
    login, _, place = bare.partition("@")
    address, _, name = place.partition("/")
    hosts = f"127.0.0.1:{free_port()},{address}"

    store = await process_on(f"{login}@{hosts}/{name}?target_session_attrs=read-write")

    assert (await (await a_talk(store, clock)).asks()).seq == 1


@pytest.mark.parametrize("option", ["sslmode=purple", "colour=green"])
async def test_an_option_that_there_is_not_is_a_sentence(bare, clock, option):
    assert await refused(f"{bare}?{option}", clock)


async def test_what_is_not_set_is_made_once_and_kept(bare):
    settings = load({"DATABASE_URL": bare})

    async with opened(settings) as first:
        app = first.app()
    async with opened(settings) as second:
        assert second.app() == app
