"""Birth dates: a date beside a word about being born or having a birthday, or right after a name."""

import re
from collections.abc import Iterator

from .dates import DATED, DATES, RECENT, RECENT_YEAR, WEEKDAY
from .finding import BESIDE_A_NAME, Context, Finding, Reason, Type
from .numbers import lowered
from .place import big_towns, is_small
from .spelled import NUMBERS

SUGGESTION = "[fødselsdato]"
BEFORE, AFTER = 75, 55
LETTER = re.compile(r"[^\W\d_]")
END = re.compile(r"[!?\n]|(?<=[a-zæøå]{3})\.\s")
BORN = re.compile(
    r"(?<![^\W_])(?:født|fødselsda[gt]\w*|fødsel|fødselsår\w*|føds(?:elsregistr\w*)?|fødtes|fødes|fødte|"
    r"nedkom|f\.?|b\.|fødselar\w*|har dag|dag er|myndig|fyldt|dåbsattest\w*|"
    r"dåbsdag\w*|kom til verden|så dagens lys|dagens lys|årgang|runde? dag|født[ed]?|[d]\.o\.b\.?|born|"
    r"birthday|birth date|"
    r"date of birth|dob|termin|alder)(?![^\W_])(?P<gap>[^!?\n]{0,45})\Z"
)
NUMBER = "|".join(sorted(NUMBERS, key=len, reverse=True))
TURNS = re.compile(
    rf"(?<![^\W_])(?:(?:fylder|fyldte|runder|rundede)(?P<years>(?:\s[\w-]{{1,20}}){{0,5}})|(?:bliver|"
    rf"blev|bli'r|turns|turned|turning|is)"
    rf"(?:\s(?:snart|først|også|jo|nu|hun|han|\w{{2,12}}))?\s(?:\d{{1,2}}|{NUMBER}|myndig|"
    rf"voksen)(?:\sår)?)[\s,]{{1,2}}(?:(?:den|d\.|til|nu|på|on|i|her)\s?)*\Z"
)
TURNED = re.compile(
    rf"[\s,]{{1,2}}(?:[\w-]{{1,20}}\s){{0,2}}?(?:(?:fylder|fyldte|runder|rundede|fyldes)(?![^\W_])|"
    rf"(?:bliver|blev|turns)\s(?:\w{{2,12}}\s){{0,2}}?"
    rf"(?:\d{{1,2}}|{NUMBER}|myndig)(?![^\W_])(?!\s(?:børn|unge|gange|personer))|"
    rf"(?:[\w-]{{1,20}}\s){{0,4}}(?:fødselsda|født|fødselsår|birthday|was born|til verden))"
)
# Not a child's but a house's, a project's; nor a whole year group's.
NOBODY = re.compile(
    r"(?<![^\W_])(?:vi|det|alle|dem|der er)\s\Z|"
    r"(?<!\bi )(?<!\bpå )(?<!\bfra )(?<!\bhos )(?<!\bved )(?<![^\W_])(?:\w*bibliotek\w*|\w*huset?|"
    r"\w*klub\w*|\w*forening\w*|projekt\w*|\w*bussen|samarbejde\w*|idé\w*|ideen|"
    r"børn|børnene|unge|elever|årgang\w*|partnerskab\w*|avis\w*|kommune\w*|\w*skole\w*|møde\w*|fristen|"
    r"filial\w*|\w*have(?:n|ns)|vuggestue\w*|\w*hjemmet|\w*center|\w*centret|kirken|byen|butikken|firmaet|festivalen|"
    r"koret|orkestret|holdet|gruppen|bestyrelsen|stedet|hunden|katten|hesten|bamsen|træet|lejren|fabrikken|"
    r"kontoret|tilbud\w*|ferie\w*|forfatter\w*|bogen|serien|museet|caf[eé]\w*|dronningen|kongen|library|"
    r"project|ordningen|"
    r"babyer|tvillingepar|folk|borgere|andersen|alle der)\s(?:\w+\s){0,2}\Z"
)
# "..., for så fylder huset tyve": whose birthday it is, said behind.
HOUSE = re.compile(
    r"(?<![^\W_])(?:fylder|bliver|runder) (?:\w*huset|\w*klubben|\w*foreningen|\w*haven|\w*skolen|\w*biblioteket|"
    r"\w*centret|\w*hjemmet|kirken|byen|stedet|butikken|vi som)(?![^\W_])"
)
# "Han er fra 27. januar 2011", "den ældste er fra 3/9-2008".
CHILD = (
    r"(?:ældste|yngste|mindste|mellemste|midterste|største|store|lille|næstældste|næstyngste|første|anden)"
)
IS_FROM = re.compile(
    rf"(?<![^\W_])(?:(?:han|hun|he|she|jeg)(?: \w{{2,10}})? (?:er|var|is|was)|"
    rf"(?:den|hendes|hans|deres|min|vores) {CHILD}"
    rf"(?: (?:søn|datter|dreng|pige|barn))?(?: er| var)?|(?<!af )(?<!til )(?<!om )(?<!med )(?<!for )(?<!på )(?<!hos )"
    rf"(?:barnet|drengen|pigen|babyen|sønnen|datteren|tvillingerne|søsteren|broren|storebror|storesøster|lillebror|"
    rf"lillesøster) (?:er|var)) (?:\w{{2,8}} )?(?:fra|from) (?:den |d\. ?|the )?\Z"
)
# "To søskende: 2006-02-19 og ...", "Ældste barn: ...".
CHILDREN = re.compile(
    rf"(?<![^\W_])(?:søskende|børn|børnene|tvilling\w*|trilling\w*|drenge|piger|døtre|sønner|siblings|children|"
    rf"(?:{CHILD} )?(?:barn|søn|datter|dreng|pige|bror|søster|child|son|daughter)|{CHILD})"
    rf"(?: (?:er|har|fra))?\s?[:(,-]\s?(?:(?:den|d\.|f\.)\s?)?\Z"
)
# "Jeg har hende noteret som 120808".
NOTED = re.compile(
    r"(?<![^\W_])(?:noteret|skrevet|registreret|opført|oprettet|meldt|indskrevet|står|tastet|noted|registered)"
    r"(?: (?:ind|op|ned|her|kun|bare))? (?:som|med|til|under|as) \Z"
)
PERSON = re.compile(
    r"(?<![^\W_])(?:hun|han|hende|ham|jeg|mor|moren|far|faren|barnet|drengen|pigen|dreng|pige|søn|"
    r"sønnen|datter|datteren|"
    r"baby|babyen|storebror|lillebror|storesøster|lillesøster|bror|søster|mindste|ældste|yngste|"
    r"mellemste|fætter|kusine|"
    r"tvilling\w*|mormor|farmor|morfar|farfar|hendes|hans|kvinden|manden|konen|kæresten|he|she|her|his|"
    r"boy|girl|mother|"
    r"father|son|daughter|sister|brother|patienten|borgeren|beboeren|den unge)(?![^\W_])"
)
EVENT = re.compile(
    r"(?<![^\W_])(?:kom|kommer|flytte\w*|møde\w*|mødte\w*|begynd\w*|start\w*|indskrev\w*|indmeld\w*|"
    r"lånte|afleve\w*|ferie\w*|"
    r"senest|frist\w*|aftal\w*|underskr\w*|skrev\w*|brev\w*|kontrakt\w*|sag\w*|anbragt\w*|indlagt|"
    r"udskrevet|ansat\w*|oprettet\w*|indviet|åbnede|døde|gift|skilt|siden|referat\w*|notat\w*|kursus\w*|"
    r"kl|klokken|tilmeld\w*|gravid\w*|bor|boet|gik|skal|inviteret|vi)(?![^\W_])"
)
PAPERS = re.compile(
    r"(?<![^\W_])(?:pas|passet|papirer\w*|opholdskort\w*|sygesikring\w*|id-kort\w*|kørekort\w*|"
    r"attest\w*|passport)(?![^\W_])"
    r"(?:\s\w+){0,4}\s?:?\s?\Z"
)
# A name, a bracket or the like right before a date, and little between.
NAME = re.compile(
    r"(?<![^\W_])(?P<name>[A-ZÆØÅ][^\W\d_]+(?: [A-ZÆØÅ]\.)?|[Mm]indste|[Yy]ngste|[Ææ]ldste|[Dd]atter(?:en)?|"
    r"[Ss]øn(?:nen)?|[Bb]arnet|[Bb]ror|[Ss]øster|"
    r"[Mm]or|[Ff]ar|[Dd]reng(?:en)?|[Pp]ige(?:n)?)"
    r"(?P<joint>,\s|\s?\(|:\s|\s-\s|,?\s(?:som |der |hun |han )?(?:er )?fra\s|\ser\s|\s)(?:(?:den|d\.|"
    r"f\.|ca\.)\s?)?\Z"
)
CALENDAR = re.compile(
    r"(?i)(?:(?:man|tirs|ons|tors|fre|lør|søn)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan\w*|"
    r"feb\w*|marts|april|maj|"
    r"jun[ie]|jul[iy]|august|september|oktober|november|december|dato\w*|frist\w*|deadline|referat\w*|"
    r"notat\w*|møde\w*|status|"
    r"version|opdateret|revideret|næste|sidste|uge|kl|dagsorden|bilag|senest|aftale\w*|start\w*|slut\w*|"
    r"sagen|evaluering|"
    r"workshop|kursus|arrangement\w*|vi|det|der|den|mødet|fra|til|udgivet|skrevet|oprettet|modtaget|"
    r"journal\w*|indviet|læst|"
    r"budget\w*|regnskab\w*|plan\w*|projekt\w*|nr|side|isbn|dk5|ferie\w*|sommer\w*|vinter\w*)(?![^\W_])"
)
# What belongs to the date before it: "på lørdag den", and how old somebody will be then.
WHICH = re.compile(
    rf"(?<![^\W_])(?:(?:på |i |om )?(?:{WEEKDAY} )?(?:den |d\. ?|d )?(?:\d{{1,2}}\.? (?:og|eller) )?|"
    rf"(?:\d{{1,2}}|{NUMBER})(?: år)? )?\Z"
)
CLOCK = re.compile(r"[\s,]{1,2}(?:kl\b|klokken|til\b|-\s?\d)|\s?(?:kr|%|sider|gange)")
# A CPR number with its last four digits left out still tells the birth date.
HALF_A_CPR = re.compile(
    r"(?:cpr|personnummer|første seks|first six)[^\d\n]{0,20}(?P<date>\d\d[ .-]?\d\d[ .-]?\d\d)(?!\d|"
    r"[ -]{0,3}\d)"
    r"|(?<!\d)(?P<masked>[0-3]\d[01]\d{3}\s?-?\s?\d{0,3}[x*•?_#]{1,4})"
)


