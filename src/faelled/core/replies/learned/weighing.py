"""What the model says beside the grammar, and which of the two is believed."""

from collections.abc import Mapping, Sequence

from faelled.core.replies.clause import Clause
from faelled.core.replies.judging import Judgement
from faelled.core.replies.learned.signs import signs_of
from faelled.core.replies.learned.weights import model
from faelled.core.replies.matter import OF_THE_MATTER
from faelled.core.replies.reading import Span, Verdict

_VERDICTS = {v.value: v for v in Verdict}
OVERRULES, OVERRULES_A_NO = 0.8, 0.97
DOUBTS = 0.6
CLAIMS = 0.65
LEANS = 0.5
SURE = 0.85


def weigh(parts: Sequence[Clause], judgements: Sequence[Judgement], before: Verdict | None = None) -> None:
    """Let the model's opinion of a stretch change the judgement on its first clause.

    before: what was said of the times before it, where the stretch is about the rest of them.
    """
    chances = dict(model().chances(signs_of(parts, judgements)))
    out = judgements[0]
    if out.verdict is None or out.weak:
        _contrasted(chances, before)
        likely = max(chances, key=lambda label: chances[label])
        _guessed(out, parts[0], likely, chances)
    elif not any(j.verdict for j in judgements[1:]) and not _all_known(parts):
        _doubted(out, max(chances, key=lambda label: chances[label]), chances)


def says_nothing(parts: Sequence[Clause], judgements: Sequence[Judgement]) -> bool:
    """Whether the model finds that a stretch without times speaks of something else."""
    chances = model().chances(signs_of(parts, judgements))
    said = judgements[0].verdict
    return chances["none"] >= CLAIMS or (said is not None and chances[said.value] < UNLIKELY)


def _all_known(parts: Sequence[Clause]) -> bool:
    """Whether the grammar knows every word: then nothing is left for a model to know better."""
    return all(w.key in OF_THE_MATTER for clause in parts for w in clause.words())


def _contrasted(chances: dict[str, float], before: Verdict | None) -> None:
    """Who names the rest after a no most often says yes of it, and the other way round."""
    if before is None or before.value not in _OPPOSITE:
        return
    opposite = _OPPOSITE[before.value]
    chances[before.value] /= _CONTRAST
    chances[opposite] *= _CONTRAST
    whole = sum(chances.values())
    for label in chances:
        chances[label] /= whole


_OPPOSITE = {"yes": "no", "no": "yes"}
_CONTRAST = 4.0
UNLIKELY = 0.1


def _guessed(out: Judgement, clause: Clause, likely: str, chances: Mapping[str, float]) -> None:
    """The grammar knows no word of answer here: the model decides, or leaves it open."""
    said = out.verdict.value if out.verdict else "none"
    enough = CLAIMS if likely in ("yes", "no") else LEANS
    if chances[likely] >= enough:
        if likely == "none":
            out.verdict = None
            return
        if out.verdict is None:
            out.spans = [*out.spans, *(Span(w.start, w.end) for w in clause.words()[:6])]
        out.verdict, out.weak = _VERDICTS[likely], True
        out.unsure = chances[likely] < SURE
    elif said != "none" and likely != said:
        out.verdict, out.unsure = Verdict.UNKNOWN, True


def _doubted(out: Judgement, likely: str, chances: Mapping[str, float]) -> None:
    """The grammar is sure: only a model that is surer still takes its word away."""
    if out.verdict is None or likely in (out.verdict.value, "none"):
        return
    needed = OVERRULES_A_NO if likely == "yes" else OVERRULES
    if chances[likely] >= needed:
        out.verdict, out.unsure = _VERDICTS[likely], True
    elif chances[likely] >= DOUBTS and {likely, out.verdict.value} == {"yes", "no"}:
        out.verdict, out.unsure = Verdict.UNKNOWN, True


__all__ = ["says_nothing", "weigh"]
