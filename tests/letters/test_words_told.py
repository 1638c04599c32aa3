"""What the letters of meetings are told: every name they use, in both languages, and never which house is protected."""

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from faelled.meetings import actions, reads
from faelled.meetings.actions import asking, deciding, inviting, letters, starting
from faelled.meetings.models import Ask, Attendance, Meeting, Participant, Round
from faelled.partnerships import actions as people
from faelled.partnerships.models import Organisation, Person, Seat
from faelled.post.message import Mail
from faelled.post.models import OutgoingLetter
from faelled.post.sealing import unseal_text
from tests.cast import World, at
from tests.letters.test_words import CODE, LANGUAGES, NAMES, words_used

DECEMBER = ["2026-12-01 10:00", "2026-12-03 13:00", "2026-12-09 09:00"]
Kind = Ask.Kind


@dataclass
class Stage:
    """A question to Bodil, Aisha, Lone and Morten, everybody reading one language, and what was written of it."""

    world: World
    round: Round
    letters: list[tuple[str, dict[str, Any], OutgoingLetter]] = field(default_factory=list)

    def seat(self, name: str) -> Seat:
        wanted = ("person", "membership__organisation", "membership__partnership")
        return Seat.objects.select_related(*wanted).get(pk=self.world.actors[name].seat.pk)

    @property
    def proposals(self):
        return reads.live_proposals(self.round)

    def ask(self, kind: Ask.Kind, name: str, decision: str = "") -> Ask:
        new = asking.new_ask(self.round, self.seat(name), kind, self.proposals, decision=decision)
        return reads.ask(new.pk)

    def meeting(self) -> Meeting:
        self.round.chosen = self.proposals[2]
        self.round.save()
        return inviting.make_meeting(Round.objects.get(pk=self.round.pk))

    def attendance(self, name: str) -> Attendance:
        return reads.attendance_of(self.round, self.seat(name))

    def of(self, template: str) -> list[tuple[dict[str, Any], Mail]]:
        """Return the context and the mail of every letter from *template*."""
        return [
            (context, Mail.from_json(unseal_text(letter.content)))
            for name, context, letter in self.letters
            if name == template
        ]


def set_stage(world: World, lang: str, monkeypatch, *, host: str = "Familiehuset") -> Stage:
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
        letter = write_to(who, template, **rest)
        if letter is not None:
            stage.letters.append((template.removeprefix("meetings/letters/"), dict(rest["context"]), letter))
        return letter

    monkeypatch.setattr(people, "write_to", spy)
    return stage


# One story a letter: how it comes to be written


def _ask_times(s: Stage) -> None:
    starting.send_out(s.round.pk)


def _times_changed(s: Stage) -> None:
    starting.send_out(s.round.pk)
    first, *_ = s.proposals
    new = actions.NewTime(at("2026-12-10 09:00"), at("2026-12-10 11:00"))
    starting.edit_times(s.round.pk, [first.pk], [new])


def _remind(s: Stage) -> None:
    for best in (s.proposals[2], None):
        letters.reminder(s.ask(Kind.TIMES, "Morten"), s.proposals, 2, 4, best)


def _understood_right(s: Stage) -> None:
    for shown, said in ((s.proposals[:1], {}), (s.proposals, {}), (s.proposals, {s.proposals[0].pk: "yes"})):
        letters.understood_right(s.ask(Kind.CONFIRM, "Lone"), shown, "Torsdag\nbliver svært.", said)


def _to_decide(s: Stage) -> None:
    ask = s.ask(Kind.DECIDE, "Bodil", str(s.proposals[2].pk))
    letters.to_decide(
        ask, s.proposals[2], ["Alle har svaret."], s.proposals[:2], time_is_up=False, unsure=["Lone"]
    )


def _draft(s: Stage) -> None:
    starting.show_to_starter(s.round)


def _your_turn(s: Stage) -> None:
    letters.turn_handed_on(s.ask(Kind.HOST, "Lone"), s.proposals)


def _was_it_you(s: Stage) -> None:
    for decision in ("swap", "yes", str(s.proposals[0].pk)):
        letters.was_it_you(s.ask(Kind.CHANGED, "Bodil"), decision)


def _too_late(s: Stage) -> None:
    letters.too_late(s.ask(Kind.LATE, "Lone"), s.meeting())


def _coming_or_not(s: Stage) -> None:
    letters.coming_or_not(s.ask(Kind.LATE, "Lone"), s.meeting())


