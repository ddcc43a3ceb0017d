"""What holds for every test."""

import pytest
from hypothesis import settings

from tests.canary import CANARIES
from tests.watch import as_logged, mistakes_in, said_by_servers, said_here, watch_clients

pytest.register_assert_rewrite("tests.contracts")

settings.register_profile("livechat", deadline=None, print_blob=True)
settings.load_profile("livechat")
watch_clients()


@pytest.fixture(autouse=True)
def no_mistake_of_ours(request):
    """An answer with 500 fails the test that caused it, in this process or in a server's; so does a leak."""
    with said_here() as records:
        yield
    servers = said_by_servers()
    CANARIES.hear(as_logged(records))
    CANARIES.hear(servers)
    found = [each.getMessage() for each in records if _is_mistake(each)] + mistakes_in(servers)
    leaked = CANARIES.leaks()
    assert not found or request.node.get_closest_marker("causes_500"), found
    assert not leaked, leaked


@pytest.fixture(autouse=True, scope="session")
def no_server_leaks_in_its_end():
    """Those of all tests end after the last one."""
    yield
    CANARIES.hear(said_by_servers())
    assert not (leaked := CANARIES.leaks()), leaked


def _is_mistake(record):
    return record.name == "livechat.entrypoints.http.errors" and record.exc_info
