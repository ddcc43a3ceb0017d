"""Validation: 26 to 31."""

import pytest

from livechat.adapters.sql.schema import metadata
from tests.unit.http.test_access import ACCESS, address_of, body_of
from tests.unit.http.world import problem

COLUMNS = sorted({column.name for table in metadata.tables.values() for column in table.columns})
MORE = ["is_admin", "role", "sender", "session", "__proto__", "constructor", "csrf_token", "x"]
TAKE_JSON = [
    route
    for route in ACCESS
    if route.startswith("POST") and "/apps/" not in route and not route.endswith("/auth")
]


@pytest.mark.parametrize("route", TAKE_JSON)
async def test_29_no_field_is_written_that_is_not_asked_for(people, document, route):
    path = route.partition(" ")[2].replace(":uuid", "")
    schema = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    known = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]["properties"]
    caller = people.admin if "/admin/" in route else people.guest
    asked = body_of(route, people.chat)["json"]

    for name in {*COLUMNS, *MORE} - known.keys():
        answer = await caller.post(
            address_of(route, people.chat), json={**asked, name: 1}, headers=caller.csrf
        )

        assert problem(answer) == (422, "invalid")
        assert {"field": name, "code": "unknown"}.items() <= answer.json()["errors"][0].items()
