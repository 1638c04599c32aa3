"""R12: link scanners fetch every link of a thousand mails, and nothing changes; a real click still works in one step.

The mails are written through real rounds: asks, drafts, reminders, decisions, invitations, welcomes. Every row of every
table is compared before and after, without an exception.
"""

import hashlib
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from itertools import chain, islice, zip_longest
from pathlib import Path
from urllib.parse import urlsplit

from bench import _house
from bench._line import in_turn

MAILS, PEOPLE, LOOKED_AT, CLICKED = 1000, 20, 20, 20
WORKER_TURNS = 200
Row = tuple[str, str, str]
Digest = dict[str, tuple[int, str]]


def main(args: list[str]) -> list[Row]:
    """Measure, and return rows for the table of `faelled bench`."""
    with tempfile.TemporaryDirectory(prefix="faelled-bench-") as folder:
        _house.work_in(Path(folder))
        from tests import cast

        from faelled.post import transport
        from faelled.work import clock

        time, bag = cast.Clock(_a_monday_before(clock.now())), cast.Mailbag()
        clock.set_source(time)
        with transport.use(bag.carrier):
            _write_mails(time, bag)
        clock.set_source(None)
        links = [links_in(mail.message) for mail in bag.carrier.sent]
        paths = list(dict.fromkeys(chain.from_iterable(links)))
        rows = [
            ("R12 mails written through rounds", f"{len(links)}, by letter: {_letters()}", f">= {MAILS}"),
            ("R12 links in them", f"{len(paths)} different, in {sum(map(bool, links))} mails", ""),
        ]
        with _house.served(Path(folder)) as house:
            rows += _scanned(house, paths)
            rows += _in_a_browser(house, paths)
        return rows


def _a_monday_before(now: datetime) -> datetime:
    """Return a Monday morning at least a week ago, so that all that is written lies behind the house's own clock."""
    from bench._crowd import HOME

    day = now.astimezone(HOME) - timedelta(days=7)
    return (day - timedelta(days=day.weekday())).replace(hour=9, minute=0, second=0, microsecond=0)


def _write_mails(time, bag) -> None:
    """Tell enough rounds that a thousand mails go out, with every kind of letter that carries a link among them."""
    from bench import _crowd

    from faelled.partnerships import actions as people
    from faelled.partnerships.actions import Newcomer

    world = _crowd.world_of(PEOPLE, bag, time)
    bodil = world.actors["Bodil"]
    people.add_people(
        bodil.seat,
        [Newcomer(f"Ny{n} Kollega", f"ny{n}@ungebasen.example", "Ungebasen") for n in range(10)],
    )
    bodil.writes_to_the_partnership("Kan vi mødes to timer om tre uger, helst formiddag?")
    for ending in ("answered", "decided", "carried out"):
        _tell_a_round(world, ending)
    while len(bag.carrier.sent) < MAILS - 150:
        _tell_a_round(world, "")
    time.passes(days=3, hours=7)  # reminders
    _work(world)
    while len(bag.carrier.sent) < MAILS:
        _tell_a_round(world, "")


def _tell_a_round(world, ending: str) -> None:
    from bench import _crowd

    from faelled.meetings import actions

    start = _crowd.times(3, after=world.clock.now + timedelta(days=14))
    times = [actions.NewTime(at, at + timedelta(hours=2)) for at in start]
    everybody = [actor.seat for actor in world.actors.values()]
    bodil = world.actors["Bodil"]
    round_ = actions.draft(world.partnership, bodil.seat, words="", times=times, seats=everybody)
    actions.send_out(round_.pk)
    _work(world)
    if not ending:
        return
    for actor in world.actors.values():
        actor.writes("2 passer, 1 kan jeg ikke")
    if ending != "answered":
        bodil.writes("ja")
    if ending == "carried out":
        world.clock.passes(minutes=6)
        _work(world)


def _work(world) -> None:
    """Let the worker run until it has nothing to do; there is more here than in a story."""
    from faelled.site.duties import DUTIES

    for _ in range(WORKER_TURNS):
        if not sum(duty.run("bench") for duty in DUTIES):
            return
    raise RuntimeError("the worker never comes to rest")


def _letters() -> str:
    from faelled.post.models import OutgoingLetter

    sent = OutgoingLetter.objects.filter(state="sent").values_list("template", flat=True)
    return ", ".join(f"{count} {name.rpartition('/')[2]}" for name, count in Counter(sent).most_common())


