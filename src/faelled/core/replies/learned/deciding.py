"""One answer a slot from two opinions: the grammar's ledger and the network's. Yes and no need more than maybe."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from faelled.core.replies.learned.network import Opinion, network
from faelled.core.replies.learned.views import Views, views_of
from faelled.core.replies.reading import SlotAnswer, Span, Verdict
from faelled.core.replies.story import Story


@dataclass(frozen=True, slots=True)
class Needs:
    """How likely a yes or a no must be to be said at all, and not to be sent back for a yes or no."""

    claims: float
    sure: float


WITH_THE_GRAMMAR, ALONE, AGAINST = Needs(0.7, 0.8), Needs(0.75, 0.9), Needs(0.9, 1.0)
_SIGHT, _SIGHT_OF_THE_REST = 0.4, 0.15
"""How likely a yes or a no, a maybe or an unknown must at least be where the grammar knows every word and is sure."""
_LEANS = 0.25
_CLAIMED = frozenset({Verdict.YES, Verdict.NO})


def decided(story: Story, answers: Mapping[int, SlotAnswer], sent: date) -> Mapping[int, SlotAnswer]:
    """Return the answers after the network was heard.

    A reply without clauses of its own keeps the grammar's, and so do slots that only the signature speaks of, or that
    marks answer in order: the network sees none of these.
    """
    views = views_of(story, answers, sent)
    if not views.words:
        return answers
    opinions = network().opinions(views)
    heard = {
        view.number: _answer(answers[view.number], opinion, views)
        for view, opinion in zip(views.slots, opinions, strict=True)
    }
    return heard | {n: answers[n] for n in story.settled}


def _answer(said: SlotAnswer, opinion: Opinion, views: Views) -> SlotAnswer:
    sight = _SIGHT if said.verdict in _CLAIMED else _SIGHT_OF_THE_REST
    if views.known and not said.unsure and opinion.chances[said.verdict] >= sight:
        return said
    likely = max(opinion.chances, key=lambda v: opinion.chances[v])
    needs = _needs(said.verdict, likely)
    verdict = _verdict(likely, needs, opinion.chances)
    if verdict is Verdict.UNKNOWN:
        # Somebody leaned to a yes or a no here: left open, and asked about again.
        unsure = bool({said.verdict, likely} & _CLAIMED)
        return SlotAnswer(verdict, (said.because or _because(opinion, views)) if unsure else (), unsure)
    unsure = said.unsure or opinion.chances[verdict] < needs.sure
    if verdict is said.verdict:
        return replace(said, unsure=unsure)
    return SlotAnswer(verdict, said.because or _because(opinion, views), unsure)


def _needs(said: Verdict, likely: Verdict) -> Needs:
    if said is likely:
        return WITH_THE_GRAMMAR
    return AGAINST if {said, likely} == _CLAIMED else ALONE


def _verdict(likely: Verdict, needs: Needs, chances: Mapping[Verdict, float]) -> Verdict:
    if likely not in _CLAIMED or chances[likely] >= needs.claims:
        return likely
    maybe = chances[Verdict.MAYBE] > max(chances[Verdict.UNKNOWN], _LEANS)
    return Verdict.MAYBE if maybe else Verdict.UNKNOWN


def _because(opinion: Opinion, views: Views) -> tuple[Span, ...]:
    """Return the words of the clause the network looked at most."""
    clause = views.clauses[opinion.word]
    stands = {s for s, at in zip(views.spans, views.clauses, strict=True) if at == clause and s[0] < s[1]}
    return tuple(Span(*s) for s in sorted(stands))


__all__ = ["decided"]
