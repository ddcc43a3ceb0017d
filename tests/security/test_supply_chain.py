"""Supply chain: 60."""

import json
import re
import subprocess
import sys

import pytest

from tests.unit.test_house import ROOT

LISTS = sorted((ROOT / "requirements").glob("*.txt"))
PACKAGES = [
    path
    for folder in ("frontend", "requirements")
    for path in (ROOT / folder).rglob("package-lock.json")
    if "node_modules" not in path.parts
]
PAGES = sorted(each for each in (ROOT / "frontend").glob("*/index.html"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_60_every_python_package_is_locked_with_its_hashes(path):
    wanted = re.split(r"\n(?=\S)", path.read_text().strip())

    assert wanted
    for each in wanted:
        assert re.match(r"[\w.\[\]-]+==\S+", each), each
        assert "--hash=sha256:" in each, each


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_60_every_javascript_package_is_locked_with_its_hash(path):
    packages = json.loads(path.read_text())["packages"]

    assert len(packages) > 1
    for name, package in packages.items():
        assert not name or package["integrity"].startswith("sha512-"), name


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_60_no_page_loads_anything_from_elsewhere(path):
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", path.read_text())


def test_60_one_command_lists_what_is_served_with_and_its_licences(tmp_path):
    subprocess.run([sys.executable, ROOT / "dev.py", "sbom", tmp_path], cwd=ROOT, check=True)

    python, frontend, licences = (
        json.loads((tmp_path / name).read_text())
        for name in ("python.cdx.json", "frontend.cdx.json", "licences.json")
    )
    locked = re.findall(
        r"^([\w.-]+)==", (ROOT / "requirements/serve.txt").read_text(), re.MULTILINE
    )
    assert [each["name"] for each in python["components"]] == locked
    assert {"preact", "pusher-js"} <= {each["name"] for each in frontend["components"]}
    assert {each["Name"].lower().replace("_", "-") for each in licences} <= {*locked}
    assert [each["Name"] for each in licences if each["License"] in ("", "UNKNOWN")] == []
    assert len(licences) > len(locked) / 2
