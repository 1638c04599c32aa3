"""What the letters of meetings are told: every name they use, in both languages, and never which house is protected."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from faelled.core import replies
from faelled.core.replies.reading import Verdict
from faelled.core.wishes import Bounds, Wish
from faelled.meetings import actions, reads
from faelled.meetings.actions import deciding, inviting
from faelled.meetings.models import Round
from faelled.partnerships import actions as people
from faelled.partnerships.models import Organisation, Person, Seat
from faelled.post.message import Mail
from faelled.post.models import OutgoingLetter
from faelled.post.sealing import unseal_text
from tests.cast import Actor, World, at, habits
from tests.letters.test_words import LANGUAGES, NAMES, words_used

DECEMBER = ["2026-12-01 10:00", "2026-12-03 13:00", "2026-12-09 09:00"]
LATER = actions.NewTime(at("2026-12-10 09:00"), at("2026-12-10 11:00"))


@dataclass(frozen=True)
class Written:
    """A letter as it was written: its template, what it was told, and the mail it became."""

    template: str
    context: dict[str, Any]
    mail: Mail
    row: OutgoingLetter


@dataclass
class Stage:
    """A question to Bodil, Aisha, Lone and Morten that has not gone out, and what is written from then on."""

    world: World
    round: Round
    letters: list[Written] = field(default_factory=list)

    def actor(self, name: str) -> Actor:
        return self.world.actors[name]

    def seat(self, name: str) -> Seat:
        return Seat.objects.select_related("person").get(pk=self.actor(name).seat.pk)

    @property
    def proposals(self):
        return reads.live_proposals(self.round)

    def goes_out(self) -> None:
        actions.send_out(self.round.pk)
        self.world.settles_down()

    def of(self, template: str) -> list[Written]:
        return [letter for letter in self.letters if letter.template == template]

    def to(self, name: str, template: str) -> Mail:
        return next(w.mail for w in self.of(template) if w.mail.to_address in self.actor(name).mailboxes)


def set_stage(world: World, lang: str, monkeypatch, *, host: str = "Familiehuset") -> Stage:
    """Let everybody read *lang*, and *host* be the only house that can host."""
    Person.objects.update(language=lang)
    Organisation.objects.exclude(name=host).update(can_host=False)
    Organisation.objects.filter(name=host).update(practical_note="Parkering i gården.")
    times = [actions.NewTime(at(t), at(t) + timedelta(hours=2)) for t in DECEMBER]
    seats = [Seat.objects.get(pk=world.actors[n].seat.pk) for n in ("Bodil", "Aisha", "Lone", "Morten")]
    round_ = actions.draft(
        world.partnership, seats[0], words="Vi skal tale om bogbussen.", times=times, seats=seats
    )
    stage = Stage(world, reads.round_(round_.pk))
    write_to = people.write_to

    def spy(who, template, **rest):
        row = write_to(who, template, **rest)
        if row is not None:
            mail = Mail.from_json(unseal_text(row.content))
            name = template.removeprefix("meetings/letters/")
            stage.letters.append(Written(name, dict(rest["context"]), mail, row))
        return row

    monkeypatch.setattr(people, "write_to", spy)
    return stage


# One story a letter: how it comes to be written


def _everybody_answers(s: Stage, words: str = "alle tider passer") -> None:
    s.goes_out()
    for name in ("Aisha", "Lone", "Morten", "Bodil"):
        s.actor(name).writes(words, answering=s.actor(name).inbox[0])


def _invited(s: Stage) -> None:
    _everybody_answers(s)
    s.actor("Bodil").writes("ja")
    s.world.clock.passes(minutes=6)
    s.world.settles_down()


def _ask_times(s: Stage) -> None:
    s.goes_out()


def _times_changed(s: Stage) -> None:
    s.goes_out()
    actions.edit_times(s.round.pk, [s.proposals[0].pk], [LATER])


def _remind(s: Stage) -> None:
    s.goes_out()
    s.actor("Lone").writes("3 passer")
    s.world.waits("2026-11-20 09:00")


def _understood_right(s: Stage) -> None:
    s.goes_out()
    s.actor("Lone").writes("3 passer")
    s.world.clock.passes(hours=1)
    s.actor("Lone").writes("xyz")
    s.actor("Morten").writes_to_the_partnership("1 passer, torsdag kan jeg ikke")


def _draft(s: Stage) -> None:
    s.actor("Bodil").writes_to_the_partnership(
        "Kan vi mødes to timer i uge 49 eller 50? Det handler om bogbussen."
    )


def _your_turn(s: Stage) -> None:
    Organisation.objects.update(can_host=True)
    s.goes_out()
    s.actor("Lone").writes("byt")


def _nobody_can_host(s: Stage) -> None:
    s.goes_out()
    s.actor("Lone").writes("byt")


def _was_it_you(s: Stage) -> None:
    _everybody_answers(s)
    s.actor("Bodil").writes("ja", sender="bodil.privat@mail.example")


def _too_late(s: Stage) -> None:
    _invited(s)
    s.actor("Lone").writes("2 passer", answering=s.actor("Lone").inbox[0])


def _coming_or_not(s: Stage) -> None:
    _invited(s)
    s.actor("Lone").writes("Det ved jeg først senere")


def _rule_broken(s: Stage) -> None:
    _invited(s)
    s.actor("Morten").presses_in_calendar("DECLINED")


def _cancelled(s: Stage) -> None:
    _invited(s)
    inviting.cancel(reads.meeting_of(s.round).pk, s.seat("Bodil"))


def _called_off(s: Stage) -> None:
    s.goes_out()
    actions.call_off(s.round.pk, s.seat("Bodil"))
    s.world.settles_down()


def _nobody_reads(s: Stage) -> None:
    _called_off(s)
    s.actor("Lone").writes("Det var godt.")


def _closed(s: Stage) -> None:
    _called_off(s)
    s.actor("Lone").writes("1 passer", answering=s.actor("Lone").inbox[0])


def _held_back(s: Stage) -> None:
    _everybody_answers(s)
    s.actor("Bodil").writes("ja")
    s.actor("Bodil").writes("vent")


def _too_late_to_hold(s: Stage) -> None:
    _everybody_answers(s)
    question = s.actor("Bodil").latest
    s.actor("Bodil").writes("vent")
    s.actor("Bodil").writes("ja", answering=question)
    s.world.clock.passes(minutes=6)
    s.world.settles_down()
    s.actor("Bodil").writes("vent", answering=question)


def _cannot(s: Stage) -> None:
    _draft(s)
    s.world.clock.goes_to("2026-12-23 09:00")
    s.actor("Bodil").writes("ja")


def _say_yes_or_no(s: Stage) -> None:
    _draft(s)
    s.actor("Bodil").writes("Hvad med kaffen")


def _which_then(s: Stage) -> None:
    _everybody_answers(s)
    s.actor("Bodil").writes("nej")


def _say_yes_or_number(s: Stage) -> None:
    _everybody_answers(s)
    s.actor("Bodil").writes("Hvad med kaffen")


def _overtaken(s: Stage) -> None:
    _everybody_answers(s)
    old = s.actor("Bodil").latest
    s.actor("Lone").writes("1 passer ikke alligevel, men 3 passer", answering=s.actor("Lone").inbox[0])
    first = s.proposals[0]
    actions.enter_by_hand(s.round.pk, s.seat("Lone"), {first.pk: "no"}, by=s.seat("Bodil"), source="phone")
    s.world.settles_down()
    s.actor("Bodil").writes("1", answering=old)


def _asked_something(s: Stage) -> None:
    s.goes_out()
    s.actor("Lone").writes("1 passer. Skal jeg tage noget med?")


def _away_without_deputy(s: Stage) -> None:
    s.goes_out()
    s.actor("Lone").writes("Jeg er på ferie.", headers={"Auto-Submitted": "auto-replied"})


def _unreachable(s: Stage) -> None:
    s.goes_out()
    actions.mark_unreachable(reads.open_times_ask(s.seat("Lone")))


def _no_times_left(s: Stage) -> None:
    past = Wish(required=Bounds(dates=(date(2026, 11, 2),)), understood=True)
    deciding.next_round(s.round, lambda lang: ["Ingen kan på nogen af tiderne."], past)


def _wish_not_understood(s: Stage) -> None:
    s.actor("Bodil").writes_to_the_partnership("Hvad med kaffen")


def _no_time_fits(s: Stage) -> None:
    s.actor("Bodil").writes_to_the_partnership("Kan vi mødes to timer den 2. november?")


def _to_decide(s: Stage) -> None:
    _everybody_answers(s)


STORIES: dict[str, Callable[[Stage], None]] = {
    name.removeprefix("_"): story
    for name, story in list(globals().items())
    if name.removeprefix("_") in NAMES and callable(story)
} | {"invitation": _invited, "turn_moved": _your_turn}
FROM_POST = {"link", "person", "on_behalf_of", "origin"}


def test_there_is_a_story_for_every_letter():
    assert set(STORIES) == set(NAMES)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("template", NAMES)
def test_a_letter_is_told_every_name_it_uses(world, monkeypatch, template, lang):
    stage = set_stage(world, lang, monkeypatch)
    STORIES[template](stage)
    assert stage.of(template), [letter.template for letter in stage.letters]
    for letter in stage.of(template):
        assert words_used(template, lang) - FROM_POST <= set(letter.context)
        assert letter.mail.lang == lang
        assert len(letter.mail.subject) <= 78
        assert "\n\n\n" not in letter.mail.text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "template",
    [
        "ask_times",
        "times_changed",
        "remind",
        "to_decide",
        "invitation",
        "cancelled",
    ],
)
def test_a_protected_house_that_hosts_is_not_named(world, monkeypatch, template, lang):
    stage = set_stage(world, lang, monkeypatch, host="Krisecentret")
    STORIES[template](stage)
    assert stage.round.host.organisation.protected
    assert stage.of(template)
    for mail in (letter.mail for letter in stage.of(template)):
        around = f"{mail.subject}{mail.text}{mail.html}{mail.from_name}"
        assert "Krisecentret" not in around
        assert "Parkering" not in around, "its note stays on the page behind sign-in"


def test_a_turn_that_moves_to_a_protected_house_does_not_say_where(world, monkeypatch):
    stage = set_stage(world, "da", monkeypatch)
    Organisation.objects.filter(name="Krisecentret").update(can_host=True)
    stage.goes_out()
    stage.actor("Lone").writes("byt")
    assert stage.to("Aisha", "your_turn").subject == "Mødet i december: det er jeres tur til at være vært"
    assert "et andet sted er vært denne gang" in stage.to("Lone", "turn_moved").text
    assert all("Krisecentret" not in letter.mail.text for letter in stage.letters)


def test_a_protected_house_is_not_in_the_name_of_the_sender(world, monkeypatch):
    stage = set_stage(world, "da", monkeypatch)
    Round.objects.filter(pk=stage.round.pk).update(starter=stage.seat("Aisha"))
    stage.goes_out()
    mail = stage.to("Lone", "ask_times")
    assert mail.from_name == "Fælled på vegne af Aisha"
    assert mail.text.split("\n\n")[1] == 'Aisha skriver: "Vi skal tale om bogbussen."'


def test_the_one_who_started_is_not_written_to_on_their_own_behalf(world, monkeypatch):
    stage = set_stage(world, "da", monkeypatch)
    stage.goes_out()
    bodil, lone = stage.to("Bodil", "ask_times"), stage.to("Lone", "ask_times")
    assert bodil.from_name == "Fælled"
    assert "også dig selv" in bodil.text
    assert lone.from_name == "Fælled på vegne af Bodil fra Biblioteket"
    assert 'Bodil fra Biblioteket skriver: "Vi skal tale om bogbussen."' in lone.text


def test_the_example_names_only_what_is_on_the_list(world, monkeypatch):
    stage = set_stage(world, "da", monkeypatch)
    _times_changed(stage)
    assert '"1 og 3 passer, men ikke torsdage"' in stage.to("Lone", "ask_times").text
    assert '"4 passer"' in stage.to("Lone", "times_changed").text


def _heard(stage: Stage, text: str) -> dict[int, str]:
    reading = replies.read(text, reads.slots_of(stage.proposals), stage.world.clock.now)
    return {n: a.verdict.value for n, a in reading.answers.items() if a.verdict is not Verdict.UNKNOWN}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_answer_written_as_the_letter_shows_it_is_read_as_it_was_meant(world, monkeypatch, lang):
    stage = set_stage(world, lang, monkeypatch)
    stage.goes_out()
    shown = re.search(r'(?:for eksempel|for example) "(.*?)"', stage.to("Lone", "ask_times").text)
    assert _heard(stage, shown[1]) == {1: "yes", 2: "no", 3: "yes"}
    actions.edit_times(stage.round.pk, [p.pk for p in stage.proposals], [LATER])
    shown = re.search(r'(?:for eksempel|for example) "(.*?)"', stage.to("Lone", "times_changed").text)
    assert _heard(stage, shown[1]) == {4: "yes"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_reminder_asks_about_one_time_by_its_number(world, monkeypatch, lang):
    habits(world, rule="at_least", at_least=2)
    stage = set_stage(world, lang, monkeypatch)
    stage.goes_out()
    for name in ("Lone", "Bodil"):
        stage.actor(name).writes("3 passer")
    world.waits("2026-11-20 09:00")
    yes, no = re.search(r'"(3 \w+)" (?:eller|or) "(3 \w+)"', stage.to("Morten", "remind").text).groups()
    assert _heard(stage, yes) == {3: "yes"}
    assert _heard(stage, no) == {3: "no"}


def test_what_somebody_has_answered_is_told_in_the_next_letter(world, monkeypatch):
    stage = set_stage(world, "da", monkeypatch)
    stage.goes_out()
    stage.actor("Lone").writes("1 passer, 2 passer ikke")
    actions.edit_times(stage.round.pk, [p.pk for p in stage.proposals[:2]], [LATER])
    assert "Jeg har forstået dig sådan: 1 passer, 2 passer ikke." in stage.to("Lone", "times_changed").text
    assert "tag dem med i dit svar" in stage.to("Morten", "times_changed").text


def test_hostile_words_stay_one_line_and_add_no_time(world, monkeypatch):
    stage = set_stage(world, "da", monkeypatch)
    hostile = "Hej\r\n1. onsdag kl. 3\n\n9. altid\u2028" + "x" * 900
    Round.objects.filter(pk=stage.round.pk).update(words=hostile)
    stage.goes_out()
    mail = stage.to("Lone", "ask_times")
    assert mail.html.count("<li ") == len(DECEMBER)
    assert mail.subject == "Mødetider i december: passer de?"


def test_an_empty_question_still_reads_well(world, monkeypatch):
    stage = set_stage(world, "da", monkeypatch)
    Round.objects.filter(pk=stage.round.pk).update(words="", host=None)
    stage.goes_out()
    first = stage.to("Lone", "ask_times").text.split("\n\n")[1]
    assert first.startswith("Hvilke af disse tider passer dig? Svar på denne mail")


def test_a_letter_about_trouble_waits_for_the_morning_and_an_answer_does_not(world, monkeypatch):
    stage = set_stage(world, "da", monkeypatch)
    world.clock.goes_to("2026-11-16 22:00")
    _unreachable(stage)
    _nobody_reads(stage)
    leaves = {letter.template: letter.row.not_before for letter in stage.letters}
    assert leaves["unreachable"] == at("2026-11-17 07:00")
    assert leaves["nobody_reads"] == at("2026-11-16 22:00")


def test_who_wrote_stop_hears_nothing_of_a_question_that_is_withdrawn(world, monkeypatch):
    stage = set_stage(world, "da", monkeypatch)
    stage.goes_out()
    stage.actor("Morten").writes("stop")
    actions.call_off(stage.round.pk, stage.seat("Bodil"))
    told = {letter.mail.to_address.split("@")[0] for letter in stage.of("called_off")}
    assert told == {"aisha", "lone"}
