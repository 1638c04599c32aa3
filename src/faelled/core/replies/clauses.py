"""The chunks put together as clauses: which words belong to which time."""

from collections.abc import Sequence

from faelled.core.days.expressions import Edge, words_of
from faelled.core.replies.clause import SPEAKING, Clause, is_topic
from faelled.core.replies.cutting import LONGEST_CLAUSE, SOFT, chunks_of
from faelled.core.replies.denying import begins_relative_no, denies
from faelled.core.replies.items import Item, Kind
from faelled.core.replies.marks import mark_of

_STRONG = frozenset({"yes", "no", "no_sorry", "maybe", "defer"})
_QUESTION_STARTS = words_of(
    """
    er kan kunne skal vil har hvor hvornar hvem hvad hvordan hvilken hvilke hvorfor mon is are can could
    do does did will would should shall what when where who which how why må ma må have has passer gar
    møder moder horer hører skulle ville bliver findes may
    """
)
_CORRELATIVES = frozenset({"hverken", "neither", "bade", "both", "enten", "either"})
_CORRELATED = frozenset({"eller", "og", "and", "or"})
_DASHES = frozenset({"-", "–", "—"})


def clauses(items: Sequence[Item], text: str) -> list[Clause]:
    """Return the clauses of the text in order."""
    chunks = [part for chunk in chunks_of(items, text) for part in _inner(chunk)]
    out: list[Clause] = []
    for n, chunk in enumerate(chunks):
        following = chunks[n + 1] if n + 1 < len(chunks) else None
        if out and len(out[-1].items) < LONGEST_CLAUSE and _belongs(out[-1], chunk, following):
            _join(out[-1], chunk)
        else:
            out.append(chunk)
    return out


def _join(left: Clause, right: Clause) -> None:
    if right.link:
        at = right.items[0] if right.items else left.items[-1]
        left.items.append(Item(Kind.SIGN, at.first, at.first, at.start, at.start, right.link, right.link))
    left.items.extend(right.items)
    left.question = left.question or right.question
    left.colon = right.colon


def _inner(chunk: Clause) -> list[Clause]:
    """Cut "onsdag ja torsdag nej" before the second time: each time has its own answer after it."""
    cuts = _answers_first(chunk.items)
    if cuts:
        return _parts(chunk, cuts)
    if chunk.items and chunk.items[0].key in ("neither", "hverken"):
        return [chunk]
    seen_topic = seen_word = False
    for n, item in enumerate(chunk.items):
        if is_topic(item):
            if seen_topic and seen_word and _answered_after(chunk.items, n):
                cuts.append(n)
                seen_word = False
            seen_topic = True
        elif seen_topic and (item.classes & (_STRONG | {"able", "not"}) or mark_of(item)):
            seen_word = True
    return _parts(chunk, cuts) if cuts else [chunk]


def _answers_first(items: Sequence[Item]) -> list[int]:
    """Return where "ja 1/12 nej 3/12 ja 7/12" is cut: before each answer but the first."""
    answers = [n for n, i in enumerate(items[:-1]) if i.key in _PLAIN_ANSWERS and is_topic(items[n + 1])]
    return answers[1:] if len(answers) > 1 and answers[0] == 0 and not is_topic(items[0]) else []


_PLAIN_ANSWERS = frozenset({"ja", "nej", "yes", "no", "ok"})


def _parts(chunk: Clause, cuts: Sequence[int]) -> list[Clause]:
    parts = [chunk.items[a:b] for a, b in zip([0, *cuts], [*cuts, len(chunk.items)], strict=True)]
    first = Clause(parts[0], chunk.link, chunk.hard, chunk.line, chunk.question)
    return [first, *(Clause(p, ",", hard=False, question=chunk.question) for p in parts[1:])]


def _answered_after(items: Sequence[Item], at: int) -> bool:
    """Whether a word of answer follows the time at *at* at once."""
    for item in items[at + 1 : at + 5]:
        if item.classes & _STRONG or mark_of(item):
            return True
        if item.classes & {"able", "not"}:
            return True
        if is_topic(item):
            continue
        if item.key not in ("er", "is", "are", "jeg", "vi", "i", "we", "det", ":", "-", "="):
            return False
    return False


def _belongs(left: Clause, right: Clause, following: Clause | None) -> bool:
    """Whether *right* goes on where *left* stopped, so that they say one thing together."""
    if right.link in ("but", "except", "reason", "correction", "so"):
        return False
    if _aside(left):
        return not right.hard
    left_times, right_times = left.has_times(), right.has_times()
    left_says = left.speaks() or _tells(left)
    right_says = right.speaks() or (left_says and _tells(right))
    if left.colon and not left_times and right_times and not right_says:
        return True
    if left.question and left_times and not left_says and not left.words() and _answers(right, hard=True):
        left.question = False  # "onsdag? ja. torsdag? nej."
        return True
    if right.hard:
        return False
    if _all_others(right) or (left_times and _begins_with_rest(right)):
        return False
    if _edge_alone(left) and right_times and right.person() and right.link == ",":
        return False
    if right.link in _CORRELATED and left_times and _only_negated(left, right):
        return True
    if right.link == "," and begins_relative_no(right.items) and _open_to_relative(left):
        return True
    if right.link in _CORRELATED and any(i.key in _CORRELATIVES for i in left.items) and right_times:
        return True
    if left_times and right_times and not right_says and _correlating(left):
        return True
    if left_times and left_says and (_cleft(left, right) or _only_goes_on(left, right)):
        return True
    if left_times and left_says:
        if right_times and not right_says and not right.words():
            answered = _answers(following) and right.link not in _CORRELATED
            return not answered and not _goes_with(left, right, following)
        return False
    if left_times:
        if right_times and any(i.key in ("hele", "all") and "filler" in i.classes for i in left.items[-1:]):
            return False  # "tirsdag hele dagen, onsdag kun om eftermiddagen"
        if right_times and right_says:
            return right.link in SOFT - _DASHES and _topic_first(right) and not left.words()
        return right.link not in _DASHES or not right_times
    if left_says and right_times and not right_says:
        return not _interjection(left) or left.classes >= {"only"}
    return not left_says and not right_says


