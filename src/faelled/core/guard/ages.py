"""An age together with a small place: in a village of two hundred there is one father of 38.

"En pige på syv fra Hvidbjerg", "hun er 17 og bor i Harridslev". Only a hint; a neutral wording keeps the kind of age.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .finding import Context, Finding, Reason, Type
from .numbers import before
from .place import ENDINGS, big_towns, is_small
from .spelled import NUMBERS

WORD = "|".join(
    sorted((word for word in NUMBERS if word not in {"oh", "et", "ét", "én"}), key=len, reverse=True)
)
NUMBER = rf"(?:\d{{1,3}}|(?:{WORD}))"
AGE = re.compile(
    rf"(?i)(?:(?<![\w.,/:-])(?:(?P<old>{NUMBER}) ?-? ?år(?:ig|s)e?(?![^\W_])"
    rf"|på (?P<on>{NUMBER})(?! ?(?:%|kr|km|meter|timer|sider|min))(?: ?(?:år|måneder|mdr|uger|"
    rf"halvt))?(?![^\W_])"
    rf"|(?:er|var|bliver|fylder|blev|lige fyldt|is|am|turned) (?:nu |kun |lige |vist |knap |snart |"
    rf"blevet |fyldt |stadig )?"
    rf"(?P<is>{NUMBER})(?: år(?: gammel)?| years old)?(?=,| og | fra | and | from |\.|\)| i | på )"
    rf"|(?P<years>{NUMBER}) (?:år|måneder|mdr|uger)(?: gammel| gamle)?(?![^\W_])"
    rf"|aged? (?P<aged>{NUMBER})(?![^\W_])"
    rf"|(?P<english>{NUMBER})[ -](?:years?|months?)[ -]old(?![^\W_]))"
    rf"|(?<=[^\W\d_]), (?P<bare>\d{{1,2}})(?: år)?,(?= ))"
)
PLACE = re.compile(
    r"(?:(?<![^\W_])(?:[Ff]ra|[Ii]|[Pp]å|[Vv]ed|uden for|udenfor|nær|from|in|near|at|omkring|bag)\s)"
    r"(?P<name>[A-ZÆØÅ][^\W\d_]+(?:[ -][A-ZÆØÅ][^\W\d_]+)?)"
    r"|(?<![^\W_])(?:fra|i)\s(?P<low>[^\W\d_A-ZÆØÅ]{5,20})(?![^\W_])"
)
PREFIXES = frozenset(
    ("øster", "vester", "nørre", "sønder", "store", "lille", "gammel", "over", "neder", "sankt", "øvre")
)
"""With one of these before it, a name with a capital is a village's."""
REACH = 70
SENTENCE_END = re.compile(r"[.!?](?:\s|\Z)|\n")
# A range, a limit, a crowd or a span of time is nobody's age.
NOT_BEFORE = re.compile(
    r"(?i)(?:\b(?:mellem|over|under|fra|til|op til|mindst|højst|ca|omkring|gennem|efter|inden for|siden|"
    r"de sidste|ventet|"
    r"boet(?: \w+)?|arbejdet|for|om|hver|i|alderen|between|over|under)\s|\d\s?-\s?|og\s|\d\s?(?:-|–|til|"
    r"og)\s?)\Z"
)
CROWD = re.compile(
    r"(?i)\b(?:unge|man|du|børn|brugere|borgere|elever|deltagere|medlemmer|voksne|alle|familier|mødre|fædre|"
    r"kvinder|mænd|piger|"
    r"drenge|lånere|seniorer|gruppen|projektet|samarbejdet|huset|klubben|foreningen|biblioteket|bussen|"
    r"bogbussen|"
    r"filialen|aftalen|bygningen|ordningen|children|people|users)\b[^.!?]{0,25}\Z"
)
LEAD = re.compile(r"(?i)(?<![^\W_])(?:en|et|den|vores|a|an)\s(?:[\w-]{2,20}\s){0,3}\Z")
ONE = re.compile(r"(?i)[^\W_]{2,20}\s\Z")
KIN = re.compile(
    r"(?i)(?<![^\W_])(?P<kin>mor|far|mand|kvinde|dreng|pige|bedstemor|bedstefar|mormor|farfar|enke|"
    r"enkemand|søn|datter|"
    r"mother|father|man|woman|boy|girl|baby|barn)(?:en|n|ren)?(?![^\W_])"
)
ADULT = {"mor": "en mor", "far": "en far", "mand": "en mand", "kvinde": "en kvinde", "mother": "en mor",
         "father": "en far", "man": "en mand", "woman": "en kvinde", "enke": "en kvinde", "enkemand": "en mand",
         "bedstemor": "en bedstemor", "mormor": "en bedstemor", "bedstefar": "en bedstefar",
         "farfar": "en bedstefar"}  # fmt: skip
