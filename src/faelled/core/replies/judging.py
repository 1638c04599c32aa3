"""What a clause says about its times: the words of yes, no and perhaps, and what "ikke" does to them."""

from collections.abc import Sequence

from faelled.core.days.expressions import (
    Clock,
    Day,
    Edge,
    Hours,
    Length,
    RelativeDay,
    Side,
    words_of,
)
from faelled.core.days.expressions.lexicon import NUMBER_WORDS
from faelled.core.replies.clause import LABELS, Clause, is_topic
from faelled.core.replies.denying import (
    OBSTACLES,
    denied_before,
    means_all,
    negates_no,
    nothing_wrong,
    one_of_them,
    only_trouble,
    sole_trouble,
    twice_denied,
)
from faelled.core.replies.guessing import LITTLE, guess, whether
from faelled.core.replies.items import Item, Kind
from faelled.core.replies.judgement import Judgement
from faelled.core.replies.marks import mark_of
from faelled.core.replies.matter import OF_THE_MATTER
from faelled.core.replies.reading import Span, Verdict

_POLAR = frozenset({"yes", "able", "no", "no_sorry", "maybe", "defer", "not", "prefer", "nothing_else"})
_THOUGHT = words_of("troede thought")
_HOPES = frozenset({"haber", "hope", "hoping", "hab", "tror", "think"})
_OTHERS = frozenset({"i", "du", "you", "de", "vi", "we", "everyone", "alle"})
_GAP = 3


def judge(clause: Clause) -> Judgement:
    """Return what the clause says."""
    timed = any(i.time and isinstance(i.time.what, Clock) for i in clause.items)
    nothing_wrong(clause)
    signals = [i for i in clause.items if i.classes & _POLAR and _counts(i, clause.items)]
    signals = [i for i in signals if not denied_before(i, clause)]
    if timed:
        signals = [i for i in signals if i.key not in _VEHICLES]  # "mit fly lander 12.15"
    signals = [i for i in signals if not (timed and "leave" in i.classes and _leaves(i, clause))]
    if any(i.key == "forst" and i.time and isinstance(i.time.what, Edge) for i in clause.items):
        signals = [
            i for i in signals if i.key != "vender"
        ]  # "først i uge 50 vender jeg tilbage" promises no answer
    if clause.items[-1].key in ("inden", "forinden"):
        signals = [i for i in signals if i.key not in _OUT]  # "så jeg skal være ude inden"
    kinds = {_leading(i) for i in signals}
    out = Judgement(None, spans=[Span(i.start, i.end) for i in signals])
    out.negated = "not" in kinds or any(i.kind is Kind.NONE for i in clause.items)
    out.prefer = any("prefer" in i.classes for i in signals)
    _add_flags(out, clause)
    marks = [] if kinds - {"not"} else _marks(clause)
    if marks:
        out.verdict = marks[0][1]
        out.spans.extend(Span(i.start, i.end) for i, _ in marks)
        return out
    out.verdict = _verdict(signals, kinds, out, clause)
    if out.verdict is Verdict.NO and out.only and out.negated and _only_without(kinds, clause):
        out.verdict, out.negated, out.unsure = Verdict.YES, False, True
    sole = _sole_obstacle(clause) if out.only else None
    if sole is not None:
        out.spans.append(Span(sole.start, sole.end))
    if sole is not None or (out.only and out.verdict is Verdict.NO and sole_trouble(clause)):
        out.verdict, out.negated = Verdict.NO, False
    if out.verdict is Verdict.MAYBE and out.only and not _only_before_time(clause):
        out.only = False  # "mandag kan kun blive online" closes nothing
    if out.verdict is Verdict.YES and any(w.key in _NOBODY for w in clause.words()):
        out.verdict, out.unsure = Verdict.UNKNOWN, True
    out.unsure = out.unsure or (out.verdict is Verdict.YES and _does(clause))
    if out.verdict is None:
        guess(out, clause)
    if out.verdict is None and out.nothing_else and clause.topics():
        out.verdict = Verdict.YES  # "it's the 20th or I'm out"
    return out


