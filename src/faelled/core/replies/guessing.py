"""What a clause without a word of answer says: a cause counts as its consequence, a bare time is a yes."""

from collections.abc import Sequence
from itertools import pairwise

from faelled.core.days.expressions import Edge, Holiday, Hours, Side, words_of
from faelled.core.replies.clause import PEOPLE, Clause, is_topic
from faelled.core.replies.events import is_event
from faelled.core.replies.items import Item, Kind
from faelled.core.replies.judgement import Judgement
from faelled.core.replies.reading import Span, Verdict

_AWAY = words_of(
    """
    er har has skal holder sidder ligger henter flytter korer tager have am i'm i've is we're got we've kommer arbejder
    being bliver rejser gar underviser star passer afleverer
    """
)
_SOCIAL = words_of("tak thanks thank hilsen hej hi venlig dejligt godt nytår please så kh mvh vh")
_FEW = 5


def whether(clause: Clause) -> bool:
    """Whether the clause begins with "om" in the sense of whether, not "om formiddagen"."""
    first = clause.items[0]
    if first.kind is Kind.WORD and first.key in _ASKING and not clause.topics():
        return True  # "ved først senere, hvad jeg kan"
    timed = len(clause.items) > 1 and clause.items[1].kind is Kind.TIME
    return first.kind is Kind.WORD and first.key in ("om", "whether") and not timed


_ASKING = words_of("hvad hvornår hvilke hvilken what when which")


def guess(out: Judgement, clause: Clause) -> None:
    """Read a clause without a word of answer: a cause counts as its consequence, a bare time is a yes."""
    relative = {b.first for a, b in pairwise(clause.items) if a.key in ("der", "som") and b.key == "ligger"}
    words = [
        w for w in clause.words() if w.key not in _SOCIAL and w.raw[:1].isalpha() and w.first not in relative
    ]
    if not out.window and any(i.classes & {"leave", "arrive"} for i in clause.items):
        out.window = _window_of_hours(clause)
    if out.window is not None or (out.only and clause.has_times()):
        out.verdict = Verdict.YES
        edged = any(i.time and isinstance(i.time.what, Edge) for i in clause.items)
        out.weak = bool(words) and not (out.only and edged)
        return
    if any("delegate" in i.classes for i in clause.items) and clause.topics():
        out.verdict = Verdict.YES
        return
    if _is_a_holiday(clause):
        out.verdict = Verdict.NO
        return
    if not clause.topics():
        anaphor = any("anaphor" in i.classes for i in clause.items[:3])
        if (clause.link == "correction" and anaphor and words) or any(is_event(w.key) for w in words):
            out.verdict, out.weak = Verdict.NO, True
        return
    if whether(clause) and len(words) > 2:
        return
    if clause.link == "reason" and not any(i.kind is Kind.TIME for i in clause.items):
        return
    if _only_then(clause, words):
        out.verdict = Verdict.YES
        return
    if any(is_event(w.key) for w in words) or any(_feast(i) for i in clause.topics()):
        out.verdict, out.weak = Verdict.NO, True
        out.unsure = len(words) > _FEW
        out.spans.extend(Span(w.start, w.end) for w in words if is_event(w.key))
        return
    if _did(words):
        return
    says_where = (any(w.key in _AWAY for w in words) and not _is_like(clause)) or _verb_second(clause)
    if len(words) <= _FEW and all(w.key in LITTLE for w in words):
        quantity = all(i.kind in (Kind.ALL, Kind.REST) for i in clause.topics())
        bare_rest = quantity and clause.topics()[-1].key in ("ellers", "otherwise")
        out.verdict = None if bare_rest else Verdict.YES
        return
    named = any(i.kind in (Kind.TIME, Kind.NUMBER, Kind.PLACE) for i in clause.topics())
    if says_where and named and len(words) > 1:
        still = _still_there(clause)
        out.verdict, out.weak, out.unsure = Verdict.NO, not still, not still
        out.spans.extend(Span(w.start, w.end) for w in words[:6])


def _still_there(clause: Clause) -> bool:
    """Whether somebody is still at another place: "den 1. er jeg stadig på højskole", "I'm still in Greece"."""
    keys = [i.key for i in clause.items]
    at = next((n for n, k in enumerate(keys) if k in _STILL), None)
    if at is None or any("not" in i.classes for i in clause.items):
        return False
    after = keys[at + 1 : at + 4]
    return bool(after) and after[0] in _SOMEWHERE and not any(k in _AT_WORK for k in after)


