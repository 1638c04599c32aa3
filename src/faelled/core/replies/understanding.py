"""Clause by clause: what each adds to the ledger, and what it does to the clause before it."""

from collections.abc import Sequence
from dataclasses import replace

from faelled.core.days.expressions import (
    Clock,
    Day,
    Edge,
    RelativeDay,
    RelativeWeek,
    Side,
    Weekday,
)
from faelled.core.days.expressions.lexicon import NUMBER_WORDS
from faelled.core.replies.anchors import anchor_of, told_from
from faelled.core.replies.attending import (
    comes_late_or_leaves_early,
    gone_from_then,
    one_mark_each,
    the_other,
)
from faelled.core.replies.clause import Clause, is_topic
from faelled.core.replies.clauses import begins_question
from faelled.core.replies.elaborating import elaborates, only_denies, points_back
from faelled.core.replies.instead import drop_instead, second_best
from faelled.core.replies.items import Item, Kind
from faelled.core.replies.judging import Judgement, judge
from faelled.core.replies.learned.signs import stretches
from faelled.core.replies.learned.weighing import weigh
from faelled.core.replies.pointing import Fit
from faelled.core.replies.reading import Span, Verdict
from faelled.core.replies.recalling import clefts, fell_away, recalls
from faelled.core.replies.resolving import Rank, Statement, without
from faelled.core.replies.stating import closing_of, general_of, only_no_of, plain_of, spans_of, window_of
from faelled.core.replies.story import Heard, Story
from faelled.core.replies.topics import Topic, topic_of
from faelled.core.replies.turning import (
    OPPOSITE,
    before_edge,
    nothing_before,
    turned,
    turned_then,
    until_a_day,
)

_NO_ELABORATION = frozenset({"reason", "so", ":"})


def understand(clauses: Sequence[Clause], story: Story) -> None:
    """Enter what the clauses say into the story's ledger."""
    asked = _asked(clauses)
    dropped = [drop_instead(clause) for clause in clauses]
    judgements = [judge(clause) for clause in clauses]
    settled = clefts(clauses, judgements)
    ends = dict(stretches(clauses))
    for n, clause in enumerate(clauses):
        judgement = judgements[n]
        if n not in asked and (recalls(clause, judgement, story) or fell_away(clause, judgement, story)):
            settled.add(n)
        heard = Heard(clause, judgement, judgement.verdict)
        story.heard.append(heard)
        if n in asked:
            story.asked = True
            continue
        if clause.hard and not points_back(clause):
            story.day_slots = frozenset()
        said_before = len(story.ledger.said)
        if judgement.verdict is None and nothing_before(clause):
            judgement.verdict = Verdict.NO
        known = turned_then(clause, judgement, story) or n in settled
        if n in ends and not known and _open_to_weighing(clause, judgement):
            rest = any(i.kind is Kind.REST for i in clause.topics())
            weigh(clauses[n : ends[n]], judgements[n : ends[n]], story.last_verdict if rest else None)
        heard.weighed = judgement.verdict
        if comes_late_or_leaves_early(clause, judgement, story):
            continue
        if clause.link == "except":
            _exception(clause, judgement, story)
        elif clause.has_times():
            _speaks_of(clause, judgement, story)
            second_best(dropped[n], clause, judgement, story)
        else:
            elaborates(clause, judgement, story)
        story.asked, story.denied = False, only_denies(clause)
        if story.first_link is None and len(story.ledger.said) > said_before:
            story.first_link = clause.link


def _open_to_weighing(clause: Clause, judgement: Judgement) -> bool:
    """Whether the model may speak: of windows, closings and exceptions the grammar knows more."""
    if judgement.only or judgement.nothing_else or judgement.window is not None or clause.link == "except":
        return False
    return clause.has_times() and not any(until_a_day(i) for i in clause.items)


def _asked(clauses: Sequence[Clause]) -> set[int]:
    """Return the clauses that ask: from the last one that begins as a question, or the whole sentence."""
    out: set[int] = set()
    for n, clause in enumerate(clauses):
        if not clause.question:
            continue
        first = n
        while not clauses[first].hard and first:
            first -= 1
        begin = next((k for k in range(n, first - 1, -1) if begins_question(clauses[k])), None)
        if begin is None and first == n and _bare(clause):
            continue
        if begin is None and _verdict_said(clauses[first]) and first < n:
            begin = n
        out.update(range(first if begin is None else begin, n + 1))
    return out


