"""How many mails, and how to stop them: words in a mail, a page, and the mail program's own button."""

from datetime import datetime

import pytest
from django.test import Client

from faelled.partnerships import actions
from faelled.partnerships.actions.letters import earliest, weekly_moment
from faelled.partnerships.models import Person
from faelled.post.letters import About
from faelled.post.models import OutgoingLetter
from tests.cast import at

Class = OutgoingLetter.Class
Choice = Person.MailChoice


def written(actor, letter_class=Class.NOTICE, **more):
    return actions.write_to(
        actor.seat,
        "partnerships/letters/started_again",
        about=About("person", actor.seat.person_id),
        context={},
        letter_class=letter_class,
        thread="prøve",
        **more,
    )


@pytest.fixture
def a_letter(world, kept, lone):
    """Lone has a letter from Fælled that she can answer."""

    def tell():
        written(lone)
        world.settles_down()

    kept(tell)
    return lone.latest


@pytest.mark.parametrize(
    ("word", "choice", "says"),
    [("stop", "stop", "ikke flere spørgsmål"), ("mindre", "less", "højst én gang")],
)
def test_a_word_is_confirmed_once(world, lone, a_letter, word, choice, says):
    lone.writes(word)
    assert lone.person.mail_choice == choice and says in lone.latest.subject
    count = len(lone.inbox)
    lone.writes(word)
    assert len(lone.inbox) == count


def test_start_undoes_stop_and_the_coordinator_hears_of_stop(world, lone, bodil, a_letter):
    lone.writes("stop")
    assert "Lone Friis vil ikke have flere mails" in bodil.latest.subject
    lone.writes("start")
    assert lone.person.mail_choice == "all" and "mail igen" in lone.latest.subject


def test_a_word_from_a_strangers_address_stops_nothing(world, lone, a_letter):
    lone.writes("stop", sender="ond@andetsteds.example")
    assert lone.person.mail_choice == "all"


def test_one_click_does_less_without_cookies_or_csrf(world, lone, a_letter):
    assert a_letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = a_letter.message["List-Unsubscribe"].strip("<>").partition("8000")[2]
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(path).status_code == 200 and lone.person.mail_choice == "all"
    answer = browser.post(
        path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
    assert lone.person.mail_choice == "less"
    assert 'value="stop"' in answer.content.decode()  # and stop is offered


def test_one_click_never_starts_what_was_stopped(world, lone, a_letter):
    path = a_letter.message["List-Unsubscribe"].strip("<>").partition("8000")[2]
    Client().post(path, {"choice": "stop"})
    assert lone.person.mail_choice == "stop"
    Client().post(path, {"List-Unsubscribe": "One-Click"})
    assert lone.person.mail_choice == "stop"
    Client().post(path, {"choice": "all"})
    assert lone.person.mail_choice == "all"


@pytest.mark.parametrize("body", [{}, {"choice": "x"}, {"choice": ""}, {"List-Unsubscribe": "No"}])
def test_a_post_that_says_nothing_does_nothing(world, lone, a_letter, body):
    path = a_letter.message["List-Unsubscribe"].strip("<>").partition("8000")[2]
    assert Client().post(path, body).status_code == 200
    assert lone.person.mail_choice == "all"


@pytest.mark.parametrize(
    ("choice", "letter_class", "accepted", "goes"),
    [
        (Choice.STOP, Class.ASK, False, False),
        (Choice.STOP, Class.NOTICE, False, False),
        (Choice.STOP, Class.ESSENTIAL, False, False),  # moved, but they never said yes to it
        (Choice.STOP, Class.ESSENTIAL, True, True),
        (Choice.STOP, Class.ANSWER, False, True),
        (Choice.LESS, Class.ASK, False, True),
        (Choice.ALL, Class.ASK, False, True),
    ],
)
def test_what_stop_lets_through(world, lone, choice, letter_class, accepted, goes):
    Person.objects.filter(pk=lone.person.pk).update(mail_choice=choice)
    lone.seat.person.refresh_from_db()
    assert (written(lone, letter_class, accepted=accepted) is not None) is goes


@pytest.mark.parametrize(
    ("choice", "letter_class", "now", "deadline", "goes"),
    [
        (Choice.ALL, Class.ASK, "2026-11-16 09:00", None, None),
        (Choice.ALL, Class.ASK, "2026-11-16 18:00", None, "2026-11-17 07:00"),
        (Choice.ALL, Class.ASK, "2026-11-20 18:00", None, "2026-11-23 07:00"),  # Friday night
        (Choice.ALL, Class.ANSWER, "2026-11-21 23:00", None, None),
        (Choice.LESS, Class.ASK, "2026-11-17 09:00", None, "2026-11-23 07:00"),
        (Choice.LESS, Class.ASK, "2026-11-17 09:00", "2026-11-30 16:00", "2026-11-23 07:00"),
        (Choice.LESS, Class.ASK, "2026-11-17 09:00", "2026-11-20 16:00", None),  # Monday would be too late
        (Choice.LESS, Class.ANSWER, "2026-11-17 09:00", None, None),
        (Choice.LESS, Class.ESSENTIAL, "2026-11-17 09:00", None, None),
    ],
)
def test_when_a_letter_may_go(choice, letter_class, now, deadline, goes):
    person = Person(mail_choice=choice)
    found = earliest(person, letter_class, at(now), deadline=at(deadline) if deadline else None)
    assert found == (at(goes) if goes else None)


@pytest.mark.parametrize(
    ("after", "monday"),
    [
        ("2026-11-16 06:59", "2026-11-16 07:00"),
        ("2026-11-16 07:00", "2026-11-16 07:00"),
        ("2026-11-16 07:01", "2026-11-23 07:00"),
        ("2027-03-28 02:30", "2027-03-29 07:00"),  # an hour that does not exist
        ("2026-10-25 02:30", "2026-10-26 07:00"),  # an hour that comes twice
        ("2026-12-31 23:59", "2027-01-04 07:00"),  # week 53
    ],
)
def test_the_weekly_moment(after, monday):
    found = weekly_moment(at(after))
    assert found == at(monday) and isinstance(found, datetime)
