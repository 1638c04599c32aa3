"""Birth dates: a date beside a word about being born or having a birthday, or right after a name."""

import re
from collections.abc import Iterator

from .finding import Context, Finding, Reason, Type
from .numbers import after, before

SUGGESTION = "[fødselsdato]"
MONTH = (
    r"(?:jan(?:uary?|uar)?|feb(?:ruary?|ruar)?|mar(?:ts|ch)?|apr(?:il)?|maj|may|jun[ie]?|jul[iy]?|aug(?:ust)?|"
    r"sep(?:t(?:ember)?)?|o[kc]t(?:ober)?|nov(?:ember)?|de[cs](?:ember)?)"
)
ORDINAL = (
    r"(?:første|anden|tredje|fjerde|femte|sjette|syvende|ottende|niende|tiende|ell?e?[fv]te|tolvte|trettende|"
    r"fjortende|femtende|sekstende|syttende|attende|nittende|tyvende|\w{2,5}ogtyvende|tredivte|enogtredivte|"
    r"[IVX]{1,6}\.)"
)
YEAR = r"(?:19|20)\d\d"
FEAST = (
    r"(?:juleaften(?:sdag)?|juledag|nytårs(?:aften|dag)|skudårsdag(?:en)?|grundlovsdag|sankthans\w*|"
    r"fastelavn\w*|"
    r"påske\w*|pinse\w*|(?:1|2|første|anden)\.? juledag)"
)
FULL = (
    rf"(?:(?:\d{{1,2}}\.?|{ORDINAL})\s?(?:i\s)?{MONTH}\.?,?\s(?:{YEAR}|'?\d\d(?!\d|[.:]\d))|"
    rf"{MONTH}\s\d{{1,2}},?\s{YEAR}|"
    rf"{YEAR}\s?[-/.]\s?\d\d?\s?[-/.]\s?\d\d?|\d{{1,2}}\s?(?P<sign>[./ -])\s?\d{{1,2}}\s?(?:(?P=sign)|-|"
    rf"\s|\.)\s?(?:{YEAR}|'?\d\d)|"
    rf"\d{{4}} {YEAR}|\d{{6}}|[0-3]\d[01]\d{YEAR})"
)
SHORT = (
    rf"(?:(?:\d{{1,2}}\.?|{ORDINAL})\s?(?:i\s)?{MONTH}|{MONTH}\s\d{{1,2}}|"
    rf"\d{{1,2}}\s?[./-]\s?\d{{1,2}}|{FEAST}(?:\s{YEAR})?)"
)
DATE = rf"(?:{FULL}|{SHORT}\.?)(?!\w)"
SOON = (
    r"(?:på (?:man|tirs|ons|tors|fre|lør|søn)dag|i (?:over)?morgen|i dag|i (?:næste )?weekend(?:en)?|"
    r"i næste uge|"
    r"i uge \d{1,2}|(?:sidste|i) (?:man|tirs|ons|tors|fre|lør|søn)dags?|on (?:mon|tues|wednes|thurs|fri|"
    r"satur|sun)day|tomorrow)"
)
BORN = (
    r"(?:født|fødselsdag\w*|fødselsdato\w*|fødselsår\w*|fødtes|fødes|f\.|dåbsattest\w*|dåbsdag\w*|"
    r"kom til verden|rund dag|"
    r"fylder|fyldte|rundede|runder|bliver|blev|born|birthday|date of birth|dob|turns|turned)"
)
CUE = re.compile(
    rf"(?i)(?<![^\W_]){BORN}(?P<filler>(?:[\s:,.(=]{{1,3}}(?:[^\W\d_]+|\d{{1,3}}(?: år|-års)?(?=\s(?:år|"
    rf"den|d\.|på|i|on)\b))){{0,5}}?)[\s:,.(=]{{1,3}}"
    rf"(?:(?:den|d\.|on|the)\s?)?(?P<date>{DATE})"
)
# "født 4/4 2012 og lillesøster d. 30. november 2018": who is born first lends the second its word.
AND_THEN = re.compile(
    rf"(?i)(?:,|\sog|,\sog)\s(?:(?![^\W_]*(?:kom|møde|flytte|begynd|"
    rf"start))[^\W\d_]+,?\s){{0,3}}(?P<date>(?:(?:den|d\.)\s)?{DATE})"
)
TURNS = re.compile(
    rf"(?i)(?<![^\W_])(?:fylder|bliver|"
    rf"turns)\s(?P<date>[^\W_]{{1,14}}(?:\sår)?\s{SOON})(?![^\W_])"
)
HAS_ONE = re.compile(rf"(?i)(?<![^\W_])(?:fødselsdag|birthday)\s(?P<date>{SOON})(?![^\W_])")
IN_YEAR = re.compile(
    rf"(?i)(?<![^\W_])(?:født|fødselsår|årgang|born)(?:\s(?:er|in|i|engang i|omkring|den))?[\s:]{{1,2}}"
    rf"(?P<date>(?:(?:slutningen af |starten af |begyndelsen af )?(?:{MONTH}|uge \d{{1,2}}|foråret|"
    rf"sommeren|efteråret|vinteren)[,\s]\s?)?"
    rf"(?:i )?(?:{YEAR}|'\d\d|\d\d(?=[\s,.)]))|(?:i )?(?:{MONTH}|uge \d{{1,2}}|{SOON}))(?![\w-])"
)
# Not a child's but a house's, a project's; nor a whole year group's.
NOBODY = re.compile(
    r"(?i)\b(?:bibliotek\w*|huset|\w*hus|klub\w*|forening\w*|projekt\w*|bus\w*|bogbus\w*|samarbejde\w*|"
    r"vi|det|idé\w*|ideen|alle|"
    r"børn|børnene|unge|elever|dem|dem der er|årgang\w*|partnerskab\w*|avis\w*|kommune\w*|skole\w*|"
    r"møde\w*|fristen|filial\w*|"
    r"kontoret|tilbud\w*|ferie\w*|forfatter\w*|bogen|serien|museet|caf[eé]\w*|library|project|"
    r"der)\s(?:\w+\s){0,2}\Z"
)
PERSON = re.compile(
    r"(?i)(?<![^\W_])(?:hun|han|hende|ham|jeg|mor|moren|far|faren|barnet|drengen|pigen|dreng|pige|søn|"
    r"sønnen|datter|datteren|"
    r"baby|babyen|den (?:ældste|yngste|mindste)|storebror|lillebror|storesøster|lillesøster|mindste|"
    r"ældste|yngste|mellemste|"
    r"tvilling\w*|mormor|farmor|morfar|farfar|hendes|hans|kvinden|manden|he|she|her|his|boy|girl)(?![^\W_])"
)
# A CPR number with its last four digits left out still tells the birth date.
HALF_A_CPR = re.compile(
    r"(?i)\b(?:cpr|personnummer)[^\d\n]{0,15}(?P<date>\d{6})(?!\d|[ -]{0,3}\d)|"
    r"(?<!\d)(?P<masked>[0-3]\d[01]\d{3})\s?-?\s?[xX*•?_#]{2,4}"
)
NAMED = re.compile(
    rf"(?<![^\W_])(?P<name>[A-ZÆØÅ][^\W\d_]+|[Mm]indste|[Yy]ngste|[Ææ]ldste|[Dd]atter(?:en)?|"
    rf"[Ss]øn(?:nen)?|[Bb]arnet|[Bb]ror|[Ss]øster)"
    rf"(?:,\s|\s\(|:\s|\s(?:er\s)?(?:fra|er)\s)(?:(?:den|d\.|f\.)\s?)?(?P<date>{FULL})(?=[,).;\s]|\Z)"
)
AFTER = re.compile(
    rf"(?i)(?P<date>{FULL})(?=[^.!?\n\d]{{1,30}}(?:fødselsda|fødselsår|birthday|date of birth))"
)
CALENDAR = re.compile(
    rf"(?i)(?:(?:man|tirs|ons|tors|fre|lør|søn)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day|{MONTH}|"
    rf"dato\w*|frist\w*|"
    r"deadline|referat\w*|notat\w*|møde\w*|status|version|opdateret|revideret|næste|sidste|uge|kl|"
    r"dagsorden|bilag|"
    r"senest|aftale\w*|start|slut|sagen|evaluering|workshop|kursus|arrangement\w*|vi|det|der|den|"
    r"mødet)(?![^\W_])"
)
RECENT = re.compile(r"(?:20)?(?:2[5-9]|3\d)\Z")
CLOCK = re.compile(r"(?i)[\s,]{1,2}(?:kl|klokken|til|-)\b")


