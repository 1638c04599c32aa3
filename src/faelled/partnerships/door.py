"""The guard's doors. Every text another person will read passes here; nothing else may store or show one.

answer: replies, questions, notes to the host. It masks, it never blocks.
text: what is written to be read. An open *stop* or *settle* mark keeps it with its writer.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from faelled.core import editing
from faelled.core.editing import Looked
from faelled.core.guard import Context, Finding, find, mask_answer
from faelled.core.guard.finding import Mark
from faelled.partnerships import reads
from faelled.partnerships.models import Partnership

Door = Literal["answer", "text"]
Through = Door | Literal["closed"]
"""How what comes in at a place is treated; *closed*: only choices, names, addresses and numbers of staff come in."""

DOORS: dict[str, Through] = {
    # pages, by the name of their path
    "account_login": "closed",
    "account_request_login_code": "closed",
    "account_confirm_login_code": "closed",
    "account_logout": "closed",
    "mfa_index": "closed",
    "mfa_authenticate": "closed",
    "mfa_activate_totp": "closed",
    "mfa_deactivate_totp": "closed",
    "mfa_add_webauthn": "closed",  # the name of one's own key, seen by oneself
    "mfa_remove_webauthn": "closed",
    "mfa_view_recovery_codes": "closed",
    "mfa_generate_recovery_codes": "closed",
    "mfa_reauthenticate": "closed",
    "mfa_reauthenticate_webauthn": "closed",
    "account_signup": "closed",
    "home": "closed",
    "partnership": "closed",
    "members": "closed",
    "organisation": "closed",
    "start": "text",
    "partnership_terms": "text",
    "members_add": "text",
    "member": "closed",
    "invitation": "closed",
    "organisation_edit": "text",
    "organisation_refused": "closed",  # kept as keyed hashes, shown to nobody
    "person": "text",
    "leave": "closed",
    "welcome": "closed",
    "mail_choice": "closed",
    "aside": "answer",
    "home_question": "closed",
    "my_data": "closed",
    "my_data_export": "closed",
    "my_data_erase": "closed",
    "my_log": "closed",
    "partnership_log": "closed",
    "answer": "answer",
    "meetings": "closed",
    "meeting_start": "answer",
    "round": "closed",
    "round_times": "closed",
    "round_people": "closed",
    "round_answer": "closed",
    "round_slip": "closed",
    "meeting": "text",  # the agenda; the practical note goes through "answer"
    "meeting_change": "closed",
    "meeting_cancel": "closed",
    "rota": "closed",
    "habits": "text",
    "calendar": "closed",  # an address and a file, of which nothing but busy blocks is kept
    "feed": "closed",
    "room": "closed",  # a search, which nobody else reads, and how often to hear
    "experience_new": "text",
    "experience_marks": "text",
    "experience_draft": "text",
    "experience": "text",  # a comment
    "experience_withdraw": "closed",
    "experience_photo": "closed",
    # mail, by the kind of the address it came to
    "mail:welcome": "answer",
    "mail:person": "answer",
    "mail:ask": "answer",
    "mail:event": "answer",
    "mail:round": "answer",
    "mail:partnership": "answer",
    "mail:common": "answer",
    "mail:room": "text",
    "mail:experience": "text",
    "mail:draft": "closed",  # only a yes or a no is read
    "mail:doctor": "closed",  # only that it came is noted
}


@dataclass(frozen=True)
class Admitted:
    """A text that others may read, with what was masked in it."""

    text: str
    findings_count: int = 0


@dataclass(frozen=True)
class Stopped:
    """A text that stays with its writer until these are gone."""

    findings: tuple[Finding, ...]


def admit(text: str, door: Door, *, partnership: Partnership | int | None) -> Admitted | Stopped:
    """Return *text* as others may read it through *door*, or what keeps it with its writer."""
    return admit_knowing(text, door, reads.guard_context(partnership))


def admit_knowing(text: str, door: Door, context: Context) -> Admitted | Stopped:
    """Do the same when the caller already has what the guard should know; several texts then cost one look-up."""
    findings = find(text, context)
    match door:
        case "answer":
            return Admitted(mask_answer(text, findings), len(findings))
        case "text":
            blocking = tuple(f for f in findings if f.mark in {Mark.STOP, Mark.SETTLE})
            return Stopped(blocking) if blocking else Admitted(text, len(findings))


def admit_parts(
    parts: Mapping[str, str],
    *,
    partnership: Partnership | int,
    digest: Callable[[str], str],
    thread: Sequence[str] = (),
    decided: Collection[str] = (),
) -> Looked:
    """Look through the text door at a text that is being written; its `open` marks keep it with its writer.

    thread: what it is said to, in order, so that half a number in each of two comments is seen. decided: the signs of
    what its writer says is not personal data, made with *digest*.
    """
    context = replace(reads.guard_context(partnership), thread=thread)
    return editing.look(parts, context, digest=digest, decided=decided)


def excerpts_of(
    text: str, *, partnership: Partnership | int | None
) -> Callable[[Iterable[tuple[int, int]]], list[str]]:
    """Return what gives parts of an answer, [start, end) each, as others may read them.

    The guard looks at the whole text, since a part alone might show the half of a number without its marks, and it
    looks once, however often parts are asked for.
    """
    findings = find(text, reads.guard_context(partnership))
    return lambda parts: [mask_answer(text, findings, within=part) for part in parts]


def masked(text: str, findings: Sequence[Finding]) -> str:
    """Return *text* for its own writer to mend: only what may stand nowhere, such as CPR digits, is dots."""
    pieces, end = [], 0
    for finding in findings:
        if finding.type.name == "CPR":
            pieces += [text[end : finding.start], "•" * (finding.end - finding.start)]
            end = finding.end
    return "".join([*pieces, text[end:]])
