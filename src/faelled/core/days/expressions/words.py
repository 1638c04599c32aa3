"""What a single word says about time: weekdays, months, parts of the day, with endings and slips."""

from functools import cache, lru_cache

from faelled.core.days.expressions import lexicon
from faelled.core.days.expressions.kinds import Month, Part, PartOfDay, Weekday

_SHORTEST_SLIP, _LONGEST_SLIP = 5, 14
# Words that look like a slip of a weekday or month and are not.
_NOT_A_SLIP = frozenset(
    {"fridag", "fridage", "fridagen", "monthly", "sundays", "arsdag", "marked", "mandat", "handag", "midday"}
    | {"manage", "managed", "manages", "manager", "managers"}
    | {"tirsdags", "juli", "juni", "jule", "julen", "julie", "augusta", "arpil", "aprilsnar", "decembers"}
)


def _weekday_forms() -> dict[str, int]:
    forms = {}
    for stem, day in lexicon.WEEKDAY_STEMS.items():
        for ending in lexicon.WEEKDAY_ENDINGS:
            forms[stem + ending] = day
    return forms


WEEKDAY_FORMS = _weekday_forms()
_LONG_MONTHS = {word: n for word, n in lexicon.MONTHS.items() if len(word) >= _SHORTEST_SLIP}
_SLIPS = lexicon.variants([*WEEKDAY_FORMS, *_LONG_MONTHS])


@cache
def _compounds() -> dict[str, Weekday | Part | Month]:
    """Return "tirsdagstiderne", "eftermiddagsmøde", "aprildatoerne" and their like."""
    out: dict[str, Weekday | Part | Month] = {}
    for tail in lexicon.COMPOUND_TAILS:
        for stem, day in lexicon.WEEKDAY_STEMS.items():
            out[f"{stem}s{tail}"] = out[f"{stem}{tail}"] = Weekday(day)
        for stem, part in lexicon.PART_STEMS.items():
            # "aftenvagt" is a duty in the evening, no time for a meeting.
            if not (tail.startswith("vagt") and part in (PartOfDay.EVENING, PartOfDay.EARLY)):
                out[stem + tail] = Part(part)
        for stem, month in lexicon.MONTHS.items():
            if len(stem) > 3 or stem == "maj":
                out[stem + tail] = Month(month)
    return out


def _slip(key: str) -> str | None:
    """Return the word *key* is one slip away from, when it can be only one."""
    if not _SHORTEST_SLIP <= len(key) <= _LONGEST_SLIP or key in _NOT_A_SLIP:
        return None
    found = {_SLIPS[key]} if key in _SLIPS else set()
    for at in range(len(key)):
        shorter = key[:at] + key[at + 1 :]
        if shorter in WEEKDAY_FORMS or shorter in _LONG_MONTHS:
            found.add(shorter)
        elif at and shorter in _SLIPS:
            found.add(_SLIPS[shorter])
    meanings = {WEEKDAY_FORMS.get(w, -_LONG_MONTHS.get(w, 0)) for w in found}
    return found.pop() if len(meanings) == 1 else None


@cache
def _dictionary() -> dict[str, Weekday | Part | Month]:
    out: dict[str, Weekday | Part | Month] = dict(_compounds())
    out |= {w: Part(p) for w, p in lexicon.PARTS.items() if w not in ("am", "pm")}
    out |= {w: Month(m) for w, m in lexicon.MONTHS.items() if w not in lexicon.SHY_MONTHS}
    out |= {w: Weekday(d) for w, d in lexicon.WEEKDAY_ABBREVIATIONS.items()}
    return out | {w: Weekday(d) for w, d in WEEKDAY_FORMS.items()}


@lru_cache(maxsize=4096)
def word_of_time(key: str) -> Weekday | Part | Month | None:
    """Return what the word with this key says about time, or None."""
    known = _dictionary().get(key)
    if known is not None:
        return known
    meant = _slip(key)
    return _dictionary().get(meant) if meant else None
