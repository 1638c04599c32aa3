"""A clause without times: it colours the one before it, or stands for the whole reply."""

from faelled.core.replies.clause import Clause
from faelled.core.replies.items import Kind
from faelled.core.replies.judging import Judgement
from faelled.core.replies.pointing import Fit
from faelled.core.replies.reading import Verdict
from faelled.core.replies.resolving import Rank, Statement, without
from faelled.core.replies.stating import spans_of
from faelled.core.replies.story import Story


def elaborates(clause: Clause, judgement: Judgement, story: Story) -> None:
    """Read a clause without times: it colours the one before, or stands for the whole reply."""
    verdict = judgement.verdict
    story.lone.append((clause, judgement))
    if judgement.nothing_else:
        hit = story.ledger.spoken_of()
        refused = story.last_verdict is Verdict.NO and hit  # "den 5. kan jeg ikke, ellers ingen" knaster
        said = Verdict.YES if refused and judgement.verdict is not Verdict.NO else Verdict.NO
        story.ledger.add(Statement(said, without(story.all_slots, hit), Rank.GENERAL, spans_of(judgement)))
        return
    if (
        judgement.only
        and verdict is Verdict.NO
        and story.last_verdict is Verdict.NO
        and story.last is not None
    ):
        rest = without(story.all_slots, story.last.hit(Fit.PART))  # "det er den eneste knast"
        story.ledger.add(Statement(Verdict.YES, rest, Rank.GENERAL, spans_of(judgement, story.last)))
        return
    if judgement.only and verdict is None and story.last is not None and points_back(clause, anywhere=True):
        rest = without(story.all_slots, story.last.hit(Fit.PART))
        story.ledger.add(Statement(Verdict.NO, rest, Rank.GENERAL, spans_of(judgement, story.last)))
        return
    if verdict is None or not (story.last_statements or story.last):
        return
    anaphor = any("anaphor" in i.classes for i in clause.items[:3]) or clause.items[0].key in _POINTING
    if not story.last_statements and story.last is not None:
        if anaphor or not clause.hard or clause.link in ("so", ":"):
            made = Statement(verdict, story.last.hit(Fit.PART if verdict is Verdict.NO else Fit.IN), Rank.SAID,
                             spans_of(judgement, story.last))  # fmt: skip
            story.ledger.add(made)
            story.last_statements, story.last_verdict = [made], verdict
        return
    _colour(clause, judgement, story, anaphor=anaphor)


def _takes_back(clause: Clause) -> bool:
    """Whether it turns what was just said without a word of correction: "Jo, måske", "men jeg kommer alligevel"."""
    first = clause.items[0].key if clause.items else ""
    return first == "jo" or any(i.key == "alligevel" for i in clause.items)


def _moves(clause: Clause) -> bool:
    """Whether what stands in the way can be moved: "den kan flyttes", "kan måske rykke det"."""
    return any(i.key.startswith(_MOVES) for i in clause.items)


def _some_of_it(clause: Clause) -> bool:
    """Whether a part is offered after a refusal: "men jeg er gerne med den første time"."""
    return clause.link == "but" and any(
        {"forste", "sidste", "first", "last"} & set(i.words) for i in clause.items if "maybe" in i.classes
    )


_MOVES = ("flyt", "ryk", "udskyd", "move", "resched", "laves", "shuffle")


def _concludes(clause: Clause) -> bool:
    """Whether it is what follows from the clause before: "så der kan jeg", "so I'm free that day"."""
    return clause.link == "so" or clause.items[0].words[:1] == ("sa",)


def _stands_in(clause: Clause) -> bool:
    """Whether somebody else can: "men Mette kan", "men min kollega kommer"."""
    named = any(
        i.kind is Kind.WORD and (i.raw.istitle() or i.key in _OTHERS) and i.raw != "I" for i in clause.items
    )
    return named and not any(i.key in ("jeg", "vi", "i'm", "we") for i in clause.items)


_OTHERS = frozenset(
    {"hun", "han", "kollega", "anden", "nogen", "she", "he", "colleague", "somebody", "someone"}
)


_POINTING = frozenset({"det", "den", "der", "it", "that"})


def _colour(clause: Clause, judgement: Judgement, story: Story, *, anaphor: bool) -> None:
    correction = clause.link == "correction" or _takes_back(clause) or story.denied
    stands_in = clause.link == "but" and _stands_in(clause)
    near = not clause.hard or anaphor or correction
    for statement in story.last_statements:
        if statement.rank in (Rank.BEYOND, Rank.HOURS) and not correction:
            continue
        match statement.verdict, judgement.verdict:
            case (
                (Verdict.YES, Verdict.MAYBE)
                | (Verdict.UNKNOWN, Verdict.MAYBE)
                | (Verdict.YES, Verdict.UNKNOWN)
            ):
                if near or (judgement.verdict is Verdict.MAYBE and statement.verdict is Verdict.UNKNOWN):
                    statement.verdict = Verdict.MAYBE
            case (Verdict.NO, Verdict.MAYBE) if near and clause.link != "reason":
                softened = _some_of_it(clause) or _moves(clause) or (anaphor and clause.link == "but")
                if softened or statement.weak or correction:
                    statement.verdict = Verdict.MAYBE
            case (Verdict.NO, Verdict.YES) if correction or stands_in or (anaphor and _concludes(clause)):
                statement.verdict, statement.unsure = Verdict.YES, not correction
            case (Verdict.YES, Verdict.NO) if near and clause.link != "reason":
                statement.unsure = True
                if correction or anaphor or (clause.link == "so" and not judgement.weak) or statement.weak:
                    statement.verdict = Verdict.NO
            case (Verdict.NO, Verdict.YES) if near and statement.weak and clause.link != "reason":
                statement.verdict, statement.unsure = Verdict.YES, True
            case (Verdict.NO, Verdict.NO):
                statement.unsure = False
            case _:
                continue
        statement.spans = statement.spans + tuple(judgement.spans)


def points_back(clause: Clause, *, anywhere: bool = False) -> bool:
    """Whether the clause begins with a word for the times spoken of last: "der", "den", "those"."""
    return any("anaphor" in i.classes for i in (clause.items if anywhere else clause.items[:1])) or (
        clause.items[-1].key == "der" and "anaphor" in clause.items[-1].classes
    )


def only_denies(clause: Clause) -> bool:
    """Whether the clause is no more than "Nej,": what follows takes back what stands before."""
    said = [i for i in clause.items if i.kind is not Kind.SIGN]
    return len(said) == 1 and said[0].key in ("nej", "no")
