"""What changes in meetings: one transaction each. Mail and click end in the same functions."""

from faelled.meetings.actions.answering import (
    OPEN,
    as_heard,
    confirm,
    enter_by_hand,
    record_answers,
    send_reading_back,
)
from faelled.meetings.actions.countering import adopt, decline, let_lapse, propose_instead, refuse
from faelled.meetings.actions.deciding import (
    approve,
    carry_out,
    deciders,
    hold_back,
    look_at_answers,
    reopen,
    sentences,
    take_next_step,
    tell_coordinators,
    time_passes,
)
from faelled.meetings.actions.habits import set_habits
from faelled.meetings.actions.holding import note_turns_held
from faelled.meetings.actions.hosting import hand_on
from faelled.meetings.actions.inviting import (
    add_to_agenda,
    cancel,
    change,
    invite_also,
    record_calendar_answer,
)
from faelled.meetings.actions.joining import (
    add_participant,
    follow_people,
    mark_unreachable,
    record_absence,
    remove_participant,
)
from faelled.meetings.actions.starting import (
    NewTime,
    as_times,
    call_off,
    draft,
    edit_times,
    forget_round,
    send_out,
    show_to_starter,
    suggest,
)

__all__ = [
    "OPEN",
    "NewTime",
    "add_participant",
    "add_to_agenda",
    "adopt",
    "approve",
    "as_heard",
    "as_times",
    "call_off",
    "cancel",
    "carry_out",
    "change",
    "confirm",
    "deciders",
    "decline",
    "draft",
    "edit_times",
    "enter_by_hand",
    "follow_people",
    "forget_round",
    "hand_on",
    "hold_back",
    "invite_also",
    "let_lapse",
    "look_at_answers",
    "mark_unreachable",
    "note_turns_held",
    "propose_instead",
    "record_absence",
    "record_answers",
    "record_calendar_answer",
    "refuse",
    "remove_participant",
    "reopen",
    "send_out",
    "send_reading_back",
    "sentences",
    "set_habits",
    "show_to_starter",
    "suggest",
    "take_next_step",
    "tell_coordinators",
    "time_passes",
]
