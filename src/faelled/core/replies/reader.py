"""Read a free-text answer to numbered proposals: words -> items -> clauses -> statements -> one answer a slot."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from faelled.core.days.expressions import Expression, Token, scan_tokens, tokenise, words_of
from faelled.core.replies.asides import (
    automatic,
    counters_of,
    delegate_of,
    looks_english,
    promises,
    question_of,
)
from faelled.core.replies.body import Body, body_of
from faelled.core.replies.clause import Clause
from faelled.core.replies.clauses import clauses
from faelled.core.replies.items import Item, Kind, itemise
from faelled.core.replies.judging import Judgement
from faelled.core.replies.learned.deciding import decided
from faelled.core.replies.learned.weighing import says_nothing
from faelled.core.replies.lists import list_in_order
from faelled.core.replies.matter import OF_THE_MATTER
from faelled.core.replies.pointing import Scene
from faelled.core.replies.reading import Reading, Slot, SlotAnswer, Span, Verdict
from faelled.core.replies.resolving import Ledger, Rank, Statement
from faelled.core.replies.story import Story
from faelled.core.replies.undersigned import own_days
from faelled.core.replies.understanding import understand

_LONGEST = 5_000
_MOST_TOKENS = 1_500
"""What 5,000 characters of plain words hold, and half as many again; more are rows of signs."""
_MOST_CLAUSES = 200


def read(
    text: str,
    slots: Sequence[Slot],
    sent: datetime,
    *,
    lang: str | None = None,
    deputies: Collection[str] = (),
) -> Reading:
    """Return what *text* says about each of *slots*.

    sent: when it was written, aware; "på fredag" and "næste uge" count from that day, in the slots' own zone.
    lang: "da" or "en" where known. deputies: names of persons who may come instead. Text beyond the first
    5,000 characters or 1,500 words and signs is not read; then every verdict is unsure.
    """
    nothing = {s.number: SlotAnswer(Verdict.UNKNOWN) for s in slots}
    if not slots or not text.strip():
        return Reading(nothing)
    if automatic(text):
        return Reading(nothing, not_availability=True)
    told = _tell(text, slots, sent, lang)
    reading = _reading(told, deputies)
    if len(text) > _LONGEST or told.cut:
        answers = {n: SlotAnswer(a.verdict, a.because, unsure=True) for n, a in reading.answers.items()}
        reading = replace(reading, answers=answers)
    return reading


# A smiley is made of signs that mean something elsewhere; blanks keep the places of all other words.
_SMILEY = re.compile(r"[:;=]['-]?[()DPp](?!\w)")


# "2 el. 4": as long as what it stands for, so that places stay; the look-around keeps it linear.
_SHORT_OR = re.compile(r"(?<=\d) el\.(?= )")


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


@dataclass(frozen=True, slots=True)
class _Told:
    """A text, where its answer stands in it, the answer's words and the times among them, and the story it tells."""

    text: str
    body: Body
    tokens: Sequence[Token]
    times: Sequence[Expression]
    story: Story
    cut: bool


def story_of(text: str, slots: Sequence[Slot], sent: datetime) -> Story:
    """Return what the grammar understands of a text, before the network is heard; for those who teach the network."""
    return _tell(text, slots, sent, None).story


def _tell(text: str, slots: Sequence[Slot], sent: datetime, lang: str | None) -> _Told:
    text = _SHORT_OR.sub(" or ", _SMILEY.sub(_blank, text[:_LONGEST]))
    zone = slots[0].start.tzinfo
    scene = Scene(tuple(slots), sent.astimezone(zone).date() if zone else sent.date())
    body = body_of(text)
    english = lang == "en" if lang else looks_english(text)
    words = [t for t in tokenise(text[: body.end]) if t.start >= body.start]
    tokens = words[:_MOST_TOKENS]
    times = scan_tokens(tokens, likely={s.start.date() for s in scene.slots}, english=english)
    story = _story(text, body, scene, itemise(tokens, times))
    return _Told(text, body, tokens, times, story, cut=len(words) > len(tokens))


def _story(text: str, body: Body, scene: Scene, items: Sequence[Item]) -> Story:
    story = Story(scene, Ledger(tuple(s.number for s in scene.slots)))
    listed = list_in_order(items, scene)
    if listed:
        for statement in listed:
            story.ledger.add(statement)
        return story
    understand(clauses(items, text)[:_MOST_CLAUSES], story)
    _whole_reply(story)
    for statement in own_days(text[body.end :], body.end, story):
        story.ledger.add(statement)
        story.settled |= statement.slots
    return story


