"""What the model sees of a stretch of a reply: words, pairs and parts of words, and what the grammar made of it.

A stretch is a clause and the clauses without times of their own that go on from it in the same sentence.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from faelled.core.replies.clause import Clause, is_topic
from faelled.core.replies.items import Kind
from faelled.core.replies.judging import Judgement

GRAMMAR = ("g ", "k ")
"""How the signs begin that tell what the grammar made of the stretch."""

_MOST_WORDS = 40
_SHORTEST_TO_CUT, _PARTS = 5, (3, 4, 5)
_PLACEHOLDERS = {Kind.ALL: "<all>", Kind.REST: "<rest>", Kind.NONE: "<none>"}


def stretches(clauses: Sequence[Clause]) -> list[tuple[int, int]]:
    """Return where the stretches of the clauses begin and end: each clause begins one unless it only goes on."""
    out: list[tuple[int, int]] = []
    for n, clause in enumerate(clauses):
        goes_on = n and not clause.hard and not clause.has_times() and out
        if goes_on:
            out[-1] = (out[-1][0], n + 1)
        else:
            out.append((n, n + 1))
    return out


def signs_of(parts: Sequence[Clause], judgements: Sequence[Judgement]) -> list[str]:
    """Return the signs of a stretch; the judgements are the grammar's on each of its clauses."""
    words = _words(parts)[:_MOST_WORDS]
    out = [f"w {w}" for w in words]
    out += [f"p {a} {b}" for a, b in zip(["^", *words], [*words, "$"], strict=True)]
    out += [f"t {a} {b} {c}" for a, b, c in zip(words, words[1:], words[2:], strict=False)]
    for word in words:
        if len(word) >= _SHORTEST_TO_CUT and word[0] != "<":
            out += [f"c {part}" for part in _cut(f"^{word}$")]
    out += grammar_of(parts, judgements)
    return out


def _cut(word: str) -> Iterable[str]:
    for length in _PARTS:
        for at in range(len(word) - length + 1):
            yield word[at : at + length]


def _words(parts: Sequence[Clause]) -> list[str]:
    out: list[str] = []
    for n, clause in enumerate(parts):
        if n and clause.link:
            out.append(f"<{clause.link}>" if not clause.link.isalpha() else clause.link)
        for item in clause.items:
            word = _PLACEHOLDERS.get(item.kind) or ("<t>" if is_topic(item) else None)
            if word is not None:
                if not (out and out[-1] == word):
                    out.append(word)
            elif item.kind is not Kind.SIGN:
                out += item.words
    return out


def grammar_of(parts: Sequence[Clause], judgements: Sequence[Judgement]) -> list[str]:
    """Return what the grammar found, each with how many words it did not know."""
    out = []
    first, judged = parts[0], judgements[0]
    unknown = min(len(first.words()), 5)
    said = judged.verdict.value if judged.verdict else "nothing"
    said += "~" if judged.weak else ""
    out.append(f"g {said}")
    out.append(f"g {said} {unknown}")
    out.append(f"g timed {first.has_times()} {said}")
    out.append(f"g link {first.link if first.link.isalpha() else ''}")
    if judged.unsure:
        out.append(f"g unsure {said}")
    if judged.negated:
        out.append(f"g not {said}")
    for later in judgements[1:3]:
        more = later.verdict.value if later.verdict else "nothing"
        out += [f"g then {more}", f"g {said} then {more}"]
    items = [i for c in parts for i in c.items]
    kinds = [sorted(i.classes)[0] for i in items if i.classes]
    out += [f"k {k}" for k in kinds]
    out += [f"k {a} {b}" for a, b in pairwise(kinds)]
    out.append(f"g person {any(c.person() for c in parts)}")
    return out


__all__ = ["GRAMMAR", "signs_of", "stretches"]
