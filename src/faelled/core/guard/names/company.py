"""Names by the company they keep: beside a sure one, before "mor", behind an initial."""

from collections.abc import Iterator, Sequence

from faelled.core.guard.finding import SURE, Reason

from .candidate import Candidate, not_names
from .known import known
from .signs import SMALL
from .tokens import Line, Token

BESIDE, KIN_OF, INITIAL = 0.6, 0.7, 0.7
JOINTS = frozenset(("og", "eller", "samt", ",", "&", "and", "or"))
KIN = frozenset((
    "mor", "far", "søn", "datter", "bror", "søster", "storebror", "lillebror", "storesøster", "lillesøster", "kusine",
    "fætter", "mormor", "farmor", "morfar", "farfar", "plejemor", "plejefar", "stedmor", "stedfar", "kæreste",
    "veninde", "moster", "faster", "onkel", "kone", "mand", "forældre", "søskende",
))  # fmt: skip
TITLES = frozenset((
    "overlæge", "læge", "lægen", "vicevært", "viceværten", "pedel", "psykolog", "sygeplejerske", "sagsbehandler",
    "lærer",
    "pædagog", "træner", "formand", "kasserer", "vagtleder", "kaptajn", "professor", "pastor", "provst", "advokat",
    "socialrådgiver", "jordemoder", "tolk", "chauffør", "rektor", "sundhedsplejerske", "fysioterapeut", "tandlæge",
    "betjent", "kriminalassistent", "direktør", "moster", "faster", "nabo", "støtteperson", "kontaktperson", "doctor",
    "nurse", "teacher", "coach", "aunt", "uncle",
))  # fmt: skip
LETTERED = frozenset((
    "bilag", "gruppe", "hold", "klasse", "punkt", "type", "vitamin", "opgang", "blok", "spor", "lokale", "model",
    "afsnit", "linje", "plan", "nr", "litra", "indgang", "hal", "group",
))  # fmt: skip


def beside(line: Line, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield listed names that "og" or a comma joins to a sure one: "Bent og Sten", "Ea, Ib, Storm"."""
    sure = [one for one in found if one.certainty >= SURE and one.certainty > one.public]
    taken = {place for one in sure for place in range(one.first, one.last + 1)}
    waiting = [place for one in sure for place in (one.first, one.last)]
    while waiting:
        place = waiting.pop()
        for joint, other in ((place + 1, place + 2), (place - 1, place - 2)):
            if (
                0 <= other < len(line.tokens)
                and other not in taken
                and line.tokens[joint].text in JOINTS
                and _may_be(line, other, line.tokens[joint].text)
            ):
                taken.add(other)
                waiting.append(other)
                yield Candidate(other, other, BESIDE, reason=Reason.CUE)


def _may_be(line: Line, place: int, joint: str) -> bool:
    """Whether the token is a listed name, written as the line writes names; a comma alone joins no small letters."""
    token = line.tokens[place]
    low = token.text.lower()
    if not low.isalpha() or low in SMALL or low in not_names():
        return False
    seen = known(low)
    if line.level:
        return joint != "," and seen.step > 1 and not seen.place
    return (
        token.text[0].isupper()
        and token.text[1:].islower()
        and bool(seen.step or seen.surname)
        and not seen.place
    )


def kin_of(line: Line) -> Iterator[Candidate]:
    """Yield whose mother, brother or friend is told of: "bos mor", "Skys plejemor"."""
    for place in range(len(line.tokens) - 1):
        low = line.tokens[place].text.lower()
        if line.tokens[place + 1].text.lower() not in KIN or low[-1] != "s" or low in SMALL:
            continue
        name = known(low[:-1].rstrip("'’"))
        capital = line.tokens[place].text[0].isupper() and not line.level and not line.starts[place]
        if name.step > (0 if capital or line.starts[place] else 1) and name.bare not in SMALL:
            yield Candidate(place, place, KIN_OF, reason=Reason.CUE)


def with_initial(line: Line) -> Iterator[Candidate]:
    """Yield a surname with an initial before it: "B. Okonjo", "a. falk"."""
    tokens = line.tokens
    for place in range(len(tokens)):
        last = _surname_behind(tokens, place, line.level)
        if last and not (place and tokens[place - 1].text.lower() in LETTERED):
            yield Candidate(place, last, INITIAL, reason=Reason.CUE)


def _surname_behind(tokens: Sequence[Token], place: int, level: bool) -> int:
    """Return where the surname stands that belongs to the initial at *place*; 0 where there is none."""
    text = tokens[place].text
    if level:
        last = place + 2
        if last >= len(tokens) or len(text) != 1 or not text.isalpha() or tokens[place + 1].text != ".":
            return 0
        apart = tokens[last].start - tokens[place + 1].end
        return last if apart < 2 and known(tokens[last].text).surname else 0
    last = place + 1
    if last >= len(tokens) or len(text) != 2 or text[1] != "." or not text[0].isupper():
        return 0
    word = tokens[last].text
    seen = known(word.lower())
    named = word[0].isupper() and word[1:].islower() and len(word) > 2 and (seen.surname or not seen.ordinary)
    return last if named and tokens[last].start - tokens[place].end == 1 else 0


def whole_names(line: Line) -> Iterator[Candidate]:
    """Yield a listed first name with a listed surname behind it, whatever else the two words mean: "Liv Skov"."""
    tokens = line.tokens
    for place in range(len(tokens) - 1):
        first, last = tokens[place], tokens[place + 1]
        if (
            not line.level
            and all(token.text[0].isupper() and token.text[1:].islower() for token in (first, last))
            and last.start - first.end == 1
            and known(first.text.lower()).step > 2
            and known(last.text.lower()).surname
            and first.text.lower() not in not_names()
        ):
            yield Candidate(place, place + 1, BESIDE, reason=Reason.CUE)


def titled(line: Line) -> Iterator[Candidate]:
    """Yield a word with a capital behind what somebody is: "vicevært Bonde"."""
    tokens = line.tokens
    for place in range(1, len(tokens)):
        word = tokens[place].text
        if (
            not line.level
            and tokens[place - 1].text.lower() in TITLES
            and word[0].isupper()
            and word[1:].islower()
            and word.lower() not in not_names()
            and not known(word.lower()).place
        ):
            yield Candidate(place, place, INITIAL, reason=Reason.CUE)


__all__ = ["beside", "kin_of", "titled", "whole_names", "with_initial"]