def _whole_reply(story: Story) -> None:
    """Let consent or refusal without any time stand for all slots, when nothing else was said."""
    if story.ledger.said:
        _before_the_but(story)
        return
    if story.last is not None and (story.last.days or story.last.hit()):
        return
    said = [
        (c, j)
        for c, j in story.lone
        if j.verdict is not None and _is_consent(c, j) and (_whole_phrase(c) or not says_nothing([c], [j]))
    ]
    if not said or story.puzzled:
        return
    verdicts = [j.verdict for _, j in said]
    chosen = verdicts[0]
    if Verdict.UNKNOWN in verdicts:
        chosen = Verdict.MAYBE if Verdict.MAYBE in verdicts else Verdict.UNKNOWN
    elif chosen is Verdict.MAYBE or (Verdict.MAYBE in verdicts and Verdict.NO not in verdicts):
        chosen = Verdict.MAYBE
    elif Verdict.NO in verdicts:
        chosen = Verdict.NO
    torn = {Verdict.YES, Verdict.NO} <= set(verdicts)
    spans = tuple(span for _, j in said for span in j.spans)
    story.ledger.add(Statement(chosen or Verdict.UNKNOWN, story.all_slots, Rank.GENERAL, spans, unsure=torn))


def _whole_phrase(clause: Clause) -> bool:
    """Whether it is one long phrase and nothing else, "vælg hvad I vil": the model need not be asked."""
    said = [i for i in clause.items if i.kind is not Kind.SIGN]
    return len(said) == 1 and len(said[0].words) > _LONG_PHRASE


_LONG_PHRASE = 2


_VAGUE = words_of(
    """
    godt fint dejligt super fedt fin god great good fine lovely perfekt skønt perfect excellent ok okay
    er
    """
)
_MOST_OTHER_WORDS = 3
_MOST_MATTER = 1


def _is_consent(clause: Clause, judgement: Judgement, *, most: int = _MOST_MATTER) -> bool:
    """Whether a clause without times speaks of the times: "Mette kommer i stedet" does not."""
    if judgement.weak:
        return False
    if any("delegate" in i.classes or i.key in ("sporg", "ask") for i in clause.items):
        return False
    yes = [i for i in clause.items if "yes" in i.classes]
    vague = judgement.verdict is Verdict.YES and all(i.key in _VAGUE for i in yes) and not clause.person()
    others = [w for w in clause.words() if w.key not in _VAGUE]
    if vague and len(others) > _MOST_OTHER_WORDS:
        return False
    if any("no" in i.classes for i in clause.items):
        return True
    # "Jeg kunne ikke åbne linket" speaks of something else: words of matter stand beside the yes or no.
    return len([w for w in others if w.key not in OF_THE_MATTER]) <= most


def _before_the_but(story: Story) -> None:
    """ "Det passer fint, men torsdag først kl. 10": the general word before the exception counts for all."""
    general = [s for s in story.ledger.said if s.rank is not Rank.SAID and s.rank is not Rank.HOURS]
    if general or not story.lone:
        return
    clause, judgement = story.lone[0]
    words = len([i for i in clause.items if i.raw[:1].isalnum()])
    first_said = min((span.start for s in story.ledger.said for span in s.spans), default=0)
    if story.first_link not in ("but", "except", ".", "!", "\n", ""):
        return
    leads = bool(clause.items) and clause.items[-1].end <= first_said
    if (
        leads
        and judgement.verdict in (Verdict.YES, Verdict.NO)
        and not judgement.weak
        and words > 1
        and _is_consent(clause, judgement, most=0)
    ):
        story.ledger.add(
            Statement(judgement.verdict, story.all_slots, Rank.GENERAL, tuple(judgement.spans), unsure=True)
        )


def _reading(told: _Told, deputies: Collection[str]) -> Reading:
    text, body, story = told.text, told.body, told.story
    answers = dict(decided(story, story.ledger.answers(), story.scene.sent))
    if story.puzzled:
        answers = {n: SlotAnswer(Verdict.UNKNOWN, unsure=bool(a.because)) for n, a in answers.items()}
    delegate = delegate_of(text[body.start : body.end], deputies)
    question = question_of(text, body)
    counter = counters_of(told.tokens, told.times, story.scene)
    deferred = any(j.verdict is Verdict.UNKNOWN for _, j in story.lone) or any(
        s.verdict is Verdict.UNKNOWN for s in story.ledger.said
    )
    silent = all(a.verdict is Verdict.UNKNOWN for a in answers.values())
    deferred = deferred or promises(text[body.start : body.end])
    open_ = any(a.unsure for a in answers.values())
    matter = silent and not (open_ or deferred or delegate or question or counter or story.puzzled)
    prefers = tuple(sorted({n for n in story.prefers if answers[n].verdict is Verdict.YES}))
    return Reading(answers, prefers, counter, delegate, question, matter)


__all__ = ["Span", "read", "story_of"]
