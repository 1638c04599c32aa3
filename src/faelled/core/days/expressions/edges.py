"""Open-ended windows and ranges, made of the expressions already found and the small words around them."""

from collections.abc import Sequence
from dataclasses import replace

from faelled.core.days.expressions import lexicon
from faelled.core.days.expressions.kinds import (
    Clock,
    Day,
    DayRange,
    Edge,
    Expression,
    Holiday,
    Hours,
    Meaning,
    Month,
    Number,
    Part,
    Point,
    RelativeDay,
    RelativeWeek,
    Side,
    Weekday,
    WeekdayRange,
    Weeks,
)
from faelled.core.days.expressions.tokens import Token, words_of

_POINTS = (
    Clock,
    Day,
    Weekday,
    Weeks,
    RelativeWeek,
    RelativeDay,
    Month,
    Part,
    Holiday,
    DayRange,
    WeekdayRange,
)
_BETWEEN = frozenset({"-", "–", "—", "til", "to", "through", "thru"})
_FILLERS = frozenset(
    {"kl", ".", "d", "den", "the", "i", "på", "pa", "klokken", "omkring", "ca", "at", "about", "in", "on"}
)
_FILLERS_MOST = 3
_SHORTENED = frozenset({"kl", "d", "ca", "klk", "m", "t", "f", "o", "tom", "fom"})


def with_edges(found: list[Expression], tokens: Sequence[Token]) -> list[Expression]:
    """Return *found* with ranges joined and open-ended windows wrapped."""
    out: list[Expression] = []
    for here in found:
        joined = _joined(out[-1], here, tokens) if out else None
        if joined is not None:
            out[-1] = joined
        else:
            out.append(here)
    wrapped = [
        _wrapped(e, tokens, out[n - 1].last if n else 0, _next(out, n, tokens)) for n, e in enumerate(out)
    ]
    return _with_then(_merged(wrapped, tokens), tokens)


_THEN = frozenset(
    {"then", "da", "dér", "afterwards", "thereafter", "derefter", "herefter", "bagefter", "så", "saa", "that"}
)
_AFTER_THAT = _THEN - {"then", "da", "dér", "så", "saa", "that"}
_LONELY = frozenset({"først", "senest", "tidligst"})
_LONELY_KEYS = words_of("først senest tidligst")
_FIRST, _NEAR = frozenset({"først", "tidligst", "first", "earliest"}), 4


def _with_then(found: list[Expression], tokens: Sequence[Token]) -> list[Expression]:
    """Return *found* with the words among them that point back at the time named last."""
    out: list[Expression] = []
    at = 0
    for here in [*found, None]:
        until = here.first if here else len(tokens)
        for n in range(at, until) if out else ():
            then = _then(n, out[-1], tokens) or _remainder(n, out[-1], tokens)
            if then is not None:
                out.append(then)
        if here:
            out.append(here)
            at = here.last
    return out


def _then(n: int, before: Expression, tokens: Sequence[Token]) -> Expression | None:
    """Return the window that "before then", "derefter" open beside the time named before them."""
    word = tokens[n].raw.lower()
    lonely = word == "der" and n > 0 and tokens[n - 1].raw.lower() in _LONELY
    of = _pointed_at(before.what) if word in _THEN or lonely else None
    ended = isinstance(before.what, Edge) and before.what.side is Side.UNTIL
    if of is None or _begins(before, tokens) or (word == "that" and not ended):
        return None
    here = Expression(tokens[n].start, tokens[n].end, of, n, n + 1)
    head = _head(here, tokens, before.last)
    if head:
        side, first = head
        return replace(here, what=Edge(side, of), start=tokens[first].start, first=first)
    if word in _AFTER_THAT:
        return replace(here, what=Edge(Side.AFTER, of))
    if ended and (word == "then" or (word in _SO and _turns(n, tokens))):
        # "on leave until the 10th, then I'm good"; but "nothing until the 10th" has that day after it
        nothing = before.first > 0 and tokens[before.first - 1].key in _NOTHING
        return replace(here, what=Edge(Side.FROM if nothing else Side.AFTER, of))
    return None


_SO = frozenset({"så", "saa"})
_NOTHING = frozenset({"nothing", "intet", "ingenting", "not", "ikke"})
_SUBJECTS = words_of("jeg vi a æ min mit mine vores det der den i du ferien orloven")


