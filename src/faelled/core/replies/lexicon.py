"""The phrases of an answer, from phrases/*.toml, and how they are found among the tokens."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from faelled.core.days.expressions import Token, keys

# "er optaget" and "optaget" mean the same here: the copula is left out, so that "er jeg optaget" is found too.
_COPULAS = frozenset({"er", "is", "are", "am", "'m"})
_SUBJECTS = frozenset({"jeg", "vi", "der", "det"})
# These count only where the clause ends: "jeg er på" says yes, "jeg er på arbejde i byen" does not.
AT_THE_END = frozenset(
    {
        "der",
        "pa",
        "med",
        "her",
        "there",
        "here",
        "in",
        "open",
        "abent",
        "on",
        "up",
        "jeres",
        "din",
        "yours",
        "frit",
        "do",
        "does",
    }
)


@dataclass(frozen=True, slots=True)
class Group:
    """Phrases of one class, and a sentence each of them fits into."""

    kind: str
    example: str
    expect: str
    phrases: tuple[str, ...]


@cache
def groups() -> tuple[Group, ...]:
    """Return all groups of both languages."""
    out = []
    for language in ("da", "en"):
        text = (
            resources.files("faelled.core.replies").joinpath("phrases", f"{language}.toml").read_text("utf-8")
        )
        rows: list[Mapping[str, Any]] = tomllib.loads(text)["group"]
        for row in rows:
            phrases = tuple(p.strip() for p in str(row["phrases"]).split("|") if p.strip())
            out.append(Group(row["class"], row["example"], row.get("expect", row["class"]), phrases))
    return tuple(out)


_ADJECTIVE_ENDINGS = ("ig", "lig", "bar", "los", "sk", "el")


def _forms(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the phrase with its last adjective in all its forms: "umuligt" also as "umulig" and "umulige"."""
    last = words[-1]
    stem = last[:-1] if last.endswith(("t", "e")) else last
    if len(stem) < _SHORTEST_ADJECTIVE or not stem.endswith(_ADJECTIVE_ENDINGS):
        return (words,)
    return tuple((*words[:-1], form) for form in (stem, stem + "t", stem + "e"))


_SHORTEST_ADJECTIVE = 5


@cache
def _by_first() -> dict[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]]:
    table: dict[tuple[str, ...], set[str]] = {}
    for group in groups():
        for phrase in group.phrases:
            words = keys(phrase)
            if len(words) > 1 and words[0] in _COPULAS and group.kind in ("yes", "no", "maybe", "defer"):
                words = words[2:] if words[1] in _SUBJECTS and len(words) > 2 else words[1:]
            for form in _forms(words) if group.kind in ("yes", "no", "maybe") else (words,):
                table.setdefault(form, set()).add(group.kind)
    firsts: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for words, kinds in table.items():
        firsts.setdefault(words[0], []).append((words, frozenset(kinds)))
    return {k: tuple(sorted(v, key=lambda row: -len(row[0]))) for k, v in firsts.items()}


def phrase_at(tokens: Sequence[Token], at: int, limit: int) -> tuple[int, frozenset[str]] | None:
    """Return the longest phrase that begins at token *at* and ends before *limit*: (its length, its classes)."""
    for words, kinds in _by_first().get(tokens[at].key, ()):
        last = at + len(words)
        if last <= limit and all(tokens[at + n].key == word for n, word in enumerate(words)):
            return len(words), kinds
    return None
