"""Who may see what, in one place: the table as data, and what a view says to be let through.

Without the right: signed in 404, anonymous the same 302 for every private page, existing or not.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Concatenate, ParamSpec

from allauth.account.authentication import get_authentication_records
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from faelled.partnerships import reads
from faelled.partnerships.models import Account, Organisation, Partnership, Person, Seat
from faelled.work import clock

P = ParamSpec("P")
View = Callable[..., HttpResponse]


class Right(StrEnum):
    """A row of the table: what there is to see."""

    TIMES = "times"  # times, place and agenda of a meeting
    VERDICTS = "verdicts"  # others' kan, helst ikke, kan ikke
    WORDS = "words"  # the words a verdict rests on
    ADDRESSES = "addresses"  # mail addresses, absences with dates
    ASIDE = "aside"  # mail set aside
    ROOM = "room"  # experiences, map, practices
    TIES = "ties"  # names in the picture of ties


class Holder(StrEnum):
    """A column of the table: in what capacity somebody comes."""

    LINK = "link"  # by mailed link
    OBSERVER = "observer"
    MEMBER = "member"
    COORDINATOR = "coordinator"
    OPERATOR = "operator"


class Grant(StrEnum):
    """A cell: how much of it."""

    NO = "no"
    OWN = "own"
    TOTALS = "totals"  # per organisation, no persons
    PART = "part"  # in rounds they are part of
    FACTS = "facts"  # sender, hour and reason, no text
    FACTS_THEN_TEXT = "facts_then_text"  # the text by a logged click, through the door
    INSTALLATION = "installation"  # of people on this installation, to run it
    AGREED = "agreed"  # if the partnership's agreement says so
    READ = "read"
    YES = "yes"


def _row(
    right: Right, link: Grant, observer: Grant, member: Grant, coordinator: Grant, operator: Grant
) -> Any:
    return {
        (right, Holder.LINK): link,
        (right, Holder.OBSERVER): observer,
        (right, Holder.MEMBER): member,
        (right, Holder.COORDINATOR): coordinator,
        (right, Holder.OPERATOR): operator,
    }


G = Grant
# fmt: off
RIGHTS: dict[tuple[Right, Holder], Grant] = {
    #                      link    observer  member  coordinator        operator
    **_row(Right.TIMES,     G.OWN, G.YES,    G.YES,  G.YES,             G.NO),
    **_row(Right.VERDICTS,  G.NO,  G.TOTALS, G.PART, G.YES,             G.NO),
    **_row(Right.WORDS,     G.OWN, G.NO,     G.OWN,  G.YES,             G.NO),
    **_row(Right.ADDRESSES, G.OWN, G.NO,     G.OWN,  G.YES,             G.INSTALLATION),
    **_row(Right.ASIDE,     G.NO,  G.NO,     G.OWN,  G.FACTS_THEN_TEXT, G.FACTS),
    **_row(Right.ROOM,      G.NO,  G.READ,   G.YES,  G.YES,             G.NO),
    **_row(Right.TIES,      G.NO,  G.NO,     G.OWN,  G.AGREED,          G.NO),
}
# fmt: on


class Deed(StrEnum):
    """What there is to do in a partnership. Seeing is the table above; this is who may change what."""

    LOOK = "look"  # open the partnership's pages at all
    ASK = "ask"  # start a search for a time, answer, add to an agenda
    WRITE = "write"  # share an experience, comment, take a practice over
    DECIDE = "decide"  # choose the time, enter an answer taken by phone, correct a reading
    PEOPLE = "people"  # add, remove, change addresses and roles
    SETTLE_TERMS = "settle_terms"  # name, shared third, agreement, habits
    HANDLE_ASIDE = "handle_aside"  # look at, try again or drop mail set aside
    READ_LOG = "read_log"  # the partnership's lines of the log; one's own everybody reads


DEEDS: dict[Deed, frozenset[Holder]] = {
    Deed.LOOK: frozenset({Holder.OBSERVER, Holder.MEMBER, Holder.COORDINATOR}),
    Deed.ASK: frozenset({Holder.MEMBER, Holder.COORDINATOR}),
    Deed.WRITE: frozenset({Holder.MEMBER, Holder.COORDINATOR}),
    Deed.DECIDE: frozenset({Holder.COORDINATOR}),
    Deed.PEOPLE: frozenset({Holder.COORDINATOR}),
    Deed.SETTLE_TERMS: frozenset({Holder.COORDINATOR}),
    Deed.HANDLE_ASIDE: frozenset({Holder.COORDINATOR}),
    Deed.READ_LOG: frozenset({Holder.COORDINATOR}),
}


def holder(seat: Seat) -> Holder:
    """Return the column a seat's role stands for."""
    return Holder(seat.role)


def grant(right: Right, column: Holder) -> Grant:
    """Return the cell of the table."""
    return RIGHTS[right, column]


