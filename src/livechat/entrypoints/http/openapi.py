"""Our OpenAPI document: what each call answers, and how it refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from litestar import Litestar
from litestar.openapi import OpenAPIConfig, ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema

from livechat.entrypoints.http.problems import PROBLEM_JSON, Problem

if TYPE_CHECKING:
    from litestar.di import Provide
    from litestar.handlers import HTTPRouteHandler

_REFUSALS: Final = {
    400: "The body cannot be read: bad UTF-8, too deep, or no JSON object.",
    401: "No credential, or one that has ended.",
    403: "Not allowed.",
    404: "It does not exist, or is somebody else's.",
    409: "It contradicts what has happened: `session_closed`, `cursor_ahead`, `id_taken`.",
    410: "The first admin exists: `setup_done`.",
    413: "The body is above 64 KiB.",
    415: "The body is not `application/json`.",
    422: "A field breaks a rule; `errors` names every one.",
    429: "Slower, please; `Retry-After` says when.",
    500: "A mistake of ours.",
    503: "The store cannot be reached now; `Retry-After` says when to try again.",
}
_ALWAYS = (400, 403, 413, 415, 500)
DESCRIPTION: Final = """Live chat between the visitors of a website and its admins.

A guest is known by `<session_id>.<secret>`, which `start-session` gives once: as a cookie on our own pages, as
`Authorization: Bearer …` elsewhere. An admin is known by a cookie, and repeats the `csrf_token` of his sign-in in the
header `X-CSRF-Token` whenever he changes something. Requests and answers are JSON; times are in UTC."""


def answers(kind: type[object], status: int, description: str) -> dict[int, ResponseSpec]:
    """One more good answer than the usual one."""
    return {status: ResponseSpec(kind, generate_examples=False, description=description)}


def refusals(*statuses: int) -> dict[int, ResponseSpec]:
    """The problems that a call may answer, besides those that every call may."""
    return {
        status: ResponseSpec(
            Problem,
            generate_examples=False,
            description=_REFUSALS[status],
            media_type=PROBLEM_JSON,
        )
        for status in sorted({*statuses, *_ALWAYS})
    }


@dataclass
class ChannelForm(Operation):
    """The form that the Pusher libraries send."""

    request_body: RequestBody | None = field(
        default_factory=lambda: RequestBody(
            required=True,
            content={
                "application/x-www-form-urlencoded": OpenAPIMediaType(
                    schema=Schema(
                        type=OpenAPIType.OBJECT,
                        required=["socket_id", "channel_name"],
                        properties={
                            "socket_id": Schema(type=OpenAPIType.STRING),
                            "channel_name": Schema(type=OpenAPIType.STRING),
                        },
                    )
                )
            },
        )
    )


CHANNEL_FORM: Final = ChannelForm


def document(
    handlers: Sequence[HTTPRouteHandler], dependencies: Mapping[str, Provide], *, version: str
) -> dict[str, Any]:
    """Made apart from the serving application, whose own pages would load scripts from elsewhere."""
    config = OpenAPIConfig(
        title="livechat",
        version=version,
        description=DESCRIPTION,
        use_handler_docstrings=True,
        operation_id_creator=lambda handler, _, __: handler.handler_name,
    )
    app = Litestar(
        list(handlers), dependencies=dependencies, openapi_config=config, logging_config=None
    )
    return app.openapi_schema.to_schema()