def birthdates(text: str, context: Context) -> Iterator[Finding]:
    """Find birth dates in normalised *text*."""
    low = lowered(text)
    for match in HALF_A_CPR.finditer(low):
        yield _finding(match.span("date" if match["date"] else "masked"), 0.8, Reason.CUE)
    last = -1
    for match in DATES.finditer(low):
        if not _exists(match.group()):
            continue
        if not LETTER.search(low, max(0, match.start() - BEFORE), match.start()) and not LETTER.search(
            low, match.end(), match.end() + AFTER
        ):
            continue
        left = _left(low, match.start())
        certainty = _by_words(match, left, _right(low, match.end())) or _by_name(text, low, match)
        if not certainty and 0 <= match.start() - last < 45 and _goes_on(low[last : match.start()], match):
            certainty = 0.6
        if certainty:
            which = WHICH.search(left)
            start = match.start() - (len(which.group()) if which else 0)
            dated = DATED.match(low, match.end()) if match.lastgroup == "soon" else None
            yield _finding((start, dated.end() if dated else match.end()), certainty, Reason.CUE)
            last = match.end() if certainty > 0.5 else last


def _exists(words: str) -> bool:
    """Whether the numbers of a date can be a day and a month, in any order; "27 30 44" are digits of something else."""
    numbers = [int(number) for number in re.findall(r"(?<!\d)\d{1,2}(?!\d)", words)]
    if re.search(r"[a-zæøå]{2}", words):
        return not re.match(r"(?:3[2-9]|[4-9]\d)\D", words)
    if len(numbers) < 2:
        return True
    first, second = sorted(numbers[:2])
    return 1 <= first <= 12 and second <= 31


