"""The words around a time that say what it is to the writer: wished, refused, or no wish at all.

Keys are those of the tokens (lower case, without æ, ø, å; see days.expressions.tokens). Longer phrases go first.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from faelled.core.days.expressions.tokens import keys


class Mood(StrEnum):
    """What a time is to the writer."""

    FIRM = "firm"
    SOFT = "soft"
    NOT = "not"
    RATHER_NOT = "rather not"
    FALLBACK = "fallback"
    ASIDE = "aside"


def _rows(rows: Mapping[Mood, str]) -> dict[tuple[str, ...], Mood]:
    return {keys(phrase): mood for mood, phrases in rows.items() for phrase in phrases.split("|")}


# Said before the time they are about; they hold to the end of the clause.
BEFORE = _rows(
    {
        Mood.RATHER_NOT: "helst ikke|helst undgå|helst undgår|gerne undgå|nødigt|ikke så gerne|preferably not|"
        "rather not|rather avoid|ideally not|prefer not|prefer to avoid|helst udenom|helst uden om",
        Mood.SOFT: "helst|allerhelst|foretrækker|foretrækkes|optimalt|ideelt|ideelt set|preferably|ideally|prefer|"
        "we'd prefer|bedst|best|if possible|hvis muligt|hvis det er muligt|om muligt|rather|kunne tænke mig",
        Mood.NOT: "i stedet for|instead of|rather than|no|minus|"
        "ikke|not|ingen|undtagen|undtaget|bortset fra|på nær|med undtagelse af|except|except for|"
        "apart from|other than|undgå|avoid|uden om|udenom|never|aldrig|"
        "på kursus|på ferie|på konference|holder ferie|har ferie|holder fri|har fri|er væk|er bortrejst|er optaget|"
        "har lukket|holder lukket|er lukket|"
        "on holiday|on leave|on a course|am away|are away|is away|be away|am busy|are busy|closed|"
        "can't|cannot|can't do|won't|don't work|doesn't work|unavailable",
        Mood.FALLBACK: "ellers|alternativt|subsidiært|otherwise|or else|failing that|alternatively|"
        "næstbedst|sekundært|i anden række",
        Mood.FIRM: "kun|only|skal være|must be|bare|just|gerne ikke for",
        Mood.ASIDE: "melde tilbage|melder tilbage|har lovet|har jeg lovet|skal aflevere|skal afleveres|"
        "plejer|normalt|sidste gang|sidst|usually|normally|last time|jeg sender|vi sender|sender jeg|"
        "vender tilbage|svar|svare|svarer|giv lyd|giv besked|give besked|give lyd|reply|respond|let me know|"
        "get back|ringer|ringe|siden|i går|yesterday|mødtes|I'll send|i'll send|send me|frist|deadline",
    }
)

# Said after the time; they decide for the times before them in the same clause.
AFTER = _rows(
    {
        Mood.NOT: "er min fridag|er hans fridag|er hendes fridag|er fridag|is my day off|"
        "går ikke|duer ikke|dur ikke|passer ikke|passer dårligt|passer skidt|kan jeg ikke|kan vi ikke|"
        "kan hun ikke|kan han ikke|er udelukket|er helt udelukket|er umulig|er umuligt|er helt umulig|"
        "er helt umuligt|er jeg væk|er vi væk|er jeg på kursus|er vi på kursus|er jeg på ferie|er vi på ferie|"
        "har vi lukket|holder vi lukket|har jeg fri|er optaget|er taget|er ude|er fyldt|kan ikke bruges|"
        "is out|are out|doesn't work|don't work|won't work|does not work|do not work|is impossible|"
        "are impossible|is no good|are no good|is not possible|I can't|we can't|i'm away|we're away",
        Mood.RATHER_NOT: "er svært|er svære|bliver svært|er ikke så godt|passer mindre godt|is difficult|"
        "are difficult|is hard|are hard|would be tricky",
        Mood.SOFT: "er bedst|er bedste|passer bedst|ville være bedst|vil være bedst|foretrækkes|ville være perfekt|"
        "ville være dejligt|ville være godt|vil være godt|ville være fint|hvis muligt|hvis det er muligt|"
        "om muligt|is best|are best|would be best|works best|work best|would be ideal|would be great|"
        "if possible|if you can|preferred|er at foretrække",
    }
)

AFTER |= _rows(
    {
        Mood.FALLBACK: "går også|går også an|er også fint|er også fin|er også fine|er også ok|er også muligt|kan også|"
        "fungerer også|is fine too|are fine too|is fine as well|works too|work too|would also work|also works|"
        "is also fine|are also fine|is ok too|are ok too",
    }
)

# Words of place and time that may stand between "gerne" and the time it makes a wish of.
SMALL = frozenset(
    {
        "i",
        "om",
        "pa",
        "en",
        "et",
        "d",
        "den",
        "kl",
        ".",
        "a",
        "an",
        "in",
        "on",
        "the",
        "at",
        "lige",
        "allerede",
    }
    | {
        "ved",
        "tidligt",
        "tidlig",
        "sidst",
        "forst",
        "midt",
        "lidt",
        "sent",
        "efter",
        "for",
        "foer",
        "inden",
        "mellem",
    }
)
MODAL = frozenset({"skal", "kan", "kunne", "skulle", "bor", "ma", "var", "er", "vil", "ville", "burde"})
ASKED = frozenset({"vi", "i", "man", "jeg", "det", "du", "we", "you"})
WHY = frozenset({"hvorfor", "hvis", "why", "if", "om"})

# A last day before one of these is the last day to answer, not to meet.
REPLYING = frozenset({"svar", "svare", "svarer", "reply", "answer", "tilbagemelding", "melde", "respond"})

# What begins a new clause, beside the signs.
CLAUSE_STARTS = frozenset(
    {"men", "but", "dog", "sa", "so", "ellers", "otherwise", "alternativt", "however", "although"}
)

LONGEST = max(len(k) for k in (*BEFORE, *AFTER))


def phrase_at(
    table: Mapping[tuple[str, ...], Mood], words: Sequence[str], at: int
) -> tuple[int, Mood] | None:
    """Return the length and mood of the longest phrase of *table* that begins at *at*, or None."""
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        mood = table.get(tuple(words[at : at + length]))
        if mood is not None:
            return length, mood
    return None
