"""R25: a hundred ways to smuggle a script into a page, by all that people write: none is run, or even tried."""

from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from itertools import product
from uuid import uuid4

import pytest

from faelled.experiences.models import Comment, Experience
from faelled.meetings import reads
from faelled.meetings.models import Answer, Participant, Round
from faelled.partnerships.models import KnownName, Organisation, Partnership, Person
from faelled.post import incoming
from faelled.post.models import IncomingLetter
from faelled.post.sealing import seal
from tests.effort import LONG, share
from tests.pages.browser import session_cookie
from tests.pages.reading import sign_in

RUN = "window.ran=1"
BARE = [
    f"<script>{RUN}</script>",
    f"<ScRiPt>{RUN}</sCrIpT>",
    f"<script src=//ond.example/{RUN}></script>",
    f"<img src=x onerror={RUN}>",
    f"<img/src=x/onerror={RUN}>",
    f'<img src="x" onerror="{RUN}">',
    f"<svg onload={RUN}>",
    f"<svg/onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg><set onbegin={RUN} attributename=x>",
    f"<body onload={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<select autofocus onfocus={RUN}>",
    f"<textarea autofocus onfocus={RUN}>",
    f"<details open ontoggle={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<audio src=x onerror={RUN}>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"<iframe src=javascript:{RUN}>",
    f"<object data=javascript:{RUN}>",
    f"<embed src=javascript:{RUN}>",
    f"<a href=javascript:{RUN} autofocus>x</a>",
    f"<form action=javascript:{RUN}><button autofocus>x</button></form>",
    f"<meta http-equiv=refresh content=0;url=javascript:{RUN}>",
    f"<link rel=stylesheet href=data:text/css,{RUN}>",
    f"<style>@import 'javascript:{RUN}'</style>",
    f"<base href=javascript:{RUN}//>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={RUN}>",
    f"<marquee onstart={RUN}>x</marquee>",
    f"<p onanimationstart={RUN} style=animation-name:x>",
    f"<xss tabindex=1 autofocus onfocus={RUN}>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"\\x3cscript\\x3e{RUN}\\x3c/script\\x3e",
    f"＜script＞{RUN}＜/script＞",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"{{% autoescape off %}}<script>{RUN}</script>",
    f"[x](javascript:{RUN})",
    f'![x](x"onerror="{RUN})',
    f"javascript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"<!--><script>{RUN}</script>-->",
    f"<![CDATA[><script>{RUN}</script>]]>",
    f"<div hx-on:load='{RUN}' hx-get=/ hx-trigger=load>",
    f"<button formaction=javascript:{RUN} autofocus>",
]
BREAKS = ["", '">', "'>", "</textarea></title></script>", "--></style>\r\n"]
VECTORS = [breaks + bare for breaks, bare in product(BREAKS, BARE)][::2][:100]


def test_there_are_a_hundred_and_all_differ():
    assert len(set(VECTORS)) == 100


@dataclass
class Walk:
    """Somebody signed in who opens pages with scripts on; ran, tried: what a page did, and what it was refused."""

    open_page: object
    house: str
    cookies: list
    ran: list = field(default_factory=list)
    tried: list = field(default_factory=list)

    def looks_at(self, path, *presses):
        """Open *path*, press these buttons in turn, and remember what was run or tried on the way."""
        with self.open_page(self.house + path, cookies=self.cookies, scripts=True) as (page, noise):
            for press in (None, *presses):
                if press is not None:
                    page.locator(press).click()
                assert page.locator("h1").count() == 1, path
                assert press is None or RUN in page.content(), f"{press} shows nothing"
                self.ran += [path] if page.evaluate("window.ran") else []
                live = page.locator("[href^='javascript:' i], [action^='javascript:' i], [onerror], [onload]")
                self.tried += [f"{path}: {live.count()} alive"] if live.count() else []
            self.tried += [f"{path}: {said}" for said in noise]

    def reports(self, row, what):
        row(f"{what}: pages where something ran", len(self.ran), met=not self.ran)
        assert self.ran == []
        assert self.tried == [], "not even tried: the policy had nothing to refuse"


@pytest.fixture
def tried():
    """All hundred in the long run, else five."""
    return share(VECTORS, of=23)


@pytest.fixture
def walk(browser, live_server, bodil):
    return Walk(browser.open_page, live_server.url, [session_cookie(sign_in(bodil), live_server)])


@pytest.fixture
def house(transactional_db, world, a_round, bodil, lone, morten, tried):
    """A house where everything that people write says what they should not."""
    a_round.asks(bodil, lone, morten, about=["2026-12-01 10:00", "2026-12-03 13:00"])
    all_of_them = "\n".join(tried)
    Round.objects.update(words=all_of_them)
    Answer.objects.update(because=all_of_them, given_by=tried[0][:120])
    Participant.objects.update(question=all_of_them, stands_in=tried[1][:120])
    Partnership.objects.update(name=tried[2][:120], shared_third=tried[3][:300], agreement=all_of_them)
    text = dict.fromkeys(("strengths", "weaknesses", "wonders"), all_of_them)
    Organisation.objects.update(place=tried[4][:200], practical_note=all_of_them, **text)
    KnownName.objects.create(partnership=world.partnership, name=tried[0][:120], source="person")
    said = {"membership": lone.seat.membership, "writer": lone.person}
    for vector in tried:
        told = Experience.objects.create(
            partnership=world.partnership, kind="experience", title=vector[:100], body=all_of_them, words=vector,
            origin=uuid4(), **said,
        )  # fmt: skip
    for vector in tried:
        Comment.objects.create(experience=told, text=vector, origin=uuid4(), **said)
    return world, a_round, told