def _left(low: str, place: int) -> str:
    return END.split(low[max(0, place - BEFORE) : place])[-1]


def _right(low: str, place: int) -> str:
    return END.split(low[place : place + AFTER])[0]


def _by_words(match: re.Match[str], left: str, right: str) -> float:
    """Return how sure the words of birth around a date make it; 0 when there are none."""
    kind = match.lastgroup
    born = BORN.search(left)
    if born:
        return _of_birth(kind, born, left, right)
    turns = TURNS.search(left)
    if turns and (kind != "span" or match.group()[0].isalpha()):
        nobody = NOBODY.search(left[: turns.start()]) or _is_too_old(turns["years"] or "")
        return 0.0 if nobody or turns.group().endswith(" is ") else 0.8 if kind != "soon" else 0.6
    if kind in {"full", "short", "soon", "run"} and (turned := TURNED.match(right)):
        return 0.0 if NOBODY.search(turned.group() + " ") or _is_too_old(right[:40]) else 0.7
    if kind in {"full", "run"} and not RECENT.search(match.group()) and _is_of_a_child(match, left):
        return 0.6
    told = PAPERS.search(left)
    if (
        kind == "full"
        and not re.match(r"\d+ \d+ ", match.group())
        and not RECENT_YEAR.search(match.group())
        and not EVENT.search(left)
        and not EVENT.search(right)
    ):
        if told or PERSON.search(left):
            return 0.5 if told else BESIDE_A_NAME
        return BESIDE_A_NAME if not RECENT.search(match.group()) else 0.0
    return 0.0


