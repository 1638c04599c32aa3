"""Birth dates: a date beside a word about being born, or in brackets after a name."""

import re
from collections.abc import Iterator

from .finding import Context, Finding, Reason, Type

SUGGESTION = "[fødselsdato]"
MONTH = (
    r"(?:jan(?:uary?|uar)?|feb(?:ruary?|ruar)?|mar(?:ts|ch)?|apr(?:il)?|maj|may|jun[ie]?|jul[iy]?|"
    r"aug(?:ust)?|"
    r"sep(?:t(?:ember)?)?|o[kc]t(?:ober)?|nov(?:ember)?|de[cs](?:ember)?)"
)
DATE = (
    rf"(?:(?:den\s|d\.\s?)?\d{{1,2}}\.?\s?{MONTH}\.?(?:,?\s(?:19|20)\d\d)?|{MONTH}\s\d{{1,2}},?\s(?:19|"
    rf"20)\d\d"
    r"|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}\s?[./-]\s?\d{1,2}(?:\s?[./ -]\s?(?:(?:19|20)\d\d|\d\d))?|\d{6}|"
    r"\d{8})(?!\w)"
)
CUE = re.compile(
    r"(?i)(?<![^\W_])(?:født|fødselsdag\w*|fødselsdato\w*|født d|fødselsår|f\.|fylder(?:\s\w+){0,2}|"
    r"bliver\s\d{1,2}(?:\sår)?|"
    r"fyldte(?:\s\w+){0,2}|born(?: on)?|date of birth|birthday|dob)[\s:,.(]{1,3}"
    rf"(?:(?:er|er den|den|d\.|is|on|var|i dag|the)\s){{0,2}}(?P<date>{DATE})"
)
# "født 4/4 2012 og lillesøster d. 30. november 2018": who is born first lends the second its word.
AND_THEN = re.compile(rf"(?i)(?:,|\sog)\s(?:\w+\s){{0,3}}(?P<date>{DATE})")
# A CPR number with its last four digits left out still tells the birth date.
HALF_A_CPR = re.compile(r"(?i)\b(?:cpr|personnummer)[^\d\n]{0,15}(?P<date>\d{6})(?!\d|[ -]{0,3}\d)")
AFTER_NAME = re.compile(
    r"(?<![^\W_])[A-ZÆØÅ][^\W\d_]+(?:,\s|\s\()"
    r"(?P<date>[0-3]?\d(?P<sign>[./-])[01]?\d(?P=sign)(?:19|20)?\d\d|\d{6})(?=[,).\s]|$)"
)
CALENDAR = re.compile(
    rf"(?i)(?:man|tirs|ons|tors|fre|lør|søn)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day|{MONTH}(?![^\W_])"
)


def birthdates(text: str, context: Context) -> Iterator[Finding]:
    """Find birth dates in normalised *text*."""
    for match in CUE.finditer(text):
        yield _finding(match.span("date"), 0.85, Reason.CUE)
        second = AND_THEN.match(text, match.end())
        if second:
            yield _finding(second.span("date"), 0.6, Reason.CUE)
    for match in HALF_A_CPR.finditer(text):
        yield _finding(match.span("date"), 0.8, Reason.CUE)
    for match in AFTER_NAME.finditer(text):
        # A weekday or a month with its date is an appointment, not a person.
        if not CALENDAR.match(match.group()):
            yield _finding(match.span("date"), 0.6, Reason.SHAPE)


def _finding(span: tuple[int, int], certainty: float, reason: Reason) -> Finding:
    return Finding(*span, Type.BIRTHDATE, certainty, reason, SUGGESTION)


__all__ = ["birthdates"]
