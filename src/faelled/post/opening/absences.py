"""Is it an absence message, and when does the person say they are back?"""

import re
from datetime import date, timedelta

from faelled.post.opening.headers import Headers, automatic

_SUBJECT = re.compile(
    r"(?:automatisk svar|autosvar|auto-?svar|automatisk besked|fraværsbesked|fraværsmeddelelse|fravær"
    r"|ikke til stede|ferie"
    r"|frånvaro(?:meddelande)?|frånvarande|automatiskt svar|fraværsmelding|fraværende|ikke på kontoret"
    r"|automatic reply|auto[- ]?reply|autoreply|auto[- ]?response|auto[- ]?responder"
    r"|out of (?:the )?office(?: auto-?reply)?"
    r"|away from (?:my|the) (?:office|mail)|vacation(?: reply)?|ooo|abwesenheits?notiz"
    r"|automatische antwort|abwesend|réponse automatique)"
    r"\b\s*(?P<ends>[:\-–(!]|$)",
    re.I,
)
_SURE_SUBJECT = re.compile(
    r"(?:automatisk svar|autosvar|automatic reply|auto[- ]?reply|out of office|fraværsbesked"
    r"|fraværsmeddelelse|abwesenheitsnotiz"
    r"|automatische antwort|automatiskt svar|fraværsmelding)\b",
    re.I,
)
_NOT_HERE = re.compile(
    r"(?:ikke|ej) (?:til stede|på kontoret|på arbejde|tilstede)|(?:på|holder|har"
    r"|afholder) (?:\w+ )?(?:ferie|orlov|barsel|fri\b|kursus)|bortrejst"
    r"|fraværende|er (?:syg|sygemeldt|væk|ude af huset)|tilbage (?:igen )?(?:den|d\.|på|i|mandag|tirsdag"
    r"|onsdag|torsdag|fredag|\d)|autosvar"
    r"|automatisk (?:svar|genereret|besked)|out of (?:the )?office|on (?:vacation|holiday|leave)"
    r"|currently away|i am away|i'm away"
    r"|(?:will be|be|am) back|returning|return to the office|limited access to (?:e-?mail|my)"
    r"|automatic(?:ally generated)? repl|maternity leave"
    r"|semester|frånvarande|föräldraledig|tjänstledig|urlaub|nicht im büro|abwesend|nicht im haus",
    re.I,
)
_SAYS_IT_IS_AUTOMATIC = re.compile(
    r"(?:dette er (?:et|en) (?:automatisk|auto)\w* ?(?:svar|besked|mail|genereret)|denne (?:mail|besked"
    r"|e-mail) er (?:sendt automatisk|automatisk)"
    r"|automatisk genereret (?:svar|besked|mail)|this is an auto\w* (?:reply|response|generated)"
    r"|dies ist eine automatische"
    r"|detta är ett auto\w* ?svar)",
    re.I,
)
# A shared mailbox says that it got the mail; nobody is away.
_RECEIPT = re.compile(
    r"(?:har|er) (?:nu )?modtaget (?:din|jeres|dit)|er modtaget|kvittering for|sagsnummer"
    r"|tak for (?:din|jeres) henvendelse"
    r"|have received your|received your|ticket (?:number|id|#)|thank you for contacting|haben ihre .{1,30} erhalten",
    re.I,
)
_REPLY_HEADERS = ("x-autoreply", "x-autorespond", "x-autoreply-from", "x-mail-autoreply")


def is_absence(headers: Headers, text: str) -> bool:
    """Whether the mail says that its sender is away, by itself and not by the hand of a person."""
    if headers.raw("content-type").lower().startswith("multipart/report"):
        return False
    subject = headers.text("subject").strip()
    start = text[:2000]
    away = _SUBJECT.match(subject) is not None or _NOT_HERE.search(start) is not None
    if automatic(headers) and not _NOT_HERE.search(start) and _RECEIPT.search(start):
        return False
    if _SURE_SUBJECT.match(subject) or headers.raw("x-apple-action").lower() == "vacation":
        return True
    if any(name in headers for name in _REPLY_HEADERS):
        return True
    if headers.raw("precedence").lower().replace("-", "_") == "auto_reply":
        return True
    if automatic(headers):
        replied = headers.raw("auto-submitted").lower().startswith(("auto-replied", "auto_replied"))
        return replied or (away and "list-id" not in headers)
    return _SAYS_IT_IS_AUTOMATIC.search(start) is not None


