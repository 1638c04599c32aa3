"""Fixtures of the page tests."""

import pytest

from tests.pages.browser import running_chromium


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium; without it the test skips and says so."""
    with running_chromium() as chromium:
        yield chromium
