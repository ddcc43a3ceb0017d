"""The people of the HTTP tests, and servers of the command line's."""

from tests.integration.cli.conftest import server
from tests.unit.http.conftest import admin, app, browser, clock, document, guest, services
from tests.unit.http.test_access import people, settings

__all__ = [
    "admin",
    "app",
    "browser",
    "clock",
    "document",
    "guest",
    "people",
    "server",
    "services",
    "settings",
]
