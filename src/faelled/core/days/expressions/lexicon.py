"""The words of time, Danish and English, by their keys (see tokens.fold)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from faelled.core.days.expressions.kinds import Feast, PartOfDay, Side, Third
from faelled.core.days.expressions.tokens import fold, keys, words_of

_Value = TypeVar("_Value")


def _by_key(rows: Mapping[str, _Value]) -> dict[str, _Value]:
    return {fold(word): value for words, value in rows.items() for word in words.split()}


WEEKDAY_STEMS: dict[str, int] = _by_key(
    {"mandag monday": 0, "tirsdag tuesday": 1, "onsdag wednesday": 2, "torsdag thursday": 3}
    | {"fredag friday": 4, "lørdag saturday": 5, "søndag sunday": 6}
)
WEEKDAY_ENDINGS = ("", "en", "e", "ene", "s", "ens", "enes", "'s", "s'")
WEEKDAY_ABBREVIATIONS: dict[str, int] = _by_key(
    {"tir tirs tue tues": 1, "ons wed weds": 2, "tors thu thur thurs": 3, "fre": 4}
)
# These are everyday words too ("man", "mon", "tør", "fri", "søn"), so they need company to be a weekday.
SHY_ABBREVIATIONS: dict[str, int] = {
    "man": 0, "mon": 0, "tor": 3, "fri": 4, "lør": 5, "lor": 5, "sat": 5, "søn": 6, "sun": 6,
}  # fmt: skip
MONTHS: dict[str, int] = _by_key(
    {"januar january jan": 1, "februar february feb": 2, "marts march mar": 3, "april apr": 4, "maj may": 5}
    | {"juni june jun": 6, "juli july jul": 7, "august aug": 8, "september sept sep": 9}
    | {"oktober october okt oct": 10, "november nov": 11, "december dec": 12}
)
SHY_MONTHS = frozenset({"may", "mar", "march", "jul", "jan"})
COMPOUND_TAILS = tuple(
    sorted(
        words_of(
            """
            tid tiden tider tiderne tidspunkt tidspunktet tidspunkter tidspunkterne møde mødet møder møderne dag dage
            dagen dagene dato datoen datoer datoerne mulighed muligheden muligheder mulighederne forslag forslaget
            forslagene slot slottet slots vagt vagter vagten vagterne ugerne uger gangene date dates
            timer timerne stund stunden
            """
        )
    )
)
PARTS: dict[str, PartOfDay] = _by_key(
    {
        "morgen morgenen morgener morgenerne morgenstunden": PartOfDay.EARLY,
        "formiddag formiddage formiddagen formiddagene formid morning mornings am": PartOfDay.MORNING,
        "middag middagen middagstid middagstiden frokost frokosten frokosttid frokosttiden frokostpausen "
        "frokostpause middagspausen middagspause noon midday lunch lunchtime lunchtimes lunches": PartOfDay.NOON,
        "eftermiddag eftermiddage eftermiddagen eftermiddagene eftermid afternoon afternoons pm": PartOfDay.AFTERNOON,
        "aften aftenen aftener aftenerne aftner aftnerne evening evenings": PartOfDay.EVENING,
    }
)
PART_STEMS: dict[str, PartOfDay] = _by_key(
    {"morgen": PartOfDay.EARLY, "formiddags": PartOfDay.MORNING, "formiddag": PartOfDay.MORNING}
    | {
        "frokost middags": PartOfDay.NOON,
        "eftermiddags eftermiddag": PartOfDay.AFTERNOON,
        "aften": PartOfDay.EVENING,
    }
)
FEASTS: dict[str, Feast] = _by_key(
    {
        "efterårsferie efterårsferien efterårsferies": Feast.AUTUMN,
        "vinterferie vinterferien": Feast.WINTER,
        "påske påsken påskeferie påskeferien påskedagene easter": Feast.EASTER,
        "himmelfart himmelfartsferien himmelfartsdag himmelfarten ascension": Feast.ASCENSION,
        "pinse pinsen pinseferien whitsun pentecost": Feast.WHITSUN,
        "grundlovsdag": Feast.CONSTITUTION,
        "jul julen juleferie juleferien christmas xmas": Feast.CHRISTMAS,
        "lillejuleaften": Feast.LITTLE_CHRISTMAS_EVE,
        "mellemjul": Feast.BETWEEN,
        "nytår nytåret nytårsferien": Feast.NEW_YEAR,
        "sommerferie sommerferien": Feast.SUMMER,
    }
)
FEAST_PHRASES: dict[tuple[str, ...], Feast] = {
    keys("mellem jul og nytår"): Feast.BETWEEN,
    keys("between christmas and new year"): Feast.BETWEEN,
    keys("new year's"): Feast.NEW_YEAR,
    keys("new year"): Feast.NEW_YEAR,
    keys("autumn break"): Feast.AUTUMN,
    keys("autumn holiday"): Feast.AUTUMN,
    keys("half term"): Feast.AUTUMN,
    keys("half - term"): Feast.AUTUMN,
    keys("uge 42 ferien"): Feast.AUTUMN,
    keys("winter break"): Feast.WINTER,
    keys("winter holiday"): Feast.WINTER,
    keys("kristi himmelfart"): Feast.ASCENSION,
    keys("kristi himmelfartsferien"): Feast.ASCENSION,
    keys("ascension day"): Feast.ASCENSION,
    keys("dagen efter kristi himmelfart"): Feast.ASCENSION,
    keys("dagen efter kristi himmelfartsdag"): Feast.ASCENSION,
    keys("dagen efter himmelfart"): Feast.ASCENSION,
    keys("dagen efter himmelfartsdag"): Feast.ASCENSION,
    keys("fredagen efter kristi himmelfart"): Feast.ASCENSION,
    keys("fredagen efter himmelfart"): Feast.ASCENSION,
    keys("the day after ascension"): Feast.ASCENSION,
    keys("the day after ascension day"): Feast.ASCENSION,
    keys("lille juleaften"): Feast.LITTLE_CHRISTMAS_EVE,
    keys("constitution day"): Feast.CONSTITUTION,
}
_UNITS = "nul en to tre fire fem seks syv otte ni ti elleve tolv"
_TEENS = "tretten fjorten femten seksten sytten atten nitten tyve"
_ENGLISH = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen twenty
"""
_DANISH_ORDINALS = """
første anden tredje fjerde femte sjette syvende ottende niende tiende ellevte tolvte trettende fjortende femtende
sekstende syttende attende nittende tyvende
"""
_ENGLISH_ORDINALS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
sixteenth seventeenth eighteenth nineteenth twentieth
"""
NUMBER_WORDS: dict[str, int] = {
    fold(word): n for row in (f"{_UNITS} {_TEENS}", _ENGLISH) for n, word in enumerate(row.split()) if n
} | {"et": 1, "en": 1, "een": 1, "ene": 1}


def _danish_ordinals() -> Iterator[tuple[str, int]]:
    yield from ((w, n) for n, w in enumerate(_DANISH_ORDINALS.split(), 1))
    for n, unit in enumerate(_UNITS.split()[1:10], 1):
        yield f"{unit}ogtyvende", 20 + n
    yield from (("tredivte", 30), ("enogtredivte", 31), ("andet", 2))


def _english_ordinals() -> Iterator[tuple[str, int]]:
    yield from ((w, n) for n, w in enumerate(_ENGLISH_ORDINALS.split(), 1))
    yield "thirtieth", 30


ORDINAL_WORDS: dict[str, int] = {
    fold(w): n for rows in (_danish_ordinals(), _english_ordinals()) for w, n in rows
}
THIRDS: dict[str, Third] = _by_key(
    {
        "starten start begyndelsen primo tidlig tidligt tidlige early beginning": Third.START,
        "midten midt medio mid middle": Third.MIDDLE,
        "slutningen slut ultimo sen sent sene sidst late end": Third.END,
    }
)
_EDGES = {
    Side.FROM: """
        fra|fra og med|f.o.m.|fom|tidligst|tidligst fra|først|først fra|først kl|først omkring|fra omkring|
        from|starting|as of|starting from|earliest|at the earliest|først fra og med|er tilbage|tidligst ved
    """,
    Side.AFTER: """
        efter|først efter|after|senere end|later than|any time after|på den anden side af|lige efter|once past
    """,
    Side.BEFORE: """
        før|inden|before|tidligere end|earlier than|forud for|prior to|ahead of|senest før
    """,
    Side.UNTIL: """
        til|til og med|t.o.m.|t.o.m|tom|indtil|frem til|frem til og med|hen til|senest|until|till|by|up to|up until|
        up to and including|through|no later than|not later than|latest|at the latest|senest ved|ikke senere end|
        ikke længere end|ikke længere end til|inden udgangen af|slut senest|kun til|op til
    """,
}
_LATER = {
    Side.FROM: """
        og frem|og fremefter|og frem efter|og senere|eller senere|or later|onwards|onward|on wards|and later|
        and onwards|or after|eller efter|at the earliest|fremover|and after|tidligst
    """,
    Side.UNTIL: """
        og tidligere|eller tidligere|or earlier|and earlier|eller før|or before|at the latest|latest|senest|og før
    """,
}


def _sides(rows: Mapping[Side, str]) -> dict[tuple[str, ...], Side]:
    return {keys(words.strip()): side for side, row in rows.items() for words in row.split("|")}


EDGES = _sides(_EDGES)
LONGEST_EDGE = max(len(k) for k in EDGES)
LATER = _sides(_LATER)
JOINERS = frozenset({"og", "and", "eller", "or", ",", "&", "+", "/", "samt"})


def variants(words: Iterable[str]) -> dict[str, str]:
    """Return misspellings one missing or doubled letter away, each with the word it stands for.

    Two words that share a misspelling lose it: a guess must be the only one. Swaps and wrong letters meet
    their word through the misspelling they share, so the table stays small and the look-up is one step.
    """
    found: dict[str, str | None] = {}
    for word in words:
        for at in range(1, len(word)):
            shorter = word[:at] + word[at + 1 :]
            found[shorter] = word if found.get(shorter, word) == word else None
    return {k: v for k, v in found.items() if v is not None}
