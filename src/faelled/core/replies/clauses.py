"""The items cut into sentences, chunks and clauses: which words belong to which time."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from faelled.core.days.expressions import Length, Number, Weekday, words_of
from faelled.core.replies.items import Item, Kind
from faelled.core.replies.marks import mark_of

TOPICS = frozenset({Kind.TIME, Kind.PLACE, Kind.ALL, Kind.REST, Kind.NONE, Kind.NUMBER})
SPEAKING = frozenset(
    {
        "yes",
        "able",
        "no",
        "no_sorry",
        "maybe",
        "defer",
        "not",
        "prefer",
        "only",
        "nothing_else",
        "leave",
        "arrive",
    }
)
_STRONG = frozenset({"yes", "no", "no_sorry", "maybe", "defer"})
_PEOPLE = frozenset(
    {
        "jeg",
        "vi",
        "mig",
        "os",
        "min",
        "mit",
        "mine",
        "vores",
        "i'm",
        "i",
        "we",
        "my",
        "our",
        "i've",
        "we're",
        "i'll",
    }
    | {"i'd", "we've", "teamet", "afdelingen", "huset", "alle", "me", "us", "vor", "vort"}
)
_HARD = frozenset({".", "!", "?", "\n", ";", "…", "·", "•", "*", "|"})
_SOFT = frozenset({",", "/", "(", ")", "og", "and", "eller", "or", "samt", "&", "+", "-", "–", "—"})
_ABBREVIATIONS = frozenset(
    {"kl", "ca", "nr", "bl", "a", "f", "eks", "tlf", "d", "m", "v", "st", "inkl", "ekskl", "mdr", "hhv", "pt"}
)
_QUESTION_STARTS = words_of(
    """
    er kan kunne skal vil har hvor hvornar hvem hvad hvordan hvilken hvilke hvorfor mon is are can could
    do does did will would should shall what when where who which how why må ma må have has passer gar
    møder moder horer hører skulle ville bliver findes may
    """
)
_WRAPPED_LINE = 48
# Nobody says one thing in so many words; the bound keeps the work in step with the length of the text.
_LONGEST_CLAUSE = 60
_CORRELATIVES = frozenset({"hverken", "neither", "bade", "both", "enten", "either"})
_CORRELATED = frozenset({"eller", "og", "and", "or"})
_DASHES = frozenset({"-", "–", "—"})
_AFTERWARDS = frozenset({"derefter", "bagefter", "herefter", "derpa", "afterwards", "thereafter", "dernast"})
_AFTERWARDS_PHRASES = frozenset(
    {
        ("after", "that"),
        ("from", "then"),
        ("after", "then"),
        ("from", "there"),
        ("senere", "end"),
        ("later", "than"),
    }
    | {("alt", "efter"), ("alt", "derefter"), ("anything", "later"), ("alt", "senere"), ("fra", "da")}
)
_BEFOREHAND_PHRASES = frozenset(
    {
        ("before", "then"),
        ("before", "that"),
        ("until", "then"),
        ("inden", "da"),
        ("indtil", "da"),
        ("inden", "det"),
    }
    | {
        ("earlier", "than"),
        ("tidligere", "end"),
        ("anything", "earlier"),
        ("alt", "tidligere"),
        ("for", "det"),
        ("foer", "det"),
    }
    | {("frem", "dertil"), ("indtil", "det"), ("alt", "inden")}
)
_BEFOREHAND = frozenset({"inden", "forinden", "beforehand", "indtil", "foer"})
_LABELS = words_of(
    """
    nr nummer number numbers no option options mulighed muligheder forslag slot slots tid punkt numrene
    dato
    """
)


@dataclass(slots=True)
class Clause:
    """Items that say one thing; link is the word or sign before them, hard whether a sentence began there."""

    items: list[Item]
    link: str = ""
    hard: bool = True
    line: bool = False
    question: bool = False
    colon: bool = False
    classes: set[str] = field(default_factory=set)

    def relative(self) -> str | None:
        """Return "after" or "before" for "derefter", "inden da": times told from the ones spoken of last."""
        keys = [i.key for i in self.items]
        for n, key in enumerate(keys):
            pair = tuple(keys[n : n + 2])
            if key in _AFTERWARDS or pair in _AFTERWARDS_PHRASES:
                return "after"
            if pair in _BEFOREHAND_PHRASES or (key in _BEFOREHAND and n == len(keys) - 1):
                return "before"
        return None

    def has_times(self) -> bool:
        """Whether the clause points at times, by name or from the last ones."""
        return bool(self.topics()) or self.relative() is not None

    def topics(self) -> list[Item]:
        """Return the items that point at times."""
        return [i for i in self.items if is_topic(i)]

    def speaks(self) -> bool:
        """Whether the clause says something about its times, or about the speaker."""
        return any(i.classes & SPEAKING or mark_of(i) for i in self.items) or self.person()

    def person(self) -> bool:
        """Whether the clause has the writer or the writer's house in it."""
        return any(
            (i.key in _PEOPLE and i.raw != "I") or i.raw == "I" for i in self.items if i.kind is Kind.WORD
        )

    def words(self) -> list[Item]:
        """Return the words nobody has given a meaning."""
        return [i for i in self.items if i.kind is Kind.WORD and not mark_of(i) and i.key not in _LABELS]