def _is_of_a_child(match: re.Match[str], left: str) -> bool:
    """Whether the words right before a date say that it is when somebody was born, in other words than "født"."""
    if match.lastgroup == "run":
        return NOTED.search(left) is not None and PERSON.search(left) is not None
    return (IS_FROM.search(left) or CHILDREN.search(left)) is not None


def _of_birth(kind: str | None, born: re.Match[str], left: str, right: str) -> float:
    gap = born["gap"]
    if NOBODY.search(left[: born.start()]) or EVENT.search(gap) or re.search(r"\d{3}", gap):
        return 0.0
    if HOUSE.search(right) and not PERSON.search(left):
        return 0.0
    about = PERSON.search(left) or PERSON.search(right)
    match kind:
        case "full" | "run" | "short":
            return 0.85
        case "soon" if left.endswith(("en ", "hver ", "alle ", "om ")):
            return 0.0
        case "soon":
            return (0.6 if about else BESIDE_A_NAME) if len(gap) < 25 else 0.0
        case _:
            near = re.fullmatch(
                r"[\s:(]{1,2}(?:(?:er|in|i|engang i|omkring|den|ca\.|af|i år|"
                r"tilbage i)[\s:]){0,2}",
                gap,
            )
            if not near or born.group().startswith(("termin", "alder")):
                return 0.0
            # "Født i september 1937": whoever begins so writes of somebody.
            return 0.6 if about or not left[: born.start()].strip() else BESIDE_A_NAME


def _is_too_old(words: str) -> bool:
    years = re.search(r"\d{3,}", words)
    return years is not None and int(years.group()[:6]) > 110


def _by_name(text: str, low: str, match: re.Match[str]) -> float:
    """Return how sure a name right before a whole date makes it; a weekday with its date is an appointment."""
    kind = match.lastgroup
    if kind not in {"full", "run", "span"} or RECENT.search(match.group()) or CLOCK.match(low, match.end()):
        return 0.0
    named = NAME.search(text[max(0, match.start() - 50) : match.start()])
    if not named or RECENT_YEAR.search(match.group()) or CALENDAR.match(named["name"]):
        return 0.0
    from_year = (
        named["joint"].strip(" ,") in {"er fra", "som er fra", "der er fra", "fra"}
        or named["joint"].strip() == "("
    )
    if kind == "span":
        plain = re.fullmatch(r"'?\d\d(?:\d\d)?", match.group()) is not None
        return 0.0 if not plain or not from_year else BESIDE_A_NAME if named["name"][0].isupper() else 0.6
    if named["joint"].strip() or "/" in match.group():
        return 0.6
    name = named["name"].casefold()
    return 0.0 if name in big_towns() or is_small(name) else BESIDE_A_NAME


def _goes_on(between: str, match: re.Match[str]) -> bool:
    """Whether "og lillesøster d." stands between: who is born first lends the second its word."""
    return (
        match.lastgroup in {"full", "short", "run"}
        and re.match(r"\s?[,;(]|\sog\s|\sand\s", between) is not None
        and not EVENT.search(between)
        and not re.search(r"[.!?]\s[a-zæøå]", between.replace("d. ", "").replace("f. ", ""))
    )


def _finding(span: tuple[int, int], certainty: float, reason: Reason) -> Finding:
    return Finding(*span, Type.BIRTHDATE, certainty, reason, SUGGESTION)


__all__ = ["birthdates"]
