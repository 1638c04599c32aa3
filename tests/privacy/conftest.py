"""What the stories about a person's own data begin with."""

from tests.partnerships.conftest import _no_memory_of_tries, browser_of

__all__ = ["_no_memory_of_tries", "browser_of"]