def is_topic(item: Item) -> bool:
    """Whether the item points at times (a duration does not)."""
    return item.kind in TOPICS and not (item.time is not None and isinstance(item.time.what, Length))


def clauses(items: Sequence[Item], text: str) -> list[Clause]:
    """Return the clauses of the text in order."""
    chunks = [part for chunk in _chunks(items, text) for part in _inner(chunk)]
    out: list[Clause] = []
    for n, chunk in enumerate(chunks):
        following = chunks[n + 1] if n + 1 < len(chunks) else None
        if out and len(out[-1].items) < _LONGEST_CLAUSE and _belongs(out[-1], chunk, following):
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


def _chunks(items: Sequence[Item], text: str) -> list[Clause]:
    out: list[Clause] = []
    now = Clause([])

    def close(link: str, *, hard: bool, line: bool = False) -> None:
        nonlocal now
        if now.items:
            out.append(now)
            now = Clause([], link, hard, line)
        else:
            now.link = link if hard or now.link not in _CONNECTIVES else now.link
            now.hard = now.hard or hard
            now.line = now.line or line

    for n, item in enumerate(items):
        if len(now.items) >= _LONGEST_CLAUSE:
            close("", hard=False)
        if "but" in item.classes or "except" in item.classes:
            close("except" if "except" in item.classes else "but", hard=False)
            now.link = "except" if "except" in item.classes else "but"
        elif "reason" in item.classes and (not now.items or _gives_reason(item, n, items)):
            close("reason", hard=False)
            now.link = "reason"
        elif "so" in item.classes and not now.items:
            close("so", hard=False)
            now.link = "so"
        elif "correction" in item.classes and _corrects(item, n, items, now):
            close("correction", hard=False)
            now.link = "correction"
        elif item.kind is not Kind.SIGN or _is_mark(item, n, items, now):
            now.items.append(item)
        elif item.key in _HARD:
            _at_hard(item, n, items, text, now, close)
        elif item.key == ":" and not any(is_topic(i) for i in now.items):
            now.colon = True
            close(":", hard=False)
        elif item.key in _SOFT:
            close(item.key, hard=False)
    if now.items:
        out.append(now)
    return out


_CONNECTIVES = frozenset({"but", "so", "except", "reason", "correction"})
_ALWAYS_REASON = frozenset({"fordi", "because", "eftersom", "grundet", "pga", "due", "owing", "idet"})


def _corrects(item: Item, n: int, items: Sequence[Item], now: Clause) -> bool:
    """Whether a word takes something back: a last "sorry" only regrets, "vent" may be a verb."""
    after = items[n + 1] if n + 1 < len(items) else None
    if item.key in ("sorry", "undskyld") and (after is None or after.key in _HARD):
        return False
    return not now.items or item.key != "vent"


def _gives_reason(item: Item, n: int, items: Sequence[Item]) -> bool:
    """Whether a small word in the middle begins a reason: "since I'm away", "da jeg er syg"."""
    after = items[n + 1].key if n + 1 < len(items) else ""
    return item.key in _ALWAYS_REASON or (
        item.key != "hvor" and after in _PEOPLE - {"mig", "os", "me", "us", "alle"}
    )


def _at_hard(item: Item, n: int, items: Sequence[Item], text: str, now: Clause, close: "object") -> None:
    before = items[n - 1] if n else None
    after = items[n + 1] if n + 1 < len(items) else None
    shut = close  # a closure of _chunks
    if item.key == "." and before and after and after.start == item.end and before.end == item.start:
        return
    if item.key == "." and before and before.key in _ABBREVIATIONS and before.kind is Kind.WORD:
        return
    if item.key == "." and before and _is_short_day(before) and _dated(after):
        return
    if item.key == "." and before and _LOOSE_STOP & before.classes and _goes_on(after):
        return
    if item.key == "." and _numbers_line(now, items, n):
        return
    if item.key == "." and before and before.raw.isdecimal() and _goes_on(after):
        return
    if item.key == "\n" and _wrapped(item, before, after, text):
        return
    if item.key == "?":
        now.question = True
    shut(item.key, hard=True, line=item.key == "\n")  # type: ignore[operator]


