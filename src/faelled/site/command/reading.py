"""The reader of free-text answers, for those who work on it: train its model, and show which readings changed."""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import faelled
from faelled.core.replies.asides import automatic
from faelled.core.replies.learned import network, weights
from faelled.core.replies.learned.examples import TIME, of_frames, of_phrases, of_reply, of_sentences
from faelled.core.replies.learned.training import Example, trained
from faelled.core.replies.learned.views import views_of
from faelled.core.replies.lexicon import groups
from faelled.core.replies.reader import story_of
from faelled.core.replies.reading import Verdict
from faelled.core.replies.scoring import predict, slots_of

SOURCE = Path(faelled.__file__).resolve().parent
CORPUS = SOURCE.parents[1] / "tests" / "mails" / "replies"
READINGS = CORPUS / "readings.tsv"
WEIGHTS = SOURCE / "core" / "replies" / "learned" / weights.FILE
NETWORK = WEIGHTS.with_name(network.FILE)
LEARNING = CORPUS / "learning"
"""Replies to learn from alone, a poll a line: {"slots": [[start, end]], "replies": [{id, lang, sent, gold, reply}]}."""
BUILT_ON = frozenset({"own", "strangers", "e", "composed", "tables", "aa", "bb", "cc"})
"""The grammar was built while these were read; what it says of them is no measure of it."""
_SENTENCE_SENT = "2026-10-01T09:00:00+02:00"
_SENTENCE_DAYS = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
}
_LETTERS = {v.value[0]: v.value for v in Verdict}


def train() -> int:
    """Learn the weights from the corpora anew, and write them beside the reader."""
    examples = list(_examples())
    data = weights.packed(trained(examples))
    WEIGHTS.write_bytes(data)
    print(f"{len(examples)} examples learned; {len(data)} bytes in {WEIGHTS.name}")
    return 0


def _examples() -> Iterator[Example]:
    learning = CORPUS / "learning"
    rows = (line.split("\t") for line in (learning / "clauses.tsv").read_text("utf-8").splitlines())
    yield from of_sentences((label, lang, text) for label, lang, text in rows)
    yield from of_frames((learning / "frames.toml").read_text("utf-8"))
    yield from of_phrases()
    for name, case in _cases():
        if name == "strangers" and int(case["id"][1:]) % 2 == 0:
            continue  # the even half is kept for measuring
        gold = {int(n): label for n, label in case["gold"].items()}
        sent = datetime.fromisoformat(case["sent"])
        yield from of_reply(case["reply"], slots_of(case["slots"]), sent, gold, learned=name in BUILT_ON)


def learn() -> int:
    """Teach the networks anew, and write their weights beside the reader. Needs PyTorch, which nothing else does."""
    try:
        from faelled.site.command import learning
    except ModuleNotFoundError as missing:
        print(f'{missing.name} is missing: see "Teaching the reader" in CONTRIBUTING.md')
        return 1
    examples = [e for case, known in _lessons() for e in _seen(case, known=known, learning=learning)]
    nets = [learning.learned(examples, seed=seed) for seed in learning.SEEDS]
    data = network.packed([net.weights() for net in nets])
    NETWORK.write_bytes(data)
    print(f"{len(examples)} examples learned; {len(data)} bytes in {NETWORK.name}")
    return 0


def _seen(case: Mapping[str, Any], *, known: bool, learning: Any) -> Iterator[Any]:
    if automatic(case["reply"]):
        return
    story = story_of(case["reply"], slots_of(case["slots"]), datetime.fromisoformat(case["sent"]))
    views = views_of(story, story.ledger.answers(), story.scene.sent)
    yield from learning.examples_of(views, {int(n): v for n, v in case["gold"].items()}, known=known)


