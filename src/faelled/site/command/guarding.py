"""Train the guard's model of names: the treebank's sentences and our frames in, one file out."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

import faelled
from faelled.core.guard.names import model
from faelled.core.guard.names.signs import signs
from faelled.core.guard.names.tokens import lines_of
from faelled.site.command.naming import Names, frame_lines

SOURCE = Path(faelled.__file__).resolve().parent
ROOT = SOURCE.parents[1]
FRAMES = ROOT / "tests" / "guard" / "learning"
MODEL = SOURCE / "core" / "guard" / "names" / model.FILE
SHARED = ROOT.parent / "shared" / "data" / "guard"
"""Where the data that is no part of the repository lies when nothing else is said."""
TREEBANK = Path("uner_danish_ddt") / "da_ddt-ud-train.iob2"
SETTINGS = {
    "c1": 0.12,
    "c2": 0.01,
    "max_iterations": 90,
    "feature.minfreq": 2,
    "feature.possible_transitions": True,
}
ROUNDS = {"notes": 7, "turned": 12, "public": 14, "plain": 3, "things": 10, "mixed": 7, "twins": 8}
DEEDS = (6, 5, 2)
"""How often each deed is told of one person, of two or of a noun."""
LOWERED = 0.3
TOLD_ANEW = 4
"""So often a passage is told again with other people in it."""
TOLD = (
    "{{X}} og {{X}} {deed}.",
    "{{X}}, {{X}} og {{X}} {deed}.",
    "{{G}} mor {deed}.",
    "{{X}} fra {{H}} {deed}.",
    "{{X}} {deed}, men {{X}} {deed}.",
    "Jeg tror, {{X}} {deed}.",
    "Hvis {{X}} {deed}, så ring.",
    "Det er {{X}}, der {deed}.",
    "I går {verb} {{X}} {rest}.",
    "Måske {verb} {{X}} {rest}.",
    "På onsdag {verb} {{X}} og {{X}} {rest}.",
    "{{L}} {deed}.",
    "{{I}} {deed}.",
    "{{K}} {deed}.",
    "{{T}} {deed}.",
    "{{T}} fra {{H}} {deed}.",
    "{{F}} {deed}. Hun {deed}.",
    "{{F}} {deed}, og hans far {deed}.",
)
SEED = 1

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Text:
    """A text with the places of its names: B for a person, P for a name out of a book."""

    text: str
    spans: tuple[Span, ...]


def train(data: Path | None, to: Path = MODEL) -> int:
    """Learn the model from the treebank in the folder *data* and from our frames, and write it."""
    data = data or SHARED
    if not (data / TREEBANK).is_file():
        print(f"no {TREEBANK} found: name the folder that holds it, `./faelled guard train FOLDER`")
        return 1
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(SETTINGS)
    count = 0
    for text in texts(data):
        for line, labels in labelled(text):
            trainer.append(line, labels)
            count += 1
    trainer.train(str(to))
    print(f"{count} lines learned; {to.stat().st_size} bytes in {to.name}")
    return 0


def texts(data: Path) -> Iterator[Text]:
    """Yield every text the model learns from, in the same order each time."""
    draw = random.Random(SEED)  # noqa: S311  the order of learning is no secret
    names = Names(draw, FRAMES)
    for sentence in treebank(data / TREEBANK):
        yield sentence
        if sentence.spans:
            yield swapped(sentence, names)
            yield lowered(swapped(sentence, names), draw)
        elif draw.random() < LOWERED:
            yield lowered(sentence, draw)
    for passage in passages(FRAMES):
        yield from [passage, lowered(swapped(passage, names), draw)]
        yield from [swapped(passage, names) for _ in range(TOLD_ANEW)]
    told = list(frames(draw))
    draw.shuffle(told)
    while told:
        several = [filled(told.pop(), names) for _ in range(min(len(told), draw.choice((1, 1, 1, 1, 2, 3))))]
        text = joined(several)
        yield lowered(text, draw) if draw.random() < LOWERED else text


def passages(folder: Path) -> Iterator[Text]:
    """Yield the passages that were written and marked for us: {"text", "spans", "public"}, as the scorer reads them."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            found = json.loads(line)
            people = [(start, end, "B") for start, end, kind in found["spans"] if kind == "PERSON"]
            taken = [(start, end) for start, end, _ in found["spans"]]
            public = [
                (start, end, "P")
                for start, end in found["public"]
                if not any(sign.isdigit() or sign == "@" for sign in found["text"][start:end])
                and all(end <= a or b <= start for a, b in taken)
            ]
            yield Text(found["text"], tuple(sorted([*people, *public])))


