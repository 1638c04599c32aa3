"""DECIDE whose turn it is to host: fair over time, and such that everyone gets to see everyone's house."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from faelled.core.days.words import count_in_words, list_in_words


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation. contact: the person who is asked, None if there is none.

    joined: when it came into the partnership: a newcomer does not have to catch up with years of turns.
    """

    key: str
    can_host: bool = True
    contact: str | None = None
    joined: date | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One hosting: who was host, when, and which organisations came."""

    host: str
    on: date
    visitors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TurnsTaken:
    """How often the host has been host, and the fewest and most turns of the others who can."""

    own: int
    fewest: int
    most: int


@dataclass(frozen=True, slots=True)
class Owed:
    """The host swapped a turn away earlier, and so comes first now."""


@dataclass(frozen=True, slots=True)
class NotSeenBy:
    """These organisations have never been at the host's house."""

    organisations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LongestAgo:
    """Others have had as many turns, but the host's last one is longest ago."""


@dataclass(frozen=True, slots=True)
class OnlyHost:
    """Nobody else can host."""


@dataclass(frozen=True, slots=True)
class SwappedAway:
    """These organisations would have come before, but have swapped this turn away."""

    organisations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NobodyCanHost:
    """No organisation can host, or none that can has a contact to ask."""


@dataclass(frozen=True, slots=True)
class EverybodySwapped:
    """All who can host have swapped this turn away."""


Reason = (
    TurnsTaken | Owed | NotSeenBy | LongestAgo | OnlyHost | SwappedAway | NobodyCanHost | EverybodySwapped
)


@dataclass(frozen=True, slots=True)
class Choice:
    """This organisation is host; its contact is told with the question itself."""

    host: str
    contact: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class NoHost:
    """Nobody can be asked to host: a human has to find a place."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Rank:
    """What puts one candidate before another; the smaller comes first."""

    not_owed: int
    turns: int
    seen_by: int
    last: date
    key: str

    @property
    def order(self) -> tuple[int, int, int, date, str]:
        """The most owed first, then the fewest turns, then the least seen house, then the longest ago."""
        return (self.not_owed, self.turns, self.seen_by, self.last, self.key)


def next_host(
    candidates: Sequence[Candidate],
    turns: Sequence[Turn],
    debts: Mapping[str, int] | None = None,
    swapped: Collection[str] = (),
) -> Choice | NoHost:
    """Return whose turn it is, with reasons.

    debts: turns that were swapped away and not yet made good; a debt goes before everything else.
    swapped: organisations that have swapped this very turn away. The order of *candidates* does not matter.
    """
    able = [c for c in candidates if c.can_host and c.contact is not None]
    left = [c for c in able if c.key not in swapped]
    if not able:
        return NoHost((NobodyCanHost(),))
    if not left:
        return NoHost((EverybodySwapped(),))
    ranks = {c.key: _rank(c, candidates, turns, debts or {}) for c in able}
    chosen = min(left, key=lambda c: ranks[c.key].order)
    before = tuple(c.key for c in able if ranks[c.key].order < ranks[chosen.key].order)
    reasons = _reasons(ranks[chosen.key], ranks, _strangers(chosen.key, candidates, turns))
    skipped = (SwappedAway(before),) if before else ()
    return Choice(chosen.key, chosen.contact or "", (*reasons, *skipped))


def after_swap(debts: Mapping[str, int], host: str) -> dict[str, int]:
    """Return the debts when *host* has swapped a turn away."""
    return {**debts, host: debts.get(host, 0) + 1}


def after_turn(debts: Mapping[str, int], host: str) -> dict[str, int]:
    """Return the debts when *host* has taken a turn; a debt that is paid is gone."""
    left = {**debts, host: debts.get(host, 0) - 1}
    return {key: count for key, count in left.items() if count > 0}


def _rank(
    candidate: Candidate, candidates: Sequence[Candidate], turns: Sequence[Turn], debts: Mapping[str, int]
) -> _Rank:
    key = candidate.key
    own = [t.on for t in turns if t.host == key]
    others = [c for c in candidates if c.key != key]
    strangers = _strangers(key, candidates, turns)
    return _Rank(
        not_owed=-debts.get(key, 0),
        turns=len(own) + _head_start(candidate, candidates, turns),
        seen_by=len(others) - len(strangers),
        last=max(own, default=date.min),
        key=key,
    )


def _head_start(candidate: Candidate, candidates: Sequence[Candidate], turns: Sequence[Turn]) -> int:
    """Return the turns a newcomer is credited with: the fewest any of the others had taken by then."""
    if candidate.joined is None:
        return 0
    before = Counter(t.host for t in turns if t.on < candidate.joined)
    older = [
        c
        for c in candidates
        if c.can_host and c.key != candidate.key and (c.joined is None or c.joined < candidate.joined)
    ]
    return max(0, min((before[c.key] for c in older), default=0) - before[candidate.key])


def _strangers(host: str, candidates: Sequence[Candidate], turns: Sequence[Turn]) -> tuple[str, ...]:
    """Return the organisations that have never been at the host's house."""
    seen = {v for t in turns if t.host == host for v in t.visitors}
    return tuple(sorted(c.key for c in candidates if c.key != host and c.key not in seen))


