"""Which part of a reply is the answer: greeting before it, sign-off and signature after it."""

import re
from dataclasses import dataclass

from faelled.core.days.expressions import words_of

# Anchored at the line's start and short: linear on any line.
_GREETING = re.compile(
    r"(?:hej(?:sa)?|hejsan|hi|hello|dear|kære|kaere|goddag|dav|davs|hey|halløj|god (?:morgen|formiddag|"
    r"dag|eftermiddag|aften)|"
    r"good (?:morning|afternoon|evening|day)|godmorgen|godaften|(?:morning|afternoon|evening)(?= all\b| every))\b",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"(?:--|—|__|mvh|m\.v\.h|vh|v\.h|kh|k\.h|dbh|bh|med venlig|med v[æa]nlig|venlig(?:e|st)? hilsen?|venligst(?=\W*$)|"
    r"venlige|de bedste|bedste hilsen|"
    r"(?:mange )?(?:k[æa]rlig(?:e)? )?hilsen|hilsner|hygge|bedste hilsner|mange hilsner|ha' en|"
    r"hav en|ha en|god (?:dag|weekend|aften|uge)|på gensyn|"
    r"best(?: wishes| regards)?|kind regards|warm regards|regards|all the best|cheers|yours|"
    r"sincerely|many thanks|thanks|thank you|"
    r"med de bedste|sendt fra|sent from|hent outlook|get outlook|kærligst|knus|tak og hilsen|take care|br|rgds|ciao)\b",
    re.IGNORECASE,
)
_OPENS_LINE = 36
_NAME_LINE = 60
_SIGN_OFF_LINE = 48
_INLINE_SIGN_OFF = re.compile(
    r"(?:^|[.!?,;)]|\s)\s*(?:mvh|vh|kh|dbh|(?:med )?venlig hilsen|hilsen|hilsner|best regards|"
    r"kind regards|regards|best wishes)\.?,?"
    r"\s+[A-ZÆØÅ][^\s.!?,;]{0,30}(?:\s[A-ZÆØÅ][^\s.!?,;]{0,30}){0,2}\s*$",
    re.IGNORECASE,
)
_TAIL = 120


@dataclass(frozen=True, slots=True)
class Body:
    """Where the answer is (text[start:end]) and what stands under it (text[end:])."""

    start: int
    end: int


def body_of(text: str) -> Body:
    """Return where the answer of *text* begins and ends."""
    lines = _lines(text)
    end = _sign_off(text, lines)
    start = _greeting(text, lines, end)
    answer = text[start:end].rstrip()
    tail = _INLINE_SIGN_OFF.search(answer[-_TAIL:])
    if tail is not None:
        at = start + max(len(answer) - _TAIL, 0) + tail.start()
        if text[at : at + 1] in ".!?)":
            at += 1
        if text[start:at].strip():
            end = at
    return Body(start, end)


def _lines(text: str) -> list[tuple[int, int]]:
    out, at = [], 0
    for line in text.split("\n"):
        out.append((at, at + len(line)))
        at += len(line) + 1
    return out


def _sign_off(text: str, lines: list[tuple[int, int]]) -> int:
    """Return where the sign-off begins: the first such line that is not the first with words."""
    spoken = False
    for n, (start, end) in enumerate(lines):
        line = text[start:end].strip()
        if not line:
            continue
        begins = spoken and len(line) <= _SIGN_OFF_LINE and (_SIGN_OFF.match(line) or line in ("--", "-- "))
        if begins and _only_sign_off(line, text, lines, n):
            return start
        if line.startswith("--") and len(line) <= 3:
            return start
        spoken = spoken or not _only_greets(text, start, end)
    return len(text)


def _only_greets(text: str, start: int, stop: int) -> bool:
    """Whether a line holds a greeting and nothing after it."""
    line = text[start:stop]
    lead = len(line) - len(line.lstrip())
    found = _GREETING.match(line.strip())
    if found is None or len(line) > _OPENS_LINE:
        return False
    return not text[_after_greeting(text, start + lead, start + lead + found.end(), stop) : stop].strip()


def _only_sign_off(line: str, text: str, lines: list[tuple[int, int]], n: int) -> bool:
    """Whether a sign-off word really signs off: "Tak, torsdag passer" and "God dag, men" do not."""
    low = line.lower()
    if any(
        word in low for word in (" kan ", " passer", "dag ", " works", " ikke", " can ", "torsdag", "tirsdag")
    ):
        return low.startswith(("mvh", "vh ", "kh ", "--"))
    if low.startswith(("thanks", "many thanks", "thank you", "god ", "ha", "best", "br")):
        return len(line) <= 30 and not any(c in line for c in ":") and _rest_is_short(text, lines, n)
    return True


def _rest_is_short(text: str, lines: list[tuple[int, int]], n: int) -> bool:
    rest = [text[a:b].strip() for a, b in lines[n + 1 :] if text[a:b].strip()]
    return len(rest) <= 8 and all(len(line) <= 2 * _NAME_LINE for line in rest)


def _greeting(text: str, lines: list[tuple[int, int]], end: int) -> int:
    """Return where the answer begins, after "Hej Bodil"."""
    for start, stop in lines:
        line = text[start:stop]
        if not line.strip():
            continue
        lead = len(line) - len(line.lstrip())
        found = _GREETING.match(line.strip())
        if found is None or start >= end:
            return start
        return _after_greeting(text, start + lead, start + lead + found.end(), stop)
    return 0


_FOLLOWERS = words_of(
    """
    du alle allesammen sammen igen all everyone everybody do med jer dig there again gruppe kolleger team venner
    both begge
    """
)


def _after_greeting(text: str, begin: int, at: int, stop: int) -> int:
    """Return where the greeting on this line ends: after the names, at a comma, stop or the line's end."""
    whole = text[begin:stop].strip()
    for _ in range(5):
        rest = text[at:stop]
        word = rest.split(maxsplit=1)[0] if rest.split() else ""
        bare = word.strip(",.!:;-–)(")
        named = bare[:1].isupper() and bare.isalpha() and len(bare) > 1 and bare.lower() not in _NOT_NAMES
        if bare.lower() not in _FOLLOWERS and not named and bare not in ("og", "and", "&", "hej", "ho"):
            break
        at += rest.index(word) + len(word)
        if word[-1] in ",.!:;":
            return at
    tail = text[at:stop].strip()
    if tail and len(whole) <= _OPENS_LINE and whole.endswith(("sammen", "sammen!", "sammen,")):
        return stop
    while at < stop and text[at] in " ,.!:;-–":
        at += 1
    return at


_NOT_NAMES = words_of(
    """
    mandag tirsdag onsdag torsdag fredag monday tuesday wednesday thursday friday jeg ja nej desværre
    uge kan den det de vi alle i yes no sorry only all the we any either week ok fint passer kun ingen
    """
)