def frames(draw: random.Random) -> Iterator[str]:
    """Yield the frames as often as each is used, deeds among them."""
    for kind, rounds in ROUNDS.items():
        for _ in range(rounds):
            yield from frame_lines(FRAMES / f"{kind}.txt")
    one, two, none = DEEDS
    for deed in frame_lines(FRAMES / "deeds.txt"):
        yield from [f"{{X}} {deed}."] * one
        verb, _, rest = deed.partition(" ")
        yield from [draw.choice(TOLD).format(deed=deed, verb=verb, rest=rest) for _ in range(two)]
        yield from [f"{{S}} {deed}."] * none


def joined(several: Sequence[Text]) -> Text:
    """Return the texts as the sentences of one."""
    text, spans = "", list[Span]()
    for one in several:
        gap = "" if not text else " " if text[-1] in ".!?" else "\n"
        spans += [(start + len(text + gap), end + len(text + gap), label) for start, end, label in one.spans]
        text += gap + one.text
    return Text(text, tuple(spans))


def treebank(path: Path) -> Iterator[Text]:
    """Yield the sentences of a file of the treebank (columns: index, word, tag; `# text =` before them)."""
    text, words = "", list[tuple[str, str]]()
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        if line.startswith("# text ="):
            text = line.partition("=")[2].strip()
        elif line.strip() and not line.startswith("#"):
            _, word, tag, *_ = line.split("\t")
            words.append((word, tag))
        elif not line.strip() and words:
            yield Text(text, tuple(_persons(text, words)))
            words = []


def _persons(text: str, words: Sequence[tuple[str, str]]) -> Iterator[Span]:
    place, current = 0, None
    for word, tag in words:
        start = text.find(word, place)
        place = start + len(word)
        if tag == "I-PER" and current:
            current = (current[0], place, "B")
            continue
        if current:
            yield current
        current = (start, place, "B") if tag == "B-PER" else None
    if current:
        yield current


def swapped(text: Text, names: Names) -> Text:
    """Return *text* with other people in it."""
    pieces, spans, done, length = list[str](), list[Span](), 0, 0
    for start, end, label in text.spans:
        name = names.like(text.text[start:end]) if label == "B" else text.text[start:end]
        pieces += (text.text[done:start], name)
        length += start - done
        spans.append((length, length + len(name), label))
        length += len(name)
        done = end
    return Text("".join([*pieces, text.text[done:]]), tuple(spans))


def lowered(text: Text, draw: random.Random) -> Text:
    """Return *text* as one types on a telephone: small letters, now and then without the last full stop."""
    low = text.text.lower()
    if len(low) != len(text.text):
        return text
    return Text(low.rstrip(".") if draw.random() < 0.5 and not low.endswith("..") else low, text.spans)


def filled(frame: str, names: Names) -> Text:
    """Return *frame* with its slots filled."""
    pieces, spans, length = list[str](), list[Span](), 0
    for part in frame.replace("}", "{").split("{"):
        label, word = names.slot(part) if len(part) == 1 and f"{{{part}}}" in frame else ("", part)
        if label:
            spans.append((length, length + len(word.removesuffix("'")), label))
        pieces.append(word)
        length += len(word)
    return Text("".join(pieces), tuple(spans))


def labelled(text: Text) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Yield the lines of *text* as the model sees them, with the right label of each token."""
    for line in lines_of(text.text):
        labels = []
        for token in line.tokens:
            span = next((s for s in text.spans if token.start < s[1] and s[0] < token.end), None)
            if span is None:
                labels.append(model.NOTHING)
            elif span[2] == "P":
                labels.append(model.PUBLIC)
            else:
                labels.append(model.BEGIN if token.start <= span[0] else model.INSIDE)
        yield list(signs(line)), labels


__all__ = ["Text", "filled", "labelled", "texts", "train", "treebank"]
