"""Text made safe to put into a header or a body, and compared as mail systems leave it."""

import re
import unicodedata

SUBJECT_LENGTH = 180
NAME_LENGTH = 78

# Line ends of every alphabet, and the signs that turn the reading direction: the first would begin a new header,
# the second would let a name show something other than it says.
_NO_PLACE_IN_A_LINE = frozenset({"Cc", "Zl", "Zp", "Cs"})
_TURNS_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_BLANK_LINES = re.compile(r"\n{3,}")


def one_line(text: str, at_most: int = SUBJECT_LENGTH) -> str:
    """Return *text* as one line of at most *at_most* characters that can end no header."""
    plain = "".join(
        " " if unicodedata.category(sign) in _NO_PLACE_IN_A_LINE else sign for sign in text[: 20 * at_most]
    )
    line = " ".join(_TURNS_DIRECTION.sub("", plain).split())
    return line if len(line) <= at_most else line[: at_most - 1].rstrip() + "…"


def paragraphs(text: str) -> str:
    """Return *text* as a body: line ends as LF, no control signs, no blanks at line ends, one blank line at most."""
    lines = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
        .split("\n")
    )
    clean = "\n".join(
        "".join(
            sign for sign in line if unicodedata.category(sign) not in _NO_PLACE_IN_A_LINE or sign == "\t"
        ).rstrip()
        for line in lines
    )
    return _BLANK_LINES.sub("\n\n", _TURNS_DIRECTION.sub("", clean)).strip("\n")


def bare_line(line: str) -> str:
    """Return *line* as it is compared with what comes back: letters and digits alone, in lower case.

    Mail clients change blanks, quotation marks, dashes and stars; they leave words and numbers alone.
    """
    return "".join(sign for sign in line.casefold() if sign.isalnum())
