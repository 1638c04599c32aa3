"""What people write that is not the usual way: one line for each kind that was once missed, and its harmless twin."""

import pytest

from faelled.core.guard import find
from faelled.core.guard.__main__ import asked

HALF, REST = "070272", str(5000 + 311)  # nobody's: a birth in 1872


@pytest.mark.parametrize(("text", "kind", "said"), [
    (f"Hun sagde {HALF}, anden del er {REST}, mere ved jeg ikke.", "CPR", f"{HALF}, anden del er {REST}"),
    ("Vi tror det er den 7/2 i 54, hun har fødselsdag.", "BIRTHDATE", "den 7/2 i 54"),
    ("Drengen er født skt. hans 2016.", "BIRTHDATE", "skt. hans 2016"),
    ("skriv til trold@@skov.example", "EMAIL", "trold@@skov.example"),
    ("Overfør til 1234 5 678 901, det er hendes lønkonto.", "ACCOUNT", "1234 5 678 901"),
    ("han holder altid på elmevej hvor hun bor", "ADDRESS", "elmevej"),
    ("Der holdt en Volvo, AB 12 3 45, ved porten.", "PLATE", "AB 12 3 45"),
    ("Hun kommer fra 8900 Randers hver dag.", "ADDRESS", "8900 Randers"),
    ("Hans farmor kan ikke huske, hvem vi er.", "HEALTH", "kan ikke huske, hvem"),
    ("Han er kommet ud af Vestre i går.", "HEALTH", "kommet ud af Vestre"),
    ("Hun taler om at dø.", "HEALTH", "taler om at dø"),
    ("Han skylder en bande penge.", "HEALTH", "skylder en bande penge"),
])  # fmt: skip
def test_what_was_once_missed_is_found(text, kind, said):
    assert (kind, said) in [(f.type.value, text[f.start : f.end]) for f in find(text)]


@pytest.mark.parametrize("text", [
    f"Vi fik {HALF}, anden del er {REST},50 kr.",
    "Sankt Hans holdes den 23. juni på engen.",
    "Modellen AB 12 3 45 passer ikke i reolen.",
    "Bussen kører på elmevej hvor skolen ligger.",
    "Jeg kan ikke huske, om døren er låst.",
    "Vi skylder jer en kop kaffe.",
])  # fmt: skip
def test_the_harmless_twin_raises_no_alarm(text):
    assert [(f.type.value, text[f.start : f.end]) for f in asked(text)] == []


