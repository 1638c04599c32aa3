"""What the model sees of each word: itself, its shape, what the lists say of it, and its neighbours."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .known import known, lists
from .tokens import Line

# Verbs that bend in a way of their own, in the forms a sentence is told in.
VERBS = frozenset((
    "er", "var", "har", "havde", "bliver", "blev", "kan", "kunne", "vil", "ville", "skal", "skulle", "må",
    "måtte", "bør", "tør", "turde", "ved", "vidste", "kom", "gik", "fik", "så", "gav", "tog", "stod", "sad",
    "lå", "lod", "bad", "bandt", "bar", "bed", "drak", "drog", "faldt", "fandt", "fløj", "fór", "forstod",
    "fortalte", "fulgte", "gjorde", "gør", "glemte", "greb", "græd", "hed", "hang", "hjalp", "holdt",
    "hørte", "kaldte", "klippede", "købte", "lagde", "lavede", "lo", "løb", "løj", "løste", "læste",
    "mente", "mødte", "nød", "red", "rev", "ringede", "råbte", "sagde", "sang", "satte", "sendte", "skar",
    "skjulte", "skrev", "skreg", "slap", "slog", "smed", "snød", "solgte", "sov", "sparkede", "spiste",
    "sprang", "spurgte", "stak", "steg", "stjal", "strøg", "svarede", "svor", "syntes", "synes", "talte",
    "tav", "trak", "traf", "trådte", "tænkte", "vandt", "valgte", "viste", "vred", "voksede", "åd",
    "troede", "døde", "dør", "bor", "boede", "ser", "går", "får", "står", "slår", "tager", "giver", "siger",
    "lader", "findes", "skændes", "mødes", "trives", "slås", "enes", "følges", "ses",
))  # fmt: skip
JOINTS = frozenset(("og", "eller", "samt", "men", "&", "/"))
PLACING = frozenset((
    "af", "ad", "bag", "efter", "for", "foran", "fra", "før", "gennem", "hos", "i", "imod", "inden", "med",
    "mellem", "mod", "om", "omkring", "over", "på", "siden", "til", "trods", "uden", "under", "ved", "from",
    "with", "to", "by", "of",
))  # fmt: skip
SMALL = frozenset((
    "jeg", "du", "han", "hun", "den", "det", "vi", "i", "de", "mig", "dig", "ham", "hende", "os", "jer",
    "dem", "sig", "min", "mit", "mine", "din", "dit", "dine", "sin", "sit", "sine", "hans", "hendes",
    "vores", "jeres", "deres", "der", "som", "at", "en", "et", "ikke", "også", "altid", "aldrig", "gerne",
    "nok", "vist", "jo", "da", "nu", "så", "her", "hjem", "igen", "kun", "bare", "lige",
))  # fmt: skip


def part_of_speech(low: str) -> str:
    """Return a rough part of speech of *low*: V for a told verb, D for "the ...", and the small closed classes."""
    if low in JOINTS:
        return "j"
    if low in PLACING:
        return "p"
    if low in SMALL:
        return "s"
    words = lists().dictionary
    if (
        low in VERBS
        or (low[-2:] == "er" and low[:-1] in words)
        or (low[-3:] in {"ede", "kte", "lte", "nte"} and low[:-2] in words)
    ):
        return "V"
    if low[-2:] in {"en", "et", "ne"} and known(low).ordinary > 1:
        return "D"
    return "-"


@dataclass(frozen=True, slots=True)
class Look:
    """The signs of one word, ready made for each place it can stand in."""

    low: str
    shape: str
    short: str
    kind: str
    own: tuple[str, ...]
    before: tuple[str, ...]
    before_that: tuple[str, ...]
    after: tuple[str, ...]
    after_that: tuple[str, ...]


@lru_cache(maxsize=4_096)
def look(word: str) -> Look:
    """Return the signs of *word*."""
    if not word.isascii():
        word = word.encode("utf-8", "replace").decode()  # half of a pair of surrogates cannot be handed on
    low = word.lower()[:40]
    shape = shape_of(word)
    if not low[:1].isalpha():
        full = short = shape
        own = [f"w={low}", f"s={shape}"]
    else:
        seen = known(low)
        full = f"{seen.step}{seen.surname:d}{seen.place:d}{seen.ordinary}"
        short = f"{min(seen.step, 1) + (seen.step > 3)}{seen.surname:d}{min(seen.ordinary, 1)}"
        own = [
            f"w={low}", f"s={shape}", f"k={full}", f"sk={shape}{full}", f"so={shape}{seen.ordinary}",
            f"sf={shape}{seen.step}", f"e2={low[-2:]}", f"e3={low[-3:]}", f"e4={low[-4:]}", f"b3={low[:3]}",
            f"se={shape}{low[-3:]}",
        ]  # fmt: skip
        if seen.bare != low:
            own.append("gen")
    kind = part_of_speech(low) if low[:1].isalpha() else shape
    return Look(
        low,
        shape,
        short,
        kind,
        tuple(own),
        (f"-w={low}", f"-s={shape}", f"-k={short}", f"-e={low[-3:]}", f"-c={kind}"),
        (f"--w={low}", f"--s={shape}", f"--k={short}", f"--c={kind}"),
        (f"+w={low}", f"+s={shape}", f"+k={short}", f"+e={low[-3:]}", f"+c={kind}"),
        (f"++w={low}", f"++s={shape}", f"++k={short}", f"++c={kind}"),
    )


def shape_of(word: str) -> str:
    """Return how *word* is written: Aa, a, AA, A, A., 0, a0, Aa-Aa, AaA, or the sign itself."""
    if word.isalpha():
        if word.islower():
            return "a"
        if word.isupper():
            return "A" if len(word) == 1 else "AA" if len(word) < 5 else "AAA"
        return "Aa" if word[0].isupper() and word[1:].islower() else "aA"
    if word.isdigit():
        return "0"
    if len(word) == 1:
        return word
    if word[-1] == ".":
        return "A."
    if any(sign.isdigit() for sign in word):
        return "a0"
    return "Aa-" if word[0].isupper() else "a-"


EDGE = Look("", "|", "|", "|", (), ("-w=|",), ("--w=|",), ("+w=|",), ("++w=|",))


def signs(line: Line) -> Iterator[list[str]]:
    """Yield the signs of each token of *line*."""
    looks = [EDGE, EDGE, *(look(token.text) for token in line.tokens), EDGE, EDGE]
    level = "~" if line.level else ""
    for place, start in enumerate(line.starts):
        far, left, here, right, beyond = looks[place : place + 5]
        first = "^" if start else ""
        yield [
            *here.own, *left.before, *far.before_that, *right.after, *beyond.after_that,
            f"p={first}{level}{here.shape}",
            f"q={first}{level}{here.shape}{here.short}",
            f"ws={left.low}|{here.shape}{level}",
            f"wk={left.low}|{here.short}",
            f"kw={here.short}|{right.low}",
            f"sw={here.shape}{first}{level}|{right.low}",
            f"sss={left.shape}|{here.shape}|{right.shape}",
            f"skk={left.short}|{here.short}|{right.short}{first}",
            f"c={first}{here.shape}{here.short}|{right.kind}",
            f"cc={first}{here.shape}|{right.kind}{beyond.kind}",
            f"-cc={here.shape}{here.short}|{far.kind}{left.kind}",
            f"-c+={here.shape}{level}|{left.kind}{right.kind}",
            f"jc={first}{here.shape}{here.short}|{right.low}|{beyond.shape}{beyond.kind}" if right.kind == "j" else "",
            f"ww={far.low}|{left.low}|{here.shape}",
            f"kww={here.short}{here.shape}|{right.low}|{beyond.low}",
        ]  # fmt: skip


__all__ = ["look", "shape_of", "signs"]