BANDS = ((2, "0-2"), (5, "3-5"), (8, "6-8"), (12, "9-12"), (15, "13-15"), (19, "16-19"))


@dataclass(frozen=True, slots=True)
class _Age:
    years: int
    span: tuple[int, int]


def ages_with_places(text: str, context: Context) -> Iterator[Finding]:
    """Find ages beside small places in normalised *text*; where no place is, none is looked for."""
    done = 0
    for start, end in _small_places(text):
        for age in _ages(text, max(done, start - REACH), min(len(text), end + REACH)):
            if _together(text, age, start, end):
                begin, done = min(start, age.span[0]), max(end, age.span[1])
                yield Finding(
                    begin, done, Type.AGEPLACE, 0.4, Reason.CUE, _suggestion(age.years, text[begin:done])
                )
                break


def _small_places(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in PLACE.finditer(text) if _is_small(match))


def _ages(text: str, start: int, end: int) -> Iterator[_Age]:
    for match in AGE.finditer(text, start, end):
        written = next(filter(None, match.groupdict().values()))
        years = int(written) if written.isdigit() else NUMBERS[written.casefold()]
        left = before(text, match.start(), 50)
        if years > 110 or _is_nobodys(match, left):
            continue
        lead = LEAD.search(left) or (ONE.search(left) if match["on"] else None)
        begins = match.start("bare") if match["bare"] else match.start()
        yield _Age(years, (begins - (len(lead.group()) if lead else 0), match.end()))


def _is_nobodys(match: re.Match[str], left: str) -> bool:
    limited = NOT_BEFORE.search(left) is not None and not match["on"] and not match["is"]
    many = (
        match["old"] is not None and match.group().rstrip().endswith("årige") and not LEAD.search(left)
    ) or (CROWD.search(left) is not None)
    return limited or many


def _is_small(match: re.Match[str]) -> bool:
    if match["low"]:
        return len(match["low"]) > 5 and match.group().startswith("fra") and is_small(match["low"])
    name = match["name"].casefold()
    first = re.split("[ -]", name)[0]
    if name in big_towns() or (first in big_towns() and not is_small(name)):
        return False
    if first in PREFIXES and name != first:
        return True
    if is_small(name) or is_small(first) or is_small(first.removesuffix("s")):
        return True
    sure = first.endswith(ENDINGS) and not first.endswith(("by", "sø", "ø", "hede", "dal", "mark"))
    return len(first) >= 5 and (sure or (first.endswith(ENDINGS) and match.group()[:3].casefold() == "fra"))


def _together(text: str, age: _Age, start: int, end: int) -> bool:
    between = text[age.span[1] : start] if start >= age.span[1] else text[end : age.span[0]]
    if start < age.span[0] and end > age.span[0]:
        return False
    return len(between) <= REACH and not SENTENCE_END.search(between)


def _suggestion(years: int, words: str) -> str:
    """Return a wording that keeps what the sentence needs: "en mor", "barnet (6-8 år)"."""
    kin = KIN.search(words)
    if years >= 20:
        return ADULT.get(kin["kin"].casefold(), "en voksen") if kin else "en voksen"
    band = next(band for top, band in BANDS if years <= top)
    return f"{'et barn' if years < 13 else 'en ung'} ({band} år)"


__all__ = ["ages_with_places"]
