"""Small answers to one question: yes or no, a number, one word of a closed list. Unclear rather than wrong."""

from collections.abc import Collection
from enum import StrEnum

from faelled.core.days.expressions import fold, keys, tokenise, words_of
from faelled.core.days.expressions.lexicon import NUMBER_WORDS, ORDINAL_WORDS
from faelled.core.replies.body import body_of

_LONGEST = 2_000
_MOST_WORDS = 12


class YesNo(StrEnum):
    """An answer to a question that can be answered yes or no."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"
    UNCLEAR = "unclear"


class Word(StrEnum):
    """The words that do something when they are all that is new in a mail."""

    STOP = "stop"
    START = "start"
    LESS = "less"
    NO_THANKS = "no_thanks"
    WAIT = "wait"
    SWAP = "swap"
    MY_DATA = "my_data"  # what is kept about me: to see it, to change it, to have it deleted


_WORDS: dict[tuple[str, ...], Word] = {
    tuple(fold(w) for w in phrase.split()): word
    for word, phrases in {
        Word.STOP: "stop|stop stop|unsubscribe|afmeld",
        Word.START: "start|start igen|start again",
        Word.LESS: "mindre|less|færre|fewer",
        Word.NO_THANKS: "nej tak|no thanks|no thank you|nejtak",
        Word.WAIT: "vent|wait|vent lidt|hold on",
        Word.SWAP: "byt|swap|bytte",
        Word.MY_DATA: "mine data|mine oplysninger|mine personoplysninger|se mine data|se mine oplysninger|"
        "hent mine data|ret mine data|ret mine oplysninger|slet mine data|slet mine oplysninger|slet mig|glem mig|"
        "slet alt om mig|hvad ved i om mig|hvad har i gemt om mig|indsigt|my data|see my data|delete my data|"
        "delete me|forget me|correct my data|what do you know about me|what do you keep about me",
    }.items()
    for phrase in phrases.split("|")
}


_YES = words_of(
    """
    ja yes jep jeps jo yep yeah ok okay okey jatak jada jaja yup sure gerne absolut absolutely bestemt
    certainly aftale godkendt approved accepted j y selvfølgelig naturligvis klart correct korrekt rigtigt
    """
)
_NO = words_of(
    """
    nej no niks nope nix nejtak nah afvist aldrig n desværre unfortunately
    """
)
_MAYBE = words_of(
    """
    måske maybe perhaps muligvis possibly evt eventuelt nok vist probably hvis if tror think
    """
)
# What is said of a question by its verb alone, or of "was it you?"; each is the whole answer.
_WHOLE: dict[tuple[str, ...], YesNo] = {
    keys(phrase): answer
    for answer, phrases in {
        YesNo.NO: "det kan jeg ikke|det kan vi ikke|det kan jeg desværre ikke|desværre det kan jeg ikke|"
        "jeg kan ikke|vi kan ikke|jeg kan desværre ikke|jeg kan ikke alligevel|jeg kan alligevel ikke|det går ikke|"
        "det passer ikke|nej det var ikke mig|det var ikke mig|nej det var ikke os|i can't|i cannot|i can't make it|"
        "it wasn't me|no it wasn't me|that wasn't me|no that wasn't me",
        YesNo.YES: "det kan jeg|det kan jeg godt|det kan vi|det kan vi godt|jeg kan godt|jeg kan alligevel godt|"
        "jeg kan godt alligevel|jeg kan alligevel godt komme|jeg kan godt komme alligevel|jeg kommer|vi kommer|"
        "jeg kommer gerne|ja det var mig|det var mig|ja det var os|i can|i can come after all|i can make it|"
        "yes it was me|it was me|yes that was me|that was me",
    }.items()
    for phrase in phrases.split("|")
}
_NOT = words_of(
    """
    ikke not ik ikk don't doesn't can't cannot ej won't
    """
)
# Words that may stand beside a yes without changing it.
_AROUND = words_of(
    """
    tak thanks thank you please mange det er fint fin godt god it is fine good great that that's it's det den
    dem super perfekt perfect passer works for me mig os us helt rigtig very lyder sounds kan jeg vi we i can
    do kør bare go ahead med på så i alt alle begge på dejligt dejlig nice stadig still the one endelig da
    meget enig agreed venligst klar hej hi hello kære dear orden fedt
    """
)
_AROUND_NO = _AROUND | words_of(
    """
    ikke not den dem det kan vil duer går passer desværre ikk sorry beklager unfortunately one that this i
    can't don't
    """
)
_THUMBS_UP, _THUMBS_DOWN = frozenset("👍👌✅✔✓🆗"), frozenset("👎❌✗✘🚫")
_SKIN = frozenset("🏻🏼🏽🏾🏿\ufe0f")
_TURNS = words_of(
    """
    men but dog however undtagen except kun only medmindre unless hvis if hvornår when hvor where måske maybe
    forresten
    """
)
_NEUTRAL = frozenset(".,!;:-–—()\"'*_>/\n🙂😊😀😃😄🎉☺❤")


def _new_words(text: str) -> list[str]:
    """Return the keys of the words that are left without greeting and signature; a question mark is kept."""
    text = text[:_LONGEST]
    body = body_of(text)
    keys = [t.key for t in tokenise(text[body.start : body.end])]
    return [k for k in keys if k not in _NEUTRAL and k not in _SKIN]


def read_yes_no(text: str) -> YesNo:
    """Return what *text* answers to a yes/no question; anything with a but, a time or a question in it is UNCLEAR."""
    words = _new_words(text)
    if not words or len(words) > _MOST_WORDS or len(text) > _LONGEST or "?" in words:
        return YesNo.UNCLEAR
    whole = _WHOLE.get(tuple(w for w in words if w not in _THANKS))
    if whole is not None:
        return whole
    ups, downs = [w for w in words if w in _THUMBS_UP], [w for w in words if w in _THUMBS_DOWN]
    words = [w for w in words if w not in _THUMBS_UP and w not in _THUMBS_DOWN]
    if (ups and downs) or any(w in _TURNS - _MAYBE for w in words):
        return YesNo.UNCLEAR
    yes, no = [w for w in words if w in _YES], [w for w in words if w in _NO]
    denied = any(w in _NOT for w in words)
    if any(w in _MAYBE for w in words):
        known = all(w in _MAYBE | _AROUND | _YES for w in words)
        return YesNo.MAYBE if known and not denied else YesNo.UNCLEAR
    if (no or downs) and not (yes or ups):
        return YesNo.NO if all(w in _NO | _AROUND_NO for w in words) else YesNo.UNCLEAR
    if (yes or ups) and not (no or downs or denied):
        return YesNo.YES if all(w in _YES | _AROUND for w in words) else YesNo.UNCLEAR
    return YesNo.UNCLEAR


_NUMBER_AROUND = words_of(
    """
    nr nummer number no mulighed option forslag tak ja yes vi jeg tager vælger i choose take the den det er
    ' eren ere siger stemmer på for bliver please det den # . min stemme mig os
    """
)


def read_number(text: str, allowed: Collection[int]) -> int | None:
    """Return the one number *text* consists of, when it is one of *allowed*; None when it is not that clear."""
    words = _new_words(text)
    if not words or len(words) > _MOST_WORDS or len(text) > _LONGEST:
        return None
    found: set[int] = set()
    for word in words:
        value = _value(word)
        if value is None and word not in _NUMBER_AROUND:
            return None
        if value is not None:
            found.add(value)
    return found.pop() if len(found) == 1 and found <= set(allowed) else None


def _value(word: str) -> int | None:
    """Return the number a word stands for; "en" and "one" are small words too and stand for none."""
    if word.isdecimal():
        return int(word) if len(word) <= 4 else -1
    return None if word in ("en", "one", "ene") else NUMBER_WORDS.get(word, ORDINAL_WORDS.get(word))


def read_word(text: str) -> Word | None:
    """Return the word of the closed list that is all that is new in *text*, with thanks and greeting around it."""
    words = _new_words(text)
    if not words or len(words) > _MOST_WORDS or len(text) > _LONGEST:
        return None
    for trimmed in (words, [w for w in words if w not in _THANKS], _without_tail(words)):
        found = _WORDS.get(tuple(trimmed))
        if found is not None:
            return found
    return None


_THANKS = words_of(
    """
    tak thanks thank you please venligst mange på forhånd hej hi hilsen mvh
    """
)


def _without_tail(words: list[str]) -> list[str]:
    """Take thanks off the end only: "nej tak, tak" is still "nej tak"."""
    out = list(words)
    while len(out) > 2 and out[-1] in _THANKS:
        out.pop()
    return out
