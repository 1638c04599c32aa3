"""What a clause takes over from the one before: the same, its opposite, or an obstacle that has fallen away."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from faelled.core.days.expressions import words_of
from faelled.core.replies.clause import PEOPLE, Clause, is_topic
from faelled.core.replies.denying import denies
from faelled.core.replies.guessing import LITTLE
from faelled.core.replies.items import Item, Kind
from faelled.core.replies.judging import Judgement, judge
from faelled.core.replies.matter import OF_THE_MATTER
from faelled.core.replies.reading import Verdict
from faelled.core.replies.story import Story
from faelled.core.replies.turning import OPPOSITE

_SAME = words_of("ligeså ligeledes ditto dito samme tilsvarende likewise same similarly")
_AROUND_SAME = _SAME | words_of(
    "gælder er gør goes go for og and så so det den does is do også also med it that the kan"
)
_BE = words_of("er is are gør am i'm we're har isn't aren't wasn't")
_AROUND_BE = _BE | words_of(
    "jeg vi i we det den dem de så it they that those dog derimod på not ikke ik aldrig never"
)
_POLAR = frozenset({"yes", "able", "no", "no_sorry", "maybe", "defer", "prefer", "only", "nothing_else"})
_THIS = words_of("det den it it's that's that")


def recalls(clause: Clause, judgement: Judgement, story: Story) -> bool:
    """Settle a clause that says of its times what was said of those before, or the opposite."""
    last = story.last_verdict
    if not clause.topics() or last not in (Verdict.YES, Verdict.NO, Verdict.MAYBE) or clause.link == "except":
        return False
    if _says_the_same(clause):
        judgement.verdict, judgement.weak = last, False
        return True
    opposite = OPPOSITE.get(last)
    told = next((h.clause for h in reversed(story.heard) if h.weighed is not None), None)
    if opposite is None or told is None:
        return False
    if last is Verdict.NO and judgement.verdict is not Verdict.YES and _denies_the_cause(clause, told):
        judgement.verdict, judgement.weak = Verdict.YES, True
        return True
    if not _is_elliptic(clause):
        return False
    same = _denied(told) == _denied(clause)
    judgement.verdict, judgement.weak = (last if same else opposite), False
    return True


def _said(clause: Clause) -> list[Item]:
    return [i for i in clause.items if i.kind is not Kind.SIGN and not is_topic(i)]


def _says_the_same(clause: Clause) -> bool:
    """Whether it is "torsdag ligeså", "det samme gælder den 3.", "same goes for Thursday"."""
    said = _said(clause)
    return any(i.key in _SAME for i in said) and all(i.key in _AROUND_SAME for i in said)


def _denies_the_cause(clause: Clause, told: Clause) -> bool:
    """Whether what stood in the way is denied of other times: "fredag kører jeg bus, mandag kører jeg ikke bus"."""
    if not _denied(clause) or _denied(told) or any(i.classes & (_POLAR - {"not"}) for i in clause.items):
        return False
    causes = [i.key for i in told.items if _is_noun(i)]
    said = [i.key for i in clause.items if _is_noun(i)]
    return any(one.startswith(other) or other.startswith(one) for one in causes for other in said)


def _is_elliptic(clause: Clause) -> bool:
    """Whether nothing but "er" or "er ikke" is said: "Formiddag er aldrig forkert. Eftermiddag er."."""
    said = _said(clause)
    if not said or not all(_says_little(i) for i in said):
        return False
    verb = next((n for n, i in enumerate(clause.items) if i.key in _BE), None)
    topics = [n for n, i in enumerate(clause.items) if is_topic(i)]
    if verb is None or not topics:
        return False
    turned = (
        said[-1].key == "ogsa" or "not" in said[-1].classes
    )  # "det er den 10. også", "det er den 10. ikke"
    return topics[-1] < verb or clause.items[verb].key in ("gor", "har") or (turned and said[0].key in _THIS)


def _says_little(item: Item) -> bool:
    if item.classes & _POLAR and item.words != ("gor",):
        return False
    if "filler" in item.classes:
        return item.words[0] in _SMALL_FILLERS and item.words[:2] not in (("pa", "fuld"), ("for", "fuld"))
    told = item.kind is Kind.WORD or item.words == ("gor",) or item.classes & {"not", "anaphor", "but"}
    return item.key in _AROUND_BE and bool(told)


_SMALL_FILLERS = words_of("også on på da jo helt faktisk slet still stadig too also actually lige")


def _denied(clause: Clause) -> bool:
    return any(denies(i) or (i.classes & {"yes", "no"} and _NOT & set(i.words)) for i in clause.items)


_NOT = words_of("ikke ingen intet no not nothing don't doesn't")


def clefts(clauses: Sequence[Clause], judgements: Sequence[Judgement]) -> set[int]:
    """Settle "det er ikke mandag jeg er optaget, det er tirsdag", and return which clauses that were."""
    out: set[int] = set()
    for n, (one, other) in enumerate(pairwise(clauses)):
        tail = _cleft_tail(one)
        if not tail or not _names_the_other(other):
            continue
        said = judge(replace(one, items=tail)).verdict
        if said in OPPOSITE:
            judgements[n].verdict = None if said is Verdict.NO else Verdict.NO
            judgements[n].only = judgements[n + 1].only = False
            judgements[n + 1].verdict, judgements[n + 1].weak = said, False
            out |= {n, n + 1}
    return out


def _cleft_tail(clause: Clause) -> list[Item]:
    """Return what is said of the time in "det er ikke mandag, jeg er optaget"."""
    items = clause.items
    if (
        not items
        or is_topic(items[0])
        or items[0].key not in _THIS
        or not any("not" in i.classes for i in items[1:_NEAR])
    ):
        return []
    topics = [n for n, i in enumerate(items) if is_topic(i)]
    if not topics or topics[0] > _NEAR:
        return []
    end = topics[0]
    while end + 1 in topics:
        end += 1
    return items[end + 1 :]


_NEAR = 4


def _names_the_other(clause: Clause) -> bool:
    """Whether it is "det er tirsdag" and no more."""
    said = _said(clause)
    first = clause.items[0] if clause.topics() else None
    begins = first is not None and first.key in _THIS and not is_topic(first)
    return begins and all(i.key in _THIS | _BE or "filler" in i.classes for i in said)


_FELL = words_of(
    """
    aflyst droppet flyttet udskudt udsat rykket sløjfet frafaldet skubbet afblæst skrottet annulleret bortfaldet
    cancelled canceled moved postponed scrapped rescheduled dropped shelved
    """
)
_CARRIES = words_of(
    """
    tog toget bus bussen fly flyet færge færgen train flight bus plane ferry vikar vikaren barnepige barnepigen
    babysitter sitter afløser afløseren lift cover
    """
)
_TO = words_of("til to ind")


def fell_away(clause: Clause, judgement: Judgement, story: Story) -> bool:
    """Read an obstacle that is no more: "kurset, som skulle fylde tirsdag, er droppet", "men det er udskudt"."""
    if clause.question or clause.link == "reason":
        return False
    at = _where_it_fell(clause)
    if any(i.words[:1] == ("for",) and i.words[-1] in _MY_SAKE for i in clause.items):
        return False  # "alt i december er aflyst for mit vedkommende"
    if at is None:
        return _no_longer(clause, judgement)
    before = clause.items[:at]
    nouns = [i.key for i in before if _is_noun(i)]
    if any(i.key in _CARRIES for i in clause.items):
        judgement.verdict, judgement.weak = Verdict.NO, True
        return True
    this = _points_at_it(before, clause)
    if not nouns and not this:
        return False
    topics = [i for i in before if is_topic(i)]
    later = next((n for n in range(at, len(clause.items)) if clause.items[n].key in _TO), None)
    if later is not None and any(is_topic(i) for i in clause.items[later:]):
        if not topics:
            judgement.verdict, judgement.weak = (None if this else Verdict.NO), True
            clause.items = clause.items[:later] if this else clause.items
        else:
            clause.items = clause.items[:later]
    if not clause.topics():
        return _frees_the_last(judgement, story)
    if judgement.verdict is not Verdict.NO or topics or this:
        judgement.verdict, judgement.weak = Verdict.YES, True
    return True


def _points_at_it(before: Sequence[Item], clause: Clause) -> bool:
    """Whether the obstacle was named before: "men det er aflyst", "kurset, som ..., er droppet"."""
    first = before[0]
    if is_topic(first):
        return False
    return first.key in _THIS or (clause.link == "," and first.key in ("er", "is", "blev", "was"))


_MY_SAKE = words_of("vedkommende skyld")


def _where_it_fell(clause: Clause) -> int | None:
    for n, item in enumerate(clause.items):
        off = item.key == "called" and n + 1 < len(clause.items) and clause.items[n + 1].key == "off"
        if (
            (item.key in _FELL or off)
            and n
            and clause.items[n - 1].key not in ("en", "et", "den", "a", "the")
        ):
            return None if any(denies(i) for i in clause.items[:n]) else n
    return None


def _is_noun(item: Item) -> bool:
    word = item.kind is Kind.WORD and item.raw.isalpha() and len(item.key) >= _SHORTEST_NOUN
    return word and item.key not in _NO_NOUNS


_SHORTEST_NOUN = 3
_NO_NOUNS = (
    OF_THE_MATTER
    | LITTLE
    | PEOPLE
    | words_of("blevet blev bliver var had has been was got gets they they've hedder hvad")
)


def _no_longer(clause: Clause, judgement: Judgement) -> bool:
    """Whether it is "der er ikke længere kor om torsdagen": what stood in the way does so no more."""
    if judgement.verdict is not Verdict.NO or any(
        i.classes & {"yes", "able", "prefer"} for i in clause.items
    ):
        return False
    keys = [i.key for i in clause.items]
    gone = any("not" in i.classes and keys[n + 1 : n + 2] == ["langere"] for n, i in enumerate(clause.items))
    there = keys[0] in ("der", "there") or any(k in ("jeg", "vi") for k in keys)
    if not (gone and there and clause.topics()):
        return False
    judgement.verdict, judgement.weak = Verdict.YES, True
    return True


def _frees_the_last(judgement: Judgement, story: Story) -> bool:
    """Let what was refused stand open, since its cause is gone."""
    if story.last_verdict is not Verdict.NO or not story.last_statements:
        return False
    for statement in story.last_statements:
        statement.verdict, statement.weak = Verdict.YES, True
    story.last_verdict, judgement.verdict = Verdict.YES, None
    return True
