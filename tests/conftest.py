"""What holds for every test."""

import logging

import pytest
from hypothesis import settings

from tests.watch import mistakes_of_servers

pytest.register_assert_rewrite("tests.contracts")

settings.register_profile("livechat", deadline=None, print_blob=True)
settings.load_profile("livechat")


@pytest.fixture(autouse=True)
def no_mistake_of_ours(request):
    """An answer with 500 fails the test that caused it, in this process or in a server's."""
    caught = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = caught.append
    log = logging.getLogger("livechat.entrypoints.http.errors")
    log.addHandler(handler)
    yield
    log.removeHandler(handler)
    found = [each.getMessage() for each in caught if each.exc_info] + mistakes_of_servers()
    assert not found or request.node.get_closest_marker("causes_500"), found
