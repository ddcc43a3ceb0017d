import json
import os
import re

import pytest

from livechat.entrypoints.http.colour import text_on
from livechat.entrypoints.http.pages import spoken
from tests.unit.http.world import SHOP, problem

LOADER = 'x="%LC_ACCENT%",y=`%LC_ACCENT_TEXT%`,z=`${s}/${"%LC_PANEL%"}`;'
DEMO = '<!doctype html><html lang="%LC_LANG%" data-has-admin="%LC_HAS_ADMIN%">'
FILES = {
    "widget.js": LOADER,
    "widget/panel-0a1b2c3d.js": "export const panel = 1;" + " " * 2000,
    "widget/en-11112222.js": "export default {}",
    "admin/index.html": "<!doctype html><title>livechat</title>",
    "admin/assets/main-deadbeef.js": "console.info(1)",
    "demo/index.html": DEMO,
    "demo/assets/demo-cafebabe.css": "body{}",
    "secret.txt": "not hashed, not named",
}


def build(folder, files=FILES):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    hashed = {re.sub(r"-[0-9a-f]{8}(?=\.)", "", name): name for name in files if "-" in name}
    (folder / "manifest.json").write_text(json.dumps(hashed))


@pytest.fixture
def settings(tmp_path):
    build(tmp_path)
    return {
        "static": tmp_path,
        "accent": "#FFD400",
        "allowed_origins": frozenset({SHOP}),
    }


async def test_the_loader_is_filled_in_for_this_installation(guest):
    answer = await guest.get("/widget.js")

    assert answer.text == 'x="#FFD400",y=`#000000`,z=`${s}/${"widget/panel-0a1b2c3d.js"}`;'
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=600"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


async def test_what_the_browser_has_is_not_sent_again(guest):
    etag = (await guest.get("/widget.js")).headers["etag"]

    same = await guest.get("/widget.js", headers={"If-None-Match": etag})
    other = await guest.get("/widget.js", headers={"If-None-Match": '"other"'})

    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["etag"] == etag
    assert other.status_code == 200


async def test_a_hashed_file_is_kept_for_ever(guest):
    answer = await guest.get("/widget/panel-0a1b2c3d.js")

    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["access-control-allow-origin"] == "*"


async def test_a_file_of_another_build_gives_way_to_the_present_one(guest):
    answer = await guest.get("/widget/panel-ffffffff.js")

    assert answer.text == FILES["widget/panel-0a1b2c3d.js"]
    assert answer.headers["cache-control"] == "no-cache"
    assert problem(await guest.get("/widget/nothing-ffffffff.js")) == (404, "not_found")


@pytest.mark.parametrize(
    ("accepted", "zipped"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("gzip; q=1.0", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000, identity", False),
        ("x-gzip-like", False),
        ("", False),
    ],
)
async def test_who_wants_nothing_compressed_is_given_that(guest, accepted, zipped):
    answer = await guest.get("/widget/panel-0a1b2c3d.js", headers={"Accept-Encoding": accepted})

    assert ("content-encoding" in answer.headers) == zipped


async def test_large_files_travel_compressed_to_those_who_can_read_them(browser):
    plain = await browser().get("/widget/panel-0a1b2c3d.js", headers={"Accept-Encoding": "br"})
    zipped = await browser().get("/widget/panel-0a1b2c3d.js")

    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert int(zipped.headers["content-length"]) < len(plain.content)
    assert zipped.text == plain.text
    assert zipped.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path",
    [
        "/admin/chat",
        "/admin/chat/sessions/5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa",
        "/admin/chat/statistics",
        "/admin/chat/whatever/there/is",
        "/admin/login",
        "/admin/setup",
    ],
)
async def test_one_shell_answers_for_the_whole_console(guest, path):
    answer = await guest.get(path)

    assert answer.text == FILES["admin/index.html"]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-cache"


async def test_but_not_for_its_interface(guest):
    assert problem(await guest.get("/admin/chat/api/nowhere")) == (404, "not_found")
    assert (await guest.get("/admin")).headers["location"] == "/admin/chat"


async def test_only_what_was_built_is_served(guest):
    for path in (
        "/widget/../secret.txt",
        "/widget/%2e%2e/secret.txt",
        "/widget/..%2fsecret.txt",
        "/widget/....//secret.txt",
        "/admin/assets/..%2f..%2fsecret.txt",
        "/widget//etc/passwd",
        "/secret.txt",
        "/static/secret.txt",
        "/widget/",
    ):
        assert problem(await guest.get(path)) == (404, "not_found")


async def test_the_demo_page_speaks_the_visitors_language(guest, admin):
    answer = await guest.get("/", headers={"Accept-Language": "id-ID,id;q=0.9,en;q=0.8"})

    assert answer.text == '<!doctype html><html lang="id" data-has-admin="true">'
    assert "Accept-Language" in answer.headers["vary"]


async def test_the_demo_page_knows_that_there_is_no_admin_yet(guest):
    assert 'data-has-admin="false"' in (await guest.get("/")).text


class TestWithoutADemo:
    @pytest.fixture
    def settings(self, settings):
        return settings | {"demo_page": False}

    async def test_there_is_no_page_at_the_root(self, guest):
        assert problem(await guest.get("/")) == (404, "not_found")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("id", "id"),
        ("in-ID", "id"),
        ("de, id;q=0.5, en;q=0.4", "id"),
        ("en;q=0.1, id;q=0.9", "id"),
        ("fr, *;q=0.1", "en"),
        ("id;q=0", "en"),
        ("id;q=x, en", "en"),
        (",,;;=", "en"),
    ],
)
def test_the_best_liked_language_is_chosen(accepted, language):
    assert spoken(accepted) == language


async def test_a_new_build_is_noticed(guest, settings):
    await guest.get("/widget.js")
    build(settings["static"], FILES | {"widget/panel-99999999.js": "new"})
    manifest = settings["static"] / "manifest.json"
    os.utime(manifest, ns=(1, 1))

    answer = await guest.get("/widget.js")

    assert "panel-99999999.js" in answer.text


@pytest.mark.parametrize("path", ["/", "/widget.js", "/widget/panel-0a1b2c3d.js", "/admin/chat"])
async def test_a_missing_build_is_said_clearly(guest, settings, path):
    (settings["static"] / "manifest.json").unlink()

    answer = await guest.get(path)

    assert problem(answer) == (503, "not_built")
    assert "python3 dev.py setup" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("accent", "text"),
    [
        ("#FFFFFF", "#000000"),
        ("#000000", "#FFFFFF"),
        ("#1F5E4B", "#FFFFFF"),
        ("#FFD400", "#000000"),
        ("#FF0000", "#000000"),
        ("#0000FF", "#FFFFFF"),
    ],
)
def test_text_can_be_read_on_every_accent(accent, text):
    assert text_on(accent) == text