def _only_without(kinds: set[str], clause: Clause) -> bool:
    """Whether it is "onsdag er eneste dag jeg ikke har møder": the only one without what stands in the way."""
    only = any("only" in i.classes and "eneste" in i.words for i in clause.items)
    return only and not kinds & {"able", "yes", "prefer"} and len(clause.words()) > 1


def _sole_obstacle(clause: Clause) -> Item | None:
    """Return the noun of "mandag er den eneste knast": what stands in the way once leaves the others free."""
    at = next((n for n, i in enumerate(clause.items) if {"eneste", "only", "kun"} & set(i.words)), None)
    near = clause.items[at + 1 : at + 1 + _GAP] if at is not None else []
    if at is not None and clause.items[at].key in ("kun", "only") and not one_of_them(near):
        return None
    return next((i for i in near if i.key in OBSTACLES), None)


def _leaves(item: Item, clause: Clause) -> bool:
    """Whether "går" is going away: "går kl. 18", not "kl. 18 går"."""
    return item.key != "gar" or is_next_topic(item, clause)


def _leading(item: Item) -> str:
    """Return the class that decides when a phrase is in several."""
    for kind in ("defer", "maybe", "no", "yes", "not", "able", "prefer", "no_sorry", "nothing_else"):
        if kind in item.classes:
            return kind
    return ""


def _counts(item: Item, items: Sequence[Item]) -> bool:
    """Whether the phrase speaks of the writer: "håber I finder noget" does not."""
    if "maybe" not in item.classes or item.key not in _HOPES:
        return True
    after = next((i for i in items if i.first >= item.last), None)
    return after is None or (after.raw == "I" and item.key in ("hope", "think")) or after.key not in _OTHERS


def _add_flags(out: Judgement, clause: Clause) -> None:
    timed = any(i.time and isinstance(i.time.what, Clock) for i in clause.items)
    edged = any(i.time and isinstance(i.time.what, Edge | Hours) for i in clause.items)
    if timed and clause.items[0].key in _VEHICLES | _MY and any(i.key in _VEHICLES for i in clause.items[:2]):
        out.window = Side.FROM if any(i.key in _COMES_IN for i in clause.items) else Side.UNTIL
    for item in clause.items:
        if "only" in item.classes and not _only_of_something_else(item, clause):
            out.only = True
            out.spans.append(Span(item.start, item.end))
        if "nothing_else" in item.classes:
            out.nothing_else = True
        if item.key == "forst" and item.kind is Kind.WORD and _day_after(item, clause):
            out.window, out.returns = Side.FROM, True
        if "return" in item.classes and clause.topics():
            out.window, out.returns = Side.FROM, True
        if "last_day" in item.classes and clause.topics():
            out.window, out.returns = Side.UNTIL, True
        if "leave" in item.classes and timed and (item.key != "gar" or is_next_topic(item, clause)):
            out.window = Side.UNTIL
        elif "arrive" in item.classes and timed and "forst" in item.words:
            out.window = Side.FROM
        elif (
            "arrive" in item.classes
            and timed
            and item.key not in ("moder", "er", "kommer", "arbejder", "work")
        ):
            out.window = out.window or Side.FROM
        if item.classes & {"leave", "arrive"} and (timed or edged):
            out.attends = out.attends or clause.link == "but"
            out.spans.append(Span(item.start, item.end))


_VEHICLES = words_of("toget tog bussen bus flyet fly færgen færge metroen båden train bus plane flight ferry")
_OUT = words_of("ude væk afsted")
_MY = words_of("mit min vores my our the")
_COMES_IN = words_of("lander ankommer kommer lands arrives gets fremme")


def _day_after(item: Item, clause: Clause) -> bool:
    """Whether a day follows "først" in the clause: "jeg er først hjemme igen den 24."."""
    later = [i for i in clause.items if i.first >= item.last and i.kind is Kind.TIME and i.time]
    return any(isinstance(i.time.what, Day | RelativeDay) for i in later if i.time)


