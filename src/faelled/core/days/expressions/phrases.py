"""Whole phrases of time, each with its meaning: "næste uge", "om 14 dage", "efter frokost"."""

from datetime import time

from faelled.core.days.expressions import lexicon
from faelled.core.days.expressions.kinds import (
    Clock,
    Edge,
    Feast,
    Holiday,
    Meaning,
    Month,
    Part,
    PartOfDay,
    RelativeDay,
    RelativeWeek,
    Side,
    Third,
    WeekdayRange,
    WeekParity,
)
from faelled.core.days.expressions.tokens import keys

_ROWS: tuple[tuple[Meaning, str], ...] = (
    (
        RelativeWeek(1),
        "næste uge|den kommende uge|kommende uge|next week|the coming week|ugen der kommer|nxt week",
    ),
    (
        RelativeWeek(0),
        "denne uge|i denne uge|this week|resten af denne uge",
    ),
    (
        RelativeWeek(None),
        "ugen efter|ugen derpå|ugen derefter|ugen derpaa|uge efter|the week after|week after|"
        "the following week|following week|den følgende uge|efterfølgende uge|den efterfølgende uge|"
        "the week after that",
    ),
    (
        RelativeWeek(2),
        "ugen efter næste|the week after next|week after next|om to uger|in two weeks",
    ),
    (
        WeekParity(even=True),
        "lige uger|lige uge|even weeks|even - numbered weeks|even week|de lige uger",
    ),
    (
        WeekParity(even=False),
        "ulige uger|ulige uge|odd weeks|odd - numbered weeks|odd week|de ulige uger",
    ),
    (
        RelativeDay(0),
        "i dag|idag|today|today's",
    ),
    (
        RelativeDay(1),
        "i morgen|imorgen|tomorrow|tomorrow's",
    ),
    (
        RelativeDay(2),
        "i overmorgen|iovermorgen|overmorgen|the day after tomorrow|day after tomorrow",
    ),
    (
        RelativeDay(14),
        "om 14 dage|om fjorten dage|in a fortnight|in 14 days|in two weeks' time",
    ),
    (
        RelativeDay(7),
        "om en uge|om 8 dage|om otte dage|in a week",
    ),
    (
        RelativeDay(15),
        "i morgen om to uger|i morgen om 14 dage",
    ),
    (
        RelativeDay(8),
        "a week tomorrow|tomorrow week|i morgen otte dage|i morgen om en uge|i morgen om 8 dage",
    ),
    (
        RelativeDay(14),
        "i dag om to uger|i dag om 14 dage",
    ),
    (
        Part(PartOfDay.AFTER_NOON),
        "efter frokost|after lunch|efter frokosttid|efter middag|efter middagstid",
    ),
    (
        Part(PartOfDay.AFTER_NOON),
        "over middag",
    ),
    (
        Part(PartOfDay.EARLY, Third.START),
        "tidlig morgen|tidligt om morgenen|early morning|early mornings|early in the morning",
    ),
    (
        Part(PartOfDay.AFTERNOON, Third.START),
        "tidlig eftermiddag|tidligt om eftermiddagen|early afternoon|early afternoons",
    ),
    (
        Part(PartOfDay.AFTERNOON, Third.END),
        "sen eftermiddag|sent om eftermiddagen|late afternoon|late afternoons|sene eftermiddage",
    ),
    (
        Part(PartOfDay.MORNING, Third.END),
        "sen formiddag|sent om formiddagen|late morning|late mornings",
    ),
    (
        Part(PartOfDay.EARLY),
        "de tidlige tider|de tidlige møder|de tidlige|the early ones|the early slots|the early times|early slots",
    ),
    (
        Part(PartOfDay.EARLY),
        "early ones|the early one|early one|tidlige møder|de tidlige møder|early meetings|the early meetings",
    ),
    (
        Part(PartOfDay.LATE),
        "de sene tider|de sene møder|sene møder|de sene|den sene|the late ones|late ones|the late one|the late slots|"
        "the later ones|late slots",
    ),
    (
        Part(PartOfDay.EARLY),
        "om morgenen|in the early morning|første ting om morgenen|first thing in the morning|first thing",
    ),
    (
        Part(PartOfDay.MORNING),
        "before noon|before lunch|før frokost|inden frokost|før middag",
    ),
    (
        Clock(time(12)),
        "at noon|noon",
    ),
    (
        Month(None, Third.END),
        "slutningen af måneden|sidst på måneden|the end of the month|end of the month|slut måned",
    ),
    (
        Month(None, Third.START),
        "starten af måneden|først på måneden|the start of the month|the beginning of the month",
    ),
    (
        Month(None, Third.MIDDLE),
        "midten af måneden|the middle of the month",
    ),
    (
        RelativeWeek(-1, Third.END),
        "slutningen af ugen|sidst på ugen|the end of the week|end of the week|late in the week",
    ),
    (
        RelativeWeek(-1, Third.START),
        "starten af ugen|først på ugen|begyndelsen af ugen|the start of the week|early in the week",
    ),
    (
        RelativeWeek(-1, Third.MIDDLE),
        "midt på ugen|midten af ugen|the middle of the week|midweek|mid - week",
    ),
    (
        Edge(Side.BEFORE, Holiday(Feast.NEW_YEAR)),
        "indeværende år|i indeværende år|inden årsskiftet|før årsskiftet|inden udgangen af året|inden året er omme|"
        "i det gamle år|before the end of the year|before the year is out|before year end",
    ),
    (
        Edge(Side.AFTER, Holiday(Feast.NEW_YEAR)),
        "i det nye år|efter årsskiftet|in the new year|til næste år",
    ),
    (
        Edge(Side.BEFORE, Holiday(Feast.ANY)),
        "inden ferien|før ferien|før ferierne",
    ),
    (
        Edge(Side.AFTER, Holiday(Feast.ANY)),
        "efter ferien|efter ferierne",
    ),
)
_WEEKEND = "weekend|weekenden|weekender|weekenderne|weekends|the weekend|the weekends"
_WORKDAYS = "hverdag|hverdage|hverdagene|hverdagen|weekday|weekdays"
_ROWS += (
    (WeekdayRange(5, 6), _WEEKEND),
    (WeekdayRange(0, 4), _WORKDAYS),
    (Edge(Side.FROM, RelativeWeek(1)), "efter weekenden|after the weekend"),
)
_PHRASES: dict[tuple[str, ...], Meaning] = {keys(p): what for what, row in _ROWS for p in row.split("|")} | {
    k: Holiday(feast) for k, feast in lexicon.FEAST_PHRASES.items()
}
BY_FIRST: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
for _words, _what in sorted(_PHRASES.items(), key=lambda row: -len(row[0])):
    BY_FIRST.setdefault(_words[0], []).append((_words, _what))
