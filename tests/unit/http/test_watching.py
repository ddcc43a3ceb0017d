"""The board and the alerts can be read, and ask for nothing that is not there."""

import json
import re
from dataclasses import replace
from pathlib import Path

import promql_parser
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from livechat.entrypoints.http.app import create_http
from livechat.entrypoints.http.settings import HttpSettings
from tests.unit.http.test_metrics import Counting
from tests.unit.http.world import Browser

PAGES = Path(__file__).parents[3] / "docs/how-to"
BOARD = json.loads((PAGES / "grafana.json").read_text())
RULES = yaml.safe_load((PAGES / "alerts.yaml").read_text())["groups"][0]["rules"]
ASKED = [target["expr"] for panel in BOARD["panels"] for target in panel["targets"]]
ASKED += [rule["expr"] for rule in RULES]
OF_PROMETHEUS = {"up"}


def selected(expr):
    """Each (metric, labels) that it asks for, however deep."""
    if isinstance(expr, promql_parser.MatrixSelector):
        expr = expr.vector_selector
    if isinstance(expr, promql_parser.VectorSelector):
        yield expr.name, {each.name for each in expr.matchers.matchers}
    for part in ("expr", "lhs", "rhs"):
        if (inner := getattr(expr, part, None)) is not None:
            yield from selected(inner)
    for inner in getattr(expr, "args", ()):
        yield from selected(inner)


@pytest.fixture
async def samples(services, document):
    """The names in a real answer, and the labels of each."""
    browser = Browser(create_http(replace(services, peers=Counting()), HttpSettings()), document)
    await browser.get("/metrics")
    text = (await browser.get("/metrics")).text
    families = text_string_to_metric_families(text)
    return {each.name: set(each.labels) for family in families for each in family.samples}


@pytest.mark.parametrize("query", ASKED)
async def test_what_is_asked_for_is_there(query, samples):
    found = list(selected(promql_parser.parse(query)))

    assert found
    for name, labels in found:
        assert name in samples.keys() | OF_PROMETHEUS
        assert labels <= samples.get(name, set()) | {"job", "instance"}


async def test_each_alert_says_what_it_means_and_what_to_do():
    page = (PAGES / "watch.md").read_text()

    for rule in RULES:
        assert re.fullmatch(r"\d+m", rule["for"])
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"]["summary"]
        assert f"`{rule['alert']}`" in page
