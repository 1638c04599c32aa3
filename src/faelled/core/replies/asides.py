"""What a reply holds besides its answers: who comes instead, a time of the writer's own, a question, a machine."""

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from faelled.core.days.expressions import (
    Clock,
    Day,
    Expression,
    Hours,
    Token,
    Weekday,
    fold,
    listed,
    scan_tokens,
    tokenise,
    words_of,
)
from faelled.core.replies.body import Body
from faelled.core.replies.pointing import Scene, day_bounds
from faelled.core.replies.reading import Counter, Slot, Span

_ENGLISH = words_of(
    """
    the is and i'm i can for works fine on we with are but it's my you thanks of it please this that not
    """
)
_DANISH = words_of(
    """
    jeg er og ikke kan det den med på har der til vi af hilsen mvh en et som passer om kun
    """
)
# Each is a plain phrase looked for in the first lines: no repetition, linear.
_AUTOMATIC = listed(
    """
    automatic reply|automatisk svar|autosvar|auto-reply|autoreply|out of office|
    out of the office until|jeg er ikke på kontoret|jeg er fraværende|jeg holder ferie fra|
    i am currently out|i'm currently out|i am out of the office|with no access to e-mail|
    no access to email|limited access to e|uden adgang til mail|læser ikke mails|læser ikke mine mails|
    mailen læses ikke|begrænset adgang til mail|tjekker ikke mails|besvarer ikke mails|
    dette er et automatisk|this is an automat|fraværsbesked|din mail bliver ikke læst|
    i am on annual leave|i will be out of the office|mails besvares|din mail besvares|
    jeg er på ferie til og med
    """
)
_WEAK_AUTOMATIC = frozenset(
    {
        "jeg er på ferie til og med",
        "jeg holder ferie fra",
        "jeg er ikke på kontoret",
        "i am on annual leave",
        "jeg er fraværende",
    }
)
_MACHINE_TALK = (
    "haster",
    "urgent",
    "kontakt",
    "contact",
    "i mellemtiden",
    "meanwhile",
    "in my absence",
    "i mit fravær",
    "skriv til",
    "ring til",
    "access",
    "besvare",
    "automat",
)
_HEAD = 400
_LONGEST_QUESTION = 400
# Who proposes a time of their own does so long before this; the text is scanned for times once already.
_MOST_WORDS = 600
# The stop of "den 18. december kl. 10" ends no sentence; before a capital it does.
_SENTENCE_ENDS = re.compile(
    r"[!?\n]|\.(?=\s+[A-ZÆØÅ])|(?<!\d)(?<!\b[Dd])(?<!\b[Kk]l)(?<!\b[Cc]a)(?<!\b[Nn]r)(?<!\b[Pp]l)\.(?=\s)"
)
_PARTS = re.compile(r"[,;:]")
_NAME = re.compile(r"[A-ZÆØÅ][a-zæøåéö]{1,20}")
_COMES = words_of(
    """
    kommer møder deltager tager dækker stiller overtager overtaget repræsenterer træder sender sends come comes
    coming cover covers covering attend attends attending join joins stand take takes go goes going
    spørg prøv ask try send sending vikarierer springer step steps
    """
)
_INSTEAD = re.compile(
    r"\b(?:i stedet|i mit sted|på mine vegne|for mig|som afløser|stedfortræder|"
    r"min plads|my seat|in my place|on my behalf|instead|vikar|afløser|kollega|colleague)\b",
    re.IGNORECASE,
)
_NO_NAMES = words_of(
    """
    jeg vi der den det de en et hvis så men og min mine vores alle ingen begge nej ja kan hej i the my
    our we you they it this that if so but and mandag tirsdag onsdag torsdag fredag lørdag søndag monday
    tuesday wednesday thursday friday saturday sunday januar februar marts april maj juni juli august
    september oktober november december january february march may june july october uge week
    familiehuset biblioteket krisecentret ungebasen desværre måske helst kun resten ellers både hverken
    enten når da for til fra på om med hos jul påske teams zoom outlook danmark tak thanks hilsen yes no
    she he who what både when where either both all none dear kære
    """
)


_GOES = fold("går")
# In all their endings: Mandagene, Onsdage, Vinterferien, Formiddagen.
_TIMES = re.compile(r"(?:man|tirs|ons|tors|fre|lor|son|hver|for\w*mid|efter\w*mid)dag|\w*ferie|week|uge")
_LATER = words_of(
    """
    svarer vender melder tales høres hører senere snart lige afventer sender giver know check later
    tomorrow soon let get back morgen endnu først spørger
    """
)


def promises(text: str) -> bool:
    """Whether the writer means to answer, only not now: that is an answer with everything open."""
    return any(t.key in _LATER for t in tokenise(text))


def looks_english(text: str) -> bool:
    """Whether the text has more of the small words of English than of Danish."""
    words = [w.strip(".,!?;:()").lower() for w in text[:2000].split()]
    return sum(w in _ENGLISH for w in words) > sum(w in _DANISH for w in words)


def automatic(text: str) -> bool:
    """Whether a machine wrote it: such a mail answers no poll, even when it names an absence."""
    head = text[:_HEAD].lower()
    found = [p for p in _AUTOMATIC if p in head]
    if not found:
        return False
    strong = any(p not in _WEAK_AUTOMATIC for p in found)
    return strong or any(word in head for word in _MACHINE_TALK)