def _bare(clause: Clause) -> bool:
    return not clause.person() and len(clause.words()) == 0 and clause.link != "but"


def _verdict_said(clause: Clause) -> bool:
    return bool(clause.topics()) and any(i.classes & {"yes", "no", "able", "not"} for i in clause.items)


def _topic(clause: Clause, judgement: Judgement, story: Story) -> Topic | None:
    """Return what the clause speaks of, with the day carried over where it names only an hour."""
    items = gone_from_then(clause.items)
    if judgement.window is not None:
        if judgement.returns:
            items = _day_of_return(items)
        items = [_as_edge(i, judgement.window, days=judgement.returns) for i in items]
    topic = topic_of(items, story.scene)
    if topic is None:
        which = clause.relative()
        if which is not None:
            topic = told_from(which, story.last, story.anchor, story.scene)
            topic.spans = [Span(i.start, i.end) for i in clause.items[:2]]
            _closes_until(clause, topic, story)
            story.heard[-1].point(topic)
        return topic
    story.anchor = anchor_of(items, topic.domain if topic.tied else story.all_slots)
    if topic.puzzled:
        story.puzzled = True
    _carry_day(clause, topic, story)
    story.heard[-1].point(topic)
    return topic


def _closes_until(clause: Clause, topic: Topic, story: Story) -> None:
    """ "Indtil da kan jeg": the end was named before, so what lies beyond it is refused."""
    if story.anchor is None or not topic.hit(Fit.PART) or not any(i.key in _UNTIL for i in clause.items):
        return
    of = story.anchor.what.of if isinstance(story.anchor.what, Edge) else story.anchor.what
    topic.window = "clock" if isinstance(of, Clock) else "date"
    topic.domain, topic.tied = story.anchor.domain, story.anchor.domain != story.all_slots


_UNTIL = frozenset({"indtil", "frem", "until", "till"})


def _carry_day(clause: Clause, topic: Topic, story: Story) -> None:
    """Let an hour without a day of its own keep to the day spoken of: "mandag gerne, men om eftermiddagen"."""
    back = points_back(clause)
    small = topic.clock and not topic.day
    inside = story.day_slots
    listed = story.last is not None and story.last.clock
    refused = (
        not listed and story.last_verdict is Verdict.NO and not any(x.weak for x in story.last_statements)
    )
    if inside and ((small and (not refused or clause.link in ("but", "-", "–"))) or (back and topic.window)):
        topic.fits = {n: f if n in inside else Fit.OUT for n, f in topic.fits.items()}
        topic.domain, topic.tied, topic.carried = inside, True, True
    elif topic.day:
        story.day_slots = topic.day_hit if topic.window != "date" else frozenset()


def _day_of_return(items: list[Item]) -> list[Item]:
    """Keep the date alone: "første arbejdsdag efter ferien er onsdag den 6." is about the 6th."""
    dated = any(i.time and isinstance(i.time.what, Day) for i in items)
    return [i for i in items if i.time is None or isinstance(i.time.what, Day)] if dated else items


def _as_edge(item: Item, side: Side, *, days: bool) -> Item:
    points = Clock | Day | Weekday | RelativeWeek | RelativeDay if days else Clock
    if item.time is None or not isinstance(item.time.what, points):
        return item
    return replace(item, time=replace(item.time, what=Edge(side, item.time.what)))


