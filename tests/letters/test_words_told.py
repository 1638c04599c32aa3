"""What the letters of meetings are told: every name they use, in both languages, and never which house is protected."""

import re

import pytest

from faelled.core import replies
from faelled.core.replies.reading import Verdict
from faelled.meetings import actions, reads
from faelled.meetings.models import Answer, Round
from faelled.partnerships.models import Organisation
from tests.cast import at, habits
from tests.effort import in_turn, share
from tests.letters import stage as telling
from tests.letters.stage import DECEMBER, LATER, STORIES, Stage, set_stage
from tests.letters.test_words import LANGUAGES, NAMES, words_used

pytestmark = pytest.mark.words

FROM_POST = {"link", "person", "on_behalf_of", "origin"}


def test_there_is_a_story_for_every_letter():
    assert set(STORIES) == set(NAMES)


@pytest.mark.parametrize(("template", "lang"), share(in_turn(NAMES, LANGUAGES), of=5))
def test_a_letter_is_told_every_name_it_uses(world, monkeypatch, template, lang):
    stage = set_stage(world, lang, monkeypatch)
    STORIES[template](stage)
    assert stage.of(template), [letter.template for letter in stage.letters]
    for letter in stage.of(template):
        assert words_used(template, lang) - FROM_POST <= set(letter.context)
        assert letter.mail.lang == lang
        assert len(letter.mail.subject) <= 78
        assert "\n\n\n" not in letter.mail.text


HOST_LETTERS = ["ask_times", "times_changed", "remind", "to_decide", "invitation", "cancelled"]


@pytest.mark.parametrize(("template", "lang"), share(in_turn(HOST_LETTERS, LANGUAGES), of=3))
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
    telling.times_changed(stage)
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
def test_a_reminder_asks_about_one_time_and_a_bare_yes_is_about_that_one(world, monkeypatch, lang):
    habits(world, rule="at_least", at_least=2)
    stage = set_stage(world, lang, monkeypatch)
    stage.goes_out()
    for name in ("Lone", "Bodil"):
        stage.actor(name).writes("3 passer")
    world.waits("2026-11-20 09:00")
    yes = re.search(r"(?:Svar|Answer) (ja|yes) (?:eller|or) (?:nej|no)", stage.to("Morten", "remind").text)[1]
    stage.actor("Morten").writes(yes)
    said = Answer.objects.filter(seat=stage.seat("Morten")).values_list("proposal__number", "verdict")
    assert dict(said) == {3: "yes"}


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


def test_a_letter_about_trouble_waits_for_the_morning(world, monkeypatch):
    stage = set_stage(world, "da", monkeypatch)
    world.clock.goes_to("2026-11-16 22:00")
    telling.unreachable(stage)
    leaves = {letter.template: letter.row.not_before for letter in stage.letters}
    assert leaves["unreachable"] == at("2026-11-17 07:00")


def test_who_wrote_stop_hears_nothing_of_a_question_that_is_withdrawn(world, monkeypatch):
    stage = set_stage(world, "da", monkeypatch)
    stage.goes_out()
    stage.actor("Morten").writes("stop")
    actions.call_off(stage.round.pk, stage.seat("Bodil"))
    told = {letter.mail.to_address.split("@")[0] for letter in stage.of("called_off")}
    assert told == {"aisha", "lone"}
