"""One way of writing each sign, and for each of them the place in the original text it came from."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

# Hyphen, dashes, minus and their look-alikes; Unicode's class Pd leaves out the minus sign.
DASHES = frozenset("‐‑‒–—―−⁃﹘﹣－⸺⸻")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text to search: character i of `text` stands for the original's [starts[i], ends[i])."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original of the non-empty stretch [start, end) of this text."""
        return self.starts[start], self.ends[end - 1]


def normalise(text: str) -> Plain:
    """Return *text* with plain spaces, hyphens and digits, and without signs that cannot be seen."""
    if text.isascii() and text.isprintable():
        return Plain(text, range(len(text)), range(1, len(text) + 1))
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, sign in enumerate(text):
        written = _plain(sign)
        if not written:
            if signs and unicodedata.combining(sign):
                signs[-1] = _composed(signs[-1], sign)
                ends[-1] = place + 1
            continue
        for part in written:
            signs.append(part)
            starts.append(place)
            ends.append(place + 1)
    return Plain("".join(signs), starts, ends)


def respell(plain: Plain, pattern: re.Pattern[str], write: Callable[[re.Match[str]], str]) -> Plain:
    """Return *plain* with every match of *pattern* written anew; each new sign stands for the whole match."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in pattern.finditer(plain.text):
        new = write(match)
        pieces += (plain.text[done : match.start()], new)
        begin, end = plain.original(match.start(), match.end())
        starts += [*plain.starts[done : match.start()], *([begin] * len(new))]
        ends += [*plain.ends[done : match.start()], *([end] * len(new))]
        done = match.end()
    if not done:
        return plain
    pieces.append(plain.text[done:])
    starts += plain.starts[done:]
    ends += plain.ends[done:]
    return Plain("".join(pieces), starts, ends)


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    if sign in "\n\t":
        return sign
    kind = unicodedata.category(sign)
    if kind in {"Cf", "Mn", "Me", "Cc"}:
        # A carriage return counts as a break of its own in old mail programs; the rest cannot be seen at all.
        return "\n" if sign == "\r" else ""
    if kind.startswith("Z"):
        return "\n" if kind in {"Zl", "Zp"} else " "
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    if kind == "Pd" or sign in DASHES:
        return "-"
    # A compatibility spelling may itself hold joined marks: keep what can be read of it.
    return "".join(part for part in unicodedata.normalize("NFKC", sign) if not unicodedata.combining(part))


def _composed(before: str, mark: str) -> str:
    joined = unicodedata.normalize("NFC", before + mark)
    return joined if len(joined) == 1 else before


__all__ = ["Plain", "normalise", "respell"]