def all_are_called(vectors):
    """Give people and houses these for names."""
    for rows in (Person.objects.all(), Organisation.objects.all()):
        for number, one in enumerate(rows):
            type(one).objects.filter(pk=one.pk).update(name=vectors[number % len(vectors)][:120])


@pytest.mark.once
@pytest.mark.browser
@pytest.mark.goal("R25")
@pytest.mark.long
def test_nothing_that_people_write_is_run(walk, house, bodil, tried, row):
    world, a_round, told = house
    space = f"/p/{world.partnership.pk}"
    paths = [
        f"/erfaringer/{told.pk}/", "/hjem/", f"/moedetider/{a_round.pk}/", f"{space}/", f"{space}/medlemmer/",
        f"{space}/erfaringer/", "/hjem/mine-data/", f"{space}/medlemmer/{bodil.seat.pk}/", f"{space}/aftale/",
        f"/organisationer/{bodil.person.organisation_id}/", f"/organisationer/{bodil.person.organisation_id}/ret/",
        f"/personer/{bodil.person.pk}/", f"{space}/erfaringer/?q=%3Cscript%3E{RUN}%3C/script%3E",
    ]  # fmt: skip
    all_are_called(tried)
    for path in share(paths, of=4):
        walk.looks_at(path)
    for first in range(0, len(tried), 4) if LONG else ():  # there are four houses
        all_are_called(tried[first : first + 4])
        for path in (f"{space}/medlemmer/", f"/moedetider/{a_round.pk}/", f"/erfaringer/{told.pk}/"):
            walk.looks_at(path)
    walk.reports(row, f"{len(tried)} vectors in names, texts and titles")


@pytest.mark.once
@pytest.mark.browser
@pytest.mark.goal("R25")
@pytest.mark.long
def test_nothing_in_a_mail_that_is_set_aside_is_run(walk, transactional_db, world, tried, row):
    for kind in share(("html", "plain", "calendar", "broken"), of=4):
        is_set_aside(world, kind, tried)
    looks = [
        f"section[aria-labelledby=mail{one}] button[value=look]"
        for one in IncomingLetter.objects.values_list("pk", flat=True)
    ]
    walk.looks_at(f"/p/{world.partnership.pk}/lagt-til-side/", *looks)
    walk.reports(row, f"{len(tried)} vectors in mails: subject, sender, text, HTML, calendar")


def is_set_aside(world, kind, vectors):
    """A mail to the partnership that says *vectors* wherever it can, and lies aside."""
    message, everything = EmailMessage(), "\n".join(vectors)
    message["Subject"] = " ".join(everything.split())
    message["From"] = f"{vectors[0].strip()!r} <x@ond.example>".replace("\r", "").replace("\n", "")
    message["Message-ID"] = f"<{kind}@ond.example>"
    message.set_content(everything, subtype="html" if kind == "html" else "plain")
    if kind == "calendar":
        asked = "".join(
            f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTART:20261201T090000Z\r\nSUMMARY:{vector}\r\nLOCATION:{vector}\r\n"
            f'ORGANIZER;CN="{vector}":mailto:x@ond.example\r\nEND:VEVENT\r\n'
            for number, vector in enumerate(vector.replace("\r\n", "") for vector in vectors)
        )
        calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\n{asked}END:VCALENDAR\r\n"
        message.set_content(calendar, subtype="calendar", params={"method": "REQUEST"})
    raw = message.as_bytes()
    if kind == "broken":
        raw = b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n" + raw
    to = reads.address_of(world.partnership)
    incoming.receive(raw, [to], f"{kind}@ond.example")
    sender = f"{vectors[0]}@ond.example"
    IncomingLetter.objects.filter(state=IncomingLetter.State.WAITING).update(
        state=IncomingLetter.State.ASIDE, reason="too_deep", sender=seal(sender), partnership_id=world.partnership.pk,
        raw_delete_after=world.clock.now + timedelta(days=14), sender_told_at=world.clock.now,
    )  # fmt: skip


@pytest.mark.once
@pytest.mark.browser
def test_a_script_that_is_not_escaped_would_be_seen(browser, live_server, transactional_db, monkeypatch):
    from django.http import HttpResponse

    from faelled.site import urls

    view = next(p for p in urls.urlpatterns if getattr(p, "name", "") == "help")
    monkeypatch.setattr(view, "callback", lambda request: HttpResponse(f"<h1>x</h1>{VECTORS[0]}"))
    with browser.open_page(f"{live_server.url}/hjaelp/", scripts=True) as (page, noise):
        assert noise and not page.evaluate("window.ran")
