"""What changes this app's tables, one transaction each, and the single road of every letter.

`letters` writes to people, `people` is who they are and how they are reached, `seats` who is in, `founding` how a
partnership begins, `forgetting` how somebody is erased, `choices` how many mails somebody gets, `signing_in` the first
time, `second_factor` what coordinators and operators sign in with besides, `audit` who did what.
"""

from faelled.partnerships.actions.audit import record
from faelled.partnerships.actions.choices import set_mail_choice
from faelled.partnerships.actions.forgetting import (
    Traces,
    close,
    forget,
    forget_partnership,
    forget_places,
    leave_everywhere,
    left_without,
    lock,
    take_out,
    traces_of,
)
from faelled.partnerships.actions.founding import (
    Newcomer,
    add_people,
    found_partnership,
    know_name,
    set_terms,
)
from faelled.partnerships.actions.letters import person_about, tell_coordinators, write_to
from faelled.partnerships.actions.organisations import Description, describe_organisation, refuse_words
from faelled.partnerships.actions.people import (
    AddressTaken,
    change_address,
    describe_person,
    mark_dead,
    remove_address,
)
from faelled.partnerships.actions.seats import (
    LastCoordinator,
    NotADeputy,
    NotYours,
    PeopleError,
    SitsElsewhere,
    WrongRole,
    accept_welcome,
    add_person,
    ask_whether_out,
    change_seat,
    leave,
    rejoin,
    send_welcome,
)
from faelled.partnerships.actions.second_factor import (
    end_session,
    end_sessions,
    needs_second_factor,
    note_sign_in,
    reset_second_factor,
    second_factor_changed,
)
from faelled.partnerships.actions.signing_in import (
    account_for,
    invite_first,
    may_sign_in,
    send_code,
    send_no_code,
    sign_up,
)

__all__ = [
    "AddressTaken",
    "Description",
    "LastCoordinator",
    "Newcomer",
    "NotADeputy",
    "NotYours",
    "PeopleError",
    "SitsElsewhere",
    "Traces",
    "WrongRole",
    "accept_welcome",
    "account_for",
    "add_people",
    "add_person",
    "ask_whether_out",
    "change_address",
    "change_seat",
    "close",
    "describe_organisation",
    "describe_person",
    "end_session",
    "end_sessions",
    "forget",
    "forget_partnership",
    "forget_places",
    "found_partnership",
    "invite_first",
    "know_name",
    "leave",
    "leave_everywhere",
    "left_without",
    "lock",
    "mark_dead",
    "may_sign_in",
    "needs_second_factor",
    "note_sign_in",
    "person_about",
    "record",
    "refuse_words",
    "rejoin",
    "remove_address",
    "reset_second_factor",
    "second_factor_changed",
    "send_code",
    "send_no_code",
    "send_welcome",
    "set_mail_choice",
    "set_terms",
    "sign_up",
    "take_out",
    "tell_coordinators",
    "traces_of",
    "write_to",
]