def _does(clause: Clause) -> bool:
    """Whether "kan" goes with a verb of something else: "tirsdag kan jeg sende referatet" promises no presence."""
    classes = {c for i in clause.items for c in i.classes}
    if "able" not in classes or classes & {"yes", "prefer", "only", "delegate", "arrive", "leave"}:
        return False
    after = next((i.last for i in clause.items if "able" in i.classes), 0)
    return any(_is_other_verb(w) for w in clause.words() if w.first >= after)


def _is_other_verb(word: Item) -> bool:
    return word.key not in OF_THE_MATTER | LITTLE and word.raw.islower() and word.raw.isalpha()


_NOBODY = frozenset({"ingen", "intet", "nobody", "none", "hverken"})


def _only_before_time(clause: Clause) -> bool:
    """Whether a time stands after the word of only."""
    at = next((i.last for i in clause.items if "only" in i.classes), None)
    return at is not None and any(i.first >= at for i in clause.topics())


def _only_of_something_else(item: Item, clause: Clause) -> bool:
    """Whether the word of only belongs to no time: "vi er kun to på arbejde", "just checking"."""
    if item.key == "just":
        return not is_next_topic(item, clause)
    if only_trouble(item, clause):
        return True
    if item.key == "alene" and item.words == ("alene",):
        return not any(_closes(item, i) for i in clause.items)
    later = [i for i in clause.items if i.first >= item.last][:2]
    if one_of_them(later) or (later and later[0].key in ("en", "et") and is_topic(later[-1])):
        return False
    if not later or later[0].key not in NUMBER_WORDS:
        return False
    return later[0].kind is Kind.WORD or later[-1].raw.startswith(("på", "til", "i ", "her"))


def _closes(alone: Item, other: Item) -> bool:
    """Whether "alene" stands beside a time, "alene tirsdag", or before a word of yes, "har alene tid i oktober"."""
    if is_topic(other) and alone.first in (other.last, other.last + 1, other.first - 1):
        return True
    return other.first == alone.last and bool(other.classes & {"yes", "able"} or other.key == "tid")


def is_next_topic(item: Item, clause: Clause) -> bool:
    """Whether a time follows *item* at once."""
    later = [i for i in clause.items if i.first >= item.last and i.kind is not Kind.SIGN]
    after = next((i for i in later if i.key not in LABELS), None)
    return after is not None and is_topic(after)


def _marks(clause: Clause) -> list[tuple[Item, Verdict]]:
    """Return the marks of a clause that holds nothing but times and marks."""
    others = [i for i in clause.items if i.kind is Kind.WORD and not mark_of(i) and i.raw.isalnum()]
    if others:
        thumbs = [i for i in clause.items if mark_of(i) and not i.raw.isascii()]
        return [(i, Verdict(mark_of(i) or "yes")) for i in thumbs][:1]
    found = []
    for item in clause.items:
        mark = mark_of(item)
        if mark == "-" or mark is None:
            continue
        if item.kind is Kind.SIGN and item.key in ("-", "+", "?") and item is not clause.items[-1]:
            continue
        found.append((item, Verdict.NO if mark == "x" else Verdict(mark)))
    return found


