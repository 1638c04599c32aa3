"""The language of the page that is being made, for the words that are put together in Python."""

from django.utils.translation import get_language


def lang() -> str:
    """Return "da" or "en"."""
    return "en" if (get_language() or "da").startswith("en") else "da"


def number_in(text: str | None) -> int | None:
    """Return the number a form sent; None for anything else. More than eighteen digits are no number of ours."""
    if text is None or not text.isascii() or not text.isdecimal() or len(text) > 18:
        return None
    return int(text)
