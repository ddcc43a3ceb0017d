"""Our OpenAPI document: what each call answers, and how it refuses."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig, ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema

from livechat.entrypoints.http.exchange import AUTH_PATHS
from livechat.entrypoints.http.openapi_examples import EXAMPLES
from livechat.entrypoints.http.openapi_words import (
    ANSWER_HEADERS,
    COOKIE_HEADER,
    DESCRIPTION,
    FILE,
    FILE_HEADERS,
    GIVES_A_COOKIE,
    REFUSALS,
    SECURITY,
    SECURITY_SCHEMES,
)
from livechat.entrypoints.http.problems import PROBLEM_JSON, Problem

Part = dict[str, Any]
_ALWAYS: Final = (400, 403, 408, 413, 415, 500)
_ONLY_WITH_A_BODY: Final = ("403", "408", "413", "415")


def answers(kind: type[object], status: int, description: str) -> dict[int, ResponseSpec]:
    """One more good answer than the usual one."""
    return {status: ResponseSpec(kind, generate_examples=False, description=description)}


def refusals(*statuses: int) -> dict[int, ResponseSpec]:
    """The problems that a call may answer, besides those that every call may."""
    return {
        status: ResponseSpec(
            Problem,
            generate_examples=False,
            description=REFUSALS[status],
            media_type=PROBLEM_JSON,
        )
        for status in sorted({*statuses, *_ALWAYS})
    }


@dataclass
class ChannelForm(Operation):
    """The form that the Pusher libraries send, or the same as JSON."""

    def __post_init__(self) -> None:
        """The handler reads the body itself, so the framework knows of none."""
        text = Schema(type=OpenAPIType.STRING)
        names = ["socket_id", "channel_name"]
        wanted = OpenAPIMediaType(
            schema=Schema(
                type=OpenAPIType.OBJECT, required=names, properties=dict.fromkeys(names, text)
            )
        )
        self.request_body = RequestBody(
            required=True,
            content=dict.fromkeys(
                ("application/x-www-form-urlencoded", "application/json"), wanted
            ),
        )


@dataclass
class ApiDocument:
    """Made when somebody first asks for it."""

    handlers: Sequence[HTTPRouteHandler]

    @cached_property
    def content(self) -> Part:
        """Made by an application of its own: the serving one has no pages that load from elsewhere."""
        config = OpenAPIConfig(
            title="livechat",
            version=_version(),
            description=DESCRIPTION,
            use_handler_docstrings=True,
            operation_id_creator=lambda handler, _, path: _operation_id(handler, path),
        )
        app = Litestar(
            list(self.handlers),
            openapi_config=config,
            logging_config=None,
        )
        return _completed(app.openapi_schema.to_schema())

    @cached_property
    def encoded(self) -> bytes:
        """The same text for the same code."""
        return msgspec.json.format(msgspec.json.encode(self.content), indent=1)


def _operation_id(handler: HTTPRouteHandler, path: Sequence[object]) -> str:
    """The channel authorisation has two addresses."""
    return handler.handler_name + ("_alias" if str(path[0]) == "pusher" else "")


def _completed(document: Part) -> Part:
    """What the framework cannot know."""
    _complete_schemas(document["components"]["schemas"])
    document["components"]["securitySchemes"] = SECURITY_SCHEMES
    for path in AUTH_PATHS:  # the framework keeps the paths of a handler in no order
        document["paths"][path] = document["paths"].pop(path)
    for item in document["paths"].values():
        for method, operation in item.items():
            if method == "get":
                for status in _ONLY_WITH_A_BODY:
                    operation["responses"].pop(status, None)
            operation["security"] = SECURITY.get(operation["operationId"]) or SECURITY.get(
                operation["tags"][0], []
            )
            _without_body_is_fine(operation)
            _with_headers(operation)
            _as_a_file(operation)
    return document


def _complete_schemas(schemas: Part) -> None:
    for kind in _travelling(msgspec.Struct):
        if schema := schemas.get(kind.__name__):
            schema["description"] = inspect.getdoc(kind)
            if kind.__struct_config__.forbid_unknown_fields:
                schema["additionalProperties"] = False
    for name, example in EXAMPLES.items():
        schemas[name]["examples"] = [example]
    schemas["Problem"]["required"].append("type")


def _travelling(kind: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    """Every object of ours in requests and answers."""
    for below in kind.__subclasses__():
        if below.__module__.startswith("livechat.entrypoints.http."):
            yield below
            yield from _travelling(below)


def _without_body_is_fine(operation: Part) -> None:
    body = operation.get("requestBody", {})
    json = body.get("content", {}).get("application/json", {})
    if json.get("schema", {}).get("$ref", "").endswith("/Nothing"):
        body["required"] = False


def _as_a_file(operation: Part) -> None:
    """What is a stream to the framework."""
    for answer in operation["responses"].values():
        if FILE in answer["content"]:
            answer["content"][FILE]["schema"] = {"type": "string", "format": "binary"}
            answer["headers"] = FILE_HEADERS


def _with_headers(operation: Part) -> None:
    for status, answer in operation["responses"].items():
        headers = dict(ANSWER_HEADERS.get(status, {}))
        if status in GIVES_A_COOKIE.get(operation["operationId"], ()):
            headers |= COOKIE_HEADER
        if headers:
            answer["headers"] = headers


def _version() -> str:
    try:
        return version("livechat-server")
    except PackageNotFoundError:
        return "0"
