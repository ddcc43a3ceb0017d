"""What our pages lead to is there."""

import re

import pytest

from tests.unit.test_house import ROOT, SOURCES, TESTS, named

PAGES = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")})
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FILE = re.compile(r"`((?:src|tests|frontend|benchmarks|deploy)/[\w./]+\.\w+)")
TO_BE_WRITTEN = ROOT / "docs/reference/adapters.md"
RINGS = [
    path
    for ring in ("domain", "application", "adapters", "entrypoints")
    for path in sorted((ROOT / "src/livechat" / ring).iterdir())
    if not path.name.startswith("_")
]
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def anchors(page):
    """As GitHub makes them from headings."""
    headings = HEADING.findall(FENCED.sub("", page.read_text()))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page):
    for path, anchor in LINK.findall(FENCED.sub("", page.read_text())):
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), path
        if anchor:
            assert anchor in anchors(target), f"{path}#{anchor}"


@pytest.mark.parametrize("page", [page for page in PAGES if page != TO_BE_WRITTEN], ids=named)
def test_every_file_that_is_named_is_there(page):
    assert [path for path in FILE.findall(page.read_text()) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("path", RINGS, ids=named)
def test_the_map_of_the_rings_shows_every_room(path):
    shown = f"{path.name}/" if path.is_dir() else path.name
    _, tree, *_ = (ROOT / "docs/explanation/architecture.md").read_text().split("```")

    assert shown in tree


def test_no_module_is_spoken_of_that_is_not_there():
    spoken = re.findall(r"\w+\.py\b", (ROOT / "docs/explanation/architecture.md").read_text())

    assert {*spoken} <= {path.name for path in [*SOURCES, *TESTS]}