# The day of return

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar january jan jänner januari",
            "februar february feb februari",
            "marts march mar märz mars",
            "april apr",
            "maj may mai",
            "juni june jun",
            "juli july jul",
            "august aug augusti",
            "september sep sept",
            "oktober october okt oct",
            "november nov",
            "december dezember dec dez desember",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = (
    rf"(?:(?P<d1>\d{{1,2}})(?:\.|st|nd|rd|th)? ?(?:of )?(?P<m1>{_MONTH})\b\.?(?:,? (?P<y1>20\d\d))?"
    rf"|(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y2>20\d\d))?"
    r"|(?P<y3>20\d\d)-(?P<m3>\d{2})-(?P<d3>\d{2})"
    r"|(?P<d4>\d{1,2})[./-] ?(?P<m4>\d{1,2})\b(?:[./-] ?(?P<y4>(?:20)?\d\d)\b)?)"
)
_FILLING = (
    r"(?:[:,]? (?:den|d\.|on|the|at|på|igen|again|work|arbejde|kontoret|office|to|from|am|vom"
    r"|\w{3,7}dag(?: den| d\.)?|\w{3,6}day,?))*,? "
)
_THROUGH = re.compile(
    rf"(?:til og med|t\.?o\.?m\.?|til & med|through|up to and including|bis einschließlich"
    rf"|till och med)(?P<f>{_FILLING}){_DAY}",
    re.I,
)
_BACK = re.compile(
    r"(?:tilbage|retur|træffes|træffe mig|på arbejde|på kontoret|return(?:ing|s)?|back|zurück|åter"
    r"|tillbaka|indtil|frem til|until|till?"
    rf"|bis zum|bis)(?P<f>{_FILLING}){_DAY}",
    re.I,
)
_RANGE = re.compile(
    r"\b(?:fra|from|perioden|between|mellem)\b[^!?\n]{1,40}?"
    rf"(?:til|to|and|og|through|-|–)(?P<f>{_FILLING}){_DAY}",
    re.I,
)
_BACK_WORDS = (
    r"\b(?:tilbage|retur|back|tillbaka|return(?:ing|s)?)\b"
    r"(?: igen| på arbejde| på kontoret| at work| in the office)?"
)
# "Tilbage mandag d. 7.": a day without its month is the next one of that number.
_BACK_ON_DAY = re.compile(
    rf"{_BACK_WORDS}(?: on)?(?: \w{{3,7}}dag| \w{{3,6}}day)?,? (?:den|d\.|the) ?(?P<d>\d{{1,2}})(?:\.|st|nd|rd|th)?"
    rf"(?![\d/:\-]|\.\d| ?(?:{_MONTH}|time|minut))",
    re.I,
)
_BACK_IN_WEEK = re.compile(
    rf"{_BACK_WORDS}(?: \w{{3,7}}dag| \w{{3,6}}day)?,? (?:i|in|from|fra) (?:uge|week|vecka|uke) (?P<w>\d{{1,2}})\b",
    re.I,
)
_LONGEST_ABSENCE = timedelta(days=550)


def back_on(text: str, written: date | None) -> date | None:
    """Return the first day on which the writer says they are back, or None when nothing of the kind is found.

    written: the day of the mail, which tells the year where none is said.
    """
    start = " ".join(text[:4000].split())
    if (found := _THROUGH.search(start)) is not None and (last := _date(found, written)) is not None:
        return last + timedelta(days=1)
    span = _RANGE.search(start)
    last = _date(span, written) if span is not None else None
    days = [day for found in _BACK.finditer(start) if (day := _date(found, written)) is not None]
    # What stands at the end of "fra den 1. til den 4. december" is the last day away, and not the first day back.
    days = [day + timedelta(days=1) if day == last else day for day in days]
    if last is not None and not days:
        days = [last + timedelta(days=1)]
    days = days or _without_month(start, written)
    # "Ferie fra 1. til 14. juli, tilbage den 15.": the latest day that is named with such a word.
    return max(days, default=None)


def _without_month(text: str, written: date | None) -> list[date]:
    """Return the day back where only its number or its week is said, counted from the day of the mail."""
    if written is None:
        return []
    if (found := _BACK_ON_DAY.search(text)) is not None:
        following = (written + timedelta(days=ahead) for ahead in range(32))
        return [day for day in following if day.day == int(found["d"])][:1]
    if (found := _BACK_IN_WEEK.search(text)) is not None:
        mondays = (
            written - timedelta(days=written.weekday()) + timedelta(weeks=ahead) for ahead in range(54)
        )
        return [day for day in mondays if day.isocalendar().week == int(found["w"])][:1]
    return []


def _date(found: re.Match[str], written: date | None) -> date | None:
    for form in "1234":
        day, month, year = found[f"d{form}"], found[f"m{form}"], found[f"y{form}"]
        if day is None:
            continue
        number = _MONTHS[month.lower()] if not month.isdecimal() else int(month)
        try:
            return _with_year(int(day), number, int(year) if year else None, written)
        except ValueError:
            return None
    return None


def _with_year(day: int, month: int, year: int | None, written: date | None) -> date | None:
    if year is not None:
        return date(year if year > 99 else 2000 + year, month, day)
    if written is None:
        return None
    candidate = date(written.year, month, day)
    if candidate < written - timedelta(days=7):
        candidate = date(written.year + 1, month, day)
    return candidate if candidate - written < _LONGEST_ABSENCE else None
