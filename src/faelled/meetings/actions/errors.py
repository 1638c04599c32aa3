"""What can stand in the way of a round or a meeting: what happened, and what to do now. Never whose fault."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class MeetingError(Exception):
    """Something a caller asked for cannot be done; `code` is for the log, `message` for the person."""

    code = "meeting_error"
    message: "str | Promise" = ""

    def __str__(self) -> str:
        return str(self.message)


class RoundIsClosed(MeetingError):
    """An answer or an edit came after the round was settled or given up."""

    code = "round_is_closed"
    message = _("Mødetiderne er lukket, så der kan ikke ændres mere. Find en ny tid fra mødets side.")


class NoProposals(MeetingError):
    """A round needs at least one time."""

    code = "no_proposals"
    message = _("Der er ingen tider at spørge om. Skriv mindst én tid, og prøv igen.")


class TimeIsPast(MeetingError):
    """A proposed time has begun already."""

    code = "time_is_past"
    message = _("En af tiderne er allerede forbi. Vælg en tid, der ligger længere fremme.")


class NobodyToAsk(MeetingError):
    """A round needs somebody to ask."""

    code = "nobody_to_ask"
    message = _("Der er ingen at spørge. Vælg mindst én person.")


class NobodyCanHost(MeetingError):
    """No other house can take the turn."""

    code = "nobody_can_host"
    message = _("Der er ikke flere steder, der kan være vært. Skriv mødestedet på mødets side.")