def _turns(n: int, tokens: Sequence[Token]) -> bool:
    """Whether "så" goes on in time: "til og med den 8., så rejser jeg", not "... så jeg kan alt"."""
    later = [t.key for t in tokens[n + 1 : n + 3]]
    return (
        len(later) > 1
        and later[0] not in _SUBJECTS | _LONELY_KEYS
        and later[0].isalpha()
        and later[1] in _SUBJECTS
    )


def _remainder(n: int, before: Expression, tokens: Sequence[Token]) -> Expression | None:
    """Return what "resten af måneden" leaves after a day on which somebody comes or goes."""
    if tokens[n].key not in ("resten", "rest") or n + 2 >= len(tokens):
        return None
    last = n + 2 + (tokens[n + 2].key == "the")
    if tokens[n + 1].key not in ("af", "of") or last >= len(tokens) or tokens[last].key not in _SPANS:
        return None
    match before.what:
        case Edge(Side.UNTIL, of):
            what = Edge(Side.AFTER, of)
        case Edge(Side.BEFORE, of):
            what = Edge(Side.FROM, of)
        case Edge():
            what = before.what
        case Day() if any(t.key in _MOVES for t in tokens[max(before.first - _NEAR, 0) : n]):
            what = Edge(Side.FROM, before.what)
        case _:
            return None
    return Expression(tokens[n].start, tokens[last].end, what, n, last + 1)


_SPANS = words_of(
    "året måneden ugen perioden efteråret foråret sommeren vinteren sæsonen year month week term season"
)
_MOVES = words_of(
    """
    rejser flyver flytter kører sejler går tager drager stopper slutter begynder starter kommer vender lander hjem
    tilbage leave leaving fly flying go going travel move start back return returning home land finish
    """
)


def _begins(before: Expression, tokens: Sequence[Token]) -> bool:
    """Whether a window opens there already: "først hjemme den 8., derefter kan I få mig" says it twice."""
    if isinstance(before.what, Edge):
        return before.what.side is Side.FROM
    return any(t.raw.lower() in _FIRST for t in tokens[max(before.first - _NEAR, 0) : before.first])


def _pointed_at(what: Meaning) -> Point | None:
    """Return the point of time that "then" means after *what*."""
    match what:
        case Edge(_, of):
            return of
        case Hours(_, end):
            return Clock(end)
        case Clock() | Day() | Weekday() | Weeks() | RelativeWeek() | RelativeDay() | Holiday() | DayRange():
            return what
        case _:
            return None


def _merged(found: list[Expression], tokens: Sequence[Token]) -> list[Expression]:
    """Let "til og med torsdag den 10. september" be one edge: the date says which Thursday."""
    out: list[Expression] = []
    for here in found:
        left = out[-1] if out else None
        if left is not None and _dated_edge(left, here, tokens):
            out[-1] = replace(here, start=left.start, first=left.first)
            continue
        if left is not None and isinstance(here.what, Day) and isinstance(left.what, Edge):
            between = [t.key for t in tokens[left.last : here.first]]
            if isinstance(left.what.of, Weekday) and between in ([], [","]):
                what = Edge(left.what.side, here.what)
                out[-1] = replace(left, what=what, end=here.end, last=here.last)
                continue
        out.append(here)
    return out


def _dated_edge(left: Expression, here: Expression, tokens: Sequence[Token]) -> bool:
    """Whether it is "Wednesday the 9th at the earliest": the edge stands at the end and counts for both."""
    dated = isinstance(here.what, Edge) and isinstance(here.what.of, Day) and left.last == here.first
    begins = tokens[here.first]
    return (
        dated
        and isinstance(left.what, Weekday)
        and (begins.key in ("the", "den", "d") or begins.value is not None)
    )


def _next(out: list[Expression], n: int, tokens: Sequence[Token]) -> int:
    return out[n + 1].first if n + 1 < len(out) else len(tokens)