_STILL = words_of("still stadig stadigvæk fortsat")
_AT_WORK = words_of("arbejde kontoret job pletten office work town here game vagt rådighed")


def _only_then(clause: Clause, words: Sequence[Item]) -> bool:
    """Whether it says that something is only so from a time on: "først efter den 20. er gipsen af"."""
    edges = [i for i in clause.items if i.time and isinstance(i.time.what, Edge)]
    first = any(w.key in _ONLY_THEN for w in words) or any(i.key in _ONLY_THEN for i in edges)
    again = any(w.key in _BACK for w in words) and any(_begins(i) for i in edges)
    bare = all(w.key in LITTLE | _AROUND_EDGE for w in words)
    return bool(edges) and (first or again or bare)


def _begins(item: Item) -> bool:
    edge = item.time.what if item.time else None
    return isinstance(edge, Edge) and edge.side in (Side.FROM, Side.AFTER)


_BACK = frozenset({"igen", "tilbage", "again", "back"})
_AROUND_EDGE = words_of("hver dag dagen alle hele lange længe bare blot each every day long as")


_ONLY_THEN = frozenset({"forst", "tidligst", "earliest"})


def _did(words: Sequence[Item]) -> bool:
    """Whether it tells what has been done: "har skrevet onsdag ind" is no cause."""
    has = [n for n, w in enumerate(words) if w.key in ("har", "have", "i've", "we've")]
    later = [w.key for w in words[has[0] + 1 :]] if has else []
    return any(len(k) > _SHORTEST_PARTICIPLE and k.endswith("et") and k not in _NO_PARTICIPLE for k in later)


_SHORTEST_PARTICIPLE = 4
_NO_PARTICIPLE = words_of("andet noget intet meget mødet huset stedet")


_SOMEWHERE = words_of("i på til hos ved ude med af in at on to with off away under mellem hjemme")


def _is_like(clause: Clause) -> bool:
    """Whether it says what a time is like in a word nobody knows: "mandag er nice". That is no cause."""
    verbs = [i for i in clause.items if i.kind is Kind.WORD and i.key in _AWAY]
    there = any(i.key in ("der", "there") for i in clause.items)
    somewhere = any(w.key in _SOMEWHERE for w in clause.words()) and clause.person()
    return (
        not there and not somewhere and all(i.key in ("er", "is", "are", "am", "i'm", "we're") for i in verbs)
    )


def _is_a_holiday(clause: Clause) -> bool:
    """Whether it says that a day is a holiday: "den 18. er det vinterferie"."""
    times = [n for n, i in enumerate(clause.items) if i.kind is Kind.TIME]
    feasts = [n for n in times if _feast(clause.items[n])]
    verbs = [
        n
        for n, i in enumerate(clause.items)
        if i.kind is Kind.WORD and i.key in ("er", "is", "it's", "har", "holder")
    ]
    return any(times[0] < verb < feast for feast in feasts for verb in verbs)


def _feast(item: Item) -> bool:
    return item.time is not None and isinstance(item.time.what, Holiday)


def _verb_second(clause: Clause) -> bool:
    """Whether it is built as "torsdag maler vi": the time, a verb, the writer. Danish keeps the verb second."""
    kinds = [i for i in clause.items if i.kind is not Kind.SIGN]
    last = max((n for n, i in enumerate(kinds[:6]) if is_topic(i)), default=len(kinds))
    after = kinds[last + 1 : last + 3]
    return len(after) == 2 and all(i.kind is Kind.WORD for i in after) and after[1].key in PEOPLE


def _window_of_hours(clause: Clause) -> Side | None:
    """Return a side for "er her fra syv til fem": the hours are a window already, any side will do."""
    arrives = any("arrive" in i.classes for i in clause.items)
    kinds = Hours | Edge if arrives else Edge  # "9-10 kører jeg frugt ud" is no working day
    hours = any(i.time and isinstance(i.time.what, kinds) for i in clause.items)
    return Side.FROM if hours else None


LITTLE = words_of(
    """
    enten either både both samt eller
    forst sa er det please tak is it i om pa on at og then mig me vi jeg a of the four three five two
    rather than listen af de den et en to tre fire list en min my der hos os that this dag are was den
    slot klokken date dates dato datoer day days dage in for
    """
)
