"""Whether a mail asks for a meeting at all, where, and what about."""

from collections.abc import Mapping, Sequence

from faelled.core.days.expressions.tokens import Token, fold, keys, tokenise
from faelled.core.replies.reading import Span


def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(keys(p) for p in text.split("|"))


# Words that are the meeting itself: one of them and nothing against it is enough.
GATHERING = _phrases(
    "mødes|ses|se hinanden|samles|sætte os sammen|sætte sig sammen|finde en tid|finde et tidspunkt|find en tid|"
    "finde en dato|finder en tid|aftale en tid|holde møde|holder møde|holde et møde|tage et møde|have et møde|"
    "have møde|indkalder|indkalde|indkald|samle jer|samle alle|samle os|samle holdet|mødetid|mødetider|"
    "invitere til|inviterer til|spise sammen|spise frokost|spise morgenmad|drikke kaffe|tage en snak|tage en kop|"
    "meet|get together|get-together|get - together|catch up|sit down together|find a time|find a slot|find a date|"
    "set up a meeting|have a meeting|hold a meeting|schedule a meeting|arrange a meeting|a meeting|can everyone do|"
    "afsætte|sammen i|sammen om|være sammen"
)
MEETING_WORDS = (
    "mode",
    "modet",
    "moder",
    "modes",
    "meeting",
    "meetings",
    "call",
    "samling",
    "workshop",
    "sparring",
)
MEETING_ENDINGS = ("mode", "modet", "samling", "kaffe", "frokost", "workshop")
# A mail with one of these speaks of a meeting that is, was, or will not be.
OTHER_MATTER = _phrases(
    "tak for mødet|tak for et godt møde|tak for i dag|tak for i går|tak for sidst|aflyse|aflyst|aflyser|udskyde|"
    "udskudt|flytte|flyttet|mødet er|mødet blev|sender referatet|vedhæftet referat|referat fra|"
    "thanks for the meeting|thanks for meeting|thank you for the meeting|cancel|cancelled|postponed|reschedule|"
    "the meeting was|the meeting is|autosvar|automatic reply|out of office|automatisk svar|fraværende|"
    "vender tilbage|tak for mailen|kan ikke komme|can't come|cannot come"
)
ASKING = _phrases(
    "kan vi|kan i|kan alle|kunne vi|kunne i|skal vi|vi skal|lad os|hvad med|er der stemning|jeg foreslår|vi foreslår|"
    "vil foreslå|forslag|jeg vil gerne|vi vil gerne|har brug for|vi mangler|jeg mangler|passer det|hvornår kan|"
    "could we|can we|can everyone|could you|can you|let's|let us|shall we|we need|i need|i'd like|we'd like|"
    "jeg tænker|vi tænker|hvad siger|kunne det|er det muligt|"
    "i'm thinking|would|how about|what about|i suggest|please find|would like|næste gang"
)

# What is borrowed is booked with its owner; that is another mail than one that asks people to meet.
BORROWING = frozenset(
    {"booke", "bestille", "lane", "leje", "reservere", "book", "borrow", "reserve", "booking"}
)

TOPIC_STARTS = _phrases(
    "tale om|talt om|snakke om|snakket om|drøfte|drøftet|en drøftelse af|drøftelse af|drøftelse om|vende|"
    "planlægge|planlagt|evaluere|evalueret|gennemgå|gennemgået|møde om|mødes om|møde vedrørende|møde ang|"
    "snak om|samtale om|emnet er|beslutte|forberede|forberedt|koordinere|workshop om|dialog om|temaet er|sammen om|"
    "talk about|discuss|plan|prepare|review|go over|a meeting about|meeting about|meeting on|evaluate|"
    "talk through|decide on|catch up on|catch up about"
)
# "tale om det", "vende noget": the topic is known to the writer alone.
NOTHING_SAID = frozenset({"det", "noget", "ting", "dem", "this", "that", "it", "things", "something", "lidt"})
NOT_ABOUT = frozenset(
    {"vi", "i", "jeg", "det", "du", "man", "der", "at", "nogen", "alle", "en", "et", "to", "lidt"}
)
TOPIC_ENDS = frozenset({".", "!", "?", ";", "\n", ",", ":"})
TOPIC_LINKS = _phrases("hos|gerne|helst|preferably|inden|ideally|senest|til et møde")
_LONGEST = 5

PLACE_BEFORE = frozenset({"hos", "pa", "i", "ved", "at", "in", "til", "the", "hjemme"})


