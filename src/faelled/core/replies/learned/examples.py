"""Examples for the model: single sentences with their label, and the sentences of whole replies with known answers."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from faelled.core.days.expressions import scan_tokens, tokenise
from faelled.core.replies.asides import automatic, looks_english
from faelled.core.replies.body import body_of
from faelled.core.replies.clause import Clause
from faelled.core.replies.clauses import clauses
from faelled.core.replies.items import Kind, itemise
from faelled.core.replies.judging import Judgement, judge
from faelled.core.replies.learned.signs import GRAMMAR, signs_of, stretches
from faelled.core.replies.learned.training import Example, example
from faelled.core.replies.learned.weights import LABELS
from faelled.core.replies.lexicon import groups
from faelled.core.replies.pointing import Fit, Scene
from faelled.core.replies.reading import Slot
from faelled.core.replies.topics import topic_of

TIME = "<T>"
_A_DAY = {"da": "torsdag", "en": "Thursday"}
_HALF = 0.5


def of_sentences(rows: Iterable[tuple[str, str, str]], *, weight: float = 1.0) -> list[Example]:
    """Return the examples in rows of label, language and a sentence with <T> where its times stand."""
    out = []
    for label, lang, sentence in rows:
        text = sentence.replace(TIME, _A_DAY[lang])
        said = clauses(_items(text, english=lang == "en"), text)
        parts = _the_one(said)
        if parts:
            out.append(example(signs_of(parts, [judge(c) for c in parts]), label, weight))
    return out


def _items(text: str, *, english: bool) -> list[Any]:
    tokens = tokenise(text)
    return itemise(tokens, scan_tokens(tokens, english=english))


def _the_one(said: Sequence[Clause]) -> Sequence[Clause]:
    """Return the stretch the label is about: the only one, or the only one with a time."""
    found = stretches(said)
    if len(found) > 1:
        found = [f for f in found if said[f[0]].has_times()]
    return said[found[0][0] : found[0][1]] if len(found) == 1 else ()


def of_frames(text: str) -> list[Example]:
    """Return the examples made of the patterns and fillers in a TOML file."""
    return of_sentences(_filled(tomllib.loads(text)["frame"]), weight=_HALF)


def of_phrases() -> list[Example]:
    """Return the examples of the grammar's own phrases, so that the model and the grammar agree on them."""
    out = []
    for group in groups():
        if group.expect not in LABELS:
            continue
        for phrase in group.phrases:
            text = group.example.format(phrase)
            said = clauses(_items(text, english="Thursday" in text), text)
            parts = _the_one(said)
            if parts and not any(c.link in ("but", "except", "correction") for c in parts):
                signs = signs_of(parts, [judge(c) for c in parts])
                out.append(example(_words_alone(signs), group.expect, _HALF))
    return out


def _words_alone(signs: Sequence[str]) -> list[str]:
    return [s for s in signs if not s.startswith(GRAMMAR)]


def _filled(frames: Iterable[Mapping[str, str]]) -> Iterable[tuple[str, str, str]]:
    for frame in frames:
        patterns = frame["patterns"].split("|")
        for pair in frame.get("pairs", "").split(";"):
            verb, _, rest = pair.partition("|")
            for pattern in patterns if verb else ():
                yield frame["label"], frame["lang"], pattern.format(verb.strip(), rest.strip()).strip()
        for filler in frame.get("fillers", "").replace("\n", " ").split("|"):
            for pattern in patterns if filler else ():
                yield frame["label"], frame["lang"], pattern.replace("{}", filler.strip())


def of_reply(
    text: str, slots: Sequence[Slot], sent: datetime, gold: Mapping[int, str], *, learned: bool
) -> list[Example]:
    """Return the examples in a reply: each sentence whose times all have the same answer.

    learned: the grammar was built on this reply, so that what the grammar says of it teaches nothing.
    """
    if automatic(text):
        return []
    body = body_of(text)
    scene = Scene(tuple(slots), sent.date())
    tokens = [t for t in tokenise(text[: body.end]) if t.start >= body.start]
    likely = {s.start.date() for s in slots}
    said = clauses(itemise(tokens, scan_tokens(tokens, likely=likely, english=looks_english(text))), text)
    found = stretches(said)
    alone = len(found) == 1 and not any(c.has_times() for c in said)
    out = []
    for first, end in found:
        parts = said[first:end]
        judged = [judge(c) for c in parts]
        label = _label(parts[0], judged[0], scene, gold, alone=alone)
        if label is not None:
            signs = signs_of(parts, judged)
            out.append(example(_words_alone(signs) if learned else signs, label))
    return out


def _label(
    clause: Clause, judged: Judgement, scene: Scene, gold: Mapping[int, str], *, alone: bool
) -> str | None:
    if clause.question or judged.only or judged.window or clause.link in ("except", "correction"):
        return None
    kinds = {i.kind for i in clause.topics()}
    if Kind.REST in kinds or not (kinds or alone):
        return None
    about = set(gold)
    if not kinds <= {Kind.ALL, Kind.NONE}:
        topic = topic_of(clause.items, scene)
        if topic is None or topic.window or topic.puzzled:
            return None
        about = set(topic.hit(Fit.PART))
    labels = {gold[n] for n in about}
    return labels.pop() if len(labels) == 1 else None


__all__ = ["of_frames", "of_phrases", "of_reply", "of_sentences"]
