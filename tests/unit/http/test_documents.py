import re

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from livechat.domain import errors
from livechat.domain.errors import ChatError
from livechat.entrypoints.http.app import API
from livechat.entrypoints.http.errors import STATUSES, status_of
from livechat.entrypoints.http.openapi_words import CODES
from tests.unit.http.world import problem


def leaves(kind=ChatError):
    below = kind.__subclasses__()
    return [leaf for each in below for leaf in leaves(each)] if below else [kind]


def test_the_document_is_valid(document):
    validate(document)


def test_every_call_is_in_it_and_says_how_it_refuses(document):
    paths = {path for handler in API for path in handler.paths if path != "/metrics"}

    assert {re.sub(":uuid", "", path) for path in paths} == set(document["paths"])
    for item in document["paths"].values():
        for operation in item.values():
            assert operation["summary"]
            assert operation["description"]
            assert operation["security"] or operation["tags"] in (["Sign-in"], ["Operation"])
            assert "500" in operation["responses"]
            for status, answer in operation["responses"].items():
                (media_type,) = answer["content"]
                assert (media_type == "application/problem+json") == (int(status) >= 400)


def test_a_call_that_takes_a_form_says_so(document):
    body = document["paths"]["/broadcasting/auth"]["post"]["requestBody"]

    form = body["content"]["application/x-www-form-urlencoded"]["schema"]
    assert set(form["required"]) == {"socket_id", "channel_name"}


def test_each_body_has_no_field_but_those_that_are_named(document):
    bodies = [item["post"]["requestBody"] for item in document["paths"].values() if "post" in item]
    schemas = [body["content"]["application/json"]["schema"] for body in bodies]
    named = {schema["$ref"].rpartition("/")[2] for schema in schemas if "$ref" in schema}

    assert {"Nothing", "NewMessage"} < named
    for name in named:
        assert document["components"]["schemas"][name]["additionalProperties"] is False


def test_every_object_says_what_it_is(document):
    schemas = document["components"]["schemas"]

    assert [name for name, schema in schemas.items() if not schema.get("description")] == []


def test_every_code_is_explained():
    codes = {leaf.code for leaf in leaves()}

    assert codes - set(CODES) == {"email_taken"}, "which only the command line meets"


def test_operations_have_names_of_their_own(document):
    names = [
        operation["operationId"]
        for item in document["paths"].values()
        for operation in item.values()
    ]

    assert len(set(names)) == len(names)


def test_its_examples_are_right(document):
    for name, schema in document["components"]["schemas"].items():
        for example in schema.get("examples", ()):
            whole = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
            Draft202012Validator(whole).validate(example)


def test_every_body_and_every_answer_has_an_example(document):
    schemas = document["components"]["schemas"]
    bodies = [
        content["schema"]["$ref"].rpartition("/")[2]
        for item in document["paths"].values()
        for operation in item.values()
        for part in (operation.get("requestBody", {}), *operation["responses"].values())
        for content in part.get("content", {}).values()
        if "$ref" in content["schema"]
    ]

    assert [name for name in bodies if not schemas[name].get("examples")] == []


def test_the_names_that_the_frontend_uses_are_there(document):
    assert set(document["components"]["schemas"]) >= {
        *("SessionView", "AdminSessionView", "MessageView", "AttachmentView", "Started"),
        *("GuestSession", "MaybeSession", "Sent", "MessagePage", "AdminMessagePage"),
        *("AdminSession", "SessionList", "StatisticsView", "DayView", "ConfigView"),
        *("RealtimeView", "LimitsView", "TeamView", "AvailabilityView", "SignedIn"),
        *("Problem", "FieldProblem", "StartSession", "NewMessage", "AdminNewMessage"),
        *("ReadUpTo", "SignIn", "FirstAdmin"),
    }


@pytest.mark.parametrize("leaf", [each for each in leaves() if each.__module__ == errors.__name__])
def test_every_refusal_of_the_domain_has_a_status_and_a_code(leaf):
    assert status_of(leaf) in STATUSES.values()
    assert leaf.code != ChatError.code


async def test_the_page_for_people_needs_nobody_else(guest, document):
    page = await guest.get("/docs")

    assert page.status_code == 200
    assert not re.findall(r"(?:src|href)=[\"'](?!/)", page.text)
    assert "http" not in re.sub(r"HTTP|http interface", "", page.text)
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert "unsafe" not in page.headers["content-security-policy"]
    for path in document["paths"]:
        assert path in page.text
    assert (await guest.get("/docs/docs.css")).headers["content-type"].startswith("text/css")


async def test_the_page_for_programs_is_the_document(guest, document):
    assert (await guest.get("/openapi.json")).json() == document


async def test_monitoring_gets_its_answers(guest):
    await guest.starts()
    await guest.says("Halo")

    assert (await guest.get("/healthz")).json() == {"status": "ok"}
    assert (await guest.get("/readyz")).json() == {"status": "ready"}
    figures = (await guest.get("/metrics")).text
    assert "livechat_messages_sent_total 1.0" in figures
    assert "livechat_sockets 0.0" in figures
    assert "livechat_outbox_depth 2.0" in figures
    assert "livechat_failures_total 0.0" in figures
    assert (
        'livechat_requests_total{method="POST",route="/api/chat/send-message",status="201"} 1.0'
        in figures
    )


async def test_addresses_that_lead_nowhere_make_no_new_figures(guest):
    for number in range(20):
        assert problem(await guest.get(f"/nowhere/{number}"))[0] == 404

    figures = (await guest.get("/metrics")).text
    assert re.findall(r'requests_total{.*status="404"} (.*)', figures) == ["20.0"]