def links_in(message: bytes) -> list[str]:
    """Return the path of every link of ours in a mail: in its text, its HTML and its List-Unsubscribe."""
    from django.conf import settings

    mail = message_from_bytes(message, policy=policy.default)
    texts = [str(mail.get("List-Unsubscribe", ""))]
    texts += [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    found = re.findall(rf"{re.escape(settings.ORIGIN)}(/[^\s\"'<>)]*)", "\n".join(map(_as_text, texts)))
    return list(dict.fromkeys(urlsplit(path.rstrip(".,")).path for path in found))


def _as_text(part: str | bytes) -> str:
    return part if isinstance(part, str) else part.decode("utf-8", "replace")


def _scanned(house, paths) -> list[Row]:
    before = digest()
    asks = [(method, path, b"") for path in paths for method in ("GET", "HEAD")] * 2
    said = Counter(answer.status for answer in in_turn(house.port, asks, clients=8))
    statuses = ", ".join(f"{count} x {status}" for status, count in sorted(said.items()))
    return [
        ("R12 every link by GET and HEAD, twice", f"{len(asks)} requests: {statuses}", "no 5xx"),
        ("R12 rows changed by it", changes(before, digest()), "0"),
    ]


def _in_a_browser(house, paths) -> list[Row]:
    from tests.pages.browser import CHROMIUM, running_chromium

    if not CHROMIUM.exists():
        return [("R12 in a browser", "left out: no Chromium", "0; 1 step")]
    origin = f"http://127.0.0.1:{house.port}"
    before, sample = digest(), _of_each_kind(paths, LOOKED_AT)
    with running_chromium() as browser:
        for path in sample:
            with browser.open_page(origin + path, scripts=True) as (page, _noise):
                page.wait_for_load_state("networkidle")
        changed = changes(before, digest())
        clicked = [_clicked(browser, origin, path, question) for path, question in _unanswered(paths)]
    return [
        (f"R12 rows changed by Chromium with scripts, {len(sample)} pages of every kind", changed, "0"),
        (
            "R12 a real click afterwards",
            f"{sum(clicked)} of {len(clicked)} kept in one step",
            "<= 1 more step",
        ),
    ]


def _of_each_kind(paths: Iterable[str], count: int) -> list[str]:
    """Return *count* of *paths*, taken in turn from each kind of page and question."""
    kinds = defaultdict(list)
    for path in paths:
        kinds[_kind(path)].append(path)
    in_turns = chain.from_iterable(zip_longest(*kinds.values()))
    return list(islice((path for path in in_turns if path), count))


def _kind(path: str) -> tuple[str, str]:
    ask = _ask_behind(path)
    return path.split("/")[1], f"{ask.kind} {ask.round.state}" if ask else ""


def _ask_behind(path: str):
    from faelled.meetings.models import Ask
    from faelled.post import addresses

    pieces = path.strip("/").split("/")
    link = addresses.follow_link(pieces[-1], "ask") if pieces[0] == "svar" else None
    found = isinstance(link, addresses.Linked)
    return Ask.objects.select_related("round").get(pk=link.about_id) if found else None


def _unanswered(paths: Iterable[str]) -> list[tuple[str, object]]:
    """Return questions about times that nobody has answered yet, each behind one of its links."""
    questions = ((path, _ask_behind(path)) for path in paths)
    found = (
        (path, ask)
        for path, ask in questions
        if ask and ask.kind == "times" and ask.round.state == "asking" and not _answers(ask)
    )
    return list(islice(found, CLICKED))


def _answers(ask) -> int:
    from faelled.meetings.models import Answer

    return Answer.objects.filter(seat=ask.seat_id, proposal__round=ask.round_id).count()


def _clicked(browser, origin, path, ask) -> bool:
    """Choose as a person does, press the one button, and say whether every time has its answer."""
    with browser.open_page(origin + path) as (page, _noise):
        for choice in page.locator("input[type=radio][value=yes]").all():
            choice.click()
        page.locator("main button[type=submit]").click()
        page.wait_for_load_state()
        return page.locator("h1").inner_text().startswith("Tak") and _answers(ask) == len(ask.items)


def digest() -> Digest:
    """Return the number of rows and a digest of every row, for every table of the database."""
    from django.apps import apps

    found: Digest = {}
    for model in apps.get_models(include_auto_created=True):
        rows = list(model._default_manager.order_by("pk").values_list())
        whole = hashlib.sha256(repr(rows).encode()).hexdigest()
        found[model._meta.db_table] = (len(rows), whole)
    return found


def changes(before: Digest, after: Digest) -> str:
    """Return which tables differ, for the table of figures."""
    changed = sorted(name for name in after if before.get(name) != after[name])
    rows = sum(count for count, _ in after.values())
    return f"{len(changed)} of {len(after)} tables, {rows} rows{': ' if changed else ''}{', '.join(changed)}"