def _speaks_of(clause: Clause, judgement: Judgement, story: Story) -> None:
    kinds = {i.kind for i in clause.topics()}
    pointed = [i for i in clause.topics() if i.kind in (Kind.TIME, Kind.NUMBER, Kind.PLACE)]
    topic = _topic(clause, judgement, story) if pointed or clause.relative() else None
    if judgement.verdict is None:
        if topic is not None and (topic.hit(Fit.PART) or topic.days):
            story.last, story.last_verdict, story.last_statements = topic, None, []
            story.mentioned |= topic.hit(Fit.PART) if clause.words() else frozenset()
        return
    if topic is not None and not pointed and not topic.hit(Fit.PART) and judgement.verdict is Verdict.MAYBE:
        elaborates(clause, judgement, story)  # "alle, hvis lægen raskmelder mig inden": before none of them
        return
    if topic is not None:
        the_other(clause, topic, story)
        if Kind.REST in kinds:
            spoken = story.ledger.spoken_of()
            topic.fits = {n: Fit.OUT if n in spoken else f for n, f in topic.fits.items()}
            if not topic.hit(Fit.PART):
                return
        _state(clause, judgement, topic, story)
    elif Kind.REST in kinds:
        _rest(clause, judgement, story)
    elif kinds & {Kind.ALL, Kind.NONE}:
        if judgement.weak and not clause.hard and clause.link not in ("but", "so") and story.last is not None:
            return  # "onsdag kommer fotografen, og han fylder det hele": all of something else
        judgement.only = False
        _all(clause, judgement, story)


def _rest(clause: Clause, judgement: Judgement, story: Story) -> None:
    verdict = judgement.verdict or Verdict.UNKNOWN
    if story.asked and clause.topics()[0].key in ("ellers", "otherwise"):
        return  # "Skal jeg tage kage med? Ellers gør jeg det bare": otherwise than what was asked
    mentioned = without(story.mentioned, story.ledger.spoken_of())
    rest = without(story.all_slots, story.ledger.spoken_of() | mentioned)
    spans = tuple(Span(i.start, i.end) for i in clause.topics()) + spans_of(judgement)
    _contrast(clause, verdict, mentioned, spans, story)
    general = Rank.REST if story.ledger.spoken_of() or story.last else Rank.GENERAL
    if judgement.only and verdict is Verdict.NO:
        general = Rank.REST
    made = Statement(verdict, rest, general, spans, judgement.weak, judgement.unsure)
    story.ledger.add(made)
    story.last_statements = [made]
    story.last_verdict = verdict


def _counts(item: Item) -> int | None:
    """Return the number in "alle tre", "all three of them"."""
    return next((n for w in item.words[1:] if (n := NUMBER_WORDS.get(w)) is not None), None)


_SAME = frozenset({"ogsa", "also", "too", "heller", "either"})


def _contrast(
    clause: Clause, verdict: Verdict, mentioned: frozenset[int], spans: tuple[Span, ...], story: Story
) -> None:
    """ "Mandag er aflyst, de øvrige er ok": whatever was said of Monday in words nobody knows, it is not ok."""
    opposite = OPPOSITE.get(verdict)
    if opposite is not None and not any(i.key in _SAME for i in clause.items):
        story.ledger.add(Statement(opposite, mentioned, Rank.SAID, spans, weak=True, unsure=True))


def _all(clause: Clause, judgement: Judgement, story: Story) -> None:
    """Read a clause about all slots; after a narrower one in the same sentence, "begge" means those."""
    verdict = judgement.verdict or Verdict.UNKNOWN
    slots, rank = story.all_slots, Rank.GENERAL
    before = story.last.hit(Fit.IN) if story.last else frozenset()
    both = any(
        i.key in ("begge", "both", "either", "dem") or _counts(i) == len(before) for i in clause.topics()
    )
    if (
        both
        and before
        and len(before) >= 2
        and len(story.all_slots) > 2
        and len(before) < len(story.all_slots)
    ):
        slots, rank = before, Rank.SAID
    spans = tuple(Span(i.start, i.end) for i in clause.topics()) + spans_of(judgement)
    made = Statement(
        verdict, slots, rank, spans, judgement.weak, judgement.unsure, correction=clause.link == "correction"
    )
    story.ledger.add(made)
    story.last_statements = [made]
    story.last_verdict = verdict


