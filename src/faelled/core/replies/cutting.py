"""The items cut at full stops, commas and connecting words, into chunks that are put together again as clauses."""

from collections.abc import Sequence

from faelled.core.days.expressions import Weekday
from faelled.core.replies.clause import LABELS, PEOPLE, Clause, is_topic
from faelled.core.replies.items import Item, Kind
from faelled.core.replies.marks import mark_of

HARD = frozenset({".", "!", "?", "\n", "…", "·", "•", "*", "|"})
SOFT = frozenset({",", ";", "/", "(", ")", "og", "and", "eller", "or", "samt", "&", "+", "-", "–", "—"})
_ABBREVIATIONS = frozenset(
    {
        "kl",
        "ca",
        "nr",
        "bl",
        "a",
        "f",
        "eks",
        "tlf",
        "d",
        "m",
        "v",
        "st",
        "inkl",
        "ekskl",
        "mdr",
        "hhv",
        "pt",
        "kr",
    }
)
_WRAPPED_LINE = 60
# Nobody says one thing in so many words; the bound keeps the work in step with the length of the text.
LONGEST_CLAUSE = 60
_CONNECTIVES = frozenset({"but", "so", "except", "reason", "correction"})
_ALWAYS_REASON = frozenset({"fordi", "because", "eftersom", "grundet", "pga", "due", "owing", "idet"})


def chunks_of(items: Sequence[Item], text: str) -> list[Clause]:
    """Return the text cut at every sign and small word that may part two clauses."""
    out: list[Clause] = []
    now = Clause([])
    for n, item in enumerate(items):
        if len(now.items) >= LONGEST_CLAUSE:
            now = _close(out, now, "", hard=False)
        connective = _connective(item, n, items, now)
        if connective is not None:
            now = _close(out, now, connective, hard=False)
            now.link = connective
        elif item.kind is not Kind.SIGN or _is_mark(item, n, items, now, out):
            now.items.append(item)
        elif item.key in HARD:
            if _ends_sentence(item, n, items, text, now):
                now.question = now.question or item.key == "?"
                now = _close(out, now, item.key, hard=True)
        elif item.key == ":" and not any(is_topic(i) for i in now.items):
            now.colon = True
            now = _close(out, now, ":", hard=False)
        elif item.key == ")" and _numbers_answer(items, n):
            continue
        elif item.key in SOFT:
            now = _close(out, now, item.key, hard=False)
    if now.items:
        out.append(now)
    return out


def _numbers_answer(items: Sequence[Item], n: int) -> bool:
    """Whether the sign closes the number an answer begins with: "1) nej 2) ja"."""
    numbered = n > 0 and items[n - 1].kind is Kind.NUMBER and items[n - 1].end == items[n].start
    return numbered and (n < 2 or items[n - 2].key != "(")


def _close(out: list[Clause], now: Clause, link: str, *, hard: bool) -> Clause:
    """End the chunk at hand and return the next; an empty one goes on with the stronger link."""
    if now.items:
        out.append(now)
        return Clause([], link, hard)
    now.link = link if hard or now.link not in _CONNECTIVES else now.link
    now.hard = now.hard or hard
    return now


def _connective(item: Item, n: int, items: Sequence[Item], now: Clause) -> str | None:
    """Return what a connecting word does here: "except", "but", "reason", "so", "correction", or nothing."""
    if item.classes & {"except"} and item.key in ("bare", "blot") and not _before_topic(items, n):
        item.classes = frozenset({"not"})  # "mandag kan jeg bare ikke"
    if item.key in _SHY_EXCEPTIONS and not _excepts_here(item, n, items):
        return None
    if "except" in item.classes and ("but" not in item.classes or _excepts(n, items, now)):
        return "except"
    if "but" in item.classes:
        return None if item.key == "derimod" and now.items and all(is_topic(i) for i in now.items) else "but"
    if item.key == "for" and n + 1 < len(items) and (is_topic(items[n + 1]) or items[n + 1].key in LABELS):
        return None  # "free for 4 and for option 2"
    if item.key == "for" and n and items[n - 1].key == "frem":
        return None
    if "reason" in item.classes and (not now.items or _gives_reason(item, n, items)):
        return "reason"
    if "so" in item.classes and (not now.items or _concludes(now, items[n + 1 : n + 2])):
        return "so"
    return "correction" if "correction" in item.classes and _corrects(item, n, items, now) else None


_SHY_EXCEPTIONS = frozenset({"uden", "udenom", "without", "minus", "leaving"})


def _excepts_here(item: Item, n: int, items: Sequence[Item]) -> bool:
    """Whether a time is left out: "alle uden torsdag"; not "den eneste med minus", "uden problemer"."""
    near = [i for i in items[n + 1 : n + 3] if is_topic(i) or i.key not in LABELS]
    return bool(near) and is_topic(near[0])


def _before_topic(items: Sequence[Item], n: int) -> bool:
    """Whether a time follows before the sentence ends."""
    for item in items[n + 1 : n + 7]:
        if is_topic(item):
            return True
        if item.key in HARD or item.key == ",":
            return False
    return False


