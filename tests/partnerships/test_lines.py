"""People pasted as lines: what somebody could have written, and who it is."""

import pytest

from faelled.partnerships.actions import Newcomer
from faelled.partnerships.forms.lines import read_lines, visible
from tests.partnerships.numbers import a_cpr_number

AISHA = Newcomer("Aisha Karim", "aisha@krisecentret.example", "Krisecentret")


@pytest.mark.parametrize(
    "line",
    [
        "Aisha Karim, aisha@krisecentret.example, Krisecentret",
        "Aisha Karim; aisha@krisecentret.example; Krisecentret",
        "Aisha Karim\taisha@krisecentret.example\tKrisecentret",
        "Aisha Karim <aisha@krisecentret.example>, Krisecentret",
        "Aisha Karim <Aisha@Krisecentret.EXAMPLE>, Krisecentret",
        "aisha@krisecentret.example, Aisha Karim, Krisecentret",
        "Krisecentret, Aisha Karim, aisha@krisecentret.example",  # the mail address spells the name
        "Aisha Karim, Krisecentret, aisha@krisecentret.example",
        "Aisha Karim (Krisecentret) aisha@krisecentret.example",
        "Aisha Karim - Krisecentret - aisha@krisecentret.example",
        "- Aisha Karim, aisha@krisecentret.example, Krisecentret",
        "3. Aisha Karim, aisha@krisecentret.example, Krisecentret",
        '"Aisha Karim" <aisha@krisecentret.example>; Krisecentret;',
        "  Aisha   Karim ,aisha@krisecentret.example,Krisecentret,  ",
        "Aisha Karim, mailto:aisha@krisecentret.example, Krisecentret",
        "Aisha\u00a0Karim, aisha@krisecentret.example, Krise\u200bcentret",  # pasted from a web page
    ],
)
def test_one_person_in_any_sensible_order(line):
    assert read_lines(line).people == (AISHA,)


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("Mette Dahl, Familiehuset", Newcomer("Mette Dahl", None, "Familiehuset")),
        ("Mette Dahl, Familiehuset, uden mail", Newcomer("Mette Dahl", None, "Familiehuset")),
        (
            "Aisha Karim, aisha@krisecentret.example, Krisecentret, beskyttet",
            Newcomer("Aisha Karim", "aisha@krisecentret.example", "Krisecentret", protected=True),
        ),
        (
            "Karen Vig; karen@krisecentret.example; Krisecentret (beskyttet adresse)",
            Newcomer("Karen Vig", "karen@krisecentret.example", "Krisecentret", protected=True),
        ),
        (
            "Vagten, vagt@familiehuset.example, Familiehuset, fælles postkasse",
            Newcomer("Vagten", "vagt@familiehuset.example", "Familiehuset", house=True),
        ),
        (
            "Familiehuset, vagt@familiehuset.example, fælles postkasse",
            Newcomer("Familiehuset", "vagt@familiehuset.example", "Familiehuset", house=True),
        ),
        (
            "Nanna Skov, nanna@ungebasen.example, Ungebasen, observatør",
            Newcomer("Nanna Skov", "nanna@ungebasen.example", "Ungebasen", observer=True),
        ),
    ],
)
def test_marks_say_more_about_a_person(line, person):
    assert read_lines(line).people == (person,)


def test_a_house_named_before_tells_house_from_person():
    text = "Ungebasen, Morten Lund\nBasen, Nanna Skov"
    assert [p.name for p in read_lines(text, houses=["Ungebasen", "Basen"]).people] == [
        "Morten Lund",
        "Nanna Skov",
    ]


def test_a_house_left_out_is_the_one_its_colleagues_have():
    text = "Aisha Karim, aisha@krisecentret.example, Krisecentret\nKaren Vig <karen@krisecentret.example>"
    assert [p.organisation for p in read_lines(text).people] == ["Krisecentret", "Krisecentret"]


def test_headings_and_empty_lines_are_nobody():
    text = "Navn;Mail;Organisation\n\n   \nAisha Karim;aisha@krisecentret.example;Krisecentret\n\u2028\n"
    roster = read_lines(text)
    assert roster.people == (AISHA,) and roster.bad == ()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Aisha Karim", "Organisationen mangler"),
        ("aisha@krisecentret.example", "Navnet mangler"),
        ("Aisha Karim, aisha@, Krisecentret", "ser forkert ud"),
        ("Aisha Karim, aisha@krisecentret, Krisecentret", "ser forkert ud"),
        ("Aisha Karim, a@b.example, c@d.example, Krisecentret", "to mailadresser"),
        ("Aisha Karim, socialrådgiver, aisha@krisecentret.example, Krisecentret", "mere end et navn"),
        ("A" * 300 + ", a@b.example, Krisecentret", "længere end 120"),
        ("Aisha, a@b.example, " + "K" * 300, "længere end 120"),
        ("x" * 5000, "længere end en person"),
        ("Lone Friis, Familiehuset, fælles postkasse", "skal have en mailadresse"),
        ("Aisha Karim, 28 14 36 90, Krisecentret", "et nummer eller en adresse"),
    ],
)
def test_a_line_that_cannot_be_read_says_what_to_do(line, says):
    roster = read_lines("Morten Lund, morten@ungebasen.example, Ungebasen\n" + line)
    assert [p.name for p in roster.people] == ["Morten Lund"]
    (bad,) = roster.bad
    assert bad.number == 2 and says in bad.why


def test_the_number_of_a_person_is_refused():
    (bad,) = read_lines(f"Aisha Karim, {a_cpr_number()}, a@b.example, Krisecentret").bad
    assert "nummer" in bad.why


def test_the_same_person_twice_is_said_once():
    text = "Aisha Karim, aisha@krisecentret.example, Krisecentret\nAisha K, AISHA@krisecentret.example, Krisecentret"
    roster = read_lines(text)
    assert len(roster.people) == 1 and "linje 1" in roster.bad[0].why


@pytest.mark.parametrize("text", ["", "\n\n", "\x00", ",,,;;;\t\t", "@", "<>", "@@@@", "((((", "\ud800"])
def test_nothing_is_nobody_and_never_an_exception(text):
    assert read_lines(text).people == ()


def test_no_sign_that_ends_a_line_survives_in_a_name():
    assert (
        visible("Bodil\r\nBcc: alle@ungebasen.example\x00\u2028x\u202e")
        == "Bodil Bcc: alle@ungebasen.example x"
    )


@pytest.mark.parametrize("sign", [",", "@", "a@", " - ", "(", "<a@b.example>,", "1. "])
def test_hostile_lines_are_read_in_passing(sign):
    assert not read_lines(sign * (40_000 // len(sign))).people
    assert not read_lines((sign * 10 + "\n") * 1000).people  # a pattern that blows up would never get here
