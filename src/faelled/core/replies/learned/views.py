"""A reply as each proposal sees it: its words, and beside each word how the times spoken of fit that proposal.

The grammar has found the times, the clauses and the phrases; what is seen here is those, so that the network can learn
what people mean by them. Dates and hours are gone: the same sentence about other days looks the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from faelled.core.replies.clause import Clause, is_topic
from faelled.core.replies.items import Item, Kind
from faelled.core.replies.matter import OF_THE_MATTER
from faelled.core.replies.pointing import Fit, Scene
from faelled.core.replies.reading import Slot, SlotAnswer, Verdict
from faelled.core.replies.story import Heard, Story
from faelled.core.replies.topics import fits_alone

CLASSES = (
    "yes", "able", "no", "no_sorry", "maybe", "defer", "not", "prefer", "but", "reason", "so", "only",
    "nothing_else", "except", "correction", "leave", "arrive", "anaphor", "delegate", "filler", "return",
    "suppose",
)  # fmt: skip
KINDS = (*Kind, "link")
FITS = 5
"""How well a time fits a slot: 0 for no time, then out, in part, nearly, wholly."""
RELATIONS = (
    "nothing", "new", "out", "part", "nearly", "in", "out-edge", "part-edge", "nearly-edge", "in-edge",
    "out-day", "part-day", "nearly-day", "in-day", "all", "none", "rest", "not-rest", "on-out", "on-part",
    "on-nearly", "on-in", "on-all", "on-rest",
)  # fmt: skip
"""How a clause stands to a slot; "on-" is a clause without times that goes on from one with them."""
SAID = 21
"""How many numbers tell what the grammar made of a clause."""
MOST_WORDS = 160
_LONGEST_TIME = 6
_FIT_NAMES = {Fit.OUT: "out", Fit.PART: "part", Fit.NEARLY: "nearly", Fit.IN: "in"}
_FIT_RANKS = {Fit.OUT: 1, Fit.PART: 2, Fit.NEARLY: 3, Fit.IN: 4}
_VERDICTS = (None, Verdict.YES, Verdict.NO, Verdict.MAYBE, Verdict.UNKNOWN)
_RELATION = {name: n for n, name in enumerate(RELATIONS)}
_CLASS_BIT = {name: n for n, name in enumerate(CLASSES)}
_KIND = {kind: n for n, kind in enumerate(KINDS)}


@dataclass(slots=True)
class View:
    """What one slot sees beside the words: fits per word, relations per clause, traits of slot and of the ledger."""

    number: int
    fits: list[int]
    relations: list[int]
    traits: list[str]
    ledger: list[str]


@dataclass(slots=True)
class Views:
    """The words of a reply in order, what all slots see of them, and one view a slot.

    classes: bits over CLASSES a word. clauses: the clause of each word. said: SAID numbers of 0 or 1 a clause.
    spans: where each word stands in the text. known: the grammar knows every word of the reply.
    """

    words: list[str] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    classes: list[int] = field(default_factory=list)
    clauses: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    said: list[tuple[int, ...]] = field(default_factory=list)
    slots: list[View] = field(default_factory=list)
    known: bool = False


def views_of(story: Story, answers: Mapping[int, SlotAnswer], sent: date) -> Views:
    """Return the views of the slots on what was heard; answers: what the ledger says."""
    slots = story.scene.slots
    out = Views(slots=[View(s.number, [], [], [], []) for s in slots])
    for heard, relations in zip(story.heard, _relations(story.heard, slots), strict=True):
        if len(out.words) >= MOST_WORDS:
            break
        for view in out.slots:
            view.relations.append(_RELATION[relations[view.number]])
        out.said.append(_said(heard))
        _add_words(out, heard.clause, story.scene)
    out.known = all(w.key in OF_THE_MATTER for h in story.heard for w in h.clause.words())
    traits = _Traits(slots, sent)
    for view, slot in zip(out.slots, slots, strict=True):
        view.traits = list(traits.of(slot))
        view.ledger = list(_ledger(story, slot.number, answers[slot.number]))
    return out


def _add_words(out: Views, clause: Clause, scene: Scene) -> None:
    at = len(out.said) - 1
    start = clause.items[0].start if clause.items else 0
    _add(out, f"<{clause.link or ('.' if clause.hard else '_')}>", _KIND["link"], 0, at, (start, start))
    for view in out.slots:
        view.fits.append(0)
    for item in clause.items:
        bits = sum(1 << _CLASS_BIT[c] for c in item.classes if c in _CLASS_BIT)
        fits = _fits(item, scene)
        for word in (item.words or (item.key,))[:_LONGEST_TIME]:
            _add(out, word, _KIND[item.kind], bits, at, (item.start, item.end))
            for view in out.slots:
                view.fits.append(fits.get(view.number, 0))


def _add(out: Views, word: str, kind: int, bits: int, clause: int, span: tuple[int, int]) -> None:
    out.words.append(word)
    out.kinds.append(kind)
    out.classes.append(bits)
    out.clauses.append(clause)
    out.spans.append(span)


def _fits(item: Item, scene: Scene) -> Mapping[int, int]:
    """Return how well a time fits each slot when it is read alone, whatever clause it stands in."""
    return {n: _FIT_RANKS[f] for n, f in fits_alone(item, scene).items()} if is_topic(item) else {}


def _said(heard: Heard) -> tuple[int, ...]:
    judged = heard.judgement
    flags = (
        judged.weak,
        judged.unsure,
        judged.only,
        judged.nothing_else,
        judged.negated,
        judged.prefer,
        judged.window is not None,
        judged.returns,
        judged.attends,
        heard.clause.question,
        heard.clause.hard,
    )
    verdicts = (int(said is v) for said in (heard.first, heard.weighed) for v in _VERDICTS)
    return (*verdicts, *map(int, flags))


def _relations(heard: Sequence[Heard], slots: Sequence[Slot]) -> Iterator[Mapping[int, str]]:
    """Yield how each clause stands to each slot."""
    last = {s.number: "nothing" for s in slots}
    spoken: set[int] = set()
    for one in heard:
        kinds = {i.kind for i in one.clause.topics()}
        last = {n: _relation(one, kinds, n, before, n in spoken) for n, before in last.items()}
        yield last
        if one.fits:
            spoken |= {n for n, f in one.fits.items() if f is not Fit.OUT}


def _relation(one: Heard, kinds: set[Kind], number: int, before: str, spoken: bool) -> str:
    if one.fits is not None:
        name = _FIT_NAMES[one.fits.get(number, Fit.OUT)]
        if not one.window:
            return name
        return f"{name}-edge" if number in one.domain else f"{name}-day"
    if Kind.REST in kinds:
        return "not-rest" if spoken else "rest"
    if Kind.ALL in kinds:
        return "all"
    if Kind.NONE in kinds:
        return "none"
    return "new" if one.clause.hard else _ON.get(before, before)


_ON = {
    **{f"{name}{edge}": f"on-{name}" for name in _FIT_NAMES.values() for edge in ("", "-edge", "-day")},
    "all": "on-all",
    "none": "on-all",
    "rest": "on-rest",
    "not-rest": "nothing",
    "new": "new",
}


class _Traits:
    """What is true of a slot among the others: its weekday, its place in the list, how early, which week."""

    def __init__(self, slots: Sequence[Slot], sent: date) -> None:
        self.slots = slots
        self.sent = sent
        self.days = sorted({s.start.date() for s in slots})
        self.weeks = sorted({s.start.isocalendar()[:2] for s in slots})
        self.months = sorted({(s.start.year, s.start.month) for s in slots})
        self.hours = sorted({s.start.time() for s in slots})

    def of(self, slot: Slot) -> Iterator[str]:
        """Yield the traits by name."""
        start = slot.start
        yield f"weekday {start.weekday()}"
        yield f"hour {min(max(start.hour, 6), 21)}"
        yield f"hours {min(int((slot.end - start).total_seconds()) // 3600, 4)}"
        yield f"month {start.month}"
        yield f"of {min(len(self.slots), 8)}"
        yield from _place("slot", [s.number for s in self.slots], slot.number, 8)
        yield from _place("day", self.days, start.date(), 7)
        yield from _place("week", self.weeks, start.isocalendar()[:2], 4)
        yield from _place("in month", self.months, (start.year, start.month), 3)
        yield from _place("clock", self.hours, start.time(), 3)
        yield from self._among("same weekday", slot, lambda s: s.start.weekday())
        yield from self._among("same day", slot, lambda s: s.start.date())
        yield f"weeks on {min(max((_monday(start) - _monday(self.sent)).days // 7, 0), 5)}"
        yield f"parity {start.isocalendar().week % 2}"
        yield _part(start)

    def _among(self, name: str, slot: Slot, key: Callable[[Slot], object]) -> Iterator[str]:
        like = [s.number for s in self.slots if key(s) == key(slot)]
        yield f"{name} {min(like.index(slot.number), 3)} of {min(len(like), 4)}"


def _place(name: str, row: Sequence[object], one: object, most: int) -> Iterator[str]:
    at = row.index(one)
    yield f"{name} {min(at, most)}"
    yield f"{name} last {min(len(row) - 1 - at, most)}"


def _monday(day: date) -> date:
    return date(day.year, day.month, day.day) - timedelta(days=day.weekday())


def _part(start: datetime) -> str:
    return "morning" if start.hour < _NOON else "afternoon" if start.hour < _EVENING else "evening"


_NOON, _EVENING = 12, 17


def _ledger(story: Story, number: int, answer: SlotAnswer) -> Iterator[str]:
    """Yield what the grammar's ledger says of a slot, and how firmly."""
    about = [s for s in story.ledger.said if number in s.slots]
    best = max((s.rank for s in about), default=0)
    verdict = answer.verdict.value
    yield verdict
    yield f"unsure {answer.unsure}"
    yield f"rank {int(best)}"
    yield f"{verdict} {answer.unsure} {int(best)}"
    yield f"weak {any(s.weak for s in about)}"
    yield f"statements {min(len(about), 3)}"
    yield f"puzzled {story.puzzled}"


__all__ = ["CLASSES", "FITS", "KINDS", "MOST_WORDS", "RELATIONS", "SAID", "View", "Views", "views_of"]
