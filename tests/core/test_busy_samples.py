"""Every shared sample of a calendar: where two other readers agree we say the same, and none stops us."""

import json
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from faelled.core.busy import State, read
from faelled.core.busy.expanding import Window
from faelled.core.busy.reading import expanded, look
from tests.shared import shared_data

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def samples(folder):
    for entry in json.loads(shared_data("mail", folder, "expected.json").read_text()):
        yield entry, shared_data("mail", folder, str(entry["file"])).read_bytes()


def window(entry):
    days = entry["expected"].get("window", ("2020-01-01", "2021-01-01"))
    return [datetime.combine(date.fromisoformat(day), time(), COPENHAGEN) for day in days]


def agreed():
    return (
        (entry, content) for entry, content in samples("ics") if entry["expected"].get("two_libraries_agree")
    )


def test_the_number_of_occurrences_where_two_libraries_agree():
    wrong, number = {}, 0
    for entry, content in agreed():
        number += 1
        occurrences = list(expanded(look(content, COPENHAGEN), Window(*window(entry), COPENHAGEN)))
        if len(occurrences) != entry["expected"]["occurrences_rie"]:
            wrong[entry["file"]] = (len(occurrences), entry["expected"]["occurrences_rie"])
    assert (wrong, number) == ({}, 38)


def moment(when):
    """In UTC; a day, or a time that names no zone, is the owner's."""
    if not isinstance(when, datetime):
        when = datetime.combine(when, time())
    return (when if when.tzinfo else when.replace(tzinfo=COPENHAGEN)).astimezone(UTC)


def taken(event):
    return (
        event.get("TRANSP", "OPAQUE").upper() != "TRANSPARENT"
        and event.get("STATUS", "").upper() != "CANCELLED"
        and event.get("X-MICROSOFT-CDO-BUSYSTATUS", "BUSY").upper() != "FREE"
    )


def plainly(content, begin, end):
    """The minutes somebody is busy, by the library on the whole calendar."""
    minutes = set()
    for event in recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between(begin, end):
        if taken(event):
            first, last = (int(moment(event[n].dt).timestamp()) // 60 for n in ("DTSTART", "DTEND"))
            minutes.update(range(first, last))
    return {m for m in minutes if begin.timestamp() <= m * 60 < end.timestamp()}


def test_the_blocks_are_those_of_a_plain_expansion():
    compared = 0
    for entry, content in agreed():
        begin, end = window(entry)
        found = read(content, begin, end, zone=COPENHAGEN)
        minutes = [range(int(b.start.timestamp()) // 60, int(b.end.timestamp()) // 60) for b in found.blocks]
        assert {m for block in minutes for m in block} == plainly(content, begin, end), entry["file"]
        assert sum(map(len, minutes)) == len({m for block in minutes for m in block}), entry["file"]
        compared += bool(minutes)
    assert compared == 30  # in the rest everything is marked as free, or takes no time


def test_no_sample_stops_the_reading():
    states = {}
    for folder in ("ics", "imip"):
        for entry, content in samples(folder):
            found = read(
                content, *window(entry) if folder == "ics" else window({"expected": {}}), zone=COPENHAGEN
            )
            states.setdefault(found.state, []).append(entry["file"])
    assert {state: len(files) for state, files in states.items()} == {
        State.READ: 82,
        State.EMPTY: 4,
        State.UNREADABLE: 12,
    }


# Files that stopped a library, for one bad value or more, and the number of their entries that are read.
RESCUED = {
    "nodeical--multi-event-basic.ics": (8, 1),
    "nodeical--bad_custom_ms_tz2.ics": (2, 1),
    "icalendar--issue_722_missing_timezones.ics": (2, 1),
    "ical4j--twinkle_orig.ics": (7, 0),
    "nodeical--test_with_multiple_tzids_in_vtimezone.ics": (1, 0),
    "vobject--badstream.ics": (1, 0),
    "vobject--vobject_0050.ics": (1, 0),
}


def test_one_bad_entry_does_not_hide_the_good():
    for name, counts in RESCUED.items():
        found = look(shared_data("mail", "ics", name).read_bytes(), COPENHAGEN)
        assert (found.good, len(found.unreadable)) == counts, name
        assert found.state == State.READ
