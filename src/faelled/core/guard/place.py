"""Towns and villages: the list of Danish places, postal codes, and which towns are too big to point at anybody."""

import re
from functools import cache, lru_cache

from .words import lines, listing

DISTRICT = re.compile(r"\s[a-zæøå]{1,2}\Z")
# What Danish villages end in; a word with a capital letter that no list knows is one of them more often than not.
ENDINGS = (
    "lev", "rup", "strup", "trup", "drup", "løse", "inge", "sted", "bølle", "balle", "tved", "købing", "ørum", "ager",
    "lund", "bjerg", "borg", "holm", "havn", "næs", "skov", "mose", "høj", "bæk", "ning", "ding", "by", "sø", "ø",
    "toft", "sund", "um", "kær", "dal", "hede", "huse", "vad", "vig",
)  # fmt: skip


@lru_cache(maxsize=4096)
def is_small(name: str) -> bool:
    """Whether *name*, folded, is a place of the list so small that an age there may point at one person."""
    return name in listing("places") and name not in big_towns()


@cache
def big_towns() -> frozenset[str]:
    """Return the towns, regions and countries that are too big."""
    return frozenset(lines("big_places"))


def is_of(code: str, name: str) -> bool:
    """Whether the postal code has a place so called, with or without its district: "randers" for "Randers C"."""
    return name.casefold() in postal_codes().get(code, frozenset())


@cache
def postal_codes() -> dict[str, frozenset[str]]:
    """Return the places of each postal code, folded, also without the district."""
    places: dict[str, set[str]] = {}
    for line in lines("postal_codes"):
        code, _, name = line.partition(" ")
        low = name.casefold()
        places.setdefault(code, set()).update({low, DISTRICT.sub("", low)})
    return {code: frozenset(names) for code, names in places.items()}


__all__ = ["ENDINGS", "big_towns", "is_of", "is_small", "postal_codes"]
