"""Where somebody lives, and the words a protected organisation refuses outright."""

import hashlib

import pytest

from faelled.core.guard import Context, Mark, Type, find
from faelled.core.guard.refused import forms


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Nøglen ligger på Birkevej 4", "Birkevej 4"),
        ("vi henter dem på birkegade 6 klokken ni", "birkegade 6"),
        ("Bodil bor Fredensgade 62B, 2. tv", "Fredensgade 62B, 2. tv"),
        ("Flyttebilen kører til Gl. Skovvej 7, st. th", "Gl. Skovvej 7, st. th"),
        ("Marsk Stigs Vej 4 er adressen", "Marsk Stigs Vej 4"),
        ("Hun bor i Lyngbakken 12", "Lyngbakken 12"),
        ("H.C. Andersens Boulevard 27", "H.C. Andersens Boulevard 27"),
        ("Storegade 10-12", "Storegade 10"),
        ("Skovv. 14", "Skovv. 14"),
        ("hun bor vist ved søen 14 i en lejlighed", "ved søen 14"),
        ("De flytter til 9560 Hadsund", "9560 Hadsund"),
        ("Skriv til postboks 123", "postboks 123"),
        ("Hendes mor ses tit i Slotsgade", "Slotsgade"),
        ("nr. 12 på Solvej er hendes", "nr. 12 på Solvej"),
        ("hun bor i nr. 4, 2. tv. med pigen", "nr. 4, 2. tv."),
        ("de bor vist ovre på birkevej nu", "birkevej"),
        ("Find hende på Søndre Fælledvej 112 b 3 mf", "Søndre Fælledvej 112 b 3 mf"),
        ("Hun bor Skovvej 3, 8960 Randers SØ", "Skovvej 3, 8960 Randers SØ"),
        ("Ved Skoven 3", "Ved Skoven 3"),
        ("hun bor på værelse 7", "værelse 7"),
        ("Han holder til i hf Solvang, have 34", "hf Solvang, have 34"),
        ("Hun skrev 56.46071, 10.03642", "56.46071, 10.03642"),
    ],
)
def test_an_address_is_found(text, address):
    assert address in [text[f.start : f.end] for f in find(text) if f.type is Type.ADDRESS]


@pytest.mark.parametrize(
    "text",
    ["Der er 3 parkeringspladser", "Vi er på vej 12 mand høj", "Parkeringspladsen 3 er ledig", "Arbejdsplads 4",
     "Legepladsen 10-12", "Storegade er spærret", "I 2026 Hadsund blev nævnt", "Marken 3. december", "byhaven 14-16"],
)  # fmt: skip
def test_ordinary_words_are_no_address(text):
    assert Type.ADDRESS not in {f.type for f in find(text)}


def digest(form: str) -> str:
    return hashlib.sha256(b"a key of this test" + form.encode()).hexdigest()


def refusing(*words: str) -> Context:
    return Context(refused=frozenset(digest(form) for word in words for form in forms(word)), digest=digest)


KRISECENTRET = refusing("Æblehøjvej 12 B", "Gl. Skovvej 7", "Birkehuset")


@pytest.mark.parametrize(
    "spelling",
    ["Æblehøjvej 12 B", "æblehøjvej 12b", "ÆBLEHØJVEJ 12B", "Aeblehoejvej 12 b", "Ablehojvej 12 b", "Æblehøj vej 12B",
     "Æblehøj-vej 12-B", "Æblehøjvej nr. 12 B", "Æblehøjv. 12 B", "Æblehøjv 12 B", "Æblehøj v. 12 B", "Æblehøjvej12B",
     "Æ-b-l-e-h-ø-j-v-e-j 12 B", "Æ b l e h ø j v e j 12 B", "Æblehøjvej\u00a012\u200bB", "Æblehøjvej,\n12 B",
     "Æblehøj\u00advej 12B", "Æblehøjvej １２B", "gammel skovvej 7", "Gl Skov vej 07", "GL.SKOVV.7", "birke huset",
     "Birkehusets", "B.I.R.K.E.H.U.S.E.T", "A\u0308blehøjvej 12 B",
     "Æblehøjvej tolv B",
     "Æblеhøjvеj 12 B", "ВІRКЕHUЅЕТ", "birkehus\u202eet", "gl. skovv. syv", "Gml. Skov-vej nr. 7",
     "ＢＩＲＫＥＨＵＳＥＴ"],
)  # fmt: skip
def test_a_registered_word_is_refused_in_any_spelling(spelling):
    text = f"Vi mødes på {spelling} på tirsdag"
    (finding,) = (f for f in find(text, KRISECENTRET) if f.type is Type.REFUSED)
    assert (text[finding.start : finding.end], finding.mark) == (spelling, Mark.STOP)


@pytest.mark.parametrize(
    "text", ["Æblehøjvej 14", "Æblehøjvej", "Skovvej 8", "huset", "Birkevej 12 B", "", "12 B"]
)
def test_what_was_not_registered_is_not_refused(text):
    assert Type.REFUSED not in {f.type for f in find(text, KRISECENTRET)}


def test_a_long_registered_word_is_refused_from_its_fifth_word_on():
    context = refusing("Birke vej 12 2 tv, 8900 Randers C")
    assert find("Kom til Birkevej 12, 2. tv", context)[0].type is Type.REFUSED


def test_nothing_can_be_refused_without_the_key_or_from_an_empty_word():
    assert Type.REFUSED not in {f.type for f in find("Birkehuset", Context(refused=KRISECENTRET.refused))}
    assert forms(" - . ") == set()