@pytest.mark.parametrize(("text", "kind", "said"), [
    ("Hun er fra 4. juni 2012, sagde moren.", "BIRTHDATE", "4. juni 2012"),
    ("Den yngste er fra 5/2-2019.", "BIRTHDATE", "5/2-2019"),
    ("Drengen er vist fra den 8. august 2014.", "BIRTHDATE", "den 8. august 2014"),
    ("Tre børn: 2009-03-14, 2012-11-30 og 2015-01-02.", "BIRTHDATE", "2012-11-30"),
    ("Mellemste datter: 2014-05-06.", "BIRTHDATE", "2014-05-06"),
    ("Vi har ham opført under 070314 i listen.", "BIRTHDATE", "070314"),
    ("Dagny K., 150209, må gå selv.", "BIRTHDATE", "150209"),
    ("Født i marts 1941 og stadig med.", "BIRTHDATE", "i marts 1941"),
    ("Ea fylder ni på søndag den 4. maj.", "BIRTHDATE", "ni på søndag den 4. maj"),
    ("Hun er født den første i anden 71.", "BIRTHDATE", "den første i anden 71"),
    ("Hun har lejet sig ind i Peder Paarses Gade.", "ADDRESS", "Peder Paarses Gade"),
    ("Hans søster bor på Sct. Pauls Plads nu.", "ADDRESS", "Sct. Pauls Plads"),
    ("hun venter altid ved bageren i østergade", "ADDRESS", "østergade"),
    ("Han cykler aldrig forbi Lærkebakken, for der bor hun.", "ADDRESS", "Lærkebakken"),
    ("han bor på birkevej 14 b men navnet mangler", "ADDRESS", "birkevej 14 b"),
    ("Pakken skal til Birkevej 14, blok D, værelse 31.", "ADDRESS", "Birkevej 14, blok D, værelse 31"),
    ("They live at Birkevej 14, 2nd floor for now.", "ADDRESS", "Birkevej 14, 2nd floor"),
    ("kan du køre til birkevej 14 8900 i aften", "ADDRESS", "birkevej 14 8900"),
    ("han er flyttet til birkevej 14 1 th 8900 randers", "ADDRESS", "birkevej 14 1 th 8900 randers"),
    ("Skriv til Postboks 12, 8900 Randers.", "ADDRESS", "Postboks 12, 8900 Randers"),
    ("Brevet gik til Tornskov 12, 8900 Randers.", "ADDRESS", "Tornskov 12, 8900 Randers"),
    ("Thilde bor på Plejecenter Solsiden, stue 12.", "ADDRESS", "Plejecenter Solsiden, stue 12"),
    ("Krisecentret er aldrig Solbakken 6, sig huset.", "ADDRESS", "Solbakken 6"),
    ("Anhængeren med AB 1234 står i gården.", "PLATE", "AB 1234"),
    ("Min scooter har AB 12 34 bagpå.", "PLATE", "AB 12 34"),
    ("traileren med er 1234 er væk", "PLATE", "er 1234"),
    ("Campingvognen, AB 1234, holder bag huset.", "PLATE", "AB 1234"),
    ("The caravan with AB 12 34 blocks the gate.", "PLATE", "AB 12 34"),
    ("Send it to reg. no. 1234, account 5678 901 today.", "ACCOUNT", "reg. no. 1234, account 5678 901"),
    ("Thilde, 19, fra Tvede, søger en læseven.", "AGEPLACE", "19, fra Tvede"),
    ("En 15-årig pige fra Øster Tvede kom ind.", "AGEPLACE", "En 15-årig pige fra Øster Tvede"),
    ("Mikkelsens på femte sal vil gerne låne en stige.", "PERSON", "Mikkelsen"),
    ("Vi spiste hos Mikkelsens.", "PERSON", "Mikkelsen"),
    ("Mikkelsenerne kommer altid sent.", "PERSON", "Mikkelsenerne"),
    ("Tarp-børnene mangler huer.", "PERSON", "Tarp-børnene"),
    ("har bn svaret på brevet", "PERSON", "bn"),
    ("Thilde og Storm har dækket bord.", "PERSON", "Storm"),
    ("Hold 3: Thilde, Storm, Lykke, Bertil", "PERSON", "Lykke"),
    ("bos søster ringede igen", "PERSON", "bos"),
    ("Vi talte med Skys plejemor.", "PERSON", "Sky"),
    ("spørg a. falk om nøglen", "PERSON", "a. falk"),
    ("Vi flytter B. Okonkwo på mandag.", "PERSON", "B. Okonkwo"),
    ("Liv Skov opgav selv sin adresse.", "PERSON", "Liv Skov"),
    ("Vi har spurgt vicevært Kvist om vasken.", "PERSON", "Kvist"),
    ("Kaptajn Storm er hans øgenavn.", "PERSON", "Kaptajn Storm"),
    ("Zewditu called from the office this morning.", "PERSON", "Zewditu"),
    ("Listen er godkendt af KLN i går.", "PERSON", "KLN"),
    ("Bogen til Thilde er Emil fra Lønneberg.", "PERSON", "Thilde"),
])  # fmt: skip
def test_what_strangers_wrote_another_way_is_found(text, kind, said):
    assert (kind, said) in [(f.type.value, text[f.start : f.end]) for f in asked(text)]


@pytest.mark.parametrize("text", [
    "Brevet til hende er fra 4. juni 2012.",
    "Han er født på en tirsdag.",
    "Vuggestuen har fødselsdag den 4. juni.",
    "Ungdomsklubben fejrer fødselsdag den 4. juni, for så fylder foreningen fyrre.",
    "Lokalet ligger på 3. sal til højre for elevatoren.",
    "Skibet ligger ved kaj 3 hele ugen.",
    "Klinikken er flyttet til Birkevej 14.",
    "Turen går ad Hærvejen i maj.",
    "Printeren er en model AB 12 345.",
    f"Fakturaen 07 02 72 {REST} er betalt.",
    f"Følgeseddel {HALF}-{REST} mangler en kasse.",
    f"Nummer {HALF}-{REST} er et ordrenummer fra lageret.",
    "Nummer 20 11 22 33 er et løbenummer fra arkivet.",
    "Bilag 0417 2011 2233 er bogført.",
    "Måleren viste 20 11 22 33 i går.",
    "We sold 20 11 22 33 tickets in all.",
    "Vi mangler sten og grus til stien.",
    "Hans mor og hendes søster ringede.",
    "Vi mødes i opgang B. Husk nøglen.",
    "Vi spørger viceværten på mandag.",
    "Bestil kaffe til mødet.",
    "Book lokalet i god tid.",
    "Min PC og mit NemID virker ikke.",
    "Skriv M.V.H. under brevet.",
    "Stolene er tegnet af Arne Jacobsen.",
    "Vi holder Bent Fabricius-aften i salen.",
    "der er kun 2 dl mælk og 20 ml fløde tilbage",
    "The poster said we close at five.",
])  # fmt: skip
def test_the_harmless_twins_of_those_raise_no_alarm(text):
    assert [(f.type.value, text[f.start : f.end]) for f in asked(text)] == []


@pytest.mark.parametrize("text", [
    "Thilde har sygesikringen med.",
    "Thildes kontaktperson ringer i morgen.",
    "Jeg sover ikke endnu, Thilde.",
    "Thilde kan være trist, uden at nogen kalder det depression.",
    "Thilde har sat en plakat om klamydia op.",
])  # fmt: skip
def test_words_of_health_that_say_nothing_of_anybody_are_no_hint(text):
    assert "HEALTH" not in {f.type.value for f in find(text)}
