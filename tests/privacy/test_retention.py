"""R31, retention: every table has a rule, the dry run tells the truth, and what is over goes, and nothing before."""

from datetime import timedelta

import pytest

from faelled.home import actions as home
from faelled.partnerships import actions as people
from faelled.partnerships.models import AuditEntry, Partnership, Person
from faelled.post.models import IncomingLetter
from faelled.site.command import retention as command
from faelled.site.duties import RETENTION
from faelled.work import clock as the_clock
from faelled.work import retention
from tests.kept import stored
from tests.privacy import everything

pytestmark = pytest.mark.goal("R31")


def over():
    """Return {table: rows} whose time is over."""
    found = {}
    for one in retention.count(RETENTION, the_clock.now()):
        found[one.rule.table] = found.get(one.rule.table, 0) + one.over
    return {table: number for table, number in found.items() if number}


@pytest.mark.once
def test_every_table_has_its_rule_and_no_rule_is_for_a_table_that_is_gone():
    ruled = {rule.table for rule in RETENTION}
    assert set(everything.tables()) - ruled == set(), (
        "how long is it kept? a Rule beside the duties of its app"
    )
    assert ruled - set(everything.tables()) == set()


@pytest.mark.long
def test_what_is_over_goes_and_nothing_before(filled, world, capsys, row):
    deleted = 0
    world.waits("2026-11-18 10:00")
    for days in (1, 15, 100, 190, 400, 800):
        world.clock.passes(days=days)
        due, before = over(), stored()
        assert command.report(dry=True) == 0
        assert stored() == before, "a dry run changes nothing"
        assert f"{sum(due.values())} would be" in capsys.readouterr().out
        assert command.report(dry=False) == 0
        assert over() == {}
        deleted += sum(due.values())
        command.forget_everything()
        after = stored()
        command.forget_everything()
        assert stored() == after, "twice is once"
    row("rows over, by a clock that went 4 years on", deleted, met=deleted > 20)
    row("rows over that were left", sum(over().values()), met=not over())


@pytest.mark.long
def test_the_log_half_a_year_answers_a_year_and_a_closed_partnership_half_a_year_after(filled, world):
    world.clock.passes(days=182)
    command.forget_everything()
    assert AuditEntry.objects.exists() and everything.Answer.objects.exists()
    world.clock.passes(days=2)
    command.forget_everything()
    assert not AuditEntry.objects.filter(action="round_asked").exists() and everything.Answer.objects.exists()
    world.clock.passes(days=250)
    command.forget_everything()
    assert not everything.Answer.objects.exists() and Partnership.objects.exists()


@pytest.mark.once
def test_a_closed_partnership_goes_whole_half_a_year_later_with_those_who_sit_nowhere_else(
    filled, world, bodil, lone
):
    home.erase(bodil.person, closing={world.partnership.pk})
    world.clock.passes(days=182)
    command.forget_everything()
    assert Partnership.objects.exists() and Person.objects.filter(name="Lone Friis").exists()
    texts = everything.Experience.objects.count()
    assert texts and "experiences.Experience" not in over()
    world.clock.passes(days=2)
    assert (over()["partnerships.Partnership"], over()["experiences.Experience"]) == (1, texts)
    command.forget_everything()
    assert not Partnership.objects.exists() and not Person.objects.exists()
    assert not everything.Experience.objects.exists()
    left = everything.traces(["Lone Friis", *lone.mailboxes], [str(lone.seat.person.key)])
    assert set(left) <= {"partnerships.Organisation"}, (
        left
    )  # a house's own words, which are its own to change


@pytest.mark.once
def test_a_mail_set_aside_is_emptied_after_fourteen_days_and_its_row_stays(filled, world):
    aside = IncomingLetter.objects.get(fingerprint="aside")
    world.clock.passes(days=13)
    command.forget_everything()
    assert IncomingLetter.objects.get(pk=aside.pk).raw
    world.clock.passes(days=2)
    command.forget_everything()
    assert not IncomingLetter.objects.get(pk=aside.pk).raw


@pytest.mark.once
def test_somebody_in_another_partnership_outlives_one_that_closed(world, lone, bodil):
    other = Partnership.objects.create(name="Andre", slug="andre")
    people.add_person(
        other, name="Lone Friis", address=lone.mailboxes[0], organisation=lone.person.organisation
    )
    people.close(world.partnership, actor=bodil.person)
    people.leave(bodil.seat)
    world.clock.passes(days=184)
    command.forget_everything()
    assert [p.name for p in Person.objects.all()] == [
        "Lone Friis"
    ] and the_clock.now() > other.founded_at + timedelta(1)