_LOOSE_STOP = frozenset({"maybe", "no_sorry"})


_SHORT_DAY = 5


def _is_short_day(item: Item) -> bool:
    weekday = item.time is not None and isinstance(item.time.what, Weekday) and item.last - item.first == 1
    return weekday and len(item.raw) <= _SHORT_DAY


def _dated(after: Item | None) -> bool:
    """Whether a date or a time follows: "tir. 1/12", "ons. kl. 9"."""
    return after is not None and after.kind in (Kind.TIME, Kind.NUMBER)


def _goes_on(after: Item | None) -> bool:
    """Whether the sentence goes on after a full stop, as after "evt." and "dsv."."""
    return after is not None and after.key != "\n" and (after.raw[0].islower() or after.raw[0].isdigit())


def _numbers_line(now: Clause, items: Sequence[Item], n: int) -> bool:
    """Whether the full stop follows the number a list line begins with: "1. ok"."""
    if len(now.items) != 1 or now.items[0].kind is not Kind.NUMBER:
        return False
    at = n - 2
    begins = at < 0 or items[at].key in ("\n", "*", "•")
    return begins and n + 1 < len(items) and items[n + 1].key != "\n"


def _wrapped(sign: Item, before: Item | None, after: Item | None, text: str) -> bool:
    """Whether a mail program broke the line: it is long, and the next goes on in lower case."""
    if before is None or after is None or after.key == "\n" or before.key in _HARD:
        return False
    line = text.rfind("\n", max(0, sign.start - 200), sign.start)
    return sign.start - line > _WRAPPED_LINE and after.raw[:1].islower()


def _is_mark(item: Item, n: int, items: Sequence[Item], now: Clause) -> bool:
    """Whether a sign is an answer beside a time: "3 ?", "12/1 -", "torsdag (+)"."""
    if item.key not in ("?", "+", "-"):
        return False
    after = n + 1
    while after < len(items) and items[after].key == ")":
        after += 1
    ends = after >= len(items) or items[after].key in ("\n", ",", ";", ".")
    if not ends:
        return False
    if not now.items:
        return n == 0 or items[n - 1].key == "\n"
    if item.key == "?" and not now.hard:
        return False
    alone = all(is_topic(i) or i.classes <= {"filler", "maybe"} for i in now.items if i.kind is not Kind.SIGN)
    return alone and (item.key == "?" or after >= len(items) or items[after].key in ("\n", ","))


def _inner(chunk: Clause) -> list[Clause]:
    """Cut "onsdag ja torsdag nej" before the second time: each time has its own answer after it."""
    cuts: list[int] = []
    seen_topic = seen_word = False
    for n, item in enumerate(chunk.items):
        if is_topic(item):
            if seen_topic and seen_word and _answered_after(chunk.items, n):
                cuts.append(n)
                seen_word = False
            seen_topic = True
        elif seen_topic and (item.classes & (_STRONG | {"able", "not"}) or mark_of(item)):
            seen_word = True
    if not cuts:
        return [chunk]
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
    left_times, right_times = left.has_times(), right.has_times()
    left_says, right_says = left.speaks(), right.speaks()
    if left.colon and not left_times and right_times and not right_says:
        return True
    if right.hard:
        return False
    if right.link in _CORRELATED and any(i.key in _CORRELATIVES for i in left.items) and right_times:
        return True
    if left_times and left_says:
        if right_times and not right_says and not right.words():
            return not _answers(following) and not _goes_with(left, right, following)
        return False
    if left_times:
        if right_times and right_says:
            return right.link in _SOFT - _DASHES and _topic_first(right) and not left.words()
        return right.link not in _DASHES or not right_times
    if left_says and right_times and not right_says:
        return not _interjection(left) or left.classes >= {"only"}
    return not left_says and not right_says


def _goes_with(left: Clause, right: Clause, following: Clause | None) -> bool:
    """Whether a bare time belongs to the clause after it: "1 og 3 går, 2 og 4 går ikke"."""
    if following is None or following.hard or following.link not in _SOFT - _DASHES:
        return False
    if not (following.has_times() and following.speaks() and _topic_first(following)):
        return False
    if right.link in (",", "/") and following.link not in (",", "/"):
        return True
    return right.link == following.link and _topic_first(left)


def _answers(following: Clause | None) -> bool:
    """Whether the next chunk is an answer without a time of its own ("torsdag, nej")."""
    if following is None or following.hard or following.topics():
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


__all__ = ["Clause", "Number", "begins_question", "clauses", "is_topic"]
