"""Which kind of address leads to which function: for mail what urls.py is for pages. A mail is a request."""

from faelled.experiences import inbox as experiences
from faelled.meetings import inbox as meetings
from faelled.partnerships import inbox as partnerships
from faelled.post import doctor_route
from faelled.post.opening import FailedBecause
from faelled.post.routes import Route

ROUTES: dict[str, Route] = {
    "ask": Route(
        reply=meetings.reply_to_ask,
        absence=meetings.absence_from_ask,
        bounce=meetings.nothing,
    ),
    "event": Route(
        reply=meetings.reply_to_invitation,
        absence=meetings.nothing,
        bounce=meetings.nothing,
        calendar=meetings.calendar_answer,
    ),
    "round": Route(reply=meetings.reply_to_news, absence=meetings.nothing, bounce=meetings.nothing),
    "partnership": Route(
        reply=meetings.mail_to_partnership, absence=meetings.nothing, bounce=meetings.nothing
    ),
    "welcome": Route(
        reply=partnerships.welcome_reply, absence=partnerships.absence, bounce=partnerships.bounce
    ),
    "person": Route(
        reply=partnerships.person_reply, absence=partnerships.absence, bounce=partnerships.bounce
    ),
    "room": Route(reply=experiences.mail_to_room, absence=experiences.nothing, bounce=experiences.nothing),
    "experience": Route(
        reply=experiences.mail_to_experience, absence=experiences.nothing, bounce=experiences.nothing
    ),
    "draft": Route(
        reply=experiences.answer_about_draft, absence=experiences.nothing, bounce=experiences.nothing
    ),
    doctor_route.KIND: doctor_route.ROUTE,
    "common": Route(
        reply=partnerships.common_reply, absence=partnerships.absence, bounce=partnerships.bounce
    ),
}


def partnership_of(kind: str, about_id: int) -> int | None:
    """Return the partnership whose coordinator sees a mail about this when it is set aside."""
    if kind in {"ask", "event", "round"}:
        return meetings.partnership_of(kind, about_id)
    if kind in {"room", "experience", "draft"}:
        return experiences.partnership_of(kind, about_id)
    if kind == "partnership":
        return about_id
    return partnerships.partnership_of(kind, about_id)


def aside(row_id: int, sender_address: str, reason: str) -> None:
    """Tell the sender of a mail that it was set aside, if they are somebody we write to."""
    partnerships.tell_set_aside(row_id, sender_address, reason)


def undeliverable(
    letter_id: int,
    person_key: str,
    kind: str,
    about_id: int,
    address: str,
    partnership_id: int | None,
    because: FailedBecause,
    for_good: bool,
) -> None:
    """React to a letter that did not arrive and never will: what it asked is looked at, and a dead address marked."""
    told_in = None
    if kind == "ask":
        told_in = meetings.undelivered_ask(about_id, address, because, for_good=for_good)
    if for_good:
        partnerships.undeliverable(person_key, address, because, told_in=told_in)
