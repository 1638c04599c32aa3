"""Post routes that remember what they were given, in the place of the apps."""

from dataclasses import dataclass, field

from faelled.post.routes import Arrival, Route


@dataclass
class Inbox:
    """Everything the gateway handed over. trouble: raised at each arrival until it is taken away."""

    replies: list[Arrival] = field(default_factory=list)
    absences: list[Arrival] = field(default_factory=list)
    bounces: list[Arrival] = field(default_factory=list)
    calendars: list[Arrival] = field(default_factory=list)
    asides: list[tuple[int, str, str]] = field(default_factory=list)
    undelivered: list[tuple[int, str, str, int, str, int | None]] = field(default_factory=list)
    trouble: Exception | None = None

    def empty(self) -> None:
        for kept in (
            self.replies,
            self.absences,
            self.bounces,
            self.calendars,
            self.asides,
            self.undelivered,
        ):
            kept.clear()
        self.trouble = None


inbox = Inbox()


def _reply(arrival):
    if inbox.trouble is not None:
        raise inbox.trouble
    inbox.replies.append(arrival)


_plain = Route(reply=_reply, absence=inbox.absences.append, bounce=inbox.bounces.append)
_with_calendar = Route(_reply, inbox.absences.append, inbox.bounces.append, inbox.calendars.append)

ROUTES = {"ask": _plain, "event": _with_calendar, "partnership": _plain, "common": _plain}


def partnership_of(kind, about_id):
    return 7


def aside(row_id, sender_address, reason):
    inbox.asides.append((row_id, sender_address, reason))


def undeliverable(*what):
    inbox.undelivered.append(what)