@dataclass(frozen=True)
class Viewer:
    """Somebody who is in a partnership and looks at one of its pages."""

    person: Person
    seat: Seat
    role: Holder

    @property
    def partnership(self) -> Partnership:
        """The partnership whose page it is."""
        return self.seat.membership.partnership

    @property
    def is_coordinator(self) -> bool:
        """Whether they coordinate it."""
        return self.role is Holder.COORDINATOR

    def sees(self, right: Right) -> Grant:
        """Return how much of *right* they may see."""
        return grant(right, self.role)

    def may(self, wanted: Right | Deed) -> bool:
        """Whether they may see any of it, or do it."""
        if isinstance(wanted, Right):
            return self.sees(wanted) is not Grant.NO
        return self.role in DEEDS[wanted]


def may(
    who: Person | Account | AnonymousUser | None, wanted: Right | Deed, partnership: Partnership | int
) -> bool:
    """Whether a person, or who is signed in, may see any of *wanted* in *partnership*, or do it."""
    person = who if isinstance(who, Person) else reads.person_of(who)
    seat = reads.seat_of(person, partnership) if person else None
    return seat is not None and Viewer(seat.person, seat, holder(seat)).may(wanted)


def viewer(request: HttpRequest, partnership_id: int) -> Viewer:
    """Return who looks at a page of the partnership. Raises Http404 for everybody who is not in it."""
    person = reads.person_of(request.user)
    seat = reads.seat_of(person, partnership_id) if person else None
    if seat is None:
        raise Http404
    return Viewer(seat.person, seat, holder(seat))


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send somebody who is not signed in to the sign-in page; said of every private page, existing or not."""
    return redirect_to_login(request.get_full_path())


def members_only(
    wanted: Right | Deed, *, of: Callable[..., int | None] | None = None
) -> Callable[
    [Callable[Concatenate[HttpRequest, Viewer, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """Let only people of the partnership with the right reach a view, which gets its Viewer as second argument.

    of: given the path's parts by name, returns the partnership's number, or None where there is no such thing;
    left out, the path's own `partnership_id`. It is asked only for people who are signed in.
    """

    def guard(
        view: Callable[Concatenate[HttpRequest, Viewer, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            partnership_id = of(**kwargs) if of else kwargs["partnership_id"]
            if not isinstance(partnership_id, int):
                raise Http404
            looking = viewer(request, partnership_id)
            if not looking.may(wanted):
                raise Http404
            if wants_second_factor(request):
                return to_second_factor(request)
            return view(request, looking, *args, **kwargs)

        return _marked(guarded, "members", wanted)

    return guard


def signed_in(
    view: Callable[Concatenate[HttpRequest, Person, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let only known, signed-in people reach a view about themselves; it gets its Person as second argument."""
    return _signed_in(view, second_factor=True)


def on_the_way_in(
    view: Callable[Concatenate[HttpRequest, Person, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Do as `signed_in`, also for somebody who has yet to set up a second factor, which is done on such pages."""
    return _signed_in(view, second_factor=False)


def _signed_in(
    view: Callable[Concatenate[HttpRequest, Person, P], HttpResponse], *, second_factor: bool
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    @functools.wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        person = reads.person_of(request.user)
        if person is None:
            raise Http404
        if second_factor and wants_second_factor(request):
            return to_second_factor(request)
        return view(request, person, *args, **kwargs)

    return _marked(guarded, "signed_in", None)


def used_second_factor(request: HttpRequest) -> bool:
    """Whether this session was begun, or confirmed, with a second factor."""
    return any(one.get("method") == "mfa" for one in get_authentication_records(request, request.user))


def wants_second_factor(request: HttpRequest) -> bool:
    """Whether somebody who must have a second factor, and has had time to set one up, comes without; no query."""
    by = getattr(request.user, "second_factor_by", None)
    return by is not None and by <= clock.now() and not used_second_factor(request)


def to_second_factor(request: HttpRequest) -> HttpResponse:
    """Send somebody to where a second factor is set up."""
    return redirect("mfa_index")


def by_mailed_link(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Say of a view that the token in its path is the right, and that the view itself asks the gateway about it."""
    return _marked(view, "link", None)


def open_to_all(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Say of a view that it shows nothing of anybody, so that everybody may see it."""
    return _marked(view, "open", None)


def way_in(view: object) -> str | None:
    """Return how a view is guarded: members, signed_in, link or open; None for one that says nothing."""
    return getattr(view, "faelled_way_in", None)


def wanted_by(view: object) -> Right | Deed | None:
    """Return the right or deed a members' view asks for."""
    return getattr(view, "faelled_wanted", None)


def _marked(
    view: Callable[P, HttpResponse], way: str, wanted: Right | Deed | None
) -> Callable[P, HttpResponse]:
    view.faelled_way_in = way  # type: ignore[attr-defined]
    view.faelled_wanted = wanted  # type: ignore[attr-defined]
    return view


def edits_organisation(person: Person, organisation: Organisation) -> bool:
    """Whether *person* may change what *organisation* says about itself: only its own people, once they are in."""
    if person.organisation_id != organisation.pk:
        return False
    seats = person.seats.filter(membership__organisation=organisation)
    return seats.filter(state=Seat.State.IN).exclude(role=Seat.Role.OBSERVER).exists() or not seats.exists()


def sees_organisation(person: Person, organisation: Organisation) -> bool:
    """Whether *person* may read about *organisation*: their own, or one they sit in a partnership with."""
    return any(o.pk == organisation.pk for o in reads.organisations_beside(person))