def _state(clause: Clause, judgement: Judgement, topic: Topic, story: Story) -> None:
    """Enter a clause with times and a verdict."""
    verdict = judgement.verdict or Verdict.UNKNOWN
    made: list[Statement] = one_mark_each(clause, topic)
    if made:
        for statement in made:
            story.ledger.add(statement)
            story.settled |= statement.slots
        return
    if (verdict is Verdict.NO and before_edge(clause)) or nothing_before(clause):
        verdict, topic = Verdict.YES, turned(clause, story, topic)
        if clause.question:
            return
    if verdict is Verdict.NO and judgement.only and not judgement.negated:
        made += only_no_of(judgement, topic, story)
    elif verdict in (Verdict.YES, Verdict.MAYBE) and topic.window:
        made += window_of(judgement, topic, verdict, story, open_=not topic.tied)
    else:
        made += plain_of(judgement, topic, verdict, clause)
    if (judgement.only or judgement.nothing_else) and verdict in (Verdict.YES, Verdict.MAYBE):
        made += closing_of(clause, judgement, topic, story)
    elif judgement.only and judgement.negated and verdict is Verdict.NO:
        made += [general_of(Verdict.YES, without(story.all_slots, topic.hit(Fit.PART)), judgement, topic)]
    if clause.link == "correction":
        made = [replace(m, correction=True) for m in made]
        _take_back(clause, verdict, story)
    for statement in made:
        story.ledger.add(statement)
    if judgement.prefer and verdict is Verdict.YES:
        story.prefers.extend(sorted(topic.hit()))
    story.last, story.last_verdict, story.last_statements = topic, verdict, made
    story.scene.last_days = topic.days or story.scene.last_days


def _take_back(clause: Clause, verdict: Verdict, story: Story) -> None:
    """ "Tirsdag, hov nej, torsdag": the new time stands instead of the last one, unless it comes "også"."""
    if verdict is Verdict.YES and not any(i.key in ("ogsa", "also", "too") for i in clause.items):
        taken = [id(s) for s in story.last_statements]
        story.ledger.said = [s for s in story.ledger.said if id(s) not in taken]


def _said_of_the_others(clause: Clause, story: Story) -> bool:
    """Whether "anything but the 8th is impossible" refuses the others: nothing was said of all before."""
    before = story.heard[-2].clause if len(story.heard) > 1 else None
    if before is None or any(i.classes - {"filler"} for i in before.items):
        return False
    last = max((n for n, i in enumerate(clause.items) if is_topic(i)), default=len(clause.items))
    return any(i.key in _VERBS for i in clause.items[last + 1 : last + 2])


_VERBS = frozenset({"er", "is", "are", "kan", "gar", "duer", "passer"})


def _exception(clause: Clause, judgement: Judgement, story: Story) -> None:
    """ "Alle undtagen X": X is the opposite of what was said of all; a hedge of its own makes it maybe."""
    topic = _topic(clause, judgement, story)
    if topic is None and any(i.kind is Kind.REST for i in clause.topics()):
        last = story.last_verdict if story.last_verdict is not None else Verdict.YES
        judgement.verdict = Verdict.YES if last is Verdict.NO else Verdict.NO
        _rest(clause, judgement, story)
        return
    if topic is None:
        elaborates(clause, judgement, story)
        return
    general = [
        s
        for s in story.ledger.said
        if s.rank is Rank.GENERAL or (not clause.hard and s in story.last_statements)
    ]
    base = general[-1].verdict if general else None
    if base is Verdict.YES and judgement.verdict is Verdict.NO and _said_of_the_others(clause, story):
        base = Verdict.NO
        for statement in story.last_statements:
            statement.verdict = base
    hit = topic.hit(Fit.PART)
    if any(i.kind is Kind.REST for i in clause.topics()):
        hit -= story.ledger.spoken_of()  # "den 5. januar, men ikke de andre i januar"
    spans = spans_of(judgement, topic)
    if base is None:
        lone = [j.verdict for _, j in story.lone if j.verdict in (Verdict.YES, Verdict.NO)]
        refused = judgement.verdict is Verdict.NO  # "alt andet end mandag er umuligt"
        base = lone[-1] if lone else Verdict.NO if refused else Verdict.YES
        story.ledger.add(Statement(base, without(story.all_slots, hit), Rank.GENERAL, spans))
    opposite = Verdict.YES if base is Verdict.NO else Verdict.NO
    if judgement.verdict is Verdict.MAYBE:
        opposite = Verdict.MAYBE
    made = Statement(opposite, hit, Rank.SAID, spans, precise=True)
    story.ledger.add(made)
    story.last, story.last_verdict, story.last_statements = topic, opposite, [made]
