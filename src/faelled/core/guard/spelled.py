"""Digits written as words or as letters that look like them: "nul seks", "l8O772". Read as digits, place by place."""

import re

from .normalise import Plain, respell
from .numbers import lowered

UNITS = {
    "en": 1, "et": 1, "én": 1, "ét": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9,
}  # fmt: skip
TENS = {
    "tyve": 20, "tredive": 30, "fyrre": 40, "halvtreds": 50, "tres": 60, "halvfjerds": 70, "firs": 80,
    "halvfems": 90,
}  # fmt: skip
TEENS = {
    "nul": 0, "ti": 10, "elleve": 11, "tolv": 12, "tretten": 13, "fjorten": 14, "femten": 15, "seksten": 16, 
    "sytten": 17, "atten": 18, "nitten": 19,
}  # fmt: skip
ENGLISH = {
    "zero": 0, "oh": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, 
    "eight": 8, "nine": 9,
}  # fmt: skip
NUMBERS = {
    **UNITS, **TEENS, **TENS, **ENGLISH,
    **{f"{unit}og{ten}": units + tens for unit, units in UNITS.items() for ten, tens in TENS.items()},
}  # fmt: skip
"""What each word says; 0 to 99 in Danish, single digits in English."""

FEWEST = 4
"""So many words in a row are a number that is being read aloud; fewer are something counted."""
WORD = "|".join(sorted(NUMBERS, key=len, reverse=True))
ROW = re.compile(
    rf"(?i)(?<![^\W_])(?:{WORD})(?:[ ,.-]{{1,3}}(?:{WORD}|"
    rf"\d{{1,2}})(?![^\W_])){{{FEWEST - 1},40}}"
)
PART = re.compile(r"[^\W\d_]+|\d+|[\W_]+")
DASH_WORD = re.compile(r"(?i)(?<=\d) ?(?:bindestreg|tankestreg|streg|minus|dash|hyphen) ?(?=[\dOl])")
# "090254 og så 1188", "09, så 02, så 54, og til sidst 1188": read aloud, with words between.
AND = (
    r"(?:,?\s(?:(?:og|så|til sidst|derefter|dernæst|efterfulgt af|de sidste(?: fire)?|de fire sidste|"
    r"sidst|endelig|er|and|then|finally|ending in)\s){1,4})"
)
ALOUD = re.compile(rf"(?i)(?<=\d){AND}(?=\d)")
ALOUD_RUN = re.compile(rf"(?i)(?<!\d)\d{{1,6}}(?:{AND}\d{{1,8}}(?!\d)){{1,9}}")
LOOKALIKE = re.compile(r"(?<![^\W_])(?=[OoIl|]{0,3}\d)[\dOoIl|]{2,12}(?![^\W_])")
BESIDE = re.compile(r"[ .-]\d\d")
LETTERS_ONLY = re.compile(r"[^\W\d_]+")
MIXED = re.compile(r"\d[oil|]|[oil|]\d")
LETTERS = str.maketrans("OoIl|", "00111")


def spelled(plain: Plain) -> Plain:
    """Return *plain* with digits for the words and letters that stand for them; *plain* itself where none do."""
    low = lowered(plain.text)
    read = plain
    if sum(word in NUMBERS for word in LETTERS_ONLY.findall(low)) >= FEWEST:
        read = respell(read, ROW, _digits)
    if MIXED.search(low):
        read = respell(read, LOOKALIKE, _unlike)
    if "streg" in low or "minus" in low or "dash" in low or "hyphen" in low:
        read = respell(read, DASH_WORD, lambda _: "-")
    return respell(read, ALOUD_RUN, _joined)


def _digits(match: re.Match[str]) -> str:
    parts = (NUMBERS.get(part.casefold(), part) for part in PART.findall(match.group()))
    return "".join(part if isinstance(part, str) and part.isdigit() else _sign(part) for part in parts)


def _joined(match: re.Match[str]) -> str:
    """Return the digits alone where they are as many as a number has; "12 og så 14" stays what it is."""
    digits = sum(sign.isdigit() for sign in match.group())
    return ALOUD.sub("-", match.group()) if digits in {8, 10} else match.group()


def _sign(part: str | int) -> str:
    return str(part) if isinstance(part, int) else " "


def _unlike(match: re.Match[str]) -> str:
    """Return digits where most of the signs are digits: "2O" is a number, "lo1" a word."""
    word = match.group()
    digits = sum(sign.isdigit() for sign in word)
    if word.endswith("l") and not BESIDE.match(match.string, match.end()):
        return word  # "5l" is five litres
    return word.translate(LETTERS) if digits * 4 >= len(word) else word


__all__ = ["spelled"]
