"""The OpenAPI document as a page that needs nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from litestar import Response, get

from livechat.entrypoints.http.headers import page_policy
from livechat.entrypoints.http.openapi import ApiDocument
from livechat.entrypoints.injection import Injected

Part = dict[str, Any]
STYLE: Final = Path(__file__).with_name("docs") / "docs.css"
_ORDER: Final = ("Guests", "Admins", "Sign-in", "Realtime", "Operation")


@get("/openapi.json", include_in_schema=False)
async def openapi_json(api_document: Injected[ApiDocument]) -> Response[Any]:
    """For programs."""
    return Response(
        api_document.encoded,
        media_type="application/json",
        headers={"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"},
    )


@get("/docs", include_in_schema=False)
async def docs(api_document: Injected[ApiDocument]) -> Response[Any]:
    """For people."""
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": page_policy()}
    page = rendered(api_document.content).encode()
    return Response(page, media_type="text/html", headers=headers)


@get("/docs/docs.css", include_in_schema=False)
async def docs_style() -> Response[Any]:
    """How it looks."""
    headers = {"Cache-Control": "no-cache"}
    return Response(STYLE.read_bytes(), media_type="text/css", headers=headers)


def rendered(document: Part) -> str:
    """Every call with what it takes and what it answers; nothing runs in this page."""
    info = document["info"]
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in info["description"].split("\n\n"))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<title>livechat: HTTP interface</title><link rel="stylesheet" href="/docs/docs.css"></head>'
        f"<body><main><h1>HTTP interface</h1>{paragraphs}"
        '<p><a href="/openapi.json">openapi.json</a></p>'
        f"{''.join(_sections(document))}</main></body></html>"
    )


def _sections(document: Part) -> Iterator[str]:
    calls = [
        (_ORDER.index(operation["tags"][0]), path, method, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]
    for at, group in groupby(sorted(calls, key=lambda call: call[0]), key=lambda call: call[0]):
        yield f"<h2>{_ORDER[at]}</h2>"
        for _, path, method, operation in group:
            yield _call(path, method, operation, document)


def _call(path: str, method: str, operation: Part, document: Part) -> str:
    parameters = [
        (each["name"], _kind(each["schema"]), each.get("description", ""))
        for each in operation.get("parameters", ())
    ]
    content = operation.get("requestBody", {}).get("content", {})
    fields = [row for each in content.values() for row in _fields(each["schema"], document)]
    answers = [
        (status, _answer(answer), answer["description"])
        for status, answer in sorted(operation["responses"].items())
    ]
    return (
        f"<details><summary><b>{method.upper()}</b><code>{escape(path)}</code>"
        f"<span>{escape(operation['summary'])}</span></summary>"
        f"<p>{escape(operation['description'])}</p>{_table('Parameters', parameters)}"
        f"{_table('Body', fields)}{_table('Answers', answers)}</details>"
    )


def _fields(schema: Part, document: Part) -> list[tuple[str, str, str]]:
    schema = _resolved(schema, document)
    required = schema.get("required", ())
    return [
        (name, _kind(each), "required" if name in required else "")
        for name, each in schema.get("properties", {}).items()
    ]


def _resolved(schema: Part, document: Part) -> Part:
    name = schema.get("$ref", "").rpartition("/")[2]
    return document["components"]["schemas"][name] if name else schema


def _kind(schema: Part) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "oneOf" in schema:
        return " or ".join(map(_kind, schema["oneOf"]))
    if "enum" in schema:
        return " or ".join(map(str, schema["enum"]))
    return str(schema.get("format") or schema.get("type") or "anything")


def _answer(answer: Part) -> str:
    return ", ".join(_kind(each["schema"]) for each in answer.get("content", {}).values())


def _table(title: str, rows: Iterable[tuple[str, str, str]]) -> str:
    lines = "".join(
        f"<tr><th scope='row'><code>{escape(name)}</code></th><td>{escape(kind)}</td>"
        f"<td>{escape(about)}</td></tr>"
        for name, kind, about in rows
    )
    return f"<h4>{title}</h4><div class='scroll'><table>{lines}</table></div>" if lines else ""


HANDLERS: Final = (openapi_json, docs, docs_style)
