"""Output: 32 to 36."""

import pytest

PAGES = ("/admin/chat", "/admin/login", "/admin/setup", "/", "/docs")


@pytest.mark.parametrize("path", PAGES)
async def test_32_a_page_runs_only_what_we_have_written(guest, path):
    policy = (await guest.get(path)).headers["content-security-policy"]

    said = {name: values for name, *values in map(str.split, policy.split(";"))}
    assert said["default-src"] == ["'none'"]
    assert said["script-src"] == said["style-src"] == said["connect-src"] == ["'self'"]
    assert said["frame-ancestors"] == said["base-uri"] == said["trusted-types"] == ["'none'"]
    assert said["require-trusted-types-for"] == ["'script'"]
    assert "object-src" not in said
    assert "unsafe" not in policy
