"""What a test of the HTTP interface may ask for."""

import pytest

from livechat.domain.people import EmailAddress, Password, PersonName
from livechat.entrypoints.http.app import create_http
from livechat.entrypoints.http.settings import HttpSettings
from tests.unit.http.other_server import OtherServer
from tests.unit.http.world import HOME, PASSWORD, SHOP, Browser, StillClock, the_services
from tests.unit.realtime.conftest import Client


@pytest.fixture
def clock():
    return StillClock()


@pytest.fixture
def settings():
    return {"allowed_origins": frozenset({SHOP})}


@pytest.fixture
def services(clock):
    return the_services(clock)


@pytest.fixture
def app(services, settings):
    return create_http(services, HttpSettings(**settings))


@pytest.fixture(scope="session")
async def document():
    """It is the same for every installation."""
    app = create_http(the_services(StillClock()), HttpSettings())
    return (await Browser(app, {"paths": {}}).get("/openapi.json")).json()


@pytest.fixture
def browser(app, document):
    """Makes browsers; each has cookies of its own."""

    def browser(base_url=HOME, **more):
        return Browser(app, document, base_url, **more)

    return browser


@pytest.fixture
def guest(browser):
    return browser()


@pytest.fixture
async def admin(browser, services):
    name, email = (
        PersonName.of("Ana", field="name"),
        EmailAddress.of("ana@example.com", field="email"),
    )
    await services.set_up.add(name, email, Password.of(PASSWORD))
    return await browser().signs_in()


@pytest.fixture
def server(guest, clock):
    return OtherServer(guest, clock)


@pytest.fixture
def listens(services):
    """`listens("news", …)`: a client of the gateway that does."""
    policy, hub = services.gateway._policy, services.hub

    def listens(*channels, socket_id="1.1"):
        return Client(policy, hub, socket_id).listens_to(*channels)

    return listens
