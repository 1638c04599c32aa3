"""UNDERSTAND a start mail in ordinary Danish or English: what it wishes of a meeting, and what it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from faelled.core.days import HOME, local
from faelled.core.days.expressions import Length, Number
from faelled.core.days.expressions.tokens import Token, tokenise
from faelled.core.replies.reading import Span
from faelled.core.wishes.asking import asks_for_a_meeting, place_of, topic_of
from faelled.core.wishes.draft import Draft
from faelled.core.wishes.moods import with_moods
from faelled.core.wishes.phrases import Mood
from faelled.core.wishes.resolving import Resolver
from faelled.core.wishes.times_said import TimeSaid, times_said
from faelled.core.wishes.wish import Bounds, Wish

# Whoever writes more than this has quoted something; the question stands at the top.
MOST_CHARACTERS, MOST_TIMES = 10_000, 200
FIRST_YEAR, LAST_YEAR = 2000, 2090
_ENGLISH = frozenset(
    {"the", "we", "can", "could", "meet", "for", "week", "and", "please", "you", "let's", "hour", "hours"}
)
_DANISH = frozenset(
    {"vi", "kan", "og", "i", "uge", "en", "et", "jeg", "timer", "til", "er", "skal", "det", "om"}
)


def read_wish(
    text: str, *, sent: datetime, known_places: Mapping[str, str] | None = None, zone: ZoneInfo = HOME
) -> Wish:
    """Return what *text*, the new text of a mail sent at *sent* (aware), wishes of a meeting.

    known_places: names of houses to their keys. Never raises for what a person may write; what is not understood
    is left out, and `understood` is false where the mail does not ask for a meeting.
    """
    tokens = tokenise(text[:MOST_CHARACTERS])
    words = [t.key for t in tokens]
    times = [t for t in times_said(tokens, english=_is_english(words)) if not isinstance(t.what, Number)]
    topic, times = _apart(tokens, times[:MOST_TIMES])
    said = with_moods(times, tokens)
    resolver = Resolver(_day_of(sent, zone), zone)
    resolver.take(said, words)
    outside_topic = [t for t in tokens if topic is None or not topic.start <= t.start < topic.end]
    place = place_of(outside_topic, known_places or {})
    counted = [s for s in said if s.mood is not Mood.ASIDE]
    wished = [s for s in counted if resolver.duration or s.mood in (Mood.FIRM, Mood.SOFT, Mood.FALLBACK)]
    return Wish(
        duration=resolver.duration or (None if resolver.times else resolver.filled),
        required=_required(resolver),
        preferred=resolver.soft.bounds(),
        refused=_stated(resolver.refused),
        disliked=_stated(resolver.disliked),
        times=tuple(sorted(set(resolver.times), key=lambda t: t.start)),
        place=place[0] if place else None,
        topic=topic,
        understood=asks_for_a_meeting(
            words,
            names_a_time=any(not isinstance(s.time.what, Length) for s in wished),
            names_a_length=resolver.duration is not None,
            times=len(resolver.times),
        ),
        because=tuple(Span(s.time.start, s.time.end) for s in counted),
    )


def _day_of(sent: datetime, zone: ZoneInfo) -> date:
    """Return the day of writing. A mail's date is its sender's word: one no calendar knows becomes one it knows."""
    year = min(max(sent.year, FIRST_YEAR), LAST_YEAR)
    return local(sent if sent.year == year else sent.replace(year=year, month=1, day=1), zone).date()


def _is_english(words: Sequence[str]) -> bool:
    return sum(w in _ENGLISH for w in words) > sum(w in _DANISH for w in words)


def _apart(tokens: Sequence[Token], times: list[TimeSaid]) -> tuple[Span | None, list[TimeSaid]]:
    """Return the topic, and the times outside it: "om sommerferien" says what, where "i uge 49" says when.

    Where the mail names no other time, what looks like the end of the topic is the time after all.
    """
    taken = frozenset(n for t in times for n in range(t.first, t.last))
    whole = topic_of(tokens, taken, up_to_a_time=False)
    if whole is None:
        return None, times
    outside = [t for t in times if not whole.start <= t.start < whole.end]
    if any(not isinstance(t.what, Length) for t in outside):
        return whole, outside
    return topic_of(tokens, taken, up_to_a_time=True), times


def _required(resolver: Resolver) -> Bounds:
    """Return what must hold. With a way out ("helst uge 49, ellers uge 50") both ways are allowed."""
    firm, other = resolver.firm, resolver.fallback
    for kind in ("weeks", "months", "dates", "weekdays", "parts", "starts"):
        further = getattr(other, kind)
        if further:
            getattr(firm, kind).extend([*getattr(resolver.soft, kind), *further])
    firm.ranges += other.ranges
    return firm.bounds()


def _stated(drafts: Mapping[int, Draft]) -> tuple[Bounds, ...]:
    """Return what the drafts say; a date and a weekday in one clause are two things, not one."""
    out = []
    for draft in drafts.values():
        bounds = draft.bounds()
        if bounds.dates and bounds.weekdays:
            out += [replace(bounds, weekdays=(), by_day=()), replace(bounds, dates=())]
        elif bounds:
            out.append(bounds)
    return tuple(out)


__all__ = ["read_wish"]
