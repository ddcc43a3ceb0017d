"""The rules of this house that no other tool knows."""

import ast
import inspect
import json
import pkgutil
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

import livechat.adapters
from livechat.application import ports
from livechat.domain import errors
from livechat.domain.errors import ChatError
from livechat.entrypoints.http.errors import STATUSES, status_of

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST = 300
NO_PLACE = {"utils", "helpers", "common", "base", "manager", "misc"}
LIMITS_NOBODY = {"NoLimits"}
"""For load tests: it is there to break the promise of RateLimits."""


def named(path):
    return str(path.relative_to(ROOT))


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def modules_of(ring):
    return [path for path in SOURCES if ring in path.relative_to(ROOT / "src/livechat").parts[:1]]


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=named)
def test_no_module_is_longer_than_one_can_read_at_once(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_every_module_says_what_it_is(path):
    assert ast.get_docstring(parsed(path))


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_module_is_a_drawer_for_everything(path):
    assert NO_PLACE.isdisjoint(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", [*modules_of("domain"), *modules_of("application")], ids=named)
def test_03_domain_and_application_need_nothing_but_python(path):
    for node in ast.walk(parsed(path)):
        match node:
            case ast.Import(names):
                wanted = [alias.name for alias in names]
            case ast.ImportFrom(module=module, level=level):
                assert level == 0
                wanted = [module]
            case _:
                continue
        outside = {name.partition(".")[0] for name in wanted} - {"livechat"}
        assert outside <= sys.stdlib_module_names


@pytest.mark.parametrize("path", modules_of("domain"), ids=named)
def test_nothing_in_the_domain_waits(path):
    waiting = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    assert not any(isinstance(node, waiting) for node in ast.walk(parsed(path)))


CONTRACTS = {
    each["name"]: set(each.get("source_modules", ()))
    for each in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
}


@pytest.mark.parametrize(
    ("package", "contract", "others"),
    [
        ("entrypoints", "Adapters and handlers take finished values, never settings", {"cli"}),
        (
            "entrypoints.realtime",
            "The protocol knows no framework and no I/O",
            {"gateway", "handover", "socket"},
        ),
        (
            "adapters.sql",
            "What holds for every database knows none of them",
            {"postgresql", "sqlite"},
        ),
    ],
)
def test_no_module_is_left_out_of_the_rule_of_its_room(package, contract, others):
    room = ROOT.joinpath("src/livechat", *package.split("."))
    there = {each.name for each in pkgutil.iter_modules([str(room)])}

    assert CONTRACTS[contract] >= {f"livechat.{package}.{name}" for name in there - others}


REFUSALS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if kind.__module__ == errors.__name__
]
LEAVES = [kind for kind in REFUSALS if not any(kind in other.__bases__ for other in REFUSALS)]


@pytest.mark.parametrize("leaf", LEAVES)
def test_every_refusal_has_a_status_and_a_code_and_stands_in_the_tree(leaf):
    assert status_of(leaf) in STATUSES.values()
    assert leaf.code != ChatError.code
    assert leaf.__name__ in ChatError.__doc__


def test_no_two_refusals_have_one_code_unless_they_mean_the_same():
    codes = [leaf.code for leaf in LEAVES]

    assert {code for code in codes if codes.count(code) > 1} <= {"invalid"}


PORTS = [
    port
    for _, port in inspect.getmembers(ports, inspect.isclass)
    if port.__module__ == ports.__name__ and getattr(port, "_is_protocol", False)
]


def asked_of(port):
    return {name for name, _ in inspect.getmembers(port, inspect.isfunction) if name[0] != "_"}


def adapters():
    """Every class in `adapters`, where it is defined."""
    found = pkgutil.walk_packages(livechat.adapters.__path__, "livechat.adapters.")
    for module in [import_module(each.name) for each in found if ".migrations." not in each.name]:
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ == module.__name__:
                yield kind


def contracts_passed():
    """(adapter, contract) for each `class TestAdapter(Contract)` of all tests."""
    classes = [
        node for path in TESTS for node in ast.walk(parsed(path)) if isinstance(node, ast.ClassDef)
    ]
    return {
        (node.name.removeprefix("Test"), base.id)
        for node in classes
        for base in node.bases
        if isinstance(base, ast.Name)
    }


@pytest.mark.parametrize("port", PORTS)
def test_every_adapter_of_a_port_passes_its_contract(port):
    answering = {
        kind.__name__
        for kind in adapters()
        if asked_of(port) <= {name for name, _ in inspect.getmembers(kind, callable)}
    } - LIMITS_NOBODY
    passed = {
        adapter
        for adapter, contract in contracts_passed()
        if contract == f"{port.__name__}Contract"
    }

    assert answering
    assert answering <= passed


def test_browsers_are_served_with_no_package_that_nothing_asks_for():
    frontend = ROOT / "frontend"
    served = json.loads((frontend / "package.json").read_text())["dependencies"]
    parts = (frontend / room for room in ("shared", "widget", "admin", "demo"))
    files = [path for part in parts for path in part.rglob("*.ts*") if "tests" not in path.parts]
    asked = "\n".join(path.read_text(encoding="utf-8") for path in files)

    assert [name for name in served if f"from '{name}" not in asked] == []
