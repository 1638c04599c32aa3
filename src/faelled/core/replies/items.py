"""The text as a row of items: times, places in the list, quantities, phrases, signs and other words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from faelled.core.days.expressions import Expression, Number, Token, fold, words_of
from faelled.core.days.expressions.lexicon import NUMBER_WORDS
from faelled.core.replies.lexicon import AT_THE_END, phrase_at
from faelled.core.replies.places import Places, places_at
from faelled.core.replies.quantities import Quantity, quantity_at


class Kind(StrEnum):
    """What an item is."""

    TIME = "time"
    NUMBER = "number"
    PLACE = "place"
    ALL = "all"
    REST = "rest"
    NONE = "none"
    PHRASE = "phrase"
    SIGN = "sign"
    WORD = "word"


@dataclass(slots=True)
class Item:
    """Tokens [first, last) and what they are; text[start:end] are their characters."""

    kind: Kind
    first: int
    last: int
    start: int
    end: int
    key: str
    raw: str
    time: Expression | None = None
    places: Places | None = None
    classes: frozenset[str] = field(default_factory=frozenset)
    words: tuple[str, ...] = ()


_SIGNS = frozenset(".,;:!?\n()-–—/&+=*•·|>…\"'[]")
_WORD_SIGNS = frozenset({"og", "and", "eller", "or", "samt"})
_KINDS = {Quantity.ALL: Kind.ALL, Quantity.REST: Kind.REST, Quantity.NONE: Kind.NONE}
_LABELS = frozenset(
    {"nr", "nummer", "number", "no", "option", "mulighed", "forslag", "#", "tid", "slot", "punkt"}
)
_AFTER_NUMBER = words_of(
    """
    er is passer kan works går gar duer og and eller or are ok ja nej yes no skal vil can fine fint god
    godt good i den it virker fungerer dur suits suit work ville would kunne could might måske maske jeg
    vi we hos for too as also i på til med så hvis fordi da nok dog lige ikke not siger tager vælger helst
    alligevel desværre unfortunately sadly after actually really still would should could may if but men
    bliver falder ligger looks becomes har
    """
)
_LONGEST_PHRASE = 9


def itemise(tokens: Sequence[Token], times: Sequence[Expression]) -> list[Item]:
    """Return the items of the text in order."""
    starts = {e.first: e for e in times}
    inside = {n for e in times if not isinstance(e.what, Number) for n in range(e.first, e.last)}
    out: list[Item] = []
    at = 0
    while at < len(tokens):
        item = _item(tokens, at, starts.get(at), inside)
        out.append(item)
        at = item.last
    return out


def _item(tokens: Sequence[Token], at: int, here: Expression | None, inside: set[int]) -> Item:
    token = tokens[at]
    if here is not None and not isinstance(here.what, Number):
        return Item(Kind.TIME, at, here.last, here.start, here.end, token.key, token.raw, time=here)
    limit = at + 1
    while limit < len(tokens) and limit not in inside and limit - at < _LONGEST_PHRASE:
        if tokens[limit].key == "\n":
            break
        limit += 1
    quantity = quantity_at(tokens, at, limit)
    places = places_at(tokens, at, limit) if here is None else None
    phrase = phrase_at(tokens, at, limit)
    longest = max(quantity[0] if quantity else 0, places[0] if places else 0)
    if phrase is not None and phrase[0] > longest:
        classes = _classes_here(tokens, at, phrase, timed=at + phrase[0] in inside)
        if classes:
            return _made(Kind.PHRASE, tokens, at, at + phrase[0], classes=classes)
    if places is not None and places[0] >= (quantity[0] if quantity else 0):
        return _made(Kind.PLACE, tokens, at, at + places[0], places=places[1])
    if quantity is not None:
        return _made(_KINDS[quantity[1]], tokens, at, at + quantity[0])
    return _number(tokens, at, here) or _made(Kind.SIGN if _is_sign(token) else Kind.WORD, tokens, at, at + 1)


def _is_sign(token: Token) -> bool:
    return token.key in _SIGNS or token.key in _WORD_SIGNS


def _number(tokens: Sequence[Token], at: int, here: Expression | None) -> Item | None:
    """Read a number as a slot number where it can be one: "2 kolleger" is none, "nr. to" is."""
    token = tokens[at]
    if here is not None and isinstance(here.what, Number):
        if _is_ordinal_of_a_thing(tokens, here.last):
            return None
        if here.what.labelled or not _counts_things(tokens, here.last):
            return Item(Kind.NUMBER, at, here.last, here.start, here.end, token.key, token.raw, time=here)
        return None
    value = NUMBER_WORDS.get(token.key)
    if value is None or token.key in ("en", "ene"):
        return None
    before = tokens[at - 1].key if at else "\n"
    labelled = before in _LABELS or (before == "." and at > 1 and tokens[at - 2].key in _LABELS)
    after = tokens[at + 1].key if at + 1 < len(tokens) else "\n"
    begins = before in _WORD_SIGNS or before in ("\n", ".", ",", ":", "kun", "only", "just")
    named = begins and (after in _AFTER_NUMBER or after in (",", ":", ".", "\n", "&"))
    if (
        not labelled
        and not (named and token.key not in ("to", "one"))
        and not (token.key == "to" and begins and named and before != ",")
    ):
        return None
    made = Expression(token.start, token.end, Number(value, labelled), at, at + 1)
    return Item(Kind.NUMBER, at, at + 1, token.start, token.end, token.key, token.raw, time=made)


def _is_ordinal_of_a_thing(tokens: Sequence[Token], after: int) -> bool:
    """Whether it is "4. klasse" or "2. sal": no number of a time."""
    dotted = after + 1 < len(tokens) and tokens[after].key == "."
    return dotted and tokens[after + 1].key.startswith(_HAVE_ORDINALS)


_HAVE_ORDINALS = ("klasse", "argang", "etage", "semester", "kvartal", "generation", "behandling")


def _counts_things(tokens: Sequence[Token], after: int) -> bool:
    """Whether a word follows that is counted: "2 kolleger", "4 bogpakker"."""
    if after >= len(tokens):
        return False
    token = tokens[after]
    if after > 2 and tokens[after - 2].key in _WORD_SIGNS and tokens[after - 3].value is not None:
        return False  # "1 and 3 hit the spot": the other one counts nothing either
    if not token.raw[0].isalpha() or token.key in _AFTER_NUMBER or len(token.key) == 1:
        return False
    if after + 1 < len(tokens) and tokens[after + 1].key in _SUBJECTS:
        return False  # "3 tager jeg": what follows is a verb
    if quantity_at(tokens, after, len(tokens)) is not None:
        return False
    return phrase_at(tokens, after, len(tokens)) is None and token.key not in _LABELS


_SUBJECTS = frozenset({"jeg", "vi", "det"})


def _classes_here(
    tokens: Sequence[Token], at: int, phrase: tuple[int, frozenset[str]], *, timed: bool
) -> frozenset[str]:
    """Return the classes of a phrase that count here: some small ones say yes only where the clause ends."""
    length, classes = phrase
    last = at + length
    ends = last >= len(tokens) or tokens[last].key in _SIGNS or tokens[last].key in _CLAUSE_GOES_ON
    if "correction" in classes and tokens[at].key in _SHY_CORRECTIONS and at and not _begins(tokens[at - 1]):
        return frozenset()
    if "suppose" in classes and not timed:
        return frozenset(
            {"maybe"}
        )  # "hvis det bliver mandag" picks a time, "hvis det bliver hos os" is a hedge
    if tokens[at].key == "gar" and length == 1 and last < len(tokens) and tokens[last].key in ("til", "i"):
        return classes - {"yes", "leave"}  # "onsdag går jeg til kor" has a cause in it
    if tokens[at].key == _GO and tokens[at].raw.lower() != "kør":
        return frozenset()  # "kør" says go, "kor" is a choir
    if tokens[at].key == "mulighed" and length == 1 and not ends and tokens[last].value is not None:
        return frozenset()  # "mulighed 4" is a label
    if tokens[at].key in _LAST_WORDS and length == 1 and not ends:
        return classes - {"yes"}  # "resten holder", not "resten holder jeg for mig selv"
    if tokens[at].key == "jo" and length == 1 and at and not (ends or _begins(tokens[at - 1])):
        return classes - {"yes"}  # "det er jo en lukkedag": only at the head of a clause does it answer
    if "nothing_else" in classes and not ends and tokens[at].key in ("ellers", "ingen", "no"):
        return frozenset()
    if "nothing_else" in classes and not ends and tokens[at].key == "ikke" and "only" not in classes:
        return frozenset({"not"})  # "december er der ikke flere huller i"
    if "yes" not in classes or tokens[last - 1].key not in AT_THE_END or length > 2:
        return classes
    if timed and (length > 1 or tokens[at - 1].key in ("am", "i'm")) and at:
        return classes
    if timed and length > 1:
        return classes
    if length > 1 and tokens[at].key not in ("i'm", "we're"):
        return classes
    near = {t.key for t in tokens[max(0, at - 3) : at]}
    placed = length > 1 or bool(near & _BEFORE_LAST_WORD) or tokens[at].key in ("do", "does")
    return classes if ends and placed else classes - {"yes"}


_GO = fold("kør")
_LAST_WORDS = frozenset({"holder", "star", "bestar"})
_SHY_CORRECTIONS = frozenset({"actually", "wait", "or", "eller", "no"})


def _begins(before: Token) -> bool:
    """Whether a clause begins after this token."""
    return before.key in _SIGNS or before.key in _WORD_SIGNS or before.key in ("men", "but", "hov", "oh")


_BEFORE_LAST_WORD = words_of("jeg vi er være i'm am be we're are is helt godt")
_CLAUSE_GOES_ON = frozenset({"og", "hele", "men", "alle", "and", "begge", "both", "all"})


def _made(
    kind: Kind,
    tokens: Sequence[Token],
    first: int,
    last: int,
    *,
    classes: frozenset[str] = frozenset(),
    places: Places | None = None,
) -> Item:
    start, end = tokens[first].start, tokens[last - 1].end
    raw = tokens[first].raw
    words = tuple(t.key for t in tokens[first:last])
    return Item(
        kind, first, last, start, end, tokens[first].key, raw, places=places, classes=classes, words=words
    )
