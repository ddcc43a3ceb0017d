"""What holds for every test."""

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("tests.contracts")

settings.register_profile("livechat", deadline=None, print_blob=True)
settings.load_profile("livechat")
