"""Ordinary scheduling mail: dates, hours, weeks and slot numbers are nobody's telephone, account or CPR number."""

import json

import pytest

from faelled.core.guard import Type, find
from tests.shared import shared_data

DANISH = [
    "3/12 passer fint",
    "kl. 9-11 er bedst for mig",
    "1, 3 og 5 kan jeg, resten ikke",
    "Vi kan i uge 49 og 50",
    "2026-12-03 er fin",
    "2026-12-03 10:00-12:00 og 2026-12-04 13:00-15:00",
    "Den 03.12.2026 kl. 13-15 kan jeg godt",
    "12.10.2026 13-15 eller 13.10.2026 9-11",
    "12-10-2026 10-12 passer, 14-10-2026 12-14 passer ikke",
    "12/10 13/10 14/10 kan jeg alle tre",
    "24-11 25-11 26-11 er jeg på kursus",
    "Uge 47 48 49 50 er fyldt op",
    "Jeg kan den 21 22 23 24 og 25",
    "uge 10 11 12 13 14",
    "9-11, 10-12, 13-15: kun den midterste",
    "kl 9-11 10-12 12-14",
    "01-12-26 09:00 til 03-12-26 15:00",
    "01.12.26 09.00 eller 03.12.26 15.00",
    "den 10.12 kl 13.00 14.00 15.00",
    "Møde nr. 20261201 er aflyst",
    "Torsdag kl. 20.30-22.00 er for sent",
    "Mellem 2000 og 2200 er jeg på vagt",
    "2026-2027 bliver et travlt år",
    "Planen for 2026 2027 ligger klar",
    "Nummer 1 2 3 4 5 6 7 8 9 10 er alle fine",
    "1-2-3-4-5 ja, 6-7-8-9-10 nej",
    "Forslag 2 kan jeg, forslag 4 kun efter kl. 14.30",
    "Ja til 1., 2. og 4., nej til 3.",
    "Tirsdag d. 1. december kl. 9.00-11.00",
    "Mandag 30/11 kl. 8.15, tirsdag 1/12 kl. 12.45",
    "Vi er 25 personer, og lokalet rummer 30",
    "Jeg kan ikke før 10:30 og skal gå 15:45",
    "Det koster 12500 kr. og 250 kr. pr. deltager",
    "Budgettet er 1 250 000 kr.",
    "Budgettet er 12 500 000 kr. i år",
    "Lokale 3.14 på 2. sal er ledigt",
    "Kan vi sige 12.30 i stedet for 12.00?",
    "Mødet varer 90 minutter, helst 60",
    "10 ud af 10 fra mig",
    "50/50, spørg igen på fredag",
    "Fra den 15. til den 19. er jeg på ferie",
    "Børnehaven 10-12 og biblioteket 13-15",
    "Parkeringspladsen 8-10 er optaget",
    "Jeg er på arbejdspladsen 9-15 alle dage",
    "ISBN 978-87-02-12345-6 er bogen til mødet",
    "Faktura 20261203 er betalt",
    "Vi ses på torvet 9.30",
    "Vi kan bruge haven 14-16, hvis vejret er til det",
    "Kun 2 + 3",
    "Alt undtagen nr. 4",
    "Maj passer, juni gør ikke",
    "I august er jeg væk",
    "Hans tid er bedre om eftermiddagen",
    "Storm på vej, så jeg bliver hjemme",
    "Kl. 12 præcis. Ikke 12.05!",
    "1. prioritet: torsdag. 2. prioritet: onsdag.",
    "Helst 14/1-2027 eller 21/1-2027",
    "3. december 2026 kl. 13.00-15.00 ja",
    "Jeg kan 100 % den 8., 50 % den 10.",
    "Ca. 15 deltagere, 2 timer, 1 pause",
    "Bus 4A kører kl. 8.52 og 9.07",
]
ENGLISH = [
    "Slots 1 and 3 work for me, 2 does not",
    "Thursday 3 December, 1-3 pm is fine",
    "Dec 3rd 10am-12pm, or Dec 4th 9.30-11.00",
    "Weeks 49 and 50 are out",
    "Either 2026-12-03 or 2026-12-10",
    "12/03/2026 14:00 works",
    "I can do 9-11 or 13-15 but not 11-13",
    "Any time after 3 on the 28th",
    "Next Thursday, or the one after that",
    "Hello!\n\nTue yes / Wed perhaps / Thu no / Fri yes",
    "This Friday's fine. Monday isn't.",
    "May works better than June",
    "I will be there at 10 sharp",
    "Nos. 2, 4, 6 and 8 are fine; 1, 3, 5 and 7 are not",
]


@pytest.mark.parametrize("answer", DANISH + ENGLISH)
def test_an_ordinary_answer_holds_nothing_to_hide(answer):
    assert [(f.type, answer[f.start : f.end]) for f in find(answer)] == []


def test_the_answers_people_write_hold_no_number_but_the_telephone_they_sign_with():
    lines = shared_data("availability", "dev.jsonl").read_text("utf-8").splitlines()
    replies = [json.loads(line)["reply"] for line in lines]
    seen = {f.type for reply in replies for f in find(reply)}
    assert seen <= {Type.PERSON, Type.HEALTH, Type.PHONE}
