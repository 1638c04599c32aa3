"""What a clause with times and a verdict adds to the ledger: windows, closings, exceptions, plain statements."""

from faelled.core.days.expressions import Clock, Edge
from faelled.core.replies.clause import Clause, is_topic
from faelled.core.replies.items import Kind
from faelled.core.replies.judging import Judgement
from faelled.core.replies.pointing import Fit
from faelled.core.replies.reading import Span, Verdict
from faelled.core.replies.resolving import Rank, Statement, without
from faelled.core.replies.story import Story
from faelled.core.replies.topics import Topic, topic_of


def spans_of(judgement: Judgement, topic: Topic | None = None) -> tuple[Span, ...]:
    """Return the words a statement rests on: its times and its words of answer."""
    return (*(topic.spans if topic else ()), *judgement.spans)


def general_of(verdict: Verdict, slots: frozenset[int], judgement: Judgement, topic: Topic) -> Statement:
    """Return a statement about slots nobody spoke of by name."""
    return Statement(verdict, slots, Rank.GENERAL, spans_of(judgement, topic), unsure=judgement.unsure)


def only_no_of(judgement: Judgement, topic: Topic, story: Story) -> list[Statement]:
    """ "Kun forhindret om mandagen": the others are free."""
    hit = topic.hit(Fit.PART)
    spans = spans_of(judgement, topic)
    return [
        Statement(Verdict.NO, hit, Rank.SAID, spans, judgement.weak),
        Statement(Verdict.YES, without(story.all_slots, hit), Rank.GENERAL, spans),
    ]


def window_of(
    judgement: Judgement, topic: Topic, verdict: Verdict, story: Story, *, open_: bool
) -> list[Statement]:
    """An open-ended window closes: inside as said, outside no; covered in part is no, nearly covered maybe."""
    spans = spans_of(judgement, topic)
    rank = Rank.HOURS if topic.window == "clock" else Rank.SAID
    inside, nearly = topic.hit(Fit.IN), topic.hit(Fit.NEARLY) - topic.hit(Fit.IN)
    partly = topic.hit(Fit.PART) - topic.hit(Fit.NEARLY)
    outside = without(topic.domain, topic.hit(Fit.PART))
    in_rank = Rank.SAID if topic.tied else Rank.GENERAL
    if not topic.tied and topic.window == "date":
        in_rank = Rank.SAID
    part_verdict = Verdict.NO
    if topic.tied and (judgement.window is not None or judgement.attends) and not judgement.only:
        part_verdict = Verdict.MAYBE
    if open_ and rank is Rank.HOURS:
        for number in partly:
            story.ledger.partly[number] = spans
    beyond = rank if rank is Rank.HOURS else Rank.BEYOND
    out = [
        Statement(
            verdict,
            inside,
            in_rank,
            spans,
            judgement.weak and judgement.window is None,
            judgement.unsure,
            precise=topic.clock,
        ),
        Statement(Verdict.MAYBE, nearly, Rank.SAID, spans, precise=True),
        Statement(part_verdict, partly, rank, spans, precise=True),
    ]
    if verdict is Verdict.YES:
        out.append(Statement(Verdict.NO, outside, beyond, spans))
    return out


def plain_of(judgement: Judgement, topic: Topic, verdict: Verdict, clause: Clause) -> list[Statement]:
    """Return the statements of a clause that names its times and leaves the others open."""
    spans = spans_of(judgement, topic)
    touched = topic.hit(Fit.PART) if verdict is Verdict.NO else topic.hit(Fit.IN)
    precise = topic.clock and topic.day
    out = [Statement(verdict, touched, Rank.SAID, spans, judgement.weak, judgement.unsure, precise)]
    if verdict is not Verdict.NO:
        nearly = topic.hit(Fit.NEARLY) - topic.hit(Fit.IN)
        out.append(Statement(Verdict.MAYBE, nearly, Rank.SAID, spans, precise=precise))
        if any(i.key in ("kl", "klokken") for i in clause.items) and judgement.only:
            out.append(Statement(Verdict.NO, topic.hit(Fit.PART) - topic.hit(Fit.NEARLY), Rank.SAID, spans))
    return out


def closing_of(clause: Clause, judgement: Judgement, topic: Topic, story: Story) -> list[Statement]:
    """ "Kun" closes the world, or only the day it stands behind: "onsdag kun om formiddagen"."""
    others = without(story.all_slots, topic.hit(Fit.PART))
    before_only = [i for i in clause.items[: _at_only(clause)] if is_topic(i)]
    after_only = [i for i in clause.items[_at_only(clause) :] if i.kind is Kind.TIME]
    day = topic_of(before_only, story.scene) if before_only and after_only else None
    again = topic_of(after_only, story.scene) if after_only else None
    said_twice = day is not None and again is not None and again.fits == day.fits  # "torsdag, og kun torsdag"
    if day is not None and day.day and not day.window and not said_twice:
        others &= day.hit(Fit.PART)
        return [Statement(Verdict.NO, others, Rank.SAID, spans_of(judgement, topic))]
    if topic.carried:
        return [
            Statement(Verdict.NO, others & topic.domain, Rank.SAID, spans_of(judgement, topic), precise=True)
        ]
    if topic.tied and not any(i.time and not isinstance(i.time.what, Edge | Clock) for i in clause.topics()):
        others &= topic.domain
    part = topic.hit(Fit.PART) - topic.hit(Fit.NEARLY)
    return [general_of(Verdict.NO, others | part, judgement, topic)]


def _at_only(clause: Clause) -> int:
    return next((n for n, i in enumerate(clause.items) if "only" in i.classes), len(clause.items))
