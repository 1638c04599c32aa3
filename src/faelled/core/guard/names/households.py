"""Names told by their form alone: a family by its surname ("Rasmussens på fjerde"), initials in small letters."""

from collections.abc import Iterator

from faelled.core.guard.finding import Reason

from .candidate import Candidate
from .known import known
from .signs import part_of_speech
from .tokens import Line, Token

FAMILY, INITIALS = 0.75, 0.7
PEOPLE = (
    "børnene", "klanen", "familien", "drengene", "pigerne", "brødrene", "søstrene", "tvillingerne", "parret",
    "slægten", "forældrene", "fætrene", "søskende", "ungerne", "mødrene",
)  # fmt: skip
AT_HOME = frozenset((
    "på", "fra", "i", "ved", "overfor", "nedenunder", "ovenpå", "henne", "er", "har", "kommer", "skal", "vil",
    "bor", "kan", "spørger", "tager", "flytter", "rejser", "inviterer", "og",
))  # fmt: skip
AT = frozenset(("hos", "til", "ved", "med", "fra", "af"))
ASKED = frozenset(
    ("har", "skal", "kan", "vil", "er", "må", "spørg", "sig", "ring", "skriv", "til", "af", "med", "at")
)
VOWELS = frozenset("aeiouyæøåé")
SHORT_FORMS = frozenset((
    "kl", "kr", "nr", "fx", "pr", "md", "st", "tv", "th", "mf", "km", "kg", "mm", "cm", "dm", "hr", "mr", "fr",
    "dr", "sr", "vh", "kh", "mvh", "dbh", "dk", "tlf", "sms", "mms", "nb", "ps", "pc", "hf", "gl", "sdr", "ndr",
    "tk", "gr", "pdf", "www", "dvd", "cd", "jf", "pt", "bh", "ml", "dl", "cl", "hk", "dj", "dvs", "mht", "mfl",
    "bl", "vs", "ft", "lp", "ngl", "stk", "skt", "sct", "frk", "vdr", "vg", "sfp", "ppr", "ssp", "kdr", "kbh",
    "cv", "hg", "htx", "stx", "hhx", "fb", "lgbt", "krf", "dsb", "dbs", "pga", "ftf", "mv", "ff", "sp", "rtg",
    "mb", "gb", "tb", "kb", "kw", "kwh", "hz", "xl", "xs", "xxl", "hm", "mmm", "shh", "pst", "brr", "psst", "hmm",
    "jr", "cpr", "cvr", "mrk", "vrs", "pkt", "afs", "mdr", "rt",
))  # fmt: skip


def families(line: Line) -> Iterator[Candidate]:
    """Yield families by their surname: in the genitive without a thing behind it, in the plural, before "-børnene"."""
    if line.level:
        return
    tokens = line.tokens
    for place, token in enumerate(tokens):
        if token.text[0].isupper() and (_is_home(tokens, place) or _is_plural(token) or _is_joined(token)):
            yield Candidate(place, place, FAMILY, reason=Reason.CUE)


def _is_home(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether the word is "Rasmussens" of "Rasmussens på fjerde sal", "hos Rasmussens"."""
    low = tokens[place].text.lower()
    seen = known(low)
    if seen.bare == low or low[-1] != "s" or not seen.surname or seen.ordinary in {1, 2}:
        return False
    after = tokens[place + 1].text.lower() if place + 1 < len(tokens) else "."
    before = tokens[place - 1].text.lower() if place else ""
    return after in AT_HOME or (before in AT and not after[0].isalpha())


def _is_plural(token: Token) -> bool:
    """Whether the word is "Hansenerne": a surname in the plural."""
    low = token.text.lower()
    if not low.endswith(("erne", "ernes")) or known(low).is_word:
        return False
    stem = low.removesuffix("s").removesuffix("erne")
    return len(stem) > 3 and any(known(name).surname for name in (stem, stem.replace("aa", "å")))


def _is_joined(token: Token) -> bool:
    """Whether the word is "Hansen-børnene": a family named before the word for it."""
    name, joint, people = token.text.partition("-")
    return bool(joint) and people in PEOPLE and len(name) > 2


def small_initials(line: Line) -> Iterator[Candidate]:
    """Yield initials in small letters, consonants alone where somebody does something: "har mk svaret"."""
    if not line.level:
        return
    lows = line.lows()
    for place, low in enumerate(lows):
        if len(low) not in {2, 3} or not low.isalpha() or not VOWELS.isdisjoint(low) or low in SHORT_FORMS:
            continue
        after = lows[place + 1] if place + 1 < len(lows) else ""
        does = after.isalpha() and part_of_speech(after) == "V"
        asked = bool(place) and lows[place - 1] in ASKED
        if does or (asked and (not after or after[0].isalpha())):
            yield Candidate(place, place, INITIALS, reason=Reason.CUE)


def capital_initials(line: Line) -> Iterator[Candidate]:
    """Yield initials in capitals behind what was done by them: "godkendt af KLN"."""
    if line.level:
        return
    tokens = line.tokens
    for place in range(2, len(tokens)):
        word, by, done = tokens[place].text, tokens[place - 1].text, tokens[place - 2].text
        if (
            len(word) in {2, 3}
            and word.isalpha()
            and word.isupper()
            and by == "af"
            and done.endswith(("t", "et"))
        ):
            yield Candidate(place, place, INITIALS, reason=Reason.CUE)


__all__ = ["PEOPLE", "capital_initials", "families", "small_initials"]
