"""Words that tell of somebody's health, abuse, crime, asylum or debt: only a hint, and only beside a person."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from . import words
from .finding import Context, Finding, Reason, Type
from .numbers import lowered

SUGGESTION = "[helbred og lignende]"
SHORTEST_INSIDE = 8
CLOSE = 25
"""Words of health with no more signs between them tell one thing together."""
ENDS = re.compile(r"[.!?\n]")
WORD = re.compile(r"[^\W\d_][\w-]*")
# What a book, a talk or a poster is about, or what something is not called, is nobody's.
TOPIC = re.compile(
    r"(?<![^\W_])(?:(?:kalde[rs]?|kaldte) det|handle[rd]?e? om|(?:bog|bogen|bøger|foredrag|foredraget|"
    r"plakat(?:en)?|plakater|"
    r"folder(?:en|e|ne)?|pjece[rn]?|tema\w{0,8}|film(?:en)?|artik(?:el|ler)|kursus|kampagne[nr]?|podcast|oplæg|udstilling(?:en)?|"
    r"debat|debatten|aften|undervisning|book|books|talk|film|poster|leaflet)(?: \w{2,12})? (?:om|about|on)|"
    r"pårørende til|plads(?:er)? til (?:unge|børn|borgere|folk|voksne) med|forening(?:en)? for) (?:\w{2,15} ){0,2}\Z"
)
SOMEBODY = re.compile(
    r"(?i)(?<![^\W_])(?:hun|han|hende|ham|hendes|hans|jeg|mig|min|mit|mine|she|he|her|his|him|my|i|i'm|"
    r"moren|mor|faren|far|"
    r"barnet|drengen|pigen|sønnen|søn|datteren|datter|kollega|manden|konen|kvinden|mother|father|son|"
    r"daughter)(?![^\W_])"
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of every group together; the first three letters of a stem lead to it."""

    stems: dict[str, tuple[str, ...]]
    inside: re.Pattern[str]
    words: frozenset[str]
    phrases: re.Pattern[str]
    harmless: tuple[str, ...]

    def knows(self, word: str) -> bool:
        """Whether *word*, folded, belongs to the lexicon."""
        if word in self.words:
            return True
        if word.startswith(self.harmless):
            return False
        if word.startswith(self.stems.get(word[:3], ())) and word[:3] in self.stems:
            return True
        return len(word) >= SHORTEST_INSIDE and self.inside.search(word) is not None


@cache
def lexicon() -> Lexicon:
    """Return the words of health.toml."""
    groups = tomllib.loads((files(words) / "health.toml").read_text("utf-8")).values()
    stems: dict[str, list[str]] = {}
    for stem in {stem for group in groups for stem in group["stems"]}:
        stems.setdefault(stem[:3], []).append(stem)
    inside = "|".join(sorted({re.escape(part) for group in groups for part in group["inside"]}))
    said = {re.escape(phrase) for group in groups for phrase in group["phrases"]}
    phrases = "|".join(sorted(said.union(*(group["patterns"] for group in groups))))
    return Lexicon(
        {start: tuple(found) for start, found in stems.items()},
        re.compile(inside),
        frozenset(word for group in groups for word in group["words"]),
        re.compile(rf"(?<![^\W_])(?:{phrases})(?![^\W_])"),
        tuple(start for group in groups for start in group["except"]),
    )


def ailments(text: str, context: Context) -> Iterator[Finding]:
    """Find words of health in normalised *text*, whomever they are about; what stands close together is one finding."""
    known = lexicon()
    spans = [match.span() for match in known.phrases.finditer(lowered(text))]
    spans += [m.span() for m in WORD.finditer(text) if known.knows(m.group().casefold()[:40])]
    low = lowered(text)
    spans = [span for span in spans if not TOPIC.search(low[max(0, span[0] - 60) : span[0]])]
    last: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if last and start - last[1] <= CLOSE and not ENDS.search(text, last[1], max(start, last[1])):
            last = last[0], max(last[1], end)
        else:
            if last:
                yield _finding(last)
            last = start, end
    if last:
        yield _finding(last)


def points_at_somebody(text: str) -> bool:
    """Whether *text* says "hun", "han", "jeg" or the like, so that a word of health may be about a person."""
    return SOMEBODY.search(text) is not None


def _finding(span: tuple[int, int]) -> Finding:
    return Finding(*span, Type.HEALTH, 0.4, Reason.LIST, SUGGESTION)


__all__ = ["ailments", "points_at_somebody"]
