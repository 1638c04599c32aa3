"""Words a protected organisation has registered: refused in any spelling, known only by their keyed hashes.

The same `forms` serve when a word is registered and when a text is searched, so what one of them folds together
the other does too. The words themselves are never kept.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

from .finding import Context, Finding, Reason, Type
from .normalise import LOOKALIKES, normalise
from .spelled import NUMBERS

LONGEST = 5
"""So many tokens of a registered word are kept: a longer one is refused from its fifth token on."""
SLACK = 2
"""So many tokens more a text may use for the same word: "Birke vej 12" for "Birkevej 12"."""
MOST_SIGNS = 60
SUGGESTION = "[adresse oplyses mundtligt]"
TOKEN = re.compile(r"[^\W\d_]+|\d+")
SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[\s._*-]{1,2}[^\W\d_](?![^\W_])){2,}")
LETTERS = str.maketrans(
    {"æ": "a", "ø": "o", "å": "a", "ä": "a", "ö": "o", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l"}
)
# Written with two letters for æ, ø, å, or with the bare letter by those who lack the keys: all become the bare one.
DOUBLED = re.compile(r"ae|oe|aa")
SHORT = {
    "v": "vej", "gl": "gammel", "gml": "gammel", "sdr": "sonder", "sondre": "sonder", "ndr": "nordre",
    "nr": "norre", "vestre": "vester", "ostre": "oster", "sct": "sankt", "skt": "sankt", "st": "sankt",
    "pl": "plads",
    "blvd": "boulevard", "bvld": "boulevard", "boul": "boulevard", "str": "strade",
}  # fmt: skip


def forms(word: str) -> set[str]:
    """Return the normalised spellings of *word*: its letters and digits alone, folded, short forms written out.

    Empty when nothing of *word* is left; a caller that registers words should tell its user so.
    """
    return _forms([token for token, _, _ in _tokens(normalise(word).text)][:LONGEST])


def refusals(text: str, context: Context) -> Iterator[Finding]:
    """Find registered words in normalised *text*; nothing when the context has no words or no key."""
    if not context.refused or context.digest is None:
        return
    lengths: dict[tuple[str, ...], int] = {}
    tokens = _tokens(text)
    words = [word for word, _, _ in tokens]
    for first, (_, start, _) in enumerate(tokens):
        # Hashing is dear, and hostile text repeats itself: each sequence of words is asked about once.
        ahead = tuple(words[first : first + LONGEST + SLACK])
        if ahead not in lengths:
            lengths[ahead] = _refused(ahead, context.refused, context.digest)
        if lengths[ahead]:
            end = tokens[first + lengths[ahead] - 1][2]
            yield Finding(start, end, Type.REFUSED, 1.0, Reason.REGISTERED, SUGGESTION)


def _refused(ahead: tuple[str, ...], refused: frozenset[str], digest: Callable[[str], str]) -> int:
    """Return how many words from the first of *ahead* on are a registered word, the most there are; else 0."""
    for length in range(len(ahead), 0, -1):
        words = list(ahead[:length])
        if sum(map(len, words)) <= MOST_SIGNS and any(digest(form) in refused for form in _forms(words)):
            return length
    return 0


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """Return the folded words and numbers of *text* and where they stand; spaced-out letters are one word."""
    found: list[tuple[str, int, int]] = []
    done = 0
    for spaced in SPACED.finditer(text):
        found += _plain_tokens(text, done, spaced.start())
        found.append((_folded(spaced.group()), *spaced.span()))
        done = spaced.end()
    return found + _plain_tokens(text, done, len(text))


def _plain_tokens(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    return [(_folded(match.group()), *match.span()) for match in TOKEN.finditer(text, start, end)]


def _folded(word: str) -> str:
    ours = word.translate(LOOKALIKES)  # a whole word in another alphabet's letters looks just like ours
    low = DOUBLED.sub(lambda pair: pair[0][0], ours.casefold()).translate(LETTERS)
    if not low.isascii():
        low = "".join(sign for sign in unicodedata.normalize("NFKD", low) if not unicodedata.combining(sign))
    return "".join(sign for sign in low if sign.isalnum())


def _forms(tokens: list[str]) -> set[str]:
    tokens = [str(NUMBERS.get(token, token)) for token in tokens]
    words = [_whole(token, tokens[place + 1 : place + 2]) for place, token in enumerate(tokens)]
    joined = "".join(words)
    if not joined:
        return set()
    found = {joined}
    for place, token in enumerate(tokens):
        # "Birkev. 12": the v is a shortened "vej" only where a number, or nothing, follows.
        if (
            len(token) > 3
            and token.endswith("v")
            and (place + 1 == len(tokens) or tokens[place + 1].isdigit())
        ):
            found.add("".join([*words[:place], token + "ej", *words[place + 1 :]]))
    if len(joined) > 4 and joined.endswith("s"):
        found.add(joined[:-1])
    return found


def _whole(token: str, following: list[str]) -> str:
    if token in {"nr", "no", "nummer"} and following and following[0].isdigit():
        return ""
    if token.isdigit():
        return token.lstrip("0") or token
    return SHORT.get(token, token)


__all__ = ["forms", "refusals"]
