"""Quantities: all, none, the rest. They speak of the slots without naming any."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from faelled.core.days.expressions import Token, fold, listed
from faelled.core.replies.places import number_at


class Quantity(StrEnum):
    """How many of the slots are meant."""

    ALL = "all"
    REST = "rest"
    NONE = "none"


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
        "every",
        "enhver",
        "hvert",
        "each",
    }
)
_ALL_PHRASES: tuple[tuple[str, ...], ...] = tuple(
    sorted(
        (
            tuple(fold(w) for w in p.split())
            for p in listed(
                """
    alle sammen|alle dage|alle datoer|alle tider|alle tidspunkter|alle forslag|alle tiderne|
    alle datoerne|alle dagene|alle gange|alle gangene|alle muligheder|begge to|begge dage|begge dele|
    begge tider|begge gange|det hele|det hele alt sammen|lige hvad dag|hele molevitten|
    alle mulighederne|alle de navnte|lige hvad|hvad som helst|hvilken som helst|hvilket som helst|
    nar som helst|lige meget|ligegyldigt|hele raden|hele paletten|over hele linjen|hele banden|
    hele vejen igennem|samtlige dage|samtlige tider|hver gang|all of them|any of them|both of them|
    either of them|either one|any one|any day|any time|all days|all dates|all times|both days|
    both dates|both times|each time|every time|every day|every one|every date|the lot|all of those|
    any of those|all the dates|all the times|all the days|whichever you like|whatever suits|
    all options|every option|any option|either day|either date|any of these|all of these|
    any of the dates|any of the times|all the options|nogen af gangene|nogen af tiderne|nogen af dem|
    nogen af dagene|nogen af datoerne|nogen af delene|nogen af forslagene|nogen af mulighederne|
    nogle af dem|de navnte dage|de navnte tider|jeres forslag|alle jeres forslag|alle de foreslaede|
    alle de foreslaede tider|dem alle|dem begge|dem alle sammen|them all|any of the above|
    all of the above|hver og en|hver eneste|en hvilken som helst|hvilken som helst af dem|
    de foreslaede tider|de foreslaede|de foreslaede datoer|the proposed dates|the proposed times|
    the suggested times|hele bundtet
    """
            )
        ),
        key=len,
        reverse=True,
    )
)
_NONE_PHRASES: tuple[tuple[str, ...], ...] = tuple(
    tuple(fold(w) for w in p.split())
    for p in listed(
        """
    ingen af dem|ingen af dagene|ingen af tiderne|ingen af datoerne|ingen af gangene|ingen af delene|
    ingen af forslagene|ingen af mulighederne|ingen af de navnte|ingen af jeres|ingen dage|ingen datoer|
    ingen tider|none of them|none of those|none of these|none of the dates|none of the times|
    none of the days|neither of them|neither day|neither date|no day|no date|not one of them|
    not a single one|ikke en eneste|ikke nogen af dem|hverken eller|none of the above|
    ingen af tidspunkterne|none of the options|
    intet af det|ikke noget af det|intet af dette|none of it|nothing of it|
    hverken det ene eller det andet|hverken den ene eller den anden|
    neither one nor the other|neither the one nor the other
    """
    )
)
_REST_PHRASES: tuple[tuple[str, ...], ...] = tuple(
    sorted(
        (
            tuple(fold(w) for w in p.split())
            for p in listed(
                """
    resten|resten af dem|resten af dagene|resten af tiderne|resten af datoerne|resten af ugen|
    resten af listen|resten af forslagene|de andre|de andre dage|de andre tider|de andre datoer|
    de andre gange|de andre forslag|de andre muligheder|de ovrige|de ovrige dage|de ovrige tider|
    de ovrige datoer|ovrige|ovrige dage|ovrige tider|ovrige datoer|de resterende|de resterende dage|
    resterende|alle andre|alle andre dage|alle de andre|alle de ovrige|alle andre tider|
    alle andre datoer|alle ovrige|alt andet|begge de andre|begge andre|andre dage|andre tider|
    andre datoer|ellers|i ovrigt alle|den anden dag|hvilken som helst af de andre|hver af de andre|
    nogen af de andre|nogen af de ovrige|samtlige andre|samtlige ovrige|det ovrige|the rest|the others|
    the other ones|the other days|the other dates|the other times|others|other days|other dates|
    all others|all the others|all other days|all other dates|all other times|all other times|any other|
    any other day|any other time|any of the others|everything else|anything else|otherwise|
    the remaining|the remaining ones|remaining dates|rest|all the rest|the other|every other day|
    other times|either of the others|both others|both the others|the other one|the rest of them|
    the rest of the week|the rest of the dates|any of the rest|de tilbagevarende|pa de andre
    """
            )
        ),
        key=len,
        reverse=True,
    )
)
_COUNTED_REST = frozenset({"andre", "ovrige", "resterende", "other", "others", "remaining"})


_Phrases = Mapping[str, Sequence[tuple[str, ...]]]


def _by_first_word(phrases: Sequence[tuple[str, ...]]) -> _Phrases:
    """Return the phrases by the word they begin with, the longest first as they were."""
    out: dict[str, list[tuple[str, ...]]] = {}
    for words in phrases:
        out.setdefault(words[0], []).append(words)
    return out


_QUANTITIES = (
    (_by_first_word(_REST_PHRASES), Quantity.REST),
    (_by_first_word(_NONE_PHRASES), Quantity.NONE),
    (_by_first_word(_ALL_PHRASES), Quantity.ALL),
)


def _match(tokens: Sequence[Token], at: int, limit: int, phrases: _Phrases) -> int:
    for words in phrases.get(tokens[at].key, ()):
        if at + len(words) <= limit and all(tokens[at + n].key == w for n, w in enumerate(words)):
            return len(words)
    return 0


_AFTER_NONE = frozenset(
    {"", ".", ",", "!", "passer", "kan", "gar", "duer", "er", "desvarre", "for", "fungerer", "dsv", "virker"}
)


_NOTHING = frozenset({"ingen", "intet", "nothing"})
_BUT = {"undtagen": ("undtagen",), "pa": ("pa", "nar"), "bortset": ("bortset", "fra"), "except": ("except",)}
_THEM = frozenset({"de", "dem", "disse", "jeres", "the", "them", "these", "those", "your"})
_CHOICES = frozenset(
    {
        "dage",
        "datoer",
        "tider",
        "tidspunkter",
        "forslag",
        "muligheder",
        "gange",
        "dates",
        "days",
        "times",
        "options",
    }
    | {"slots", "navnte", "foreslaede", "proposed", "suggested"}
)


def _none_of(tokens: Sequence[Token], at: int, limit: int) -> int:
    """Return how many tokens "ingen af de fem datoer" takes, 0 when it is something else."""
    if at + 2 >= limit or tokens[at + 1].key not in ("af", "of") or tokens[at + 2].key not in _THEM:
        return 0
    end = at + 3
    while (
        end < limit and (number_at(tokens, end) or tokens[end].key in _CHOICES) and end - at < _LONGEST_NONE
    ):
        end += 1
    return end - at


_LONGEST_NONE = 7


def quantity_at(tokens: Sequence[Token], at: int, limit: int) -> tuple[int, Quantity] | None:
    """Read "alle fire", "de to andre", "resten", "none of them"."""
    key = tokens[at].key
    for phrases, kind in _QUANTITIES:
        used = _match(tokens, at, limit, phrases)
        if used:
            return used, kind
    none = _none_of(tokens, at, limit) if key in ("ingen", "none", "neither", "intet") else 0
    if none:
        return none, Quantity.NONE
    count = number_at(tokens, at + 1) if at + 1 < limit else None
    if (
        key in ("de", "the", "begge", "alle", "all")
        and count
        and at + 2 < limit
        and tokens[at + 2].key in _COUNTED_REST
    ):
        return 3, Quantity.REST
    if key in ("alle", "all", "samtlige") and count and count > 1:
        return 2, Quantity.ALL
    linked = at + 2 < limit and tokens[at + 1].key in ("of", "af", "the", "de")
    if key in ("all", "alle") and linked and number_at(tokens, at + 2):
        return 3, Quantity.ALL
    after = tokens[at + 1].key if at + 1 < limit else ""
    if key in ("neither", "none") or (key == "ingen" and after in _AFTER_NONE):
        return 1, Quantity.NONE
    if key in _NOTHING and tuple(t.key for t in tokens[at + 1 : at + 3])[
        : len(_BUT.get(after, ()))
    ] == _BUT.get(after):
        return 1, Quantity.NONE
    return (1, Quantity.ALL) if key in _ALL else None
