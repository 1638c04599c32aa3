"""The codes of what is kept, in words for the page; the file for programs keeps the codes."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from faelled.core.days.words import day_in_words, moment_in_words
from faelled.core.kept import Value
from faelled.work import clock

ACTIONS: dict[str, Promise] = {
    "adoption_shared": _("tog en praksis over"),
    "adoption_withdrawn": _("tog en overtagelse tilbage"),
    "comment_shared": _("skrev en kommentar"),
    "comment_withdrawn": _("tog en kommentar tilbage"),
    "experience_shared": _("delte en erfaring"),
    "experience_withdrawn": _("tog en erfaring tilbage"),
    "practice_shared": _("delte en praksis"),
    "practice_withdrawn": _("tog en praksis tilbage"),
    "address_changed": _("ændrede en mailadresse"),
    "address_removed": _("fjernede en mailadresse"),
    "aside_drop": _("slettede en mail, der var lagt til side"),
    "aside_look": _("så, hvad der stod i en mail, der var lagt til side"),
    "aside_retry": _("lod en mail blive læst igen"),
    "asked_again": _("sendte et spørgsmål igen"),
    "calendar_connected": _("forbandt en kalender"),
    "calendar_disconnected": _("afbrød en kalender"),
    "code_refused": _("sendte ingen kode: adressen er ukendt"),
    "code_sent": _("bad om en kode til at logge ind"),
    "counter_adopted": _("spurgte alle om en tid, en anden foreslog"),
    "counter_declined": _("sagde nej til en tid, en anden foreslog"),
    "data_exported": _("hentede alt, der er gemt om en selv"),
    "decision_held": _("holdt en beslutning tilbage"),
    "feed_made": _("lavede en kalenderadresse"),
    "habits_changed": _("ændrede vanerne for møder"),
    "invited_to_sign_in": _("gav lov til at logge ind den første gang"),
    "mailbox_dead": _("så, at mails til en adresse kommer tilbage"),
    "mails_all": _("bad om alle mails"),
    "mails_less": _("bad om færre mails"),
    "mails_stop": _("sagde stop til mails"),
    "meeting_cancelled": _("aflyste et møde"),
    "meeting_changed": _("ændrede et møde"),
    "organisation_described": _("rettede, hvad der står om et sted"),
    "organisation_protected": _("gjorde et sted beskyttet"),
    "participant_added": _("spurgte en mere om mødetider"),
    "participant_removed": _("spurgte en mindre om mødetider"),
    "partnership_closed": _("lukkede partnerskabet"),
    "partnership_founded": _("startede partnerskabet"),
    "person_described": _("rettede, hvad der står om en selv"),
    "person_erased": _("slettede en person efter dennes eget ønske"),
    "round_asked": _("spurgte om mødetider"),
    "round_called_off": _("afblæste et spørgsmål om mødetider"),
    "seat_added": _("tilføjede nogen"),
    "seat_changed": _("ændrede en rolle"),
    "seat_left": _("sluttede en plads"),
    "seat_taken": _("sagde ja til at være med"),
    "second_factor_added": _("satte et ekstra trin op ved log ind"),
    "second_factor_codes": _("fik nye koder til papir"),
    "second_factor_removed": _("fjernede et ekstra trin ved log ind"),
    "second_factor_reset": _("nulstillede et ekstra trin ved log ind"),
    "session_ended": _("loggede en anden browser ud"),
    "sessions_ended": _("loggede alle andre browsere ud"),
    "signed_in": _("loggede ind"),
    "signed_up": _("oprettede sig"),
    "terms_changed": _("ændrede, hvad partnerskabet siger om sig selv"),
    "time_decided": _("besluttede en mødetid"),
    "turn_handed_on": _("gav turen som vært videre"),
    "turn_held": _("skrev ned, hvem der var vært"),
    "words_refused": _("skrev ord, der skal afvises"),
}

CODES: dict[str, dict[str, Promise]] = {
    "verdict": {
        "yes": _("kan"), "maybe": _("helst ikke"), "no": _("kan ikke"),
        "unknown": _("ikke nævnt"),
    },
    "answer": {
        "NEEDS-ACTION": _("intet endnu"), "ACCEPTED": _("ja"), "DECLINED": _("nej"),
        "TENTATIVE": _("måske"),
    },
    "role": {
        "coordinator": _("tovholder"), "member": _("medlem"), "observer": _("observatør"),
    },
    "mails": {
        "all": _("som de kommer"), "less": _("højst en gang om ugen"), "stop": _("kun aflysninger"),
    },
    "often": {"never": _("aldrig"), "weekly": _("hver uge"), "monthly": _("hver måned")},
    "language": {"da": _("dansk"), "en": _("engelsk")},
    "kind": {
        "ask": _("et spørgsmål"), "event": _("et møde"), "round": _("mødetider"),
        "welcome": _("en velkomst"), "person": _("dig selv"), "mail_choice": _("færre mails"),
        "times": _("mødetider"), "confirm": _("om Fælled forstod dig"), "draft": _("et udkast"),
        "decide": _("en beslutning"), "changed": _("en anden adresse"), "late": _("et aftalt møde"),
        "moved": _("et flyttet møde"), "other_times": _("nye tider"), "host": _("at være vært"),
        "counter": _("en anden tid"), "experience": _("en erfaring"), "practice": _("en praksis"),
        "comment": _("en kommentar"), "adoption": _("en overtagelse"), "room": _("rummet"),
    },
    "state": {
        "waiting": _("venter"), "sent": _("leveret"), "failed": _("kom ikke frem"),
        "withdrawn": _("trukket tilbage"), "handled": _("læst"), "aside": _("lagt til side"),
        "dropped": _("slettet"), "draft": _("udkast"), "asking": _("spørger"),
        "proposed": _("foreslået"), "decided": _("besluttet"), "settled": _("aftalt"),
        "exhausted": _("ingen tid passer"), "cancelled": _("aflyst"), "open": _("åben"),
        "adopted": _("spurgt om"), "declined": _("nej"), "lapsed": _("udløbet"),
        "overtaken": _("overhalet"),
    },
    "action": ACTIONS,
}  # fmt: skip


def of(value: Value, code: str) -> str:
    """Return *value* of the column *code* as a page says it."""
    match value:
        case None | "":
            return ""
        case bool():
            return str(_("ja") if value else _("nej"))
        case datetime():
            return _moment(value)
        case date():
            return day_in_words(value, lang=_lang(), today=_today())
        case str():
            return str(CODES.get(code, {}).get(value, value))
    return str(value)


def _moment(value: datetime) -> str:
    zone = ZoneInfo(settings.TIME_ZONE)
    return moment_in_words(value, lang=_lang(), today=_today(), zone=zone)


def _today() -> date:
    return timezone.localdate(clock.now())


def _lang() -> str:
    return get_language() or "da"
