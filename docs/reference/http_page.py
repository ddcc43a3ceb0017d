"""The page of the HTTP interface, from the OpenAPI document."""

from __future__ import annotations

import json
from http import HTTPStatus
from itertools import groupby
from typing import TYPE_CHECKING, Any

from livechat.entrypoints.http.openapi_words import CODES, FIELD_CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

Part = dict[str, Any]
ALL_REFUSE = {"400", "500"}
WITH_A_BODY = {"403", "408", "413", "415"}
ANYONE = "anyone"
GUEST = "a guest by token or a guest by cookie"
MEANS = {
    (): ANYONE,
    ("guest_token",): "a guest by token",
    ("guest_cookie",): "a guest by cookie",
    ("admin_cookie",): "an admin by cookie",
    ("admin_cookie", "csrf_token"): "an admin by cookie and `X-CSRF-Token`",
}
WITH_COOKIE = " With `Set-Cookie` where a cookie is the credential."
HEAD = """# HTTP

<!-- Written by generate.py from the OpenAPI document; change the words beside the handlers. -->

A running server shows the same at `/docs`, and for programs at `/openapi.json`. `/metrics` has [figures for Prometheus](metrics.md).

"""
REFUSED = """
## Refusals

Every call may be refused with 400, and every one with a body with 403, 408, 413 and 415 as well; the others stand with
each call. Decide by `code`, or by the status where you do not know the code; `detail` is for people. 429 and 503 carry
`Retry-After`.

| Status | `code` | What to do |
|---|---|---|
"""
WRONG_FIELDS = """
With `invalid`, each of `errors` names a `field`, its `code`, and in `message` what would be right:

| `code` | What is wrong |
|---|---|
"""


def page(document: Part) -> str:
    """Every call, every refusal, every object."""
    schemas = document["components"]["schemas"]
    calls = [
        (operation["tags"][0], f"{method.upper()} {path}", operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]
    parts = [HEAD, document["info"]["description"], "\n"]
    for tag, group in groupby(calls, lambda call: call[0]):
        parts.append(f"\n## {tag}\n")
        parts += (_call(where, operation, schemas) for _, where, operation in group)
    parts += [REFUSED, *(f"| {code[0]} | `{name}` | {code[1]} |\n" for name, code in CODES.items())]
    parts += [WRONG_FIELDS, *(f"| `{name}` | {words} |\n" for name, words in FIELD_CODES.items())]
    parts += ["\n## Objects\n", *(_object(name, schemas[name]) for name in sorted(schemas))]
    return "".join(parts)


def _call(where: str, operation: Part, schemas: Part) -> str:
    lines = [f"\n### `{where}`\n", operation["description"], "", f"- For {_who(operation)}."]
    lines += [_parameter(each) for each in operation.get("parameters", ())]
    content = operation.get("requestBody", {}).get("content", {})
    if content:
        lines.append(f"- Takes {_body(content)}.")
    refused = []
    for status, answer in sorted(operation["responses"].items()):
        if status < "300":
            given = ", ".join(_type(part["schema"]) for part in answer["content"].values())
            cookie = WITH_COOKIE if "Set-Cookie" in answer.get("headers", {}) else ""
            lines.append(f"- **{status}** {given}: {answer['description']}{cookie}")
        elif status not in ALL_REFUSE | WITH_A_BODY:
            refused.append(status)
    if refused:
        lines.append(f"- Refused with {', '.join(refused)}.")
    return "\n".join([*lines, *_example(where, operation, schemas), ""])


def _who(operation: Part) -> str:
    ways = " or ".join(MEANS[tuple(each)] for each in operation["security"]) or ANYONE
    either = f"{ANYONE}, with or without a guest's credential"
    return ways.replace(f"{ANYONE} or {GUEST}", either).replace(GUEST, "a guest")


def _parameter(parameter: Part) -> str:
    about = parameter.get("description") or "The chat."
    kind, place = _type(parameter["schema"]), parameter["in"]
    return f"- `{parameter['name']}` in the {place}, {kind}: {about}"


def _body(content: Part) -> str:
    (schema, *_) = (each["schema"] for each in content.values())
    if "$ref" in schema:
        return _type(schema)
    fields = " and ".join(f"`{name}`" for name in schema["required"])
    return f"{fields}, as {' or '.join(f'`{kind}`' for kind in content)}"


def _example(where: str, operation: Part, schemas: Part) -> Iterator[str]:
    content = operation.get("requestBody", {}).get("content", {})
    status, answer = max(each for each in operation["responses"].items() if each[0] < "300")
    asked = [
        _shown(part["schema"], schemas) for part in content.values() if "$ref" in part["schema"]
    ]
    given = [_shown(part["schema"], schemas) for part in answer["content"].values()]
    yield "\n<details><summary>Example</summary>\n\n```http"
    yield "\n\n".join([f"{where} HTTP/1.1", *filter(None, asked)])
    yield "```\n\n```http"
    yield "\n\n".join([f"HTTP/1.1 {status} {HTTPStatus(int(status)).phrase}", *filter(None, given)])
    yield "```\n\n</details>"


def _shown(schema: Part, schemas: Part) -> str:
    if "$ref" not in schema:
        return ""
    example = schemas[_name(schema)]["examples"][0]
    return json.dumps(example, indent=2, ensure_ascii=False) if example else ""


def _object(name: str, schema: Part) -> str:
    lines = [f"\n### {name}\n", schema["description"], ""]
    fields = schema["properties"]
    if fields:
        lines += ["| Field | Type | |", "|---|---|---|"]
    for field, kind in fields.items():
        optional = "" if field in schema.get("required", ()) else "May be left out. "
        about = optional + kind.get("description", "")
        lines.append(f"| `{field}` | {_type(kind)} | {about.strip()} |")
    return "\n".join([*lines, ""]) if fields else "\n".join(lines)


def _type(schema: Part) -> str:
    """In a few words, with a link where it is an object of ours."""
    match schema:
        case {"$ref": _}:
            return f"[{_name(schema)}](#{_name(schema).lower()})"
        case {"oneOf": kinds}:
            return " or ".join(_type(each) for each in kinds)
        case {"enum": values}:
            return " or ".join(f"`{value}`" for value in values)
        case {"type": "array", "items": items}:
            return f"list of {_type(items)}"
        case _:
            return str(schema.get("format") or schema.get("type", "anything"))


def _name(schema: Part) -> str:
    return str(schema["$ref"]).rpartition("/")[2]