def _rule_broken(s: Stage) -> None:
    letters.rule_broken(s.ask(Kind.MOVED, "Bodil"), s.meeting(), ["Morten"], ["Ungebasen"])


def _invitation(s: Stage) -> None:
    s.meeting()


def _cancelled(s: Stage) -> None:
    inviting.cancel(s.meeting().pk, s.seat("Bodil"))


def _answers(template: str) -> Callable[[Stage], None]:
    def story(s: Stage) -> None:
        ask = s.ask(Kind.DECIDE, "Bodil", str(s.proposals[0].pk))
        letters.answer(ask, template, dict.fromkeys(told_by_callers(template), "ord") | _shown(s, template))

    return story


def _shown(s: Stage, template: str) -> dict[str, Any]:
    return (
        {"times": letters.numbered(s.round, s.proposals, "da")}
        if "times" in told_by_callers(template)
        else {}
    )


def _tells(template: str) -> Callable[[Stage], None]:
    def story(s: Stage) -> None:
        context = {key: ["ord"] if key == "why_not" else "ord" for key in told_by_callers(template)}
        deciding.tell_coordinators(s.round, template, context, about=s.seat("Lone"))

    return story


def _called_off(s: Stage) -> None:
    starting.send_out(s.round.pk)
    starting.call_off(s.round.pk, s.seat("Bodil"))


def _nobody_reads(s: Stage) -> None:
    letters.say(s.seat("Lone"), s.round, "nobody_reads", {})


STORIES: dict[str, Callable[[Stage], None]] = {
    "ask_times": _ask_times,
    "times_changed": _times_changed,
    "remind": _remind,
    "understood_right": _understood_right,
    "to_decide": _to_decide,
    "draft": _draft,
    "your_turn": _your_turn,
    "was_it_you": _was_it_you,
    "too_late": _too_late,
    "coming_or_not": _coming_or_not,
    "rule_broken": _rule_broken,
    "invitation": _invitation,
    "cancelled": _cancelled,
    "called_off": _called_off,
    "nobody_reads": _nobody_reads,
    **{
        name: _answers(name)
        for name in (
            *("held_back", "too_late_to_hold", "nobody_can_host", "turn_moved", "closed", "cannot"),
            *("say_yes_or_no", "which_then", "say_yes_or_number", "overtaken"),
        )
    },
    **{
        name: _tells(name)
        for name in ("asked_something", "away_without_deputy", "unreachable", "no_times_left")
    },
}
# Written by the inbox alone, to somebody whose mail names no question: their context stands in the code.
FROM_THE_INBOX = {"wish_not_understood", "no_time_fits"}


def told_by_callers(template: str) -> set[str]:
    """Return the keys of the contexts that stand beside *template* in the code, in every call that names it."""
    found: list[set[str]] = []
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and any(_is_named(arg, template) for arg in node.args):
                given = [*node.args, *(k.value for k in node.keywords if k.arg == "context")]
                keys = [
                    {k.value for k in g.keys if isinstance(k, ast.Constant)}
                    for g in given
                    if isinstance(g, ast.Dict)
                ]
                found += keys
    return set.intersection(*found) if found else set()


def _is_named(arg: ast.expr, template: str) -> bool:
    return isinstance(arg, ast.Constant) and arg.value in {template, f"meetings/letters/{template}"}


FROM_POST = {"link", "person", "on_behalf_of", "origin"}


def test_there_is_a_story_for_every_letter():
    assert set(NAMES) == set(STORIES) | FROM_THE_INBOX


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("template", sorted(STORIES))
def test_a_letter_is_told_every_name_it_uses(world, monkeypatch, template, lang):
    stage = set_stage(world, lang, monkeypatch)
    with transaction.atomic():
        STORIES[template](stage)
    written = stage.of(template)
    assert written
    for context, mail in written:
        assert words_used(template, lang) - FROM_POST <= set(context)
        assert mail.lang == lang
        assert len(mail.subject) <= 78
        assert "\n\n\n" not in mail.text


@pytest.mark.parametrize("template", sorted(FROM_THE_INBOX))
def test_a_letter_from_the_inbox_is_told_every_name_it_uses(template):
    assert words_used(template, "da") <= told_by_callers(template)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "template", ["ask_times", "times_changed", "draft", "to_decide", "your_turn", "invitation", "cancelled"]
)
def test_a_protected_house_that_hosts_is_not_named(world, monkeypatch, template, lang):
    stage = set_stage(world, lang, monkeypatch, host="Krisecentret")
    with transaction.atomic():
        STORIES[template](stage)
    assert stage.round.host.organisation.protected
    for _, mail in stage.of(template):
        around = f"{mail.subject}{mail.text}{mail.html}{mail.from_name}"
        assert "Krisecentret" not in around
        assert "Parkering" not in around, "its note stays on the page behind sign-in"