def _verdict(signals: Sequence[Item], kinds: set[str], out: Judgement, clause: Clause) -> Verdict | None:
    if whether(clause) and not out.negated:
        return None
    if not kinds & {"maybe", "defer"} and twice_denied(clause) and means_all(clause):
        return Verdict.YES
    if "defer" in kinds and "maybe" not in kinds:
        return Verdict.UNKNOWN
    if "maybe" in kinds:
        return _hedged(signals, clause)
    refused = any(
        _leading(i) == "no" and i.key != "for" for i in signals
    )  # "et kvarter for sent" is no refusal
    if _part_of_it(clause) and not out.negated and not refused:
        return Verdict.MAYBE
    if "no" in kinds:
        if "yes" not in kinds and negates_no(clause):
            return Verdict.YES
        out.unsure = "yes" in kinds and "not" not in kinds
        return Verdict.NO
    if out.negated and not kinds & {"yes", "no"} and any(i.key in ("endnu", "yet") for i in clause.items):
        return Verdict.UNKNOWN  # "har ikke set vagtplanen endnu"
    if out.negated and _not_before(clause):
        return Verdict.YES
    if out.negated:
        says = (
            kinds & {"yes", "able", "prefer"}
            or not clause.words()
            or any(i.kind is Kind.NONE for i in clause.items)
        )
        if says or clause.person():
            out.weak = not says
            return Verdict.NO
        return Verdict.NO if clause.topics() and len(clause.words()) <= _GAP else None
    if ("yes" in kinds or "able" in kinds) and _was(clause):
        out.unsure = True
        return Verdict.NO
    if "yes" in kinds or "able" in kinds or "prefer" in kinds:
        return Verdict.YES
    sorry = "no_sorry" in kinds and not out.only and all(w.key in LITTLE for w in clause.words())
    return Verdict.NO if sorry else None


def _part_of_it(clause: Clause) -> bool:
    """Whether it offers some of the time: "de første to timer", "the last hour"."""
    for n, item in enumerate(clause.items):
        if item.time is None or not isinstance(item.time.what, Length):
            continue
        before = clause.items[n - 1] if n else None
        after = clause.items[n + 1] if n + 1 < len(clause.items) else None
        if before is not None and ("only" in before.classes or before.key in _SOME_OF):
            return True
        if after is not None and after.key in _LATE_OR_EARLY:
            return True
    return False


_SOME_OF = frozenset({"forste", "sidste", "first", "last", "blive", "stay", "only", "just", "kun"})
_LATE_OR_EARLY = frozenset(
    {"senere", "foer", "late", "early", "forsinket", "tidligere", "for", "later", "earlier"}
)


def _not_before(clause: Clause) -> bool:
    """Whether it says "ikke fremme før tidligst kl. 10": the edge is said twice."""
    early = any(i.key in ("foer", "before", "earlier") for i in clause.items if i.kind is Kind.WORD)
    return early and any(
        i.time and isinstance(i.time.what, Edge) and i.time.what.side is Side.FROM for i in clause.items
    )


def _hedged(signals: Sequence[Item], clause: Clause) -> Verdict:
    """A hedge leans and does not bind; a condition about the hours is a window and no hedge."""
    only_if = all(_leading(i) != "maybe" or i.key in ("hvis", "if", "safremt") for i in signals)
    comes_or_goes = any(
        i.classes & {"leave", "arrive"} or i.key in ("modet", "meeting") for i in clause.items
    )
    timed = any(i.time and isinstance(i.time.what, Clock | Edge) for i in clause.items)
    if only_if and _if_it_is_then(clause):
        return Verdict.YES
    return Verdict.YES if only_if and comes_or_goes and timed else Verdict.MAYBE


def _if_it_is_then(clause: Clause) -> bool:
    """Whether the condition is the time itself: "kun hvis det er efter frokost"."""
    at = next((n for n, i in enumerate(clause.items) if i.key in ("hvis", "if")), len(clause.items))
    after = [i for i in clause.items[at + 1 :] if i.key not in _IT_IS]
    only = any("only" in i.classes for i in clause.items[: at + 1]) or "only" in clause.items[at - 1].words
    return only and bool(after) and all(is_topic(i) for i in after)


_IT_IS = frozenset({"det", "er", "bliver", "ligger", "it", "is", "it's", "starter", "starts"})


def _was(clause: Clause) -> bool:
    """Whether it was so before: "jeg var ellers klar til den 3." tells that it no longer is."""
    keys = [i.key for i in clause.items]
    past = any(k in keys for k in ("var", "havde", "passede", "kunne", "was", "had"))
    return (past and "ellers" in keys[1:]) or any(k in keys for k in _THOUGHT)


__all__ = ["Judgement", "is_next_topic", "judge"]