def _joined(left: Expression, right: Expression, tokens: Sequence[Token]) -> Expression | None:
    """Join "torsdag til fredag", "mandag-onsdag", "den 3. til den 5.", "fra 9 til halv tolv"."""
    between = [t.key for t in tokens[left.last : right.first]]
    links = [k for k in between if k in _BETWEEN]
    if (
        len(links) != 1
        or len(between) > 1 + _FILLERS_MOST
        or any(k not in _BETWEEN | _FILLERS for k in between)
    ):
        return None
    whole = replace(left, end=right.end, last=right.last)
    match left.what, right.what:
        case Weekday(first), Weekday(last) if first < last:
            return replace(whole, what=WeekdayRange(first, last))
        case Day() as first_day, Day() as last_day:
            return replace(whole, what=DayRange(first_day, last_day))
        case Clock(start), Clock(end) if start < end:
            return replace(whole, what=Hours(start, end))
        case Weeks((one,)), Weeks((other,)) if one < other:
            return replace(whole, what=Weeks(tuple(range(one, other + 1))))
        case Weeks((one,)), Number(value=other) if one < other <= 53:
            return replace(whole, what=Weeks(tuple(range(one, other + 1))))
        case _:
            return None


def _wrapped(here: Expression, tokens: Sequence[Token], floor: int, ceiling: int) -> Expression:
    if not isinstance(here.what, _POINTS):
        return here
    later = _tail(here, tokens, ceiling)
    if later is not None and not isinstance(here.what, Part):
        side, last = later
        head = _head(here, tokens, floor) if side is Side.FROM else None
        first = head[1] if head is not None and head[0] is Side.FROM else here.first
        what = Edge(side, here.what)
        return replace(
            here, what=what, start=tokens[first].start, first=first, end=tokens[last - 1].end, last=last
        )
    head = _head(here, tokens, floor)
    if head is None:
        return here
    side, first = head
    if isinstance(here.what, DayRange | WeekdayRange) and side is Side.FROM:
        return replace(here, start=tokens[first].start, first=first)  # "fra den 3. til den 25." has both ends
    return replace(here, what=Edge(side, here.what), start=tokens[first].start, first=first)


def _tail(here: Expression, tokens: Sequence[Token], ceiling: int) -> tuple[Side, int] | None:
    first = here.last
    if first < len(tokens) and tokens[first].key == ".":
        first += 1
    for count in (3, 2, 1):
        last = first + count
        if last <= ceiling:
            side = lexicon.LATER.get(tuple(t.key for t in tokens[first:last]))
            if side is not None and not (last < len(tokens) and tokens[last].key in ("that", "then")):
                return side, last
    return None


def _head(here: Expression, tokens: Sequence[Token], floor: int) -> tuple[Side, int] | None:
    end = here.first
    for _ in range(_FILLERS_MOST + 1):
        for count in range(min(lexicon.LONGEST_EDGE, end - floor), 0, -1):
            side = lexicon.EDGES.get(tuple(t.key for t in tokens[end - count : end]))
            if side is not None and not (count == 1 and _another_sense(tokens, end - 1, here)):
                return side, end - count
        if end <= floor or tokens[end - 1].key not in _FILLERS:
            return None
        if tokens[end - 1].key == "." and (end < 2 or tokens[end - 2].key not in _SHORTENED):
            return None  # the sentence before ended here: "det kan jeg ikke gå fra. Fredag er fin"
        end -= 1
    return None


_PICKING = frozenset({"ja", "nej", "tak", "jo", "yes", "no", "klar", "afbud", "ok", "nix"})
_GOING = frozenset(
    {"get", "got", "go", "going", "went", "come", "half", "halfway", "looked", "fall", "falls", "fell"}
)
_LASTING = words_of(
    "ferie væk bortrejst sygemeldt syg orlov barsel kursus rejse hjemme udlandet lukket fraværende"
)
_LEADING_UP = frozenset({"frem", "hen", "op", "helt", "kun", "ind"})


def _another_sense(tokens: Sequence[Token], at: int, here: Expression) -> bool:
    """Whether the small word has another sense: "ja til torsdag", "bortset fra den 3."."""
    key = tokens[at].key
    if key in ("til", "to", "by", "through"):
        if key == "by":
            return not isinstance(here.what, Clock | Day | Weekday)
        before = tokens[at - 1].key if at else ""
        if before in _PICKING:
            return True
        if key == "through":
            return before in _GOING
        if key == "til" and before in _LASTING:
            return False
        return isinstance(here.what, Weekday | Day | Month | Weeks | Part) and before not in _LEADING_UP
    if (
        key in ("fra", "from")
        and at
        and tokens[at - 1].key in ("bortset", "afsted", "apart", "aside", "vak", "away")
    ):
        return True
    if key in ("fra", "from") and isinstance(here.what, Part | Month):
        return False
    if key == "efter" and at and tokens[at - 1].key.endswith(("dagen", "ugen")):
        return isinstance(here.what, Number)
    return False
