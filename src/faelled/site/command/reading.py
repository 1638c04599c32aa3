"""The reader of free-text answers, for those who work on it: train its model, and show which readings changed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import faelled
from faelled.core.replies.learned import weights
from faelled.core.replies.learned.examples import of_frames, of_phrases, of_reply, of_sentences
from faelled.core.replies.learned.training import Example, trained
from faelled.core.replies.scoring import predict, slots_of

SOURCE = Path(faelled.__file__).resolve().parent
CORPUS = SOURCE.parents[1] / "tests" / "mails" / "replies"
READINGS = CORPUS / "readings.tsv"
WEIGHTS = SOURCE / "core" / "replies" / "learned" / weights.FILE
BUILT_ON = frozenset({"own", "strangers", "e"})
"""The grammar was built while these were read; what it says of them is no measure of it."""


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


def _cases() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in sorted(CORPUS.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            yield path.stem, json.loads(line)


def readings() -> dict[str, str]:
    """Return how every reply of the corpora is read now: one letter a slot, by corpus and id."""
    out = {}
    for name, case in _cases():
        got = predict(case["reply"], case["slots"], case["sent"])
        out[f"{name}/{case['id']}"] = "".join(v[0] for v in got.values())
    return out


def stored() -> dict[str, str]:
    """Return how every reply was read when the readings were last accepted."""
    return dict(line.split("\t", 1) for line in READINGS.read_text("utf-8").splitlines())


def changes() -> list[str]:
    """Return one line for each reply that is read otherwise than was accepted, with what is right."""
    before, now = stored(), readings()
    cases = {f"{name}/{case['id']}": case for name, case in _cases()}
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
