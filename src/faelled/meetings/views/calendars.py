"""Min kalender: our meetings in one's own calendar, and one's own busy times for us."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from faelled.core.days import HOME
from faelled.core.days.words import moment_in_words, time_in_words
from faelled.meetings import actions
from faelled.meetings.forms import CalendarAddressForm, CalendarFileForm
from faelled.meetings.models import ConnectedCalendar, Feed
from faelled.meetings.reads import busy, feeds
from faelled.meetings.views.words import lang, number_in
from faelled.partnerships import access
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Partnership, Person, Seat
from faelled.post.sealing import unseal_text
from faelled.work import clock
from faelled.work.fetching import Refused

State = ConnectedCalendar.State

REFUSED = {
    "not_https": gettext_lazy("Adressen skal begynde med https:// eller webcal://."),
    "bad_address": gettext_lazy(
        "Det er ikke en adresse, der kan hentes. Kopier den helt fra dit kalenderprogram."
    ),
}
TROUBLE = {
    State.WAITING: gettext_lazy("Den bliver hentet om lidt."),
    State.EMPTY: gettext_lazy("Der står ikke noget i den, så jeg ved ikke, hvornår du er optaget."),
    State.UNREADABLE: gettext_lazy("Den kan ikke læses som en kalender."),
    State.UNREACHABLE: gettext_lazy("Den kan ikke hentes lige nu. Jeg prøver igen."),
}
A_PAGE = gettext_lazy("Der ligger en side og ikke en kalender. Ofte er kalenderen ikke delt endnu.")
GONE = gettext_lazy("Der er ikke nogen kalender på adressen længere, eller den er lukket for andre.")
IN_PRIVATE = gettext_lazy("Adressen hører til et lukket net og hentes ikke.")
STALE = gettext_lazy("Det, jeg ved, er for gammelt. Jeg regner ikke med, at du er fri.")


@dataclass(frozen=True)
class FeedShown:
    """An address for a calendar program: of what, and since when there is one. fresh: just made, shown this once."""

    name: str
    partnership: Partnership | None
    made: str
    fresh: str

    @property
    def value(self) -> str:
        """What a button sends to mean this one."""
        return str(self.partnership.pk) if self.partnership else "own"


@dataclass(frozen=True)
class CalendarShown:
    """A connected calendar in words. host: the machine it is fetched from; "" for a file."""

    row: ConnectedCalendar
    host: str
    said: str
    good: bool


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, person: Person) -> HttpResponse:
    """Show my feeds, my calendars and my busy times; the buttons make, end, connect and disconnect."""
    seats = partners.seats_of(person)
    fresh: tuple[str, str] | None = None
    forms = (CalendarAddressForm(), CalendarFileForm())
    match request.POST.get("do", ""):
        case "feed":
            # Shown in the answer itself: kept anywhere until the next page, it would lie there in clear.
            fresh = _made(request, person, seats)
        case "end_feed":
            actions.end_feed(person, _meant(request, seats))
            return redirect("calendar")
        case "connect":
            forms = (CalendarAddressForm(request.POST), forms[1])
            if _connected(request, person, forms[0]):
                return redirect("calendar")
        case "file":
            forms = (forms[0], CalendarFileForm(request.POST, request.FILES))
            if _file_read(request, person, forms[1]):
                return redirect("calendar")
        case "fetch" | "disconnect" as deed:
            _done(request, person, deed)
            return redirect("calendar")
    return render(request, "meetings/calendar.html", _shown(person, seats, fresh, forms))


def _meant(request: HttpRequest, seats: list[Seat]) -> Partnership | None:
    which = request.POST.get("of", "")
    if which == "own":
        return None
    for seat in seats:
        if str(seat.membership.partnership_id) == which:
            return seat.membership.partnership
    raise Http404


def _made(request: HttpRequest, person: Person, seats: list[Seat]) -> tuple[str, str]:
    if not seats:
        raise Http404
    partnership = _meant(request, seats)
    token = actions.new_feed(person, partnership)
    return request.POST["of"], settings.ORIGIN + reverse("feed", args=[token])


def _connected(request: HttpRequest, person: Person, form: CalendarAddressForm) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.connect(person, form.cleaned_data["address"])
    except Refused as trouble:
        form.add_error("address", str(REFUSED.get(trouble.code, REFUSED["bad_address"])))
        return False
    except actions.AlreadyConnected:
        form.add_error("address", _("Den kalender er allerede forbundet."))
        return False
    except actions.TooManyCalendars:
        form.add_error("address", _("Du kan have fem kalendere forbundet. Fjern en først."))
        return False
    messages.success(request, _("Kalenderen er forbundet"), extra_tags=_("Den bliver hentet om lidt."))
    return True


def _file_read(request: HttpRequest, person: Person, form: CalendarFileForm) -> bool:
    if not form.is_valid():
        return False
    try:
        row = actions.connect_file(person, form.cleaned_data["file"].read())
    except actions.TooManyCalendars:
        form.add_error("file", _("Du kan have fem kalendere forbundet. Fjern en først."))
        return False
    if row.state != State.OK:
        form.add_error("file", _said(row))
        return False
    messages.success(request, _("Filen er læst"), extra_tags=_("Kun tiderne er gemt, og filen er slettet."))
    return True


def _done(request: HttpRequest, person: Person, deed: str) -> None:
    number = number_in(request.POST.get("calendar", ""))
    if not number:
        raise Http404
    if deed == "fetch":
        actions.fetch_soon(person, number)
        messages.success(request, _("Kalenderen bliver hentet om lidt"))
    else:
        actions.disconnect(person, number)
        messages.success(request, _("Kalenderen er fjernet"), extra_tags=_("Dens tider er slettet."))


def _shown(
    person: Person,
    seats: list[Seat],
    fresh: tuple[str, str] | None,
    forms: tuple[CalendarAddressForm, CalendarFileForm],
) -> dict[str, object]:
    made = feeds.feeds_of(person)
    today = clock.now().astimezone(HOME).date()
    return {
        "person": person,
        "feeds": [
            _feed(_("Dine egne møder"), None, made, fresh),
            *(_feed(p.name, p, made, fresh) for p in (s.membership.partnership for s in seats)),
        ]
        if seats
        else [],
        "calendars": [_calendar(row) for row in busy.calendars_of(person)],
        "blocks": [
            time_in_words(b.start, b.end, lang=lang(), today=today, zone=HOME)
            for b in busy.own_blocks(person)
        ],
        "address_form": forms[0],
        "file_form": forms[1],
    }


def _feed(
    name: str, partnership: Partnership | None, made: dict[int | None, Feed], fresh: tuple[str, str] | None
) -> FeedShown:
    row = made.get(partnership.pk if partnership else None)
    value = str(partnership.pk) if partnership else "own"
    return FeedShown(
        name,
        partnership,
        _moment(row.made_at) if row else "",
        fresh[1] if fresh and fresh[0] == value else "",
    )


def _calendar(row: ConnectedCalendar) -> CalendarShown:
    host = urlsplit(unseal_text(row.address)).hostname or "" if row.address else ""
    return CalendarShown(row, host, _said(row), busy.tells(row))


def _said(row: ConnectedCalendar) -> str:
    """Say how the last reading went."""
    if busy.is_stale(row):
        return str(STALE)
    if row.state == State.OK:
        return _("Læst %(when)s.") % {"when": _moment(row.read_at or clock.now())}
    if row.trouble == "a_page":
        return str(A_PAGE)
    if row.trouble in {"http_401", "http_403", "http_404", "http_410"}:
        return str(GONE)
    if row.trouble == "private":
        return str(IN_PRIVATE)
    return str(TROUBLE[State(row.state)])


def _moment(moment: object) -> str:
    today = clock.now().astimezone(HOME).date()
    return moment_in_words(moment, lang=lang(), today=today, zone=HOME)  # type: ignore[arg-type]