def question_of(text: str, body: Body) -> Span | None:
    """Return where the reply asks something; a lone mark beside a time asks nothing, nor does a time of its own."""
    begin = body.start
    while (mark := text.find("?", begin, body.end)) >= 0:
        begin = max(begin, mark - _LONGEST_QUESTION)
        ends = [found.end() for found in _SENTENCE_ENDS.finditer(text, begin, mark)]
        sentence = text[ends[-1] if ends else begin : mark + 1]
        if len(sentence.split()) >= 3 and not (_lone_mark(sentence) or _proposes(sentence)):
            return Span(mark + 1 - len(sentence.lstrip()), mark + 1)
        begin = mark + 1
    return None


def _lone_mark(sentence: str) -> bool:
    """Whether the question mark is itself the answer: "24/11: ?" and "4/5 ja, 18/5 ?"."""
    last = _PARTS.split(sentence)[-1].removesuffix("?")
    return last[-1:].isspace() and not any(sign.isalpha() for sign in last)


def _proposes(sentence: str) -> bool:
    """Whether a day and an hour are proposed to all: "Hvad med mandag kl. 10?", but not "Kan jeg komme kl. 10?"."""
    tokens = tokenise(sentence)
    if any(t.key in ("jeg", "i") and t.raw != "i" for t in tokens):
        return False
    said = [here.what for here in scan_tokens(tokens)]
    return any(isinstance(w, Clock | Hours) for w in said) and any(isinstance(w, Day | Weekday) for w in said)


def delegate_of(text: str, deputies: Collection[str]) -> str | None:
    """Return the name of the person who comes, or might come, instead or along."""
    tokens = tokenise(text)
    instead = _INSTEAD.search(text) is not None
    for n, token in enumerate(tokens):
        if not _NAME.fullmatch(token.raw) or token.key in _NO_NAMES or _TIMES.match(token.key):
            continue
        known = token.raw in {name for d in deputies for name in d.split()[:1]}
        before = [t.key for t in tokens[max(0, n - 5) : n]]
        if "." in before:
            before = before[len(before) - before[::-1].index(".") :]
        after = [t.key for t in tokens[n + 1 : n + 5]]
        verb_after = bool(after) and any(k in _COMES for k in after[:3]) and "." not in after[:2]
        # "Den 9. går Lis ind på min plads"; alone, "går" says how a thing goes.
        verb_before = any(k in _COMES or (instead and k == _GOES) for k in before)
        begins = n == 0 or tokens[n - 1].key in (".", "!", "?", "\n")
        if known and (verb_after or verb_before or instead):
            return token.raw
        if verb_after and (instead or not begins or after[0] in _COMES):
            return token.raw
        if verb_before and (instead or _asks_or_sends(before) or "kollega" in before):
            return token.raw
    return None


def _asks_or_sends(before: list[str]) -> bool:
    return any(
        k in ("sender", "send", "sending", "sporg", "ask", "try", "prov", "kommer") for k in before[-3:]
    )


def counters_of(tokens: Sequence[Token], found: Sequence[Expression], scene: Scene) -> tuple[Counter, ...]:
    """Return the times with day and hour the writer proposes that are not on the list. found: the times in tokens."""
    found = [e for e in found if e.first < _MOST_WORDS]
    out: list[Counter] = []
    for n, here in enumerate(found):
        start, end = _hours(here)
        if start is None:
            continue
        day = _day_before(found, n, tokens, scene)
        if day is None:
            continue
        zone = scene.slots[0].start.tzinfo
        begins = datetime.combine(day, start, tzinfo=zone)
        ends = datetime.combine(day, end, tzinfo=zone) if end else None
        if day >= scene.sent and not any(_about(s, begins, ends) for s in scene.slots):
            out.append(Counter(begins, ends))
    return tuple(out)


def _about(slot: Slot, begins: datetime, ends: datetime | None) -> bool:
    """Whether hours speak of a time on the list: they begin in it, or hold all of it ("optaget 14-17")."""
    if slot.start.date() != begins.date():
        return False
    return slot.start <= begins < slot.end or (ends is not None and begins <= slot.start and slot.end <= ends)


def _hours(here: Expression) -> tuple[time | None, time | None]:
    match here.what:
        case Clock(at):
            return at, None
        case Hours(start, end):
            return start, end
        case _:
            return None, None


def _day_before(found: Sequence[Expression], n: int, tokens: Sequence[Token], scene: Scene) -> date | None:
    """Return the day the hour at *n* belongs to: the nearest date before it in the same sentence."""
    weekday = None
    for here in reversed(found[max(0, n - 3) : n]):
        between = tokens[here.last : found[n].first]
        if any(t.key in ("\n", "!", "?", ";", "men") for t in between) or len(between) > 8:
            return None
        if isinstance(here.what, Day):
            bounds = day_bounds(here.what, scene)
            return bounds[0] if bounds else None
        if isinstance(here.what, Weekday):
            weekday = here.what
            break
    if weekday is None or any(s.start.weekday() == weekday.day for s in scene.slots):
        return None
    first = min(s.start.date() for s in scene.slots)
    monday = first - timedelta(days=first.weekday())
    return monday + timedelta(days=weekday.day)


__all__ = [
    "automatic",
    "counters_of",
    "delegate_of",
    "looks_english",
    "question_of",
]