def test_a_protected_house_is_not_in_the_name_of_the_sender(world, monkeypatch):
    stage = set_stage(world, "da", monkeypatch)
    Round.objects.filter(pk=stage.round.pk).update(starter=stage.seat("Aisha"))
    with transaction.atomic():
        starting.send_out(stage.round.pk)
    to_lone = next(
        mail for _, mail in stage.of("ask_times") if mail.to_address == "lone@familiehuset.example"
    )
    assert to_lone.from_name == "Fælled på vegne af Aisha"
    assert to_lone.text.split("\n\n")[1] == 'Aisha skriver: "Vi skal tale om bogbussen."'


def test_the_one_who_started_is_not_written_to_on_their_own_behalf(world, monkeypatch):
    stage = set_stage(world, "da", monkeypatch)
    with transaction.atomic():
        starting.send_out(stage.round.pk)
    by_address = {mail.to_address.split("@")[0]: mail for _, mail in stage.of("ask_times")}
    assert by_address["bodil"].from_name == "Fælled"
    assert "også dig selv" in by_address["bodil"].text
    assert by_address["lone"].from_name == "Fælled på vegne af Bodil, Biblioteket"
    assert 'Bodil fra Biblioteket skriver: "Vi skal tale om bogbussen."' in by_address["lone"].text


def test_the_example_names_only_what_is_on_the_list(world, monkeypatch):
    stage = set_stage(world, "da", monkeypatch)
    with transaction.atomic():
        _times_changed(stage)
    first = next(mail for _, mail in stage.of("ask_times") if mail.to_address.startswith("lone"))
    changed = next(mail for _, mail in stage.of("times_changed") if mail.to_address.startswith("lone"))
    assert '"1 og 3 passer, men ikke torsdage"' in first.text
    assert '"4 passer"' in changed.text


def test_what_somebody_has_answered_is_the_news_of_the_next_letter(world, monkeypatch):
    stage = set_stage(world, "da", monkeypatch)
    with transaction.atomic():
        starting.send_out(stage.round.pk)
        first = stage.proposals[0]
        actions.enter_by_hand(
            stage.round.pk, stage.seat("Lone"), {first.pk: "yes"}, by=stage.seat("Bodil"), source="phone"
        )
        _edit = actions.NewTime(at("2026-12-10 09:00"), at("2026-12-10 11:00"))
        starting.edit_times(stage.round.pk, [first.pk], [_edit])
    told = {mail.to_address.split("@")[0]: mail.text for _, mail in stage.of("times_changed")}
    assert "Jeg har forstået dig sådan: 1 passer." in told["lone"]
    assert "tag dem med i dit svar" in told["morten"]


def test_hostile_words_stay_one_line_and_add_no_time(world, monkeypatch):
    stage = set_stage(world, "da", monkeypatch)
    Round.objects.filter(pk=stage.round.pk).update(
        words="Hej\r\n1. onsdag kl. 3\n\n9. altid\u2028" + "x" * 900
    )
    with transaction.atomic():
        starting.send_out(stage.round.pk)
    _, mail = stage.of("ask_times")[1]
    assert mail.html.count("<li ") == len(DECEMBER)
    assert mail.subject == "Mødetider i december: passer de?"


def test_a_mail_about_trouble_waits_for_the_morning_and_an_answer_does_not(world, monkeypatch):
    stage = set_stage(world, "da", monkeypatch)
    world.clock.goes_to("2026-11-16 22:00")
    with transaction.atomic():
        STORIES["unreachable"](stage)
        STORIES["nobody_reads"](stage)
    leaves = {name: letter.not_before for name, _, letter in stage.letters}
    assert leaves["unreachable"] == at("2026-11-17 07:00")
    assert leaves["nobody_reads"] == at("2026-11-16 22:00")


def test_who_wrote_stop_hears_nothing_of_a_question_that_is_withdrawn(world, monkeypatch):
    stage = set_stage(world, "da", monkeypatch)
    Person.objects.filter(pk=stage.seat("Morten").person_id).update(mail_choice=Person.MailChoice.STOP)
    with transaction.atomic():
        _called_off(stage)
    assert {mail.to_address.split("@")[0] for _, mail in stage.of("called_off")} == {"aisha", "lone"}
    assert Participant.objects.filter(round=stage.round).count() == 4
