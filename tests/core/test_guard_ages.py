"""Birth dates, and ages that together with a small place point at one person."""

import pytest

from faelled.core.guard import Mark, Type, find


def found(text, kind):
    return [text[f.start : f.end] for f in find(text) if f.type is kind and f.certainty >= 0.4]


@pytest.mark.parametrize(
    ("text", "said", "suggestion"),
    [
        ("En pige på syv fra Hvidbjerg vil gerne danse", "En pige på syv fra Hvidbjerg", "et barn (6-8 år)"),
        ("Hun er 17 og bor i Harridslev", "er 17 og bor i Harridslev", "en ung (16-19 år)"),
        ("En 38-årig mor fra Assentoft", "En 38-årig mor fra Assentoft", "en mor"),
        ("I Voldum bor en femtenårig, der skriver", "I Voldum bor en femtenårig", "en ung (13-15 år)"),
        ("en enke på 81 fra sødring", "en enke på 81 fra sødring", "en kvinde"),
        ("A 15-year-old girl from Voldum reads a lot", "A 15-year-old girl from Voldum", "en ung (13-15 år)"),
    ],
)
def test_an_age_beside_a_village_is_a_hint_with_a_neutral_wording(text, said, suggestion):
    (finding,) = (f for f in find(text) if f.type is Type.AGEPLACE)
    assert (text[finding.start : finding.end], finding.suggestion) == (said, suggestion)
    assert finding.mark is Mark.HINT


@pytest.mark.parametrize(
    "text",
    ["Unge mellem 15 og 18 fra Assentoft", "Brugere over 60 år fra Voldum", "En far på 38 fra Aarhus",
     "Bussen har kørt i 17 år i Voldum", "Vi mødes kl. 9 i Voldum", "Børn på 3-5 år fra Voldum kan komme",
     "En pige på syv. Fra Voldum kører bussen kl. 9"],
)  # fmt: skip
def test_crowds_spans_of_time_and_big_towns_point_at_nobody(text):
    assert found(text, Type.AGEPLACE) == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Silje er fra den 7. oktober 2013 og går i femte", "7. oktober 2013"),
        ("anker har fødselsdag elvte november", "elvte november"),
        ("Fødselsdato i skemaet: 17 04 1996", "17 04 1996"),
        ("Karen rundede 90 den 30. januar", "30. januar"),
        ("Kaya Brix (2011-03-09) må ikke udmeldes", "2011-03-09"),
        ("Karens mindste, d. 3.3.2022, er rask", "3.3.2022"),
        ("hun blev født juleaften 2015", "juleaften 2015"),
        ("Drengen fylder 6 på lørdag", "6 på lørdag"),
        ("Hun er født i uge 12", "uge 12"),
        ("f. 12/3-14", "12/3-14"),
        ("han er født i 2014", "2014"),
        ("cpr begynder med 180772-xxxx", "180772"),
        ("She was born 3 Feb 2004", "3 Feb 2004"),
    ],
)
def test_a_birthday_is_found_in_many_words(text, date):
    assert any(date in said for said in found(text, Type.BIRTHDATE))


@pytest.mark.parametrize(
    "text",
    ["Biblioteket fylder 120 år den 3. maj", "Projektet er født i 2014", "Mødet, 15.08.26, er aflyst",
     "Dagsorden (12.05.2025)", "Vi mødes 3. maj 2026 kl. 10", "Børn født i 2014 og 2015 inviteres",
     "Det bliver den 3. maj"],
)  # fmt: skip
def test_the_dates_of_houses_and_meetings_are_nobodys_birthday(text):
    assert found(text, Type.BIRTHDATE) == []
