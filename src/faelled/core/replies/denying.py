"""Trouble that is denied, and trouble that is the only one: what "ikke", "ingen" and "eneste" do to a word of no."""

from collections.abc import Sequence
from itertools import pairwise

from faelled.core.days.expressions import words_of
from faelled.core.replies.clause import Clause, is_topic
from faelled.core.replies.items import Item, Kind

_GAP = 3
_DENIALS = words_of(
    """
    ikke ik ikk ingen intet aldrig hverken ingenting forgæves næppe no not none nothing never neither don't doesn't
    isn't aren't can't cannot couldn't haven't hardly
    """
)
_DANISH_NO = frozenset({"ikke", "ingen", "intet"})
_LISTING = words_of("hverken neither")
_WILL_NOT = words_of("won't wouldn't")
_OR = frozenset({"eller", "og", "or", "and"})
_TROUBLES = words_of("driller generer kolliderer clasher overlapper volder giver støder")
_EYES = words_of("se finde få øje forestille komme tænke see find think spot imagine")
_WHO = words_of("jeg vi der som man i we that which")
_TIMES = words_of(
    """
    dag dage dato datoer tid tider tidspunkt noget nogen en et én eneste date dates day days time times one anything
    """
)
_RELATIVE_NO = words_of("can't cannot doesn't don't couldn't won't isn't")
_CLOSING = frozenset({"kun", "udelukkende", "only", "just", "solely"})
_MINE = words_of("my our the min mit vores")
_ONE_OF = words_of("der som jeg vi that which i we")


OBSTACLES = words_of(
    """
    knast knas problem hindring forhindring bump minus ulempe undtagelse hage udfordring kollision konflikt sten
    forbehold hik torn anstødssten bøvl knude problemdag smutter afbud nej kryds krydser lus flue snubletråd
    gnidning bommert pind grus spærring benspænd sorte rød røde rødt
    snag catch obstacle clash conflict exception hitch issue glitch trouble hurdle fly blot rub bother sticking
    stumbling red black
    """
)


def denies(item: Item) -> bool:
    """Whether an item says no to what follows it: "ikke", "ingen af dem", "ikke noget imod"."""
    if item.kind is Kind.NONE or "not" in item.classes:
        return True
    if item.classes & {"only", "nothing_else", "except", "filler"}:
        return False
    return item.key in _DENIALS and ("no" not in item.classes or item.key not in _DANISH_NO)


def negates_no(clause: Clause) -> bool:
    """Whether the word of refusal is denied: "ikke optaget", "ingen af dem er et problem", "kan ikke se et problem"."""
    items = clause.items
    able = any("able" in i.classes for i in items)
    for n, item in enumerate(items):
        near = items[n + 1 : n + 1 + _GAP]
        if "not" in item.classes and not able and any("no" in i.classes for i in near):
            return True
        if item.key in _WILL_NOT and any("no" in i.classes for i in near):
            return True
        if item.key in _TROUBLES and n + 1 < len(items) and "not" in items[n + 1].classes:
            return True
        listing = item.kind is Kind.NONE or item.key in _LISTING
        if listing and _told_of_them(items[n + 1 :]):
            return True
        if denies(item) and (_looks_for_trouble(items[n + 1 :]) or _says_no(items[n + 1 : n + _FAR])):
            return True
    return False


def _told_of_them(after: Sequence[Item]) -> bool:
    """Whether the refusal is what is said of the times just listed, and not a sentence of its own."""
    told = next((n for n, i in enumerate(after) if "no" in i.classes), None)
    if told is None:
        return False
    last = max((n for n, i in enumerate(after[:told]) if is_topic(i)), default=-1)
    between = after[last + 1 : told]
    if between[:1] and between[0].key in ("er", "am", "are", "har", "have"):
        between = between[2:]  # "ingen af dagene er jeg optaget": in Danish the writer stands after the verb
    return not any(
        (i.kind is Kind.SIGN and i.key not in _OR) or i.key in ("jeg", "vi", "i'm", "we're", "i", "we")
        for i in between
    )


