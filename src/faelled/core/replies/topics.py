"""What a clause speaks of: how well its times cover each slot."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import pairwise

from faelled.core.days.expressions import (
    Clock,
    Day,
    DayRange,
    Edge,
    Holiday,
    Hours,
    Meaning,
    Month,
    Number,
    Part,
    RelativeDay,
    RelativeWeek,
    Side,
    Weekday,
    WeekdayRange,
    WeekParity,
    Weeks,
    words_of,
)
from faelled.core.replies.items import Item, Kind
from faelled.core.replies.places import Places
from faelled.core.replies.pointing import Fit, Scene, day_bounds, fit
from faelled.core.replies.reading import Slot, Span

_AND = frozenset({"og", "and", "eller", "or", "samt", "&", "+", "/", ","})
_NAMING = words_of(
    """
    de dem to tre fire fem dagene datoerne tiderne dage dates ones days times two three four the those
    begge both den
    """
)
_DAYS = frozenset({"weekday", "date", "month", "week", "part"})
_SMALL = frozenset({"time", "part"})
_ANSWERING = frozenset({"yes", "no", "maybe", "defer"})


@dataclass(slots=True)
class Topic:
    """The slots a clause speaks of.

    fits: one entry a slot. window: "clock" or "date" when the times leave something outside on purpose.
    domain: the slots a window speaks of (the days it is tied to), all when it is tied to none.
    puzzled: weekday and date contradict each other and both hit slots.
    """

    fits: dict[int, Fit]
    window: str | None = None
    domain: frozenset[int] = frozenset()
    tied: bool = False
    clock: bool = False
    day: bool = False
    puzzled: bool = False
    carried: bool = False
    day_hit: frozenset[int] = frozenset()
    spans: list[Span] = field(default_factory=list)
    days: tuple[date, ...] = ()

    def hit(self, at_least: Fit = Fit.IN) -> frozenset[int]:
        """Return the slots covered at least so well."""
        return frozenset(n for n, f in self.fits.items() if f >= at_least)


@dataclass(slots=True)
class _Piece:
    kind: str
    fit: Callable[[Slot], Fit]
    item: Item
    what: Meaning | None = None
    named: bool = False


def kind_of(what: Meaning) -> str:
    """Return the kind of time: two of one kind are two times, two of different kinds narrow each other."""
    match what:
        case Edge(_, of):
            return "time" if isinstance(of, Clock | Part) else "edge"
        case Weekday() | WeekdayRange():
            return "weekday"
        case Day(week=False) | DayRange() | RelativeDay():
            return "date"
        case Weeks() | RelativeWeek() | WeekParity() | Day(week=True):
            return "week"
        case Month():
            return "month"
        case Holiday():
            return "feast"
        case Part():
            return "part"
        case Clock() | Hours():
            return "time"
        case _:
            return "number"


def topic_of(items: Sequence[Item], scene: Scene) -> Topic | None:
    """Return what the items speak of, None when they point at nothing."""
    groups = _groups(items, scene)
    if not groups:
        return None
    _share(groups)
    fits, puzzled = _best_fits(groups, scene)
    pieces = [p for g in groups for p in g]
    topic = Topic(fits, puzzled=puzzled, spans=[Span(p.item.start, p.item.end) for p in pieces])
    topic.clock = any(p.kind in _SMALL for p in pieces)
    topic.day = any(p.kind not in _SMALL for p in pieces)
    large = [[p for p in g if p.kind not in _SMALL] for g in groups]
    topic.day_hit = frozenset(s.number for s in scene.slots for g in large if g and all(p.fit(s) for p in g))
    _set_window(topic, groups, scene)
    topic.days = _days(topic, pieces, scene)
    return topic


def fits_alone(item: Item, scene: Scene) -> Mapping[int, Fit]:
    """Return how one time covers each slot, whatever stands beside it; nothing when it points at nothing."""
    groups = _groups([item], scene)
    return _best_fits(groups, scene)[0] if groups else {}


def _best_fits(groups: Sequence[Sequence[_Piece]], scene: Scene) -> tuple[dict[int, Fit], bool]:
    """Return how the best of the groups covers each slot, and whether one of them contradicts itself."""
    fits = {s.number: Fit.OUT for s in scene.slots}
    puzzled = False
    for group in groups:
        found, puzzle = _group_fits(group, scene)
        puzzled = puzzled or puzzle
        for number, cover in found.items():
            fits[number] = max(fits[number], cover)
    return fits, puzzled


def _days(topic: Topic, pieces: Sequence[_Piece], scene: Scene) -> tuple[date, ...]:
    hit = topic.hit(Fit.PART)
    days = {s.start.date() for s in scene.slots if s.number in hit} if not topic.window else set()
    for piece in pieces:
        if piece.what is not None and piece.kind in ("date", "week", "edge", "feast"):
            of = piece.what.of if isinstance(piece.what, Edge) else piece.what
            bounds = day_bounds(of, scene) if not isinstance(of, WeekParity) else None
            if bounds and (not days or piece.kind in ("week", "edge")):
                days |= set(bounds)
    return tuple(sorted(days))


def _set_window(topic: Topic, groups: Sequence[Sequence[_Piece]], scene: Scene) -> None:
    everything = frozenset(s.number for s in scene.slots)
    domain: set[int] = set()
    for group in groups:
        edges = [p for p in group if isinstance(p.what, Edge) and not p.named and not _names_a_season(p.what)]
        hours = [p for p in group if isinstance(p.what, Hours) and not _names_a_slot(p.what, scene)]
        if edges or hours:
            of_clock = bool(hours) or any(p.kind == "time" for p in edges)
            topic.window = "clock" if of_clock else topic.window or "date"
            rest = [p for p in group if p not in edges and p not in hours]
            topic.tied = topic.tied or bool(rest)
            domain |= {s.number for s in scene.slots if all(p.fit(s) > Fit.OUT for p in rest)}
        else:
            domain |= {s.number for s in scene.slots if all(p.fit(s) > Fit.OUT for p in group)}
    topic.domain = frozenset(domain) if topic.tied else everything


def _names_a_season(edge: Edge) -> bool:
    """Whether it names the days beside a holiday: "før påske" and "efter nytår" leave the others open."""
    return isinstance(edge.of, Holiday) and edge.side in (Side.BEFORE, Side.AFTER)


def _names_a_slot(hours: Hours, scene: Scene) -> bool:
    return any((s.start.time(), s.end.time()) == (hours.start, hours.end) for s in scene.slots)


def _groups(items: Sequence[Item], scene: Scene) -> list[list[_Piece]]:
    groups: list[list[_Piece]] = []
    joined = paren = False
    pending: Places | None = None
    pending_item: Item | None = None
    dated = _numbers_are_dates(items, scene)
    comma = answered = False
    for n, item in enumerate(items):
        if item.kind is Kind.SIGN:
            joined = joined or (item.key in _AND and item.key != ",") or (item.key == "," and answered)
            comma = item.key == ","
            paren = paren or item.key == "("
            joined = joined or (
                item.key == "," and bool(groups) and groups[-1][-1].kind in ("number", "place")
            )
            continue
        joined = joined or item.key == "nor" or (comma and bool(item.classes & _ANSWERING))
        answered = answered or bool(item.classes & _ANSWERING)
        piece = _piece(item, scene, dated=dated)
        if item.kind is Kind.PLACE and item.places is not None:
            pending, pending_item = item.places, item
            groups.append([_placed(item.places, item, scene.slots, scene)])
            joined = paren = False
            continue
        if piece is None:
            if item.kind is Kind.WORD:
                pending = None
            continue
        # "de to inden ferien" names two of them and leaves the others open.
        piece.named = n > 0 and (items[n - 1].key in _NAMING or items[n - 1].kind is Kind.PLACE)
        beside = pending_item is not None and item.first <= pending_item.last + 1 and not joined
        if pending is not None and pending_item is not None and beside and piece.kind in _DAYS:
            among = [s for s in scene.slots if piece.fit(s) > Fit.OUT]
            groups[-1] = [_placed(pending, pending_item, among, scene)]
            pending = None
            continue
        pending = None
        fits_in = groups and not (joined and not paren) and piece.kind not in {p.kind for p in groups[-1]}
        if fits_in and piece.kind != "number" and groups[-1][0].kind not in ("number", "place"):
            groups[-1].append(piece)
        else:
            groups.append([piece])
        joined = paren = False
    return groups


def _numbers_are_dates(items: Sequence[Item], scene: Scene) -> bool:
    """Whether the bare numbers are days of the month: they all are days of slots, and not all are slot numbers."""
    values = [
        i.time.what.value
        for i in items
        if i.time and isinstance(i.time.what, Number) and not i.time.what.labelled
    ]
    days = {s.start.day for s in scene.slots}
    numbers = {s.number for s in scene.slots}
    return bool(values) and not set(values) <= numbers and set(values) <= days


def _piece(item: Item, scene: Scene, *, dated: bool) -> _Piece | None:
    if item.time is None or item.kind not in (Kind.TIME, Kind.NUMBER):
        return None
    what = item.time.what
    if isinstance(what, Number):
        return _number_piece(what, item, scene, dated=dated)
    if isinstance(what, Day) and not (what.month or what.week or _on_a_slot(what.day, scene)):
        # A number after "den" is a slot number where no slot lies on that day.
        numbered = [s.number for s in scene.slots if s.number == what.day]
        if numbered:
            return _Piece("number", _numbered(numbered), item)
    kind = kind_of(what)
    if kind == "number":
        return None
    if isinstance(what, Hours) and _numbers_meant(what, item, scene):
        return _Piece("number", _numbered(range(int(item.raw), what.end.hour - 11)), item)
    return _Piece(kind, _fitting(what, scene), item, what)


def _on_a_slot(day: int, scene: Scene) -> bool:
    return any(s.start.day == day for s in scene.slots)


def _numbered(numbers: Collection[int]) -> Callable[[Slot], Fit]:
    def cover(slot: Slot) -> Fit:
        return Fit.IN if slot.number in numbers else Fit.OUT

    return cover


def _fitting(what: Meaning, scene: Scene) -> Callable[[Slot], Fit]:
    known: dict[int, Fit] = {}  # asked for some five times a slot

    def cover(slot: Slot) -> Fit:
        if slot.number not in known:
            known[slot.number] = fit(what, slot, scene)
        return known[slot.number]

    return cover


def _numbers_meant(hours: Hours, item: Item, scene: Scene) -> bool:
    """Whether "1-4" means the slots one to four: nobody meets from one to four where the slots are numbered so."""
    most = max(s.number for s in scene.slots)
    small = item.raw.isdecimal() and int(item.raw) + 12 == hours.start.hour and hours.end.hour - 12 <= most
    return small and hours.end.minute == 0 and not _names_a_slot(hours, scene)


def _number_piece(what: Number, item: Item, scene: Scene, *, dated: bool) -> _Piece | None:
    value = what.value
    if dated:
        return _Piece("date", _fitting(Day(value), scene), item, Day(value))
    if any(s.number == value for s in scene.slots):
        return _Piece("number", _numbered([value]), item)
    if any(s.start.isocalendar().week == value for s in scene.slots) and value > len(scene.slots):
        return _Piece("week", _fitting(Weeks((value,)), scene), item, Weeks((value,)))
    if any((s.start.hour, s.start.minute) == (value, 0) for s in scene.slots):
        clock = Clock(time(value))
        return _Piece("time", _fitting(clock, scene), item, clock)
    return None


def _placed(places: Places, item: Item, among: Sequence[Slot], scene: Scene) -> _Piece:
    numbers = [s.number for s in among]
    chosen: list[int]
    if places.end == "middle":
        half = len(numbers) // 2
        chosen = numbers[half : half + 1] if len(numbers) % 2 else numbers[half - 1 : half + 1]
        if places.count > 1:
            spare = (len(numbers) - places.count) // 2
            chosen = numbers[spare : spare + places.count]
    elif places.index is not None:
        at = -places.index if places.end == "last" else places.index - 1
        dated = [s.number for s in scene.slots if s.start.day == places.index]
        if (
            not places.listed
            and places.end != "last"
            and places.index > 1
            and dated
            and len(among) == len(scene.slots)
        ):
            chosen = dated
        else:
            chosen = [numbers[at]] if -len(numbers) <= at < len(numbers) else []
    else:
        chosen = numbers[: places.count] if places.end == "first" else numbers[-places.count :]
    return _Piece("place", _numbered(chosen), item)


def _share(groups: list[list[_Piece]]) -> None:
    """Let a part of the day, a clock time, a week or a month said once count for all days of the list."""
    for small in (("time", "part"), ("week", "month", "edge")):
        last, first = groups[-1], groups[0]
        carry = [p for p in last if p.kind in small]
        others = any(p.kind not in small for p in last)
        lead = [p for p in first if p.kind in small and p is first[0]]
        for group in groups:
            kinds = {p.kind for p in group}
            if kinds & set(small) or kinds & {"number", "place"}:
                continue
            if (
                carry
                and others
                and group is not last
                and len({p.kind for p in last} - set(small) - kinds) == 0
            ):
                group.extend(carry)
            elif lead and group is not first:
                group.extend(lead)
    for before, group in pairwise(groups):
        if all(p.kind in _SMALL for p in group):
            days = [p for p in before if p.kind not in _SMALL]
            group.extend(days)


def _group_fits(group: Sequence[_Piece], scene: Scene) -> tuple[dict[int, Fit], bool]:
    """Return how a group covers the slots, and whether its weekday and date contradict each other."""
    fits = {s.number: min(p.fit(s) for p in group) for s in scene.slots}
    days = [p for p in group if p.kind in ("weekday", "date")]
    if any(fits.values()) or {p.kind for p in days} != {"weekday", "date"}:
        return fits, False
    return _contradiction(group, days, scene)


def _contradiction(
    group: Sequence[_Piece], days: Sequence[_Piece], scene: Scene
) -> tuple[dict[int, Fit], bool]:
    nothing = {s.number: Fit.OUT for s in scene.slots}
    if _exists(days, scene):
        return nothing, False
    others = [p for p in group if p not in days]
    readings = []
    for piece in days:
        fits = {s.number: min([piece.fit(s), *(p.fit(s) for p in others)]) for s in scene.slots}
        if any(fits.values()):
            readings.append(fits)
    if len(readings) == 1:
        return readings[0], False
    return nothing, len(readings) > 1


def _exists(days: Sequence[_Piece], scene: Scene) -> bool:
    """Whether the date really is that weekday: then it is a day off the list, not a slip."""
    weekday = next((p.what for p in days if isinstance(p.what, Weekday)), None)
    day = next((p.what for p in days if isinstance(p.what, Day)), None)
    if weekday is None or day is None:
        return False
    first = min(s.start.date() for s in scene.slots) - timedelta(days=21)
    last = max(s.start.date() for s in scene.slots) + timedelta(days=28)
    at = max(first, scene.sent)
    while at <= last:
        if (at.day, at.weekday()) == (day.day, weekday.day) and day.month in (None, at.month):
            return True
        at += timedelta(days=1)
    return False


__all__ = ["Side", "Topic", "fits_alone", "kind_of", "topic_of"]