def _aside(left: Clause) -> bool:
    """Whether a time stands alone before "on the other hand": what is said of it comes after."""
    said = [i for i in left.items if i.kind is not Kind.SIGN]
    return len(said) > 1 and said[-1].words[:1] in (("on",), ("pa",)) and all(is_topic(i) for i in said[:-1])


def _open_to_relative(left: Clause) -> bool:
    """Whether "der ikke passer" goes on with it: "der er ikke en dag", "det eneste"."""
    return any(denies(i) or "eneste" in i.words or i.key == "kun" for i in left.items) and not any(
        i.classes & {"yes", "able"} for i in left.items
    )


def _tells(clause: Clause) -> bool:
    """Whether the clause tells something in words nobody knows: "uge 6 er grøn", "fredag skal hunden klippes"."""
    if not clause.has_times() or not _topic_first(clause):
        return False
    words = clause.words()
    verb = any(w.key in _FINITE for w in words)
    return (verb and len(words) > 1) or len(words) > _FEW_WORDS


_FEW_WORDS = 2
_FINITE = words_of(
    """
    er har skal bliver må vil kommer får holder ligger står går sidder is are has have am was i'm we're it's gets
    tager ryger passer falder går kan
    """
)


def _only_negated(left: Clause, right: Clause) -> bool:
    """Whether "ikke" stands at the end for both: "jeg kan 1. og 2. december ikke"."""
    said = [i for i in right.items if i.classes & SPEAKING]
    open_ = {c for i in left.items for c in i.classes & SPEAKING} == {"able"} and is_topic(left.items[-1])
    return (
        open_
        and len(said) == 1
        and "not" in said[0].classes
        and right.items[-1] is said[0]
        and _topic_first(right)
    )


def _correlating(left: Clause) -> bool:
    """Whether "hverken" or "både" has begun a list and no verb has closed it: "hverken 1, 2 eller 3 passer"."""
    begun = any(i.key in _CORRELATIVES for i in left.items)
    return begun and not any(i.classes & (_STRONG | {"able"}) for i in left.items)


def _only_goes_on(left: Clause, right: Clause) -> bool:
    """Whether "kun" stands before both times: "kun 1 og 2 passer", "kun tirsdag og onsdag desværre"."""
    if right.link not in _CORRELATED or not right.has_times() or not _topic_first(right):
        return False
    said = {c for i in left.items for c in i.classes & SPEAKING}
    return said == {"only"} and not left.subject()


def _cleft(left: Clause, right: Clause) -> bool:
    """Whether it is "det er kun tirsdag, jeg ikke kan": the second half says what is true of the first."""
    pointing = bool(left.items) and left.items[0].key in ("det", "it", "it's", "den")
    only = any("only" in i.classes for i in left.items) and not any(i.classes & _STRONG for i in left.items)
    links = _CORRELATED if right.has_times() else {","}
    return pointing and only and right.link in links and right.person()


def _goes_with(left: Clause, right: Clause, following: Clause | None) -> bool:
    """Whether a bare time belongs to the clause after it: "1 og 3 går, 2 og 4 går ikke"."""
    if following is None or following.hard or following.link not in SOFT - _DASHES:
        return False
    says = following.speaks() or _tells(following) or following.items[-1].key in ("er", "is", "are")
    if not (following.has_times() and says and _topic_first(following)):
        return False
    if right.link in (",", "/") and following.link not in (",", "/"):
        return True
    return right.link == following.link and _topic_first(left)


def _all_others(clause: Clause) -> bool:
    """Whether it is "ellers alt" or "ellers alle": a statement of its own."""
    kinds = [i.kind for i in clause.topics()]
    return Kind.REST in kinds and Kind.ALL in kinds and not any(i.classes & _STRONG for i in clause.items)


def _edge_alone(left: Clause) -> bool:
    """Whether it is no more than an open end, "Wednesday at the earliest": that is an answer by itself."""
    edges = all(i.time is not None and isinstance(i.time.what, Edge) for i in left.topics())
    return left.hard and bool(left.topics()) and edges and len(left.topics()) == len(left.items)


def _begins_with_rest(clause: Clause) -> bool:
    """Whether it is ", de andre er gået fløjten": what is said of the rest is not said of the times before it."""
    first = clause.items[0] if clause.items else None
    return clause.link in (",", ";") and first is not None and first.kind is Kind.REST


def _answers(following: Clause | None, *, hard: bool = False) -> bool:
    """Whether the next chunk is an answer without a time of its own ("torsdag, nej")."""
    if following is None or (following.hard and not hard) or following.topics():
        return False
    return any(i.classes & _STRONG for i in following.items) and len(following.items) <= 3


def _topic_first(clause: Clause) -> bool:
    for item in clause.items:
        if is_topic(item):
            return True
        if item.classes & SPEAKING:
            return bool(item.classes & {"prefer", "only"})
    return False


def _interjection(clause: Clause) -> bool:
    """Whether the clause is no more than "ja", "nej", "desværre", "fint"."""
    return all(
        i.classes & {"yes", "no", "no_sorry", "filler"} or i.kind is Kind.SIGN for i in clause.items
    ) and (len(clause.items) <= 2)


def begins_question(clause: Clause) -> bool:
    """Whether the clause begins as a question does."""
    return bool(clause.items) and clause.items[0].raw.lower() in _QUESTION_STARTS
