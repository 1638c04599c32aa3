"""Fixtures of the tests of the wiring."""

from tests.pages.conftest import browser as browser
