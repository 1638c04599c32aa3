"""People's own words, made fit for a narrow screen."""

import re

LONGEST = 18  # letters in a row that fit the narrowest screen, however wide they are
_RUN = re.compile(rf"\S{{{LONGEST}}}(?=\S)")


def breakable(text: str) -> str:
    """Return *text* with places to break a line in whatever runs on without a space, so that no page grows sideways."""
    return _RUN.sub(lambda run: f"{run[0]}\u200b", text)