def _lessons() -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Yield every case to learn from, and whether grammar or clause weights were built on it."""
    for _, case in _cases():
        yield case, True
    for path in sorted(LEARNING.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            for case in of_poll(json.loads(line)):
                yield case, path.stem in BUILT_ON
    for group in groups():
        for phrase in group.phrases:
            yield _of_phrase(group.example.format(phrase), group.expect), True
    for line in (LEARNING / "clauses.tsv").read_text("utf-8").splitlines():
        label, lang, text = line.split("\t")
        if TIME in text:
            yield _of_sentence(label, lang, text), True


def cases(files: Sequence[Path]) -> int:
    """Print the cases of files of polls in the corpus format, for the shared scorer."""
    for path in files:
        for line in path.read_text("utf-8").splitlines():
            for case in of_poll(json.loads(line)):
                print(json.dumps(case, ensure_ascii=False))
    return 0


def of_poll(poll: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the cases of a poll, in the corpus format."""
    slots = [{"n": n, "start": start, "end": end} for n, (start, end) in enumerate(poll["slots"], 1)]
    for reply in poll["replies"]:
        gold = {str(n): _LETTERS[letter] for n, letter in enumerate(reply["gold"], 1)}
        yield {**reply, "slots": slots, "gold": gold}


def _of_phrase(text: str, label: str) -> Mapping[str, Any]:
    """Return a phrase of the grammar in its example, as the answer to the one Thursday asked about."""
    slot = {"n": 1, "start": "2026-10-15T10:00:00+02:00", "end": "2026-10-15T12:00:00+02:00"}
    return {"reply": text, "slots": [slot], "sent": _SENTENCE_SENT, "gold": {"1": label}}


def _of_sentence(label: str, lang: str, text: str) -> Mapping[str, Any]:
    """Return a sentence as the answer to two times, one of which it names."""
    mixed = zlib.crc32(text.encode())
    day = mixed % 5
    days = sorted({day, (day + 1 + mixed // 7 % 4) % 5})
    slots = [
        {"n": n, "start": f"2026-10-{12 + d}T10:00:00+02:00", "end": f"2026-10-{12 + d}T12:00:00+02:00"}
        for n, d in enumerate(days, 1)
    ]
    said = "unknown" if label == "none" else label
    gold = {str(n): said if d == day else "unknown" for n, d in enumerate(days, 1)}
    reply = text.replace(TIME, _SENTENCE_DAYS[lang][day])
    return {"reply": reply, "slots": slots, "sent": _SENTENCE_SENT, "gold": gold}


def _cases() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in sorted(CORPUS.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            yield path.stem, json.loads(line)


def readings(*, of: int = 1) -> dict[str, str]:
    """Return how every reply of the corpora, or one in *of*, is read now: one letter a slot, by corpus and id."""
    out = {}
    for name, case in islice(_cases(), 0, None, of):
        got = predict(case["reply"], case["slots"], case["sent"])
        out[f"{name}/{case['id']}"] = "".join(v[0] for v in got.values())
    return out


@cache
def stored() -> dict[str, str]:
    """Return how every reply was read when the readings were last accepted."""
    return dict(line.split("\t", 1) for line in READINGS.read_text("utf-8").splitlines())


def changes(*, of: int = 1) -> list[str]:
    """Return one line for each reply, or one in *of*, that is read otherwise than was accepted, with what is right.

    One that is gone is always told.
    """
    cases = {f"{name}/{case['id']}": case for name, case in _cases()}
    now = readings(of=of)
    before = {name: was for name, was in stored().items() if name in now or name not in cases}
    return list(_told(before, now, cases))


def _told(
    before: Mapping[str, str], now: Mapping[str, str], cases: Mapping[str, Mapping[str, Any]]
) -> Iterable[str]:
    for name in sorted(before.keys() | now.keys()):
        was, is_ = before.get(name, "-"), now.get(name, "-")
        if was != is_:
            case = cases.get(name)
            right = "".join(v[0] for v in case["gold"].values()) if case else "-"
            text = " / ".join(case["reply"].split("\n")) if case else "(gone)"
            yield f"{name}: {was} -> {is_} (right: {right}) {text}"


def reread(*, accept: bool) -> int:
    """Print each reading that changed; 1 if there are any, unless they are accepted as the new ones."""
    told = changes() if READINGS.exists() else []
    for line in told:
        print(line)
    if accept:
        READINGS.write_text("".join(f"{k}\t{v}\n" for k, v in sorted(readings().items())), "utf-8")
        return 0
    return 1 if told else 0
