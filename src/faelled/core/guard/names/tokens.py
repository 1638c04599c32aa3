"""A text as lines of words and signs, each with its place; what begins a sentence is known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

# Initials are one token ("T.B.", "E."), so is a user name ("lilletrold88"), so is every other sign.
TOKEN = re.compile(
    r"(?<![^\W_])[A-ZÆØÅ]\.(?:-?[A-ZÆØÅ]\.){0,4}(?![^\W_])|[^\W_]+(?:['’_-][^\W_]+)*|[^\w\s]|_+"
)
LINE = re.compile(r"[^\n]+")
LETTER = re.compile(r"[^\W\d_]")
LONGEST_LINE = 200
"""So many tokens are judged together; a longer line is judged piece by piece."""
ENDS = frozenset('.!?:;•*|–-/>"»”“(')
SHORTENED = frozenset((
    "bl", "f", "eks", "fx", "kl", "ca", "nr", "hr", "fr", "frk", "dr", "tlf", "d", "dvs", "mht", "mfl",
    "ang", "vedr", "jf", "st", "sct", "skt", "gl", "sdr", "ndr", "ex", "inkl", "ekskl", "pga", "osv", "m",
    "mr", "mrs", "prof",
))  # fmt: skip


class Token(NamedTuple):
    """One word, number or sign: text[start:end]."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """Tokens of one line; `starts`: which of them begin a sentence; `level`: no capital says anything here."""

    tokens: tuple[Token, ...]
    starts: tuple[bool, ...]
    level: bool

    def lows(self) -> list[str]:
        """Return the words in small letters."""
        return [token.text.lower() for token in self.tokens]


def lines_of(text: str) -> Iterator[Line]:
    """Yield the lines of *text* that hold words, long ones in pieces; figures and signs alone are nobody's name."""
    for found in LINE.finditer(text):
        if not LETTER.search(text, *found.span()):
            continue
        tokens = [Token(t.group(), t.start(), t.end()) for t in TOKEN.finditer(text, *found.span())]
        level = _level(found.group())
        for first in range(0, len(tokens), LONGEST_LINE):
            piece = tokens[first : first + LONGEST_LINE]
            if not any(token.text[0].isalpha() for token in piece):
                continue
            if level:
                piece = [Token(t.text.lower(), t.start, t.end) for t in piece]
            yield Line(tuple(piece), tuple(_starts(piece)), level)


def _level(line: str) -> bool:
    """Whether *line* is all small letters or all capitals, so that a capital says nothing."""
    return line == line.lower() or (line == line.upper() and line.count(" ") > 1)


def _starts(tokens: list[Token]) -> Iterator[bool]:
    for place, token in enumerate(tokens):
        if not place:
            yield True
            continue
        before = tokens[place - 1]
        if before.text not in ENDS:
            yield False
        elif before.text == ".":
            short = place > 1 and tokens[place - 2].text.lower() in SHORTENED
            yield not short and token.start > before.end
        elif before.text in "-–/":
            yield place == 1
        else:
            yield True


__all__ = ["Line", "Token", "lines_of"]
