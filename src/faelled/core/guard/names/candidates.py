"""Stretches of a line that may be a person's name: what the model says, and what the words around it say."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from faelled.core.guard.finding import SURE, Reason

from .candidate import Candidate, not_names
from .company import beside, kin_of, titled, whole_names, with_initial
from .english import in_english, is_english, is_english_name
from .households import capital_initials, families, small_initials
from .known import known
from .model import POSSIBLE, chances
from .signs import part_of_speech, shape_of
from .tokens import Line, Token

LEAN, WORD_LEAN = 0.35, 1.0
"""A chance of a seventh is made a half, since a name missed costs the most; not of a word that is also ordinary."""
LISTED, CUED, USER_NAME = 0.6, 0.7, 0.8
GREETINGS = frozenset(("hej", "hejsa", "halløj", "kære", "hi", "hello", "dear", "goddag", "tillykke"))
CLOSINGS = frozenset(("mvh", "kh", "vh", "dbh", "hilsen", "hilsner", "regards", "wishes", "cheers", "knus"))
CALLED = frozenset((
    "hedder", "hed", "kaldes", "kaldet", "fru", "frk", "hr", "frøken", "familien", "mr", "mrs", "ms",
    "named", "called",
))  # fmt: skip
CALLED_WHOM = frozenset(("hedder", "hed", "kaldes", "ham", "hende", "fru", "frk", "frøken", "named"))
"""After these a word with a capital is a name, whatever else it means."""
CALLED_AFTER = frozenset(
    (("kalder", "ham"), ("kalder", "hende"), ("name", "is"), ("navn", "er"), ("ved", "navn"))
)
FROM = frozenset(("fra", "from", "af"))
BYNAMES = frozenset((
    "store", "lille", "lange", "gamle", "tykke", "røde", "sorte", "vilde", "søde", "skøre", "onkel",
    "tante", "mormor", "farmor", "morfar", "farfar", "bedstemor", "bedstefar", "abu", "umm", "um", "big",
    "little", "kaptajn", "kloge", "ærlige", "unge",
))  # fmt: skip
WORK = frozenset((
    "økonomi", "økonomien", "sekretariatet", "biblioteket", "køkkenet", "kommunen", "jobcentret",
    "jobcenteret", "krisecentret", "krisecenteret", "familiehuset", "ungebasen", "receptionen", "kontoret",
    "klubben", "skolen", "sundhedsplejen", "bogbussen", "administrationen", "ledelsen", "kantinen",
    "værkstedet", "forvaltningen", "personalet", "udvalget", "bestyrelsen", "teamet",
))  # fmt: skip
MEDIA = frozenset((
    "insta", "instagram", "snap", "snapchat", "discord", "tiktok", "messenger", "facebook", "fb", "steam",
    "roblox", "twitch", "reddit", "telegram", "signal", "whatsapp", "youtube", "brugernavn", "brugernavnet",
    "profil", "profilen",
))  # fmt: skip
SHORT_FORMS = frozenset((
    "B.T.", "U.S.", "U.S.A.", "E.U.", "F.N.", "N.N.", "P.S.", "N.B.", "A.S.", "I.S.", "D.D.", "H.C.", "M.V.H.",
    "O.S.V.", "D.V.S.", "B.L.A.", "P.G.A.",
))  # fmt: skip
USER = re.compile(r"(?=[^\W\d_]{0,30}[\d_.])[^\W\d_][\w.-]{2,30}(?<![.-])\Z")
AT_USER = re.compile(r"(?<![\w.])@[^\W_][\w.]{1,30}(?<!\.)(?![\w@])")


def candidates(line: Line) -> list[Candidate]:
    """Return what may be names in *line*, in order and without overlap."""
    seen = [_shortened(line, one) for one in _of_model(line, chances(line))]
    if is_english(line):
        seen = [*(one for one in seen if is_english_name(line, one)), *in_english(line)]
    found = apart([
        *seen, *_common(line), *_cued(line), *_from_work(line), *families(line), *_initials(line),
        *capital_initials(line), *small_initials(line), *_user_names(line),
        *kin_of(line), *with_initial(line), *whole_names(line), *titled(line),
    ])  # fmt: skip
    found = apart([*found, *beside(line, found)])
    return apart(_with_neighbours(line, one) for one in found)


def _shortened(line: Line, one: Candidate) -> Candidate:
    """Return the candidate without small words at its ends that belong to the sentence: "Mark dine", "fra zorbeck"."""
    last = one.last
    while (
        not line.level
        and last > one.first
        and line.tokens[one.first].text[0].isupper()
        and line.tokens[last].text.islower()
        and (
            part_of_speech(line.tokens[last].text) in {"s", "p", "j"} or line.tokens[last].text in not_names()
        )
    ):
        last -= 1
    first = one.first
    while first < last and part_of_speech(line.tokens[first].text) in {"p", "j"}:
        first += 1
    return one if (first, last) == (one.first, one.last) else replace(one, first=first, last=last)


def _with_neighbours(line: Line, one: Candidate) -> Candidate:
    """Return a sure name with the capital words beside it: "Store Knud", a surname that is in no list."""
    tokens, first, last = line.tokens, one.first, one.last
    if one.certainty < SURE:
        return one
    if line.level:
        return replace(one, first=first - 1) if first and _is_given(tokens[first - 1], tokens[first]) else one
    if not tokens[first].text[0].isupper():
        return one
    if first and _is_part(tokens[first - 1], tokens[first]):
        before = tokens[first - 1].text.lower()
        if before in BYNAMES or not (line.starts[first - 1] or before in not_names()):
            first -= 1
    if (
        last + 1 < len(tokens)
        and _is_part(tokens[last], tokens[last + 1])
        and not known(tokens[last + 1].text.lower()).is_word
    ):
        last += 1
    return replace(one, first=first, last=last)


def _is_given(before: Token, after: Token) -> bool:
    """Whether *before*, a common first name that is also a word, belongs to the name after it: "else marie"."""
    low = before.text.lower()
    return (
        after.start - before.end == 1
        and known(low).step > 3
        and part_of_speech(low) in {"-", "D"}
        and low not in not_names()
    )


def _is_part(before: Token, after: Token) -> bool:
    """Whether two words, each with a capital, stand beside each other with nothing but a space between."""
    return (
        all(shape_of(token.text) in {"Aa", "Aa-"} for token in (before, after))
        and after.start - before.end == 1
    )


def _of_model(line: Line, likely: Sequence[tuple[float, float, float]]) -> Iterator[Candidate]:
    """Yield the stretches that the model takes for names."""
    current: Candidate | None = None
    for place, (begins, goes_on, public) in enumerate(likely):
        person = begins + goes_on
        if max(person, public, person + public - POSSIBLE) < POSSIBLE or not _has_letter(line.tokens[place]):
            if current:
                yield current
            current = None
            continue
        lean = WORD_LEAN if _may_be_word(line, place) else LEAN
        here = Candidate(place, place, person**lean, public**lean)
        if (
            current
            and goes_on + public >= begins
            and (person >= public) == (current.certainty >= current.public)
        ):
            current = apart([current, replace(here, first=current.first)])[0]
        else:
            if current:
                yield current
            current = here
    if current:
        yield current


def _may_be_word(line: Line, place: int) -> bool:
    word = line.tokens[place].text
    return known(word.lower()).is_word and (line.level or not word.isupper())


def _has_letter(token: Token) -> bool:
    return any(sign.isalpha() for sign in token.text)


def _cued(line: Line) -> Iterator[Candidate]:
    """Yield what the words before it say is a name."""
    tokens = line.tokens
    for place in range(1, len(tokens)):
        if _may_be_name(tokens, place, line.level) and _called(tokens, place):
            yield Candidate(place, place, CUED, reason=Reason.CUE)


def _may_be_name(tokens: Sequence[Token], place: int, level: bool) -> bool:
    word = tokens[place].text
    low = word.lower()
    if not word[0].isalpha() or low in not_names():
        return False
    if word[0].isupper() and not level and tokens[place - 1].text.lower() in CALLED_WHOM:
        return True
    seen = known(low)
    if level or word[0].islower():
        return seen.step > 1 and not seen.is_word
    return not seen.is_word or seen.step > 1 or seen.surname


def _called(tokens: Sequence[Token], place: int) -> bool:
    """Whether the words right before the token are those a name follows."""
    before = place - 1
    if tokens[before].text in {".", ",", ":", "!"} and before:
        before -= 1
    low = tokens[before].text.lower()
    if low in GREETINGS or low in CLOSINGS:
        return True
    if low == "/" and tokens[before].start + 1 == tokens[place].start:
        return before == 0 or tokens[before - 1].text in ENDERS
    if before == place - 1 and (low in CALLED or (tokens[before - 1].text.lower(), low) in CALLED_AFTER):
        return True
    return low in FROM and before > 0 and tokens[before - 1].text.lower() in CLOSINGS


ENDERS = frozenset(".!?,)")


def _common(line: Line) -> Iterator[Candidate]:
    """Yield common first names that mean nothing else, however they are written and whatever the model thinks."""
    for place, token in enumerate(line.tokens):
        seen = known(token.text.lower())
        if seen.step < 3 or seen.place:
            continue
        shape = shape_of(token.text)
        if (not seen.ordinary and seen.step > (3 if shape == "a" else 2)) or (
            shape in {"AA", "AAA"} and seen.step > 3
        ):
            yield Candidate(place, place, LISTED, reason=Reason.LIST)


def _from_work(line: Line) -> Iterator[Candidate]:
    """Yield who is said to be from a place of work: "Ribe fra økonomi"."""
    tokens = line.tokens
    for place in range(len(tokens) - 2):
        word, joint, work = (token.text for token in tokens[place : place + 3])
        if (
            joint == "fra"
            and work.lower() in WORK
            and shape_of(word) == "Aa"
            and (known(word.lower()).place or not known(word.lower()).is_word)
        ):
            yield Candidate(place, place, CUED, reason=Reason.CUE)


def _initials(line: Line) -> Iterator[Candidate]:
    """Yield initials with their full stops."""
    for place, token in enumerate(line.tokens):
        if len(token.text) > 3 and shape_of(token.text) == "A." and token.text not in SHORT_FORMS:
            yield Candidate(place, place, CUED)


def _user_names(line: Line) -> Iterator[Candidate]:
    """Yield names that somebody goes by on the net: letters with figures or signs, near the name of such a place."""
    tokens = line.tokens
    if MEDIA.isdisjoint(line.lows()):
        return
    place = 0
    while place < len(tokens):
        last = place
        while (
            last + 2 < len(tokens)
            and tokens[last + 1].text in {".", "-", "_"}
            and tokens[last + 2].start - tokens[last].end == 1
        ):
            last += 2
        whole = "".join(token.text for token in tokens[place : last + 1])
        if whole[0].isalpha() and USER.match(whole) and not known(whole.lower()).ordinary:
            yield Candidate(place, last, USER_NAME, reason=Reason.CUE)
        place = last + 1


def apart(found: Iterable[Candidate]) -> list[Candidate]:
    """Return *found* in order; what overlaps is one, as sure as the surest of them."""
    kept: list[Candidate] = []
    for one in sorted(found, key=lambda c: (c.first, -c.last)):
        if kept and one.first <= kept[-1].last:
            last = kept[-1]
            surer = one if one.certainty > last.certainty else last
            reason = Reason.CUE if Reason.CUE in {one.reason, last.reason} else surer.reason
            kept[-1] = replace(
                surer,
                reason=reason,
                first=last.first,
                last=max(last.last, one.last),
                public=max(last.public, one.public),
            )
        else:
            kept.append(one)
    return kept


__all__ = ["AT_USER", "SHORT_FORMS", "apart", "candidates"]
