"""What each time in a start mail is to its writer: wished, preferred, refused, or beside the point."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from faelled.core.days.expressions import Edge, Length, Side
from faelled.core.days.expressions.tokens import Token
from faelled.core.wishes.phrases import (
    AFTER,
    ASKED,
    BEFORE,
    CLAUSE_STARTS,
    MODAL,
    REPLYING,
    SMALL,
    WHY,
    Mood,
    phrase_at,
)
from faelled.core.wishes.times_said import TimeSaid

FURTHER = 10_000
"""What lifts the number of a clause that refuses once more."""

STOPS = frozenset({".", "!", "?", ";", "\n", ":"})
_DAY_WORDS = frozenset({"day", "days", "time", "anything", "week", "all"})
_CONTACT_WORDS = frozenset(
    {"tlf", "telefon", "mobil", "traffes", "telefontid", "phone", "tel", "mobile", "@", "ean", "cvr"}
)
_FAREWELLS = frozenset({"hilsen", "hilsner", "vh", "mvh", "kh", "dbh", "regards", "cheers", "sincerely"})


@dataclass(frozen=True, slots=True)
class Said:
    """A time with what it is to the writer. turned: a "not" belongs to the window itself ("ikke før kl. 10")."""

    time: TimeSaid
    mood: Mood
    clause: int
    sentence: int
    turned: bool = False


@dataclass(frozen=True, slots=True)
class _Clause:
    first: int
    last: int
    sentence: int


def with_moods(times: Sequence[TimeSaid], tokens: Sequence[Token]) -> list[Said]:
    """Return each time with its mood, in order; times in signatures are left out."""
    words = [t.key for t in tokens]
    out: list[Said] = []
    ends = _end_of_mail(words)
    for number, clause in enumerate(_clauses(times, words)):
        inside = [t for t in times if clause.first <= t.first < clause.last]
        if not inside or clause.first >= ends or _contact_line(words, clause):
            continue
        said = _judged(inside, words, clause, number)
        out += _inherited(out, said, words, clause)
    return out


def _clauses(times: Sequence[TimeSaid], words: Sequence[str]) -> list[_Clause]:
    """Cut at signs and at words like "men"; a sign inside a time ("d. 3.") is no cut."""
    held = {n for t in times for n in range(t.first, t.last)}
    out: list[_Clause] = []
    first, sentence = 0, 0
    for n, word in enumerate(words):
        stop = word in STOPS and n not in held and not _abbreviated(words, n)
        if stop or (word == "," and n not in held) or word in ("–", "—"):
            out.append(_Clause(first, n, sentence))
            first = n + 1
            sentence += stop
        elif word in CLAUSE_STARTS and n > first and not _excepts(words, n):
            out.append(_Clause(first, n, sentence))
            first = n
    out.append(_Clause(first, len(words), sentence))
    return [c for c in out if c.last > c.first]


def _abbreviated(words: Sequence[str], n: int) -> bool:
    """Whether a full stop ends a short word or a number in the middle of a sentence, not the sentence."""
    before = words[n - 1] if n else ""
    goes_on = n + 1 < len(words) and words[n + 1] != "\n"
    return (
        words[n] == "."
        and goes_on
        and before in ("d", "kl", "ca", "evt", "fx", "nr", "bl", "pga", "mhp", "vedr")
    )


def _excepts(words: Sequence[str], n: int) -> bool:
    """Whether "but" means except: "any day but Monday", "any day in week 49 but Friday"."""
    if words[n] != "but" or n == 0:
        return False
    near_end = any(w in STOPS for w in words[n + 1 : n + 4]) or n + 4 > len(words)
    return words[n - 1] in _DAY_WORDS or (
        near_end and any(w in ("any", "every", "all") for w in words[max(0, n - 6) : n])
    )


def _end_of_mail(words: Sequence[str]) -> int:
    """Return where the farewell begins: what follows is about the writer, not the meeting."""
    for n, word in enumerate(words):
        if (
            word in _FAREWELLS
            and n
            and (words[n - 1] == "\n" or words[max(0, n - 3) : n - 1] == ["\n", "med"])
        ):
            return n
    return len(words)


def _contact_line(words: Sequence[str], clause: _Clause) -> bool:
    start, end = clause.first, clause.last
    while start > 0 and words[start - 1] != "\n" and clause.first - start < 12:
        start -= 1
    while end < len(words) and words[end] != "\n" and end - clause.last < 12:
        end += 1
    return any(w in _CONTACT_WORDS for w in words[start:end])


def _judged(inside: Sequence[TimeSaid], words: Sequence[str], clause: _Clause, number: int) -> list[Said]:
    mood, at = Mood.FIRM, clause.first
    starts = {t.first: t for t in inside}
    out: list[Said] = []
    turned = False
    while at < clause.last:
        if at in starts:
            time_ = starts[at]
            edge = turned and isinstance(time_.what, Edge)
            out.append(
                Said(time_, Mood.FIRM if edge and mood is Mood.NOT else mood, number, clause.sentence, edge)
            )
            mood = Mood.FIRM if edge and mood is Mood.NOT else mood
            at, turned = time_.last, False
            continue
        if mood is Mood.ASIDE or (out and words[at] in REPLYING):
            out = [replace(s, mood=Mood.ASIDE) if _until(s) else s for s in out]
        after = phrase_at(AFTER, words, at) if out else None
        if after:
            out = [replace(s, mood=after[1]) if not isinstance(s.time.what, Length) else s for s in out]
            at += after[0]
            continue
        length, found = _marked(words, at, starts)
        if found is not None and found is mood and out:
            # "ikke den 3. og ikke om fredagen" refuses two things, not the 3rd where it is a Friday.
            number += FURTHER
        if found is not None:
            mood = Mood.ASIDE if mood is Mood.ASIDE else found
            turned = words[at] in ("ikke", "not")
        elif words[at] not in SMALL:
            turned = False
        at += length
    return out


def _until(said: Said) -> bool:
    """Whether a time is a last day, as an answer has one."""
    return isinstance(said.time.what, Edge) and said.time.what.side in (Side.UNTIL, Side.BEFORE)


def _marked(words: Sequence[str], at: int, starts: dict[int, TimeSaid]) -> tuple[int, Mood | None]:
    """Return how far to go on from *at*, and the mood that begins there, if any."""
    if words[at] == "gerne":
        return 1, (Mood.SOFT if _wishing(words, at, starts) else None)
    if _excepts(words, at):
        return 1, Mood.NOT
    hit = phrase_at(BEFORE, words, at)
    if hit is None or (words[at] == "helst" and at and words[at - 1] == "som"):
        return 1, None
    length, mood = hit
    if words[at] in ("ikke", "not") and length == 1 and _only_asking(words, at):
        return 1, None
    if words[at] == "sidst" and length == 1 and at + 1 < len(words) and words[at + 1] in ("i", "pa", "in"):
        return 1, None
    return length, mood


def _wishing(words: Sequence[str], at: int, starts: dict[int, TimeSaid]) -> bool:
    """Whether "gerne" makes a preference of the time that follows, or is only polite."""
    n = at + 1
    while n < len(words) and n not in starts and n - at <= 4:
        if words[n] not in SMALL:
            return False
        n += 1
    return n in starts and not isinstance(starts[n].what, Length)


def _only_asking(words: Sequence[str], at: int) -> bool:
    """Whether "ikke" asks rather than denies: "skal vi ikke", "kan vi ikke", "hvorfor ikke"."""
    before, further = (words[at - n] if at >= n else "" for n in (1, 2))
    return before in WHY or (before in ASKED and further in MODAL)


def _inherited(before: Sequence[Said], said: list[Said], words: Sequence[str], clause: _Clause) -> list[Said]:
    """Let a list go on over a comma: in "ikke mandag, tirsdag eller fredag" all three are refused."""
    if not before or any(s.mood is not Mood.FIRM for s in said):
        return said
    last = before[-1]
    covered = {n for s in said for n in range(s.time.first, s.time.last)}
    bare = all(
        n in covered or words[n] in SMALL | {"eller", "og", "and", "or"}
        for n in range(clause.first, clause.last)
    )
    alike = type(said[0].time.what) is type(last.time.what)
    if bare and alike and last.sentence == clause.sentence:
        return [replace(s, mood=last.mood, clause=last.clause) for s in said]
    return said


__all__ = ["Said", "with_moods"]
