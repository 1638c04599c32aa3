"""What name lists alone would find: a peer for the guard, for the scorer's `--call bench._lists:names`."""

import re

from faelled.core.guard.words import lines

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def names(text: str) -> list[tuple[int, int, str]]:
    """Return every word with a capital that is a listed first name or surname, also in the genitive."""
    listed = {*lines("first_names"), *lines("last_names")}
    return [
        (word.start(), word.end(), "PERSON")
        for word in WORD.finditer(text)
        if word.group()[0].isupper()
        and {word.group().lower(), word.group().lower().removesuffix("s")} & listed
    ]


__all__ = ["names"]
