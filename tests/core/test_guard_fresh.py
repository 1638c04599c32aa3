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