def _concludes(now: Clause, after: Sequence[Item]) -> bool:
    """Whether "så" in the middle begins what follows from the cause: "... på barsel så jeg kan kun den 10."."""
    begins = bool(after) and after[0].key in ("jeg", "vi", "i", "we", "det", "der", "den", "it")
    return begins and any(i.kind is Kind.WORD for i in now.items)


def _excepts(n: int, items: Sequence[Item], now: Clause) -> bool:
    """Whether "but" means except: "all but Monday", not "Monday is bad but I can Tuesday"."""
    whole = any(i.kind in (Kind.ALL, Kind.NONE) for i in now.items[-2:])
    return whole and any(is_topic(i) for i in items[n + 1 : n + 3])


def _corrects(item: Item, n: int, items: Sequence[Item], now: Clause) -> bool:
    """Whether a word takes something back: a last "sorry" only regrets, "vent" may be a verb."""
    after = items[n + 1] if n + 1 < len(items) else None
    if item.key in ("sorry", "undskyld") and (after is None or after.key in HARD):
        return False
    return not now.items or item.key != "vent"


def _gives_reason(item: Item, n: int, items: Sequence[Item]) -> bool:
    """Whether a small word in the middle begins a reason: "since I'm away", "da jeg er syg"."""
    after = items[n + 1].key if n + 1 < len(items) else ""
    return item.key in _ALWAYS_REASON or (
        item.key != "hvor" and after in PEOPLE - {"mig", "os", "me", "us", "alle"}
    )


def _ends_sentence(item: Item, n: int, items: Sequence[Item], text: str, now: Clause) -> bool:
    """Whether the sign ends the sentence: a stop may belong to a number, a line break to a long line."""
    before = items[n - 1] if n else None
    after = items[n + 1] if n + 1 < len(items) else None
    if item.key == "\n":
        return not (_wrapped(item, before, after, text) or _answered_below(now, items, n))
    if item.key != "." or before is None:
        return True
    if after is not None and after.start == item.end and before.end == item.start:
        return False
    if before.key in _ABBREVIATIONS and before.kind is Kind.WORD:
        return False
    if (_is_short_day(before) and _dated(after)) or _numbers_line(now, items, n):
        return False
    numbered = text[before.end - 1].isdigit() and "/" not in text[before.start : before.end]
    shortened = bool(_LOOSE_STOP & before.classes) and len(before.raw) <= _SHORT_DAY
    return not ((numbered and _counts_on(after)) or (shortened and _goes_on(after)))


_LOOSE_STOP = frozenset({"maybe", "no_sorry"})


_SHORT_DAY = 5


def _is_short_day(item: Item) -> bool:
    weekday = item.time is not None and isinstance(item.time.what, Weekday) and item.last - item.first == 1
    return weekday and len(item.raw) <= _SHORT_DAY


def _dated(after: Item | None) -> bool:
    """Whether a date or a time follows: "tir. 1/12", "ons. kl. 9"."""
    return after is not None and after.kind in (Kind.TIME, Kind.NUMBER)


def _counts_on(after: Item | None) -> bool:
    """Whether a number goes on after its full stop: "den 3. og 5.", "1. passer"; not "nr. 4. resten er fint"."""
    if after is None or not _goes_on(after):
        return False
    timed = after.kind in (Kind.SIGN, Kind.TIME, Kind.NUMBER)
    return timed or bool(after.classes) or after.key in ("er", "is", "har", "skal", "vil", "will", "would")


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
    if before is None or after is None or after.key == "\n" or before.key in HARD or after.kind is Kind.REST:
        return False
    line = text.rfind("\n", max(0, sign.start - 200), sign.start)
    return sign.start - line > _WRAPPED_LINE and after.raw[:1].islower()


def _answered_below(now: Clause, items: Sequence[Item], n: int) -> bool:
    """Whether a line holds nothing but a time and the next nothing but its answer: our list, copied and answered."""
    if not any(is_topic(i) for i in now.items) or any(i.classes - {"filler"} for i in now.items):
        return False
    if len([i for i in now.items if i.kind is Kind.WORD]) > 1:
        return False
    below = []
    for item in items[n + 1 : n + 1 + _SHORT_ANSWER]:
        if item.key == "\n":
            break
        below.append(item)
    else:
        if len(items) > n + 1 + _SHORT_ANSWER:
            return False
    answers = any(i.classes & _ANSWERS or mark_of(i) for i in below)
    return answers and not any(is_topic(i) for i in below)


_SHORT_ANSWER = 8
_ANSWERS = frozenset({"yes", "no", "no_sorry", "maybe", "defer", "able", "not"})


def _is_mark(item: Item, n: int, items: Sequence[Item], now: Clause, before: Sequence[Clause]) -> bool:
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
    listed = bool(before) and before[-1].has_times() and before[-1].speaks()
    if item.key == "?" and not (now.hard or (listed and now.link in (",", "/", ";"))):
        return False
    alone = all(is_topic(i) or i.classes <= {"filler", "maybe"} for i in now.items if i.kind is not Kind.SIGN)
    return alone and (item.key == "?" or after >= len(items) or items[after].key in ("\n", ","))
