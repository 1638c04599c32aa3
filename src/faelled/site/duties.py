"""What the worker runs, and how often: name -> the function of an app."""

from datetime import timedelta

from faelled.experiences import duties as experiences
from faelled.meetings import duties as meetings
from faelled.partnerships import duties as partnerships
from faelled.post import incoming, outgoing, polling
from faelled.work.loop import Duty

AT_ONCE = timedelta(seconds=1)
EVERY_MINUTE = timedelta(minutes=1)
EVERY_HOUR = timedelta(hours=1)

DUTIES: tuple[Duty, ...] = (
    Duty("fetch mail", polling.fetch, polling.EVERY),
    Duty("open mail", incoming.open_waiting, AT_ONCE),
    Duty("look at answers", meetings.look_at_answers, AT_ONCE),
    Duty("carry decisions", meetings.carry_decisions, timedelta(seconds=10)),
    Duty("let time pass", meetings.let_time_pass, EVERY_MINUTE),
    Duty("follow people", meetings.follow_people, EVERY_MINUTE),
    Duty("note turns held", meetings.note_turns_held, EVERY_HOUR),
    Duty("refresh calendars", meetings.refresh_calendars, timedelta(seconds=10)),
    Duty("look after calendars", meetings.look_after_calendars, EVERY_HOUR),
    Duty("name rooms", experiences.name_rooms, EVERY_MINUTE),
    Duty("tell what is new", experiences.tell_what_is_new, EVERY_HOUR),
    Duty("carry letters", outgoing.carry, AT_ONCE),
    Duty("sweep mail", incoming.sweep, EVERY_HOUR),
    Duty("forget drafts", experiences.forget, EVERY_HOUR),
    Duty("forget meetings", meetings.forget, EVERY_HOUR),
    Duty("forget log lines", partnerships.forget, EVERY_HOUR),
    Duty("forget sessions", partnerships.forget_sessions, EVERY_HOUR),
    Duty("forget partnerships", partnerships.forget_partnerships, EVERY_HOUR),
)
FORGETTING = tuple(duty for duty in DUTIES if duty.name.startswith(("forget", "sweep", "look after")))
"""What deletes: run by `./faelled retention` too."""

RETENTION = (*experiences.RETENTION, *meetings.RETENTION, *partnerships.RETENTION, *incoming.RETENTION)
"""How long every table is kept; a table without a line fails a test."""
