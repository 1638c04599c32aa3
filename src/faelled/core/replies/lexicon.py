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


_VERBS = frozenset(
    keys("kommer går smutter bliver må når kan deltager har holder tager skal vil siger støder får")
)
_WRITERS = ("jeg", "vi")


def _orders(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the phrase as it stands, and with the writer after its verb: "kommer jeg senere", "har vi travlt"."""
    if len(words) < 2 or words[0] not in _VERBS or set(_WRITERS) & set(words[1:]):
        return (words,)
    return words, *((words[0], who, *words[1:]) for who in _WRITERS)


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
def _by_first() -> dict[str, tuple[tuple[int, dict[tuple[str, ...], frozenset[str]]], ...]]:
    """Return the phrases by their first word, the longest first."""
    table: dict[tuple[str, ...], set[str]] = {}
    for group in groups():
        for phrase in group.phrases:
            words = keys(phrase)
            if len(words) > 1 and words[0] in _COPULAS and group.kind in ("yes", "no", "maybe", "defer"):
                words = words[2:] if words[1] in _SUBJECTS and len(words) > 2 else words[1:]
            for form in _forms(words) if group.kind in ("yes", "no", "maybe") else (words,):
                for order in _orders(form):
                    table.setdefault(order, set()).add(group.kind)
    firsts: dict[str, dict[int, dict[tuple[str, ...], frozenset[str]]]] = {}
    for words, kinds in table.items():
        firsts.setdefault(words[0], {}).setdefault(len(words), {})[words] = frozenset(kinds)
    return {k: tuple(sorted(v.items(), reverse=True)) for k, v in firsts.items()}


def phrase_at(tokens: Sequence[Token], at: int, limit: int) -> tuple[int, frozenset[str]] | None:
    """Return the longest phrase that begins at token *at* and ends before *limit*: (its length, its classes)."""
    rows = _by_first().get(tokens[at].key)
    if rows is None:
        return None
    keys_here = tuple(t.key for t in tokens[at : min(limit, at + rows[0][0])])
    for length, phrases in rows:
        kinds = phrases.get(keys_here[:length]) if length <= len(keys_here) else None
        if kinds is not None:
            return length, kinds
    return None