def _looks_for_trouble(after: Sequence[Item]) -> bool:
    """Whether nothing is found that stands in the way: "kan ikke se noget problem", "can't think of a clash"."""
    sees = next((n for n, i in enumerate(after[:_GAP]) if i.key in _EYES), None)
    return sees is not None and any("no" in i.classes for i in after[sees + 1 :])


_FAR = 9


def _says_no(after: Sequence[Item]) -> bool:
    """Whether saying no is what is denied: "har jeg aldrig kunnet sige nej til", "can't say no to Tuesdays"."""
    return any(i.words[:2] in (("sige", "nej"), ("say", "no")) for i in after if "no" in i.classes)


def twice_denied(clause: Clause) -> bool:
    """Whether it is "der er ingen af dem jeg ikke kan", "I can't find a date that doesn't work"."""
    first = next((n for n, i in enumerate(clause.items) if denies(i)), None)
    if first is None:
        return False
    rest = clause.items[first + 1 :]
    return any(begins_relative_no(rest[n:]) for n in range(len(rest)))


def begins_relative_no(items: Sequence[Item]) -> bool:
    """Whether it begins as "jeg ikke kan", "der ikke passer", "I can't do": in a main clause the verb stands first."""
    if len(items) < 2 or items[0].key not in _WHO:
        return False
    second = items[1]
    if second.words[:1] and second.words[0] in _RELATIVE_NO | {"ikke"}:
        return items[0].key not in ("jeg", "vi") or second.key == "ikke"
    return second.key in _RELATIVE_NO or second.key == "ikke"


def means_all(clause: Clause) -> bool:
    """Let "en dag", "noget" or "one" stand for all of them where the clause names no time, and tell whether it does."""
    if clause.topics():
        return True
    nouns = (i for i in clause.items if i.kind in (Kind.WORD, Kind.PHRASE))
    noun = next((i for i in nouns if i.key in _TIMES or i.words[1:2] == ("noget",)), None)
    if noun is not None:
        noun.kind = Kind.ALL
    return noun is not None


def denied_before(item: Item, clause: Clause) -> bool:
    """Whether "hverken" only goes on with a denial: "ikke noget imod hverken tirsdag eller onsdag"."""
    return item.key in _LISTING and any(denies(i) for i in clause.items if i.first < item.first)


def only_trouble(item: Item, clause: Clause) -> bool:
    """Whether it is "ikke andet end bøvl", "kun problemer", "nothing but trouble": that closes nothing."""
    at = next(n for n, i in enumerate(clause.items) if i is item)
    after = clause.items[at + 1 :]
    if any(is_topic(i) for i in after[:_GAP]) or not after:
        return False
    if item.words[-1:] in (("end",), ("but",)):
        return True
    before = clause.items[at - 1].key if at else ""
    return item.key in _CLOSING and before not in _MINE and "no" in after[0].classes


def sole_trouble(clause: Clause) -> bool:
    """Whether only one time is in the way: "den eneste der driller er den 8.", "the only one I can't do"."""
    at = next((n for n, i in enumerate(clause.items) if {"eneste", "only"} & set(i.words)), None)
    if at is None or at + 1 >= len(clause.items):
        return False
    after = clause.items[at + 1 :]
    if any(denies(i) for i in after):
        return False
    return any("no" in i.classes for i in after)


def one_of_them(later: Sequence[Item]) -> bool:
    """Whether "kun én" goes on with what is true of it: "kun én der ikke går"."""
    return len(later) > 1 and later[0].key in ("en", "et", "one") and later[1].key in _ONE_OF | OBSTACLES


def nothing_wrong(clause: Clause) -> None:
    """Read "ikke noget" before a word of refusal as a denial of it: "ikke noget galt med", not "har ikke noget"."""
    for item, after in pairwise(clause.items):
        if (item.words[-2:] == ("ikke", "noget") or item.words[-1:] == ("intet",)) and "no" in after.classes:
            item.classes = frozenset({"not"})
        if "no" in item.classes and after.words == ("med",):
            after.classes = frozenset()  # "har jeg ikke problemer med" is no "er med"
