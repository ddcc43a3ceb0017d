"""docs/reference/security.md says of each promise which test proves it, or why none does."""

import re
import subprocess
import sys

import pytest

from tests.unit.test_house import ROOT, TESTS

PAGE = ROOT / "docs/reference/security.md"
ROWS = {
    int(n): proof
    for n, proof in re.findall(r"^\| (\d+) \| [^|]+ \| (.*) \|$", PAGE.read_text(), re.MULTILINE)
}
NODE = re.compile(r"`(tests/[\w/]+\.py::[\w:]+)`")
FILE = re.compile(r"`(frontend/[\w/.]+)`")
WHY = re.compile(r"(Does not apply|Not kept|Not tested here): \w+")


@pytest.fixture(scope="module")
def collected():
    """Every test that there is in the files that the page names."""
    files = sorted(
        {node.partition("::")[0] for proof in ROWS.values() for node in NODE.findall(proof)}
    )
    asked = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-p",
        "no:cacheprovider",
        *files,
    ]
    said = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {line.partition("[")[0] for line in said.splitlines()}


def test_every_promise_is_there():
    assert [*ROWS] == [*range(1, 61)]


def test_every_test_that_is_named_is_there(collected):
    named = {node for proof in ROWS.values() for node in NODE.findall(proof)}

    assert named - collected == set()
    for path in {path for proof in ROWS.values() for path in FILE.findall(proof)}:
        assert (ROOT / path).is_file()


@pytest.mark.parametrize("number", ROWS)
def test_every_promise_has_a_proof_or_a_reason(number):
    assert NODE.search(ROWS[number]) or WHY.match(ROWS[number])


@pytest.mark.parametrize("number", [n for n, proof in ROWS.items() if not WHY.match(proof)])
def test_every_promise_that_applies_has_a_test_of_its_number(number):
    assert re.search(rf"::test_(\d\d_and_)?{number:02}_", ROWS[number])


def test_every_numbered_test_is_named_where_it_belongs():
    for path in TESTS:
        for name, *numbers in re.findall(
            r"def (test_(\d\d)_(?:and_(\d\d)_)?\w+)\(", path.read_text()
        ):
            for number in filter(None, numbers):
                assert f"{path.relative_to(ROOT)}::{name}`" in ROWS[int(number)], name
