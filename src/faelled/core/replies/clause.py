"""A clause: the words that say one thing about some times."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from faelled.core.days.expressions import Length, words_of
from faelled.core.replies.items import Item, Kind
from faelled.core.replies.marks import mark_of

TOPICS = frozenset({Kind.TIME, Kind.PLACE, Kind.ALL, Kind.REST, Kind.NONE, Kind.NUMBER})
SPEAKING = words_of("yes able no no_sorry maybe defer not prefer only nothing_else leave arrive")
_AFTER_I = words_of(
    """
    can could can't cannot cant am will would should may might must have had do don't need think hope prefer won't
    couldn't also really still unfortunately actually only just
    """
)
PEOPLE = words_of(
    """
    jeg vi mig os min mit mine vores vor vort i'm i we my our i've we're i'll i'd we've me us teamet
    afdelingen huset alle
    """
)
_OBJECTS = words_of("mig os min mit mine vores vor vort my our me us alle")
_AFTERWARDS = frozenset(
    {"derefter", "bagefter", "herefter", "derpa", "afterwards", "thereafter", "dernast", "efterfolgende"}
)
_AFTERWARDS_PHRASES = frozenset(
    {
        ("after", "that"),
        ("from", "then"),
        ("after", "then"),
        ("from", "there"),
        ("senere", "end"),
        ("later", "than"),
        ("anything", "after"),
        ("everything", "after"),
    }
    | {("alt", "efter"), ("alt", "derefter"), ("anything", "later"), ("alt", "senere"), ("fra", "da")}
    | {("efter", "det"), ("efter", "da"), ("fra", "der"), ("resten", "derefter")}
)
_BEFOREHAND_PHRASES = frozenset(
    {
        ("before", "then"),
        ("before", "that"),
        ("until", "then"),
        ("inden", "da"),
        ("indtil", "da"),
        ("inden", "det"),
    }
    | {
        ("earlier", "than"),
        ("tidligere", "end"),
        ("anything", "earlier"),
        ("anything", "before"),
        ("everything", "before"),
        ("alt", "foer"),
        ("alt", "tidligere"),
        ("for", "det"),
        ("foer", "det"),
    }
    | {("frem", "dertil"), ("indtil", "det"), ("alt", "inden")}
)
_BOTH_SIDES = frozenset(
    {("foer", "og", "efter"), ("before", "and", "after"), ("inden", "og", "efter"), ("for", "og", "efter")}
)
_VERBS = frozenset({"er", "har", "kan", "skal", "bliver", "holder"})
_BEFOREHAND = frozenset({"inden", "forinden", "beforehand", "indtil", "foer"})
LABELS = words_of(
    """
    nr nummer number numbers no option options mulighed muligheder forslag slot slots tid punkt numrene
    dato
    """
)


@dataclass(slots=True)
class Clause:
    """Items that say one thing; link is the word or sign before them, hard whether a sentence began there."""

    items: list[Item]
    link: str = ""
    hard: bool = True
    line: bool = False
    question: bool = False
    colon: bool = False
    classes: set[str] = field(default_factory=set)

    def relative(self) -> str | None:
        """Return "after", "before" or "around" for "derefter", "inden da", "før og efter".

        These tell their times from the ones spoken of last.
        """
        keys = [i.key for i in self.items]
        if _BOTH_SIDES & set(zip(keys, keys[1:], keys[2:], strict=False)):
            return "around"
        for n, key in enumerate(keys):
            pair = tuple(keys[n : n + 2])
            if key in _AFTERWARDS or pair in _AFTERWARDS_PHRASES:
                return "after"
            if pair in _BEFOREHAND_PHRASES or (key in _BEFOREHAND and n == len(keys) - 1):
                return "before"
            if key in _BEFOREHAND and keys[n + 1 : n + 3] == ["den", "tid"]:
                return "before"
            if key in _BEFOREHAND and n == 0 and len(keys) > 1 and keys[1] in _VERBS:
                return "before"
            if key in ("efter", "after") and n == len(keys) - 1 and (n or self.colon):
                return "after"
            begins = n == 0 and self.link not in ("og", "and")  # "før og efter kan jeg" is both sides
            if key in ("efter", "after") and begins and len(keys) > 1 and keys[1] in _VERBS:
                return "after"
        return None

    def has_times(self) -> bool:
        """Whether the clause points at times, by name or from the last ones."""
        return bool(self.topics()) or self.relative() is not None

    def topics(self) -> list[Item]:
        """Return the items that point at times."""
        return [i for i in self.items if is_topic(i)]

    def speaks(self) -> bool:
        """Whether the clause says something about its times, or about the speaker."""
        return any(i.classes & SPEAKING or mark_of(i) for i in self.items) or self.subject()

    def subject(self) -> bool:
        """Whether the writer does something in the clause: "hos os" and "for mig" do nothing."""
        return any(
            i.key not in _OBJECTS and _is_person(i, self.items[n + 1 :]) for n, i in enumerate(self.items)
        )

    def person(self) -> bool:
        """Whether the clause has the writer or the writer's house in it."""
        return any(_is_person(i, self.items[n + 1 :]) for n, i in enumerate(self.items))

    def words(self) -> list[Item]:
        """Return the words nobody has given a meaning."""
        return [
            i
            for n, i in enumerate(self.items)
            if i.kind is Kind.WORD
            and not mark_of(i)
            and i.key not in LABELS
            and not (i.key in _BEFORE_TIMES and _leads_to_time(self.items[n + 1 : n + 4]))
        ]


_BEFORE_TIMES = words_of("i på om den d det de til on in at the for om to kl klokken")


def _leads_to_time(after: Sequence[Item]) -> bool:
    """Whether nothing but more small words stands between here and a time: "in the morning", "for option 3"."""
    for item in after:
        if is_topic(item) or item.key in LABELS:
            return True
        if item.key not in _BEFORE_TIMES:
            return False
    return False


def _is_person(item: Item, after: Sequence[Item]) -> bool:
    """Whether a word is the writer; "i uge 49" and "I morgen" begin with a preposition."""
    if item.kind is not Kind.WORD or item.key not in PEOPLE:
        return False
    if item.key != "i" or not after:
        return item.key != "i"
    return after[0].key in _AFTER_I or (item.raw == "I" and not is_topic(after[0]))


def is_topic(item: Item) -> bool:
    """Whether the item points at times (a duration does not)."""
    return item.kind in TOPICS and not (item.time is not None and isinstance(item.time.what, Length))
