"""One way of writing each sign, and for each of them the place in the original text it came from."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

# Hyphen, dashes, minus and their look-alikes; Unicode's class Pd leaves out the minus sign.
DASHES = frozenset("‐‑‒–—―−⁃﹘﹣－⸺⸻")
# Everything else stands for itself; nearly all Danish text does, and then nothing need be looked at sign by sign.
STRANGE = re.compile(
    r"[^\x20-\x7e\n\tæøåÆØÅäöüÄÖÜéèêëÉÈáàâÁíîïóôúûñçßðþ«»“”‘’„…§°£€·•½´¨\U0001f300-\U0001faff]+"
)
FOREIGN_LETTER = re.compile("[\u0370-\u03ff\u0400-\u052f\u0131\u0261\u0251]")
MIXED = re.compile(r"[^\W\d_]*[A-Za-z0-9ÆØÅæøå][^\W\d_]*[^\W_]*")
# Letters of other alphabets that look like ours; put into a Danish word they hide it from whoever searches for it.
LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХЗаеѕіјорсухвкмнтԁһԛԝɡɑıΑΒΕΖΗΙΚΜΝΟΡΤΥΧαενορτυικχγ",
    "ABESIJKMHOPCTYX3aesijopcyxBkmHTdhqwgaiABEZHIKMNOPTYXaevoptuikxy",
)


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
    """Return *text* with plain spaces, hyphens and digits, our own letters, and without signs that cannot be seen."""
    if not STRANGE.search(text):
        return Plain(text, range(len(text)), range(1, len(text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in STRANGE.finditer(text):
        pieces.append(text[done : match.start()])
        starts += range(done, match.start())
        ends += range(done + 1, match.start() + 1)
        _write(match, pieces, starts, ends)
        done = match.end()
    pieces.append(text[done:])
    starts += range(done, len(text))
    ends += range(done + 1, len(text) + 1)
    return Plain(unmasked("".join(pieces)), starts, ends)


def _write(match: re.Match[str], pieces: list[str], starts: list[int], ends: list[int]) -> None:
    """Write the strange signs of *match* plainly behind what is written already."""
    for place, sign in enumerate(match.group(), match.start()):
        written = _plain(sign)
        if not written and unicodedata.combining(sign) and ends and pieces[-1]:
            pieces[-1] = pieces[-1][:-1] + _composed(pieces[-1][-1], sign)
            ends[-1] = place + 1
        elif written:
            pieces.append(written)
            starts += [place] * len(written)
            ends += [place + 1] * len(written)


def unmasked(text: str) -> str:
    """Return *text*, sign by sign, with Greek and Cyrillic letters inside Danish words and numbers as our own."""
    if not FOREIGN_LETTER.search(text):
        return text
    return MIXED.sub(lambda word: word[0].translate(LOOKALIKES), text)


def respell(plain: Plain, pattern: re.Pattern[str], write: Callable[[re.Match[str]], str]) -> Plain:
    """Return *plain* with every match of *pattern* written anew; each new sign stands for the whole match."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in pattern.finditer(plain.text):
        new = write(match)
        if new == match.group():
            continue
        pieces += (plain.text[done : match.start()], new)
        begin, end = plain.original(match.start(), match.end())
        starts += [*plain.starts[done : match.start()], *([begin] * len(new))]
        ends += [*plain.ends[done : match.start()], *([end] * len(new))]
        done = match.end()
    if not pieces:
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


__all__ = ["Plain", "normalise", "respell", "unmasked"]
