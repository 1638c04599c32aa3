"""Places in the list: "den første", "de to sidste", "the middle one", "anden mulighed"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from faelled.core.days.expressions import Token
from faelled.core.days.expressions.lexicon import NUMBER_WORDS, ORDINAL_WORDS


@dataclass(frozen=True, slots=True)
class Places:
    """Places in the list: the *count* first, last or middle ones, or the one at *index* (1 is the first)."""

    index: int | None = None
    count: int = 1
    end: str = "first"
    listed: bool = False


_FIRST = frozenset(
    {"forste", "allerforste", "first", "overste", "forstnavnte", "tidligste", "earliest", "top"}
)
_LAST = frozenset(
    {
        "sidste",
        "allersidste",
        "last",
        "nederste",
        "bagerste",
        "allernederste",
        "sidstnavnte",
        "seneste",
        "latest",
        "final",
    }
)
_MIDDLE = frozenset({"midterste", "mellemste", "middle", "midt"})
_IN_THE_MIDDLE = frozenset({("i", "midten"), ("i", "midte"), ("midt", "i")})
_ARTICLES = frozenset({"den", "de", "det", "the", "begge", "your", "jeres", "dem"})
_NOUNS = frozenset(
    {
        "mulighed",
        "muligheder",
        "forslag",
        "option",
        "options",
        "one",
        "ones",
        "dato",
        "datoer",
        "date",
        "dates",
        "tid",
        "tider",
    }
    | {
        "gang",
        "gange",
        "tidspunkt",
        "tidspunkter",
        "slot",
        "slots",
        "dage",
        "days",
        "times",
        "pa",
        "af",
        "on",
        "of",
        "bud",
        "slag",
        ":",
    }
)
_NOUNS_AFTER = _NOUNS - {"pa", "af", "on", "of", "dage", "days", ":"}
_HOURS = frozenset(
    {"timer", "time", "hours", "hour", "uger", "minutter", "minutes", "kvarter", "halve", "halvdel", "half"}
)
_NO_PLACE = frozenset(
    {"afdeling", "side", "aftale", "tidspunkt", "vej", "person", "kollega", "gang", "meeting", "thing"}
)
_VERBS = frozenset({"", ".", ",", "\n", ":", "!", "er", "is", "passer", "kan", "works"})


def number_at(tokens: Sequence[Token], at: int) -> int | None:
    """Return the number at *at*, in figures or words."""
    if at >= len(tokens):
        return None
    value = tokens[at].value
    return value if value is not None else NUMBER_WORDS.get(tokens[at].key)


def places_at(tokens: Sequence[Token], at: int, limit: int) -> tuple[int, Places] | None:
    """Return the place in the list that is named at token *at*: (tokens used, the place)."""
    found = _places(tokens, at, limit)
    if found is None:
        return None
    used, places = found
    last = at + used
    if last < limit and tokens[last].key in _NOUNS_AFTER:
        used += 1
        places = replace(places, listed=True)
    return used, places


def _places(tokens: Sequence[Token], at: int, limit: int) -> tuple[int, Places] | None:
    article = tokens[at].key in _ARTICLES
    n = at + 1 if article else at
    if n >= limit:
        return None
    key = tokens[n].key
    if article and tuple(_key(tokens, n + k) for k in range(2)) in _IN_THE_MIDDLE:
        return n + 2 - at, Places(end="middle")
    if article and tuple(_key(tokens, n + k) for k in range(4)) == ("one", "in", "the", "middle"):
        return n + 4 - at, Places(end="middle")
    used = _next_to_last(tokens, n, key)
    if used:
        return n - at + used, Places(2, end="last")
    count = number_at(tokens, n) if article or key in NUMBER_WORDS else None
    after = tokens[n + 1].key if n + 1 < limit else ""
    if count and article and tuple(_key(tokens, n + 1 + k) for k in range(2)) in _IN_THE_MIDDLE:
        return n + 3 - at, Places(count=count, end="middle")
    if count and article and tuple(_key(tokens, n + 1 + k) for k in range(3)) == ("in", "the", "middle"):
        return n + 4 - at, Places(count=count, end="middle")
    if count and after in _FIRST | _LAST and _key(tokens, n + 2) not in _HOURS:
        return n + 2 - at, Places(count=count, end="first" if after in _FIRST else "last")
    if key == "forst" and after == "kommende" and article:
        return n + 2 - at, Places(end="first")
    for words, end in ((_FIRST, "first"), (_LAST, "last"), (_MIDDLE, "middle")):
        if key in words:
            ended = _from_the_end(tokens, n, after, end, article=article)
            return (ended[0] - at, ended[1]) if ended else None
    ordinal = ORDINAL_WORDS.get(key)
    if ordinal and (article or after in _NOUNS) and after not in _NO_PLACE | _HOURS:
        return n + 1 - at, Places(ordinal, listed=not article)
    if ordinal and after not in _NO_PLACE | _HOURS and _in_a_row(tokens, n):
        return n + 1 - at, Places(ordinal)
    if ordinal and ordinal > _LONE and after in _SAID_OF and _key(tokens, n - 1) in _HEADS:
        return n + 1 - at, Places(ordinal)  # "ottende er jeg på kursus"
    return None


_LONE = 2
_SAID_OF = frozenset({"er", "har", "kan", "passer", "gar", "duer", "skal", "bliver"})
_HEADS = frozenset({"", "\n", ".", ",", "!"})
_ROW = frozenset({"og", "and", "eller", "or", ",", "&", "+", "samt"})


def _in_a_row(tokens: Sequence[Token], n: int) -> bool:
    """Whether it is one of several: "første og tredje mulighed", "the first, third and fifth"."""
    for link, other in ((n + 1, n + 2), (n - 1, n - 2)):
        if link >= 0 and _key(tokens, link) in _ROW and other >= 0 and _is_place(_key(tokens, other)):
            return True
    return False


def _is_place(key: str) -> bool:
    return key in ORDINAL_WORDS or key in _FIRST | _LAST


def _from_the_end(
    tokens: Sequence[Token], n: int, after: str, end: str, *, article: bool
) -> tuple[int, Places] | None:
    """Read what follows "first", "last", "middle" at *n*: (the token after it, the place)."""
    counted = number_at(tokens, n + 1)
    beyond = _key(tokens, n + 2)
    if after in _HOURS or beyond in _HOURS:
        return None
    if counted and beyond not in (".", "/"):
        return n + 2, Places(count=counted, end=end)
    listed = _in_a_row(tokens, n)
    if (
        not article
        and not listed
        and after not in _NOUNS
        and (after not in _VERBS or tokens[n].key == "first")
    ):
        return None
    return n + 1, Places(end=end)


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) else ""


def _next_to_last(tokens: Sequence[Token], n: int, key: str) -> int:
    if key == "nastsidste":
        return 1
    if key in ("second", "next") and (_key(tokens, n + 1), _key(tokens, n + 2)) == ("to", "last"):
        return 3
    return 0
