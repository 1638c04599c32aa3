"""The text as a row of items: times, places in the list, quantities, phrases, signs and other words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from faelled.core.days.expressions import Expression, Number, Token
from faelled.core.days.expressions.lexicon import NUMBER_WORDS, ORDINAL_WORDS
from faelled.core.replies.lexicon import AT_THE_END, phrase_at


class Kind(StrEnum):
    """What an item is."""

    TIME = "time"
    NUMBER = "number"
    PLACE = "place"
    ALL = "all"
    REST = "rest"
    NONE = "none"
    PHRASE = "phrase"
    SIGN = "sign"
    WORD = "word"


@dataclass(slots=True)
class Item:
    """Tokens [first, last) and what they are; text[start:end] are their characters."""

    kind: Kind
    first: int
    last: int
    start: int
    end: int
    key: str
    raw: str
    time: Expression | None = None
    places: "Places | None" = None
    classes: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Places:
    """Places in the list: the *count* first, last or middle ones, or the one at *index* (1 is the first)."""

    index: int | None = None
    count: int = 1
    end: str = "first"


_FIRST = frozenset(
    {"forste", "allerforste", "first", "overste", "forstnavnte", "tidligste", "earliest", "top"}
)
_LAST = frozenset(
    {"sidste", "allersidste", "last", "nederste", "bagerste", "sidstnavnte", "seneste", "latest", "final"}
)
_MIDDLE = frozenset({"midterste", "mellemste", "middle", "midt"})
_ARTICLES = frozenset({"den", "de", "det", "the", "begge", "your", "jeres", "dem"})
_ALL = frozenset(
    {
        "alle",
        "alt",
        "allesammen",
        "samtlige",
        "begge",
        "both",
        "all",
        "any",
        "either",
        "anything",
        "everything",
        "whenever",
    }
    | {
        "allihopa",
        "anytime",
        "everyday",
        "hvadsomhelst",
        "whichever",
        "narsomhelst",
        "alletider",
        "every",
        "enhver",
        "hvert",
        "each",
    }
)
_ALL_PHRASES: tuple[tuple[str, ...], ...] = tuple(
    sorted(
        (
            tuple(p.split())
            for p in (
                "alle sammen|alle dage|alle datoer|alle tider|alle tidspunkter|alle forslag|alle tiderne|alle datoerne|"
                "alle dagene|alle gange|alle gangene|alle muligheder|begge to|begge dage|begge dele|begge tider|begge gange|"
                "det hele|det hele alt sammen|lige hvad dag|hele molevitten|alle mulighederne|alle de navnte|"
                "lige hvad|hvad som helst|hvilken som helst|hvilket som helst|nar som helst|lige meget|ligegyldigt|hele raden|"
                "hele paletten|over hele linjen|hele banden|hele vejen igennem|samtlige dage|samtlige tider|hver gang|"
                "all of them|any of them|both of them|either of them|either one|any one|any day|any time|all days|all dates|"
                "all times|both days|both dates|both times|each time|every time|every day|every one|every date|the lot|all of those|any of those|"
                "all the dates|all the times|all the days|whichever you like|whatever suits|all options|every option|any option|"
                "either day|either date|any of these|all of these|any of the dates|any of the times|all the options|"
                "nogen af gangene|nogen af tiderne|nogen af dem|nogen af dagene|nogen af datoerne|nogen af delene|"
                "nogen af forslagene|nogen af mulighederne|nogle af dem|de navnte dage|de navnte tider|jeres forslag|"
                "alle jeres forslag|alle de foreslaede|alle de foreslaede tider|dem alle|dem begge|dem alle sammen|them all|"
                "any of the above|all of the above|hver og en|hver eneste|en hvilken som helst|hvilken som helst af dem|"
                "de foreslaede tider|de foreslaede|de foreslaede datoer|the proposed dates|the proposed times|the suggested times|hele bundtet"
            ).split("|")
        ),
        key=len,
        reverse=True,
    )
)
_NONE_PHRASES: tuple[tuple[str, ...], ...] = tuple(
    tuple(p.split())
    for p in (
        "ingen af dem|ingen af dagene|ingen af tiderne|ingen af datoerne|ingen af gangene|ingen af delene|ingen af forslagene|"
        "ingen af mulighederne|ingen af de navnte|ingen af jeres|ingen dage|ingen datoer|ingen tider|none of them|none of those|none of these|"
        "none of the dates|none of the times|none of the days|neither of them|neither day|neither date|no day|no date|"
        "not one of them|not a single one|ikke en eneste|ikke nogen af dem|hverken eller|none of the above|ingen af tidspunkterne|none of the options"
    ).split("|")
)
_REST_PHRASES: tuple[tuple[str, ...], ...] = tuple(
    sorted(
        (
            tuple(p.split())
            for p in (
                "resten|resten af dem|resten af dagene|resten af tiderne|resten af datoerne|resten af ugen|resten af listen|resten af forslagene|de andre|"
                "de andre dage|de andre tider|de andre datoer|de andre gange|de andre forslag|de andre muligheder|de ovrige|de ovrige dage|de ovrige tider|de ovrige datoer|"
                "ovrige|ovrige dage|ovrige tider|ovrige datoer|de resterende|de resterende dage|resterende|alle andre|alle andre dage|alle de andre|"
                "alle de ovrige|alle andre tider|alle andre datoer|alle ovrige|alt andet|begge de andre|begge andre|andre dage|andre tider|andre datoer|ellers|i ovrigt alle|den anden dag|"
                "hvilken som helst af de andre|hver af de andre|nogen af de andre|nogen af de ovrige|samtlige andre|samtlige ovrige|det ovrige|"
                "the rest|the others|the other ones|the other days|the other dates|the other times|others|other days|other dates|all others|"
                "all the others|all other days|all other dates|all other times|all other times|any other|any other day|any other time|"
                "any of the others|everything else|anything else|otherwise|the remaining|the remaining ones|remaining dates|rest|"
                "all the rest|the other|every other day|other times|either of the others|both others|both the others|the other one|"
                "the rest of them|the rest of the week|the rest of the dates|any of the rest|de tilbagevarende|pa de andre"
            ).split("|")
        ),
        key=len,
        reverse=True,
    )
)
_COUNTED_REST = frozenset({"andre", "ovrige", "resterende", "other", "others", "remaining"})
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
    }
)
_SIGNS = frozenset(".,;:!?\n()-–—/&+=*•·|>…\"'[]")


def _number_at(tokens: Sequence[Token], at: int) -> int | None:
    if at >= len(tokens):
        return None
    value = tokens[at].value
    return value if value is not None else NUMBER_WORDS.get(tokens[at].key)


def _match(tokens: Sequence[Token], at: int, limit: int, phrases: Sequence[tuple[str, ...]]) -> int:
    for words in phrases:
        if at + len(words) <= limit and all(tokens[at + n].key == w for n, w in enumerate(words)):
            return len(words)
    return 0


_STARTS = {p[0] for p in (*_ALL_PHRASES, *_NONE_PHRASES, *_REST_PHRASES)}


def _quantity(tokens: Sequence[Token], at: int, limit: int) -> tuple[int, Kind] | None:
    """Read "alle fire", "de to andre", "resten", "none of them"."""
    key = tokens[at].key
    if key in _STARTS:
        for phrases, kind in (
            (_REST_PHRASES, Kind.REST),
            (_NONE_PHRASES, Kind.NONE),
            (_ALL_PHRASES, Kind.ALL),
        ):
            used = _match(tokens, at, limit, phrases)
            if used:
                return used, kind
    count = _number_at(tokens, at + 1) if at + 1 < limit else None
    if (
        key in ("de", "the", "begge", "alle", "all")
        and count
        and at + 2 < limit
        and tokens[at + 2].key in _COUNTED_REST
    ):
        return 3, Kind.REST
    if key in ("alle", "all", "samtlige") and count and count > 1:
        return 2, Kind.ALL
    if key in ("all", "alle") and at + 2 < limit and tokens[at + 1].key in ("of", "af", "the", "de"):
        if _number_at(tokens, at + 2):
            return 3, Kind.ALL
    return (1, Kind.ALL) if key in _ALL else None


def _places(tokens: Sequence[Token], at: int, limit: int) -> tuple[int, Places] | None:
    """Read "den første", "de to sidste", "the first two", "anden mulighed", "next to last"."""
    n = at
    article = tokens[n].key in _ARTICLES
    if article:
        n += 1
    if n >= limit:
        return None
    key = tokens[n].key
    if key == "nastsidste" or (
        key in ("second", "next") and _keys(tokens, n + 1, 3) in (("to", "last"), ("-", "to"))
    ):
        used = 1 if key == "nastsidste" else 3 if tokens[n + 1].key == "to" else 5
        return n - at + used, Places(2, end="last")
    count = _number_at(tokens, n) if article or tokens[n].key in NUMBER_WORDS else None
    after = tokens[n + 1].key if n + 1 < limit else ""
    if count and after in _FIRST | _LAST:
        return n + 2 - at, Places(count=count, end="first" if after in _FIRST else "last")
    for words, end in ((_FIRST, "first"), (_LAST, "last"), (_MIDDLE, "middle")):
        if key in words:
            counted = _number_at(tokens, n + 1)
            timed = n + 2 < limit and tokens[n + 2].key in (
                "timer",
                "time",
                "hours",
                "hour",
                "uger",
                "minutter",
            )
            if counted and not timed and (n + 2 >= limit or tokens[n + 2].key not in (".", "/")):
                return n + 2 - at, Places(count=counted, end=end)
            if after in ("time", "hour", "halve", "halvdel", "half", "timer") or (
                not article and after not in _NOUNS
            ):
                bare = after in ("", ".", ",", "\n", ":", "!", "er", "is", "passer", "kan")
                if not bare or after in ("time", "hour") or end == "first" and key == "first":
                    return None
            return n + 1 - at, Places(end=end)
    ordinal = ORDINAL_WORDS.get(key)
    if (
        ordinal
        and (article or after in _NOUNS)
        and after not in ("afdeling", "side", "aftale", "tidspunkt", "vej")
    ):
        return n + 1 - at, Places(ordinal)
    return None


def _keys(tokens: Sequence[Token], at: int, count: int) -> tuple[str, ...]:
    return tuple(t.key for t in tokens[at : at + count - 1])


def itemise(tokens: Sequence[Token], times: Sequence[Expression]) -> list[Item]:
    """Return the items of the text in order."""
    starts = {e.first: e for e in times}
    inside = {n for e in times if not isinstance(e.what, Number) for n in range(e.first, e.last)}
    numbers = {e.first for e in times if isinstance(e.what, Number)}
    out: list[Item] = []
    at = 0
    while at < len(tokens):
        item = _item(tokens, at, starts, inside, numbers)
        out.append(item)
        at = item.last
    return out


def _item(
    tokens: Sequence[Token], at: int, starts: dict[int, Expression], inside: set[int], numbers: set[int]
) -> Item:
    token = tokens[at]
    here = starts.get(at)
    if here is not None and at not in numbers:
        return Item(Kind.TIME, at, here.last, here.start, here.end, token.key, token.raw, time=here)
    limit = at + 1
    while limit < len(tokens) and limit not in inside and limit - at < 9 and tokens[limit].key != "\n":
        limit += 1
    quantity = _quantity(tokens, at, limit)
    places = _places(tokens, at, limit) if here is None else None
    phrase = phrase_at(tokens, at, limit)
    longest = max(quantity[0] if quantity else 0, places[0] if places else 0)
    if phrase is not None and phrase[0] > longest and _counts(tokens, at, phrase):
        return _made(Kind.PHRASE, tokens, at, at + phrase[0], classes=phrase[1])
    if places is not None and places[0] >= (quantity[0] if quantity else 0):
        return _made(Kind.PLACE, tokens, at, at + places[0], places=places[1])
    if quantity is not None:
        return _made(quantity[1], tokens, at, at + quantity[0])
    if here is not None:
        return Item(Kind.NUMBER, at, here.last, here.start, here.end, token.key, token.raw, time=here)
    if token.key in _SIGNS or token.key in ("og", "and", "eller", "or", "samt"):
        return _made(Kind.SIGN, tokens, at, at + 1)
    return _made(Kind.WORD, tokens, at, at + 1)


def _counts(tokens: Sequence[Token], at: int, phrase: tuple[int, frozenset[str]]) -> bool:
    """Whether the phrase counts here: some small ones only where the clause ends."""
    last = at + phrase[0]
    if phrase[0] > 1 or tokens[at].key not in AT_THE_END or "anaphor" in phrase[1]:
        return True
    return (
        last >= len(tokens)
        or tokens[last].key in _SIGNS
        or tokens[last].key in ("og", "hele", "men", "alle", "and", "begge")
    )


def _made(kind: Kind, tokens: Sequence[Token], first: int, last: int, **more: object) -> Item:
    item = Item(
        kind, first, last, tokens[first].start, tokens[last - 1].end, tokens[first].key, tokens[first].raw
    )
    item.classes = more.get("classes", frozenset())  # type: ignore[assignment]
    item.places = more.get("places")  # type: ignore[assignment]
    return item
