"""Other sites: 37 to 40."""

import pytest

from livechat.settings import SettingsError, load


@pytest.mark.parametrize(
    "sites",
    ["*", "https://*", "https://*.example", "http://*:8000", "https://shop.example, *", "null"],
)
def test_39_no_setting_lets_every_site_in(sites):
    with pytest.raises(SettingsError):
        load({"LIVECHAT_ALLOWED_ORIGINS": sites})