def _reasons(chosen: _Rank, ranks: Mapping[str, _Rank], strangers: tuple[str, ...]) -> tuple[Reason, ...]:
    others = [r for key, r in ranks.items() if key != chosen.key]
    if not others:
        return (OnlyHost(),)
    found: list[Reason] = [Owed()] if chosen.not_owed < 0 else []
    found.append(TurnsTaken(chosen.turns, min(r.turns for r in others), max(r.turns for r in others)))
    # Before anybody has hosted, nobody has seen anything: that tells the contact nothing.
    if strangers and any(r.seen_by for r in ranks.values()):
        found.append(NotSeenBy(strangers))
    equals = [
        r
        for r in others
        if (r.not_owed, r.turns, r.seen_by) == (chosen.not_owed, chosen.turns, chosen.seen_by)
    ]
    if chosen.last > date.min and any(r.last > chosen.last for r in equals):
        found.append(LongestAgo())
    return tuple(found)


def in_words(
    decision: Choice | NoHost, lang: str, names: Mapping[str, str], *, to_the_host: bool = True
) -> str:
    """Return the reasons as one sentence, "I har været det én gang, de andre to, og ...".

    names: organisation keys to the names on the screen. to_the_host: whether the host is addressed as "I".
    """
    english = lang.lower().startswith("en")
    host = decision.host if isinstance(decision, Choice) else ""
    words = _English(names, host, to_the_host) if english else _Danish(names, host, to_the_host)
    clauses = [words.clause(r) for r in decision.reasons]
    *first, last = clauses
    joined = f"{', '.join(first)}, {'and' if english else 'og'} {last}" if first else last
    return f"{joined[0].upper()}{joined[1:]}."


@dataclass(frozen=True, slots=True)
class _Danish:
    names: Mapping[str, str]
    host: str
    to_the_host: bool

    def clause(self, reason: Reason) -> str:
        """Return the reason as a clause without a full stop."""
        who = "I" if self.to_the_host else self.names.get(self.host, self.host)
        match reason:
            case TurnsTaken():
                return self._turns(reason, who)
            case Owed():
                return f"{who} byttede en tur væk og står derfor først"
            case NotSeenBy(organisations):
                return (
                    f"{self._list(organisations)} har endnu ikke set {'jeres' if who == 'I' else 'det'} hus"
                )
            case LongestAgo():
                return f"det er længst siden, {who} var det"
            case OnlyHost():
                return f"{who} er de eneste, der kan være vært"
            case SwappedAway(organisations):
                return f"{self._list(organisations)} har byttet denne tur"
            case NobodyCanHost():
                return "ingen, der kan spørges, har mulighed for at være vært"
            case EverybodySwapped():
                return "alle, der kan være vært, har byttet denne tur"

    def _turns(self, taken: TurnsTaken, who: str) -> str:
        if taken.own == 0:
            rest = "det har ingen af de andre heller" if taken.most == 0 else "det har andre"
            # A turn that is coming counts as well, so nobody is said to have been host already.
            return f"{who} har ikke fået turen endnu, {rest}"
        times = "gang" if taken.own == 1 else "gange"
        if taken.own == taken.fewest == taken.most:
            return f"{who} har været det {count_in_words(taken.own)} {times} ligesom de andre"
        return f"{who} har været det {count_in_words(taken.own)} {times}, de andre {self._range(taken)}"

    def _range(self, taken: TurnsTaken) -> str:
        fewest, most = count_in_words(taken.fewest), count_in_words(taken.most)
        return fewest if fewest == most else f"{fewest} til {most}"

    def _list(self, keys: Collection[str]) -> str:
        return list_in_words([self.names.get(k, k) for k in keys], "da")


@dataclass(frozen=True, slots=True)
class _English:
    names: Mapping[str, str]
    host: str
    to_the_host: bool

    def clause(self, reason: Reason) -> str:
        """Return the reason as a clause without a full stop."""
        who = "you" if self.to_the_host else self.names.get(self.host, self.host)
        have, are = ("have", "are") if self.to_the_host else ("has", "is")
        match reason:
            case TurnsTaken():
                return self._turns(reason, f"{who} {have}")
            case Owed():
                return f"{who} swapped a turn away and so {'come' if self.to_the_host else 'comes'} first"
            case NotSeenBy(organisations):
                own = "your" if self.to_the_host else "that"
                return f"{self._list(organisations)} {_has(organisations)} not seen {own} house yet"
            case LongestAgo():
                return "the last turn here is longest ago"
            case OnlyHost():
                return f"{who} {are} the only one who can host"
            case SwappedAway(organisations):
                return f"{self._list(organisations)} {_has(organisations)} swapped this turn away"
            case NobodyCanHost():
                return "nobody who can be asked is able to host"
            case EverybodySwapped():
                return "all who can host have swapped this turn away"

    def _turns(self, taken: TurnsTaken, who_have: str) -> str:
        if taken.own == 0:
            return (
                f"{who_have} had no turn yet, {'nor have the others' if taken.most == 0 else 'others have'}"
            )
        if taken.own == taken.fewest == taken.most:
            return f"{who_have} hosted {_times(taken.own)}, like the others"
        others = _times(taken.most)
        if taken.fewest != taken.most:
            others = f"{count_in_words(taken.fewest, 'en')} to {count_in_words(taken.most, 'en')} times"
        return f"{who_have} hosted {_times(taken.own)}, the others {others}"

    def _list(self, keys: Collection[str]) -> str:
        return list_in_words([self.names.get(k, k) for k in keys], "en")


def _has(keys: Collection[str]) -> str:
    return "has" if len(keys) == 1 else "have"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count_in_words(count, 'en')} times")
