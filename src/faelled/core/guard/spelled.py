"""Digits written as words or as letters that look like them: "nul seks", "l8O772". Read as digits, place by place."""

import re

from .normalise import Plain, respell

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
LOOKALIKE = re.compile(r"(?<![^\W_])(?=[OoIl|]{0,3}\d)[\dOoIl|]{2,12}(?![^\W_])")
LETTERS = str.maketrans("OoIl|", "00111")


def spelled(plain: Plain) -> Plain:
    """Return *plain* with digits for the words and letters that stand for them; *plain* itself where none do."""
    return respell(respell(respell(plain, ROW, _digits), LOOKALIKE, _unlike), DASH_WORD, lambda _: "-")


def _digits(match: re.Match[str]) -> str:
    parts = (NUMBERS.get(part.casefold(), part) for part in PART.findall(match.group()))
    return "".join(part if isinstance(part, str) and part.isdigit() else _sign(part) for part in parts)


def _sign(part: str | int) -> str:
    return str(part) if isinstance(part, int) else " "


def _unlike(match: re.Match[str]) -> str:
    """Return digits where most of the signs are digits: "2O" is a number, "lo1" a word."""
    word = match.group()
    digits = sum(sign.isdigit() for sign in word)
    return word.translate(LETTERS) if digits * 2 >= len(word) and not word.endswith("l") else word


__all__ = ["spelled"]