def _any_of(phrases: frozenset[tuple[str, ...]], words: Sequence[str]) -> bool:
    return any(tuple(words[n : n + k]) in phrases for n in range(len(words)) for k in range(1, _LONGEST + 1))


def asks_for_a_meeting(words: Sequence[str], *, names_a_time: bool, names_a_length: bool, times: int) -> bool:
    """Whether the mail asks for a meeting: cautious, since asking back costs less than asking eight people.

    A length and a time together are a meeting even without the word ("to timer i uge 49"), and so are two *times*
    with day and clock to choose between.
    """
    if _any_of(OTHER_MATTER, words):
        return False
    if times > 1 or _any_of(GATHERING, words):
        return True
    if any(_is_meeting(w) for w in words):
        return names_a_time or _any_of(ASKING, words) or len(words) <= 6
    if BORROWING.intersection(words):
        return False
    return names_a_time and (names_a_length or _any_of(ASKING, words) or "?" in words)


def _is_meeting(word: str) -> bool:
    return word in MEETING_WORDS or (len(word) > 6 and word.endswith(MEETING_ENDINGS))


def topic_of(tokens: Sequence[Token], taken: frozenset[int], *, up_to_a_time: bool) -> Span | None:
    """Return the words that say what the meeting is about.

    taken: tokens that say when something is. up_to_a_time: whether such a token ends the topic.
    """
    words = [t.key for t in tokens]
    for at in range(len(words)):
        length = next((n for n in range(_LONGEST, 0, -1) if tuple(words[at : at + n]) in TOPIC_STARTS), 0)
        # "et møde om tre uger" says when, not what about.
        if not length and words[at] in ("om", "about") and _about(words, at, taken):
            length = 1
        if not length or at + length - 1 in taken:
            continue
        first = at + length + (words[at + length : at + length + 1] == [","])
        last = _end_of_topic(words, first, taken if up_to_a_time else frozenset())
        if last > first and words[first] not in NOTHING_SAID:
            return Span(tokens[first].start, tokens[last - 1].end)
    return None


def _about(words: Sequence[str], at: int, taken: frozenset[int]) -> bool:
    """Whether "om" says what a meeting named before it in the sentence is about."""
    following = words[at + 1] if at + 1 < len(words) else ""
    if at + 1 in taken or not following.isalpha() or following in NOT_ABOUT:
        return False
    n = at - 1
    while n >= 0 and (n in taken or words[n] not in TOPIC_ENDS) and at - n < 25:
        if _is_meeting(words[n]):
            return True
        n -= 1
    return False


def _end_of_topic(words: Sequence[str], first: int, taken: frozenset[int]) -> int:
    last = first
    while last < len(words) and last not in taken:
        clause_follows = words[last] == "," and words[last + 1 : last + 2] in (
            ["hvordan"],
            ["hvad"],
            ["at"],
            ["how"],
        )
        if words[last] in TOPIC_ENDS and not clause_follows:
            break
        if any(tuple(words[last : last + k]) in TOPIC_LINKS for k in (1, 2, 3)):
            break
        last += 1
    # Small words before a time belong to the time: "om bogbussen i uge 49".
    while last > first and words[last - 1] in (
        "i",
        "in",
        "om",
        "on",
        "pa",
        "en",
        "a",
        "den",
        "og",
        "and",
        "d",
    ):
        last -= 1
    return last


def place_of(tokens: Sequence[Token], known: Mapping[str, str]) -> tuple[str, Span] | None:
    """Return the key of the first known place that the mail puts the meeting at, and where it says so."""
    words = [t.key for t in tokens]
    best: tuple[int, str, int] | None = None
    for name, key in sorted(known.items()):
        wanted = [t.key for t in tokenise(name)]
        for at in range(1, len(words) - len(wanted) + 1):
            if (
                not wanted
                or words[at - 1] not in PLACE_BEFORE
                or not _same(words[at : at + len(wanted)], wanted)
            ):
                continue
            if best is None or at < best[0]:
                best = (at, key, len(wanted))
            break
    if best is None:
        return None
    at, key, length = best
    return key, Span(tokens[at].start, tokens[at + length - 1].end)


def _same(found: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether the words are the name, with or without its ending: "bibliotek", "biblioteket"."""
    *first, last = wanted
    *found_first, found_last = found
    return found_first == first and fold(found_last) in (
        last,
        f"{last}et",
        f"{last}en",
        last.removesuffix("s"),
    )
