"""Names that look public: authors, figures of books, schools and funds that bear a name. They become a question."""

from collections.abc import Sequence
from functools import cache

from faelled.core.guard.words import lines

from .households import PEOPLE
from .known import ordinary
from .tokens import TOKEN, Token

BEFORE = frozenset((
    "forfatter", "forfatteren", "forfatterne", "forfatterinden", "digter", "digteren", "illustrator",
    "illustratoren", "tegneserien", "bogen", "bøgerne", "bogserien", "romanen", "romanerne", "serien",
    "filmen", "filmene", "figuren", "figurerne", "eventyret", "eventyrene", "digtet", "digtene",
    "teaterstykket", "musicalen", "lydbogen", "billedbogen", "trilogien", "klassikeren", "helten",
    "prinsesse", "sankt", "sct", "skt", "café", "salon", "restaurant", "hotel", "børnehuset", "børnehaven",
    "vuggestuen", "author", "novel", "book", "stormen", "orkanen", "skibet", "skibene", "færgen", "båden",
    "hunden", "katten", "hesten", "kaninen", "marsvinet", "grillen", "pizzeriaet", "kroen",
))  # fmt: skip
MADE = frozenset((
    "bog", "bøger", "roman", "romaner", "digte", "digt", "eventyr", "noveller", "novelle", "krimi",
    "krimier", "sange", "sang", "billedbog", "billedbøger", "tekst", "tekster", "værker", "historier",
    "fortællinger", "serie", "books", "forfatterskab", "univers", "lydbog", "lydbøger", "tegneserier",
    "abc", "bogserie", "klassiker", "klassikere",
))  # fmt: skip
BETWEEN = frozenset(("af", "om", "med", "by"))
HOUSES = frozenset((
    "fond", "fonden", "fondet", "skole", "skolen", "kirke", "kirken", "vej", "gade", "plads", "allé",
    "café", "cafe", "caféen", "museum", "museet", "hospital", "hospitalet", "centret", "centeret", "center",
    "institut", "instituttet", "gymnasium", "børnehave", "bibliotek", "biblioteket", "boghandel", "kiosk",
    "grill", "pizza", "pizzeria", "bøfhus", "frisør", "hotel", "efterskole", "højskole", "hus", "huset",
    "have", "minde", "park", "parken", "torv", "pris", "prisen", "legat", "legatet", "foundation", "school",
    "church", "kollegiet", "kollegium", "hjem", "hjemmet", "stiftelse", "gård", "bageri", "bodega",
    "aps", "as", "cykler", "auto", "biler", "blomster", "salon", "teater", "teatret", "friskole",
    "privatskole",
))  # fmt: skip
FIGURES_END = (
    "figuren", "figurer", "dukken", "dukkerne", "dukker", "bøgerne", "bøger", "bogen", "filmen", "filmene",
    "serien", "plakaten", "kostumet", "fonden", "fondet", "skolen", "museet", "salen", "prisen", "huset",
)  # fmt: skip
FOR_WHOM = frozenset(("til", "hos"))
"""A book "til" somebody is theirs."""
FOLLOWERS = frozenset((*PEOPLE, "fans", "folk", "tilhængere", "elever", "kolleger"))
TITLES = frozenset(("frk", "hr", "fru", "."))
REACH = 3


@cache
def figures() -> dict[str, list[tuple[str, ...]]]:
    """Return the listed authors, figures and institutions by their first word, the longest first, in small letters."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in (*lines("figures"), *lines("institutions")):
        words = tuple(match.group().lower() for match in TOKEN.finditer(line))
        found.setdefault(words[0], []).append(words)
    return {first: sorted(names, key=len, reverse=True) for first, names in found.items()}


def listed_figures(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Return where in *tokens* a listed author or figure stands: [first, last], also in the genitive."""
    lows = [token.text.lower() for token in tokens]
    known, found, place = figures(), list[tuple[int, int]](), 0
    while place < len(lows):
        length = _length_at(lows, place, known)
        if length:
            found.append((place, place + length - 1))
        place += length or 1
    return found


def _length_at(lows: Sequence[str], place: int, known: dict[str, list[tuple[str, ...]]]) -> int:
    low = lows[place]
    for first in {low, low.removesuffix("s")}:
        for name in known.get(first, ()):
            here = tuple(lows[place : place + len(name)])
            if here[:-1] == name[:-1] and here and _same(here[-1], name[-1]) and len(here) == len(name):
                return len(name)
    return 0


def _same(word: str, name: str) -> bool:
    return word == name or (word.startswith(name) and word[len(name) :] in {"s", "'s", "’s"})


def looks_public(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether what stands around tokens [first, last] says that the name is an author's, a figure's or a house's."""
    lows = [token.text.lower() for token in tokens[max(0, first - REACH) : first]]
    lows = [low for low in lows if low not in TITLES] if TITLES.intersection(lows) else lows
    if any(low in BEFORE for low in (lows[-1:] if lows and lows[-1] in FOR_WHOM else lows[-2:])):
        return True
    if len(lows) > 1 and lows[-1] in BETWEEN and lows[-2] in MADE:
        return True
    word = tokens[last].text
    if "-" in word and _is_of_a_thing(word):
        return True
    if last > first and word[0].isupper() and word.lower() in HOUSES:
        return True
    following = tokens[last + 1 : last + 3]
    if following:
        after = following[0].text
        if after.lower() in HOUSES and after[0].isupper() and following[0].start - tokens[last].end < 2:
            return True
        if word.lower().endswith(("s", "'")) and any(token.text.lower() in MADE for token in following):
            return True
    return False


def _is_of_a_thing(word: str) -> bool:
    """Whether a name is joined to a thing: "Hammershøi-billedet"; in "Hansen-børnene" and "Bent-Ole" it is not."""
    head, _, tail = word.rpartition("-")
    if tail.endswith(FIGURES_END):
        return True
    return (
        head[:1].isupper()
        and tail.islower()
        and len(tail) > 2
        and tail not in FOLLOWERS
        and ordinary(tail) > 0
    )


def is_house(word: str) -> bool:
    """Whether *word* is itself the name of a house or a thing called after somebody: "Johannesskolen"."""
    low = word.lower()
    return (
        any(low.endswith(house) and len(low) > len(house) + 2 for house in FIGURES_END) and ordinary(low) != 1
    )


__all__ = ["is_house", "listed_figures", "looks_public"]
