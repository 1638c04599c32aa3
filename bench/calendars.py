"""P9: when fifty people are busy in the next 120 days, answered from the blocks that are stored."""

import tempfile
import time
from datetime import timedelta
from pathlib import Path

from bench import _house

# A year of 1,000 recurring events came to 279 blocks (MAIL.md), and a third of a year is kept.
PEOPLE, BLOCKS, TIMES = 50, 93, 21


def main(args: list[str]) -> list[tuple[str, str, str]]:
    """Measure, and return rows for the table of `faelled bench`."""
    with tempfile.TemporaryDirectory(prefix="faelled-bench-") as folder:
        _house.work_in(Path(folder))
        took = _measured()
    clock, cpu = (sorted(each)[TIMES // 2] for each in zip(*took, strict=True))
    figure = f"{clock:.0f} ms on the clock, {cpu:.0f} CPU-ms (load {_house.load()})"
    return [(f"P9 free/busy of {PEOPLE} calendars, {PEOPLE * BLOCKS:,} blocks", figure, "<= 50 ms")]


def _measured() -> list[tuple[float, float]]:
    """Return the milliseconds of each answer, on the clock and of the processor; the first, cold, is left out."""
    from faelled.meetings.models import BusyBlock, ConnectedCalendar
    from faelled.meetings.reads import busy
    from faelled.partnerships.models import Organisation, Person
    from faelled.work import clock

    now, house = clock.now(), Organisation.objects.create(name="Huset")
    people = [Person.objects.create(name=f"Ida Bro {n}", organisation=house).pk for n in range(PEOPLE)]
    for person in people:
        row = ConnectedCalendar.objects.create(
            person_id=person, kind="file", state="ok", read_at=now, delete_after=now + timedelta(days=30)
        )
        starts = [now + n * timedelta(days=120) / BLOCKS for n in range(BLOCKS)]
        BusyBlock.objects.bulk_create(
            BusyBlock(calendar=row, starts=start, ends=start + timedelta(hours=1)) for start in starts
        )
    took = []
    for _ in range(TIMES + 1):
        began, busy_before = time.perf_counter(), time.process_time()
        known = busy.calendars(people, now, now + timedelta(days=120))
        took.append(((time.perf_counter() - began) * 1000, (time.process_time() - busy_before) * 1000))
        if len(known.known) != PEOPLE or sum(map(len, known.busy.values())) != PEOPLE * BLOCKS:
            raise AssertionError("not everybody is known")
    return took[1:]