def birthdates(text: str, context: Context) -> Iterator[Finding]:
    """Find birth dates in normalised *text*."""
    for match in CUE.finditer(text):
        if _is_somebodys(text, match):
            yield _finding(match.span("date"), 0.85, Reason.CUE)
            second = AND_THEN.match(text, match.end())
            if second:
                yield _finding(second.span("date"), 0.6, Reason.CUE)
    for pattern in (TURNS, HAS_ONE, IN_YEAR):
        yield from _without_day(text, pattern)
    for match in HALF_A_CPR.finditer(text):
        yield _finding(match.span("date" if match["date"] else "masked"), 0.8, Reason.CUE)
    for match in AFTER.finditer(text):
        yield _finding(match.span("date"), 0.6, Reason.CUE)
    yield from _after_a_name(text)


def _is_somebodys(text: str, match: re.Match[str]) -> bool:
    """Whether the birthday is a person's: "bliver" alone says nothing, and neither does a house's hundred years."""
    cue = match.group().casefold()
    if NOBODY.search(before(text, match.start(), 40)):
        return False
    if cue.startswith(("bliver", "blev", "turn")):
        counted = re.match(r"(?:bliver|blev|turns|turned)\s\d{1,2}(?:\sår)?\s(?:den|d\.|på|on)", cue)
        return counted is not None or (cue.startswith("blev født"))
    hundred = re.search(r"\b(\d{3})\b(?=\s(?:år|den|d\.))", match["filler"] or "")
    return not (hundred and int(hundred[1]) > 110)


def _without_day(text: str, pattern: re.Pattern[str]) -> Iterator[Finding]:
    for match in pattern.finditer(text):
        left = before(text, match.start(), 60)
        if not NOBODY.search(left):
            about = PERSON.search(left) or PERSON.search(after(text, match.end(), 40))
            yield _finding(match.span("date"), 0.6 if about else 0.35, Reason.CUE)


def _after_a_name(text: str) -> Iterator[Finding]:
    """Find a date in brackets or between commas after a name; a weekday with its date is an appointment."""
    for match in NAMED.finditer(text):
        if CALENDAR.match(match["name"]) or CLOCK.match(text, match.end()):
            continue
        if not RECENT.search(match["date"]):
            yield _finding(match.span("date"), 0.6, Reason.SHAPE)


def _finding(span: tuple[int, int], certainty: float, reason: Reason) -> Finding:
    return Finding(*span, Type.BIRTHDATE, certainty, reason, SUGGESTION)


__all__ = ["birthdates"]
