"""Numbers that belong to somebody are found however they are written. CPR numbers are put together at run time."""

from collections.abc import Callable
from functools import partial
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faelled.core.guard import Context, Mark, Reason, Type, find

WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def cpr(date: str, passes: bool) -> str:
    """Return ten digits on *date* (ddmmyy, a birth in 1858-1899) that pass modulus 11 or do not."""
    for serial in range(5000, 9000):
        digits = f"{date}{serial}"
        if (sum(w * int(d) for w, d in zip(WEIGHTS, digits, strict=True)) % 11 == 0) is passes:
            return digits
    raise AssertionError(date)


def found(text: str, context: Context | None = None) -> list[tuple[str, str]]:
    return [(f.type.value, text[f.start : f.end]) for f in find(text, context or Context())]


def grouped(digits: str, sizes: tuple[int, ...], by: str) -> str:
    places = [0, *accumulate(sizes)]
    return by.join(digits[a:b] for a, b in pairwise(places))


WAYS: list[Callable[[str], str]] = [
    lambda digits: digits,
    *(
        partial(grouped, sizes=(6, 4), by=by)
        for by in ("-", " - ", "/", ".", "\u00a0", "–", "\u2212", ", ", "\n")
    ),
    partial(grouped, sizes=(2, 2, 2, 4), by=" "),
    partial(grouped, sizes=(2, 2, 2, 4), by="."),
    partial(grouped, sizes=(2, 4, 4), by=" "),
    partial(grouped, sizes=(2, 2, 2, 2, 2), by=" "),
    partial(grouped, sizes=(5, 5), by=" "),
    partial(grouped, sizes=(1,) * 10, by=" "),
    "\u200b".join,
    lambda digits: "".join(chr(ord("０") + int(d)) for d in digits),
    lambda digits: "".join(chr(ord("٠") + int(d)) for d in digits),
]


@pytest.mark.parametrize("passes", [True, False])
@pytest.mark.parametrize("write", WAYS)
def test_a_cpr_number_is_found_in_any_grouping(write, passes):
    written = write(cpr("180772", passes))
    assert found(f"Det var {written}, der manglede.") == [("CPR", written)]


def test_modulus_11_only_raises_the_certainty():
    sure, less = (find(f"Bare {cpr('180772', passes)} her")[0] for passes in (True, False))
    assert sure.certainty > less.certainty
    assert sure.mark is less.mark is Mark.STOP


def test_a_replacement_number_has_sixty_added_to_its_day():
    assert found(f"Barnet har {cpr('780772', False)} indtil videre") == [("CPR", cpr("780772", False))]


@pytest.mark.parametrize(
    ("before", "mark"),
    [("cpr", Mark.STOP), ("personnummer:", Mark.STOP), ("Faktura", Mark.HINT), ("Hun sagde", Mark.STOP)],
)
def test_the_word_before_a_number_tells_what_it_is(before, mark):
    (finding,) = find(f"{before} {cpr('180772', False)}")
    assert (finding.type, finding.mark) == (Type.CPR, mark)


def test_a_number_called_cpr_counts_even_when_its_date_is_mistyped():
    assert found("cpr 99" + "9972-5001")[0][0] == "CPR"


@pytest.mark.parametrize("number", ["99" + "07726303", "12345", "1234567890123456789"])
def test_other_numbers_are_no_cpr(number):
    assert "CPR" not in dict(found(f"Nummeret {number} står her"))


@pytest.mark.parametrize(
    "written",
    ["27 30 44 61", "27304461", "27-30-44-61", "27.30.44.61", "2730 4461", "273 04 461", "27 304 461",
     "+45 27 30 44 61", "+4527304461", "0045 27304461", "(+45) 27304461", "+46 70 123 45 67",
     "27\u00a030\u00a044\u00a061"],
)  # fmt: skip
def test_a_telephone_number_is_found(written):
    text = f"Lone er på {written} hele dagen"
    assert ("PHONE", written) in found(text)


def test_two_telephone_numbers_side_by_side_are_both_covered():
    text = "Ring 27 30 44 61 / 71 20 44 39"
    rest = text
    for _, telephone in found(text):
        rest = rest.replace(telephone, "")
    assert not any(sign.isdigit() for sign in rest)


@pytest.mark.parametrize(
    "text", ["ISBN 87 02 12 34", "CVR 29 18 97 73", "konto 53 10 01 20", "det er 25 000 000 kr."]
)
def test_numbers_of_things_are_no_telephone(text):
    assert "PHONE" not in dict(found(text))


@pytest.mark.parametrize(
    "written",
    ["lone.b@familiehuset.example", "lone (at) familiehuset.example", "lone [at] familiehuset [dot] example",
     "lone snabel-a familiehuset punktum example", "lone＠familiehuset.example", "søren_ø@æblehave.example",
     "lone@mail.familiehuset.example", "lone at familiehuset dot example"],
)  # fmt: skip
def test_a_mail_address_is_found_in_disguise_too(written):
    assert found(f"Skriv til {written}, tak") == [("EMAIL", written)]


@pytest.mark.parametrize("text", ["Vi ses @ kl. 9", "@lone", "a@b", "Mød op @biblioteket.", "@@@@"])
def test_an_at_sign_alone_is_no_mail_address(text):
    assert "EMAIL" not in dict(found(text))


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("Pengene skal til 8401 1122334455 i dag", "8401 1122334455"),
        ("reg. 3409 konto 4567890123", "reg. 3409 konto 4567890123"),
        ("Reg.nr.: 3409, kontonr.: 4567 890 123", "Reg.nr.: 3409, kontonr.: 4567 890 123"),
        ("IBAN DK50 0040 0440 1162 43", "DK50 0040 0440 1162 43"),
        ("iban: dk5000400440116243", "dk5000400440116243"),
        ("kontonummer 12345678901", "12345678901"),
    ],
)
def test_an_account_is_found(text, account):
    assert ("ACCOUNT", account) in found(text)


@pytest.mark.parametrize(
    ("text", "plates"),
    [
        ("En blå bil, CT 61 208", ["CT 61 208"]),
        ("AF90433 holdt udenfor", ["AF90433"]),
        ("ch 70 412 på parkeringspladsen", ["ch 70 412"]),
        ("ch 70 412 i alt", []),
        ("Traileren AB 1234 er væk", ["AB 1234"]),
        ("AB 1234 er et rumnummer", []),
        ("DK 8900", []),
    ],
)
def test_a_plate_needs_capital_letters_or_a_vehicle(text, plates):
    assert [t for kind, t in found(text) if kind == "PLATE"] == plates


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Barnet er født 19. maj 2020", "19. maj 2020"),
        ("f. 28/2-07, ønsker kontakt", "28/2-07"),
        ("Født: 1999-07-16", "1999-07-16"),
        ("cpr 180772-xxxx", "180772"),
        ("Nanna (13.06.1951) underviser", "13.06.1951"),
    ],
)
def test_a_birth_date_is_found(text, date):
    assert ("BIRTHDATE", date) in found(text)


def test_the_partnerships_own_numbers_are_only_a_hint():
    context = Context(own_phones=["+45 27 30 44 61"], own_mails=["Lone@Familiehuset.example"])
    findings = find("27304461 eller lone@familiehuset.example", context)
    assert [(f.reason, f.mark) for f in findings] == [(Reason.OWN, Mark.HINT)] * 2


@pytest.mark.parametrize("foreign", ["Ѕ", "О", "l", "I", "o"])
def test_letters_that_look_like_digits_hide_no_number(foreign):
    digits = cpr("100660", False)
    written = {"О": "1О", "o": "1o", "l": "l0", "I": "I0", "Ѕ": "10"}[foreign] + digits[2:]
    assert ("CPR", written) in found(f"Det var {written}, der manglede")


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("hun sagde syvogtyve tredive fireogfyrre enogtres", "PHONE", "syvogtyve tredive fireogfyrre enogtres"),
        ("ring til to syv tre nul fire fire seks et i aften", "PHONE", "to syv tre nul fire fire seks et"),
        ("call two seven three zero four four six one", "PHONE", "two seven three zero four four six one"),
        ("whatsapp 963 944 123 456", "PHONE", "963 944 123 456"),
    ],
)  # fmt: skip
def test_a_number_written_as_words_is_found(text, kind, said):
    assert (kind, said) in found(text)


def test_counting_aloud_is_no_number():
    assert found("en to tre fire fem seks syv otte ni ti") == []


def test_the_last_four_digits_alone_are_a_cpr_number_too():
    assert ("CPR", "6303") in found("og de sidste fire cifre er 6303")


def test_a_number_begun_in_one_comment_is_seen_in_the_next():
    whole = cpr("180772", False)
    first, second = f"Det begynder {whole[:6]}", f"-{whole[6:]} hedder resten"
    assert found(second) == []
    (finding,) = find(second, Context(thread=["Hej", first]))
    assert (finding.type, second[finding.start : finding.end]) == (Type.CPR, f"-{whole[6:]}")


def test_four_telephone_numbers_below_each_other_are_four():
    numbers = ["27 30 44 61", "71 20 44 38", "20 31 44 85", "27 30 44 62"]
    assert found("\n".join(numbers)) == [("PHONE", number) for number in numbers]


@pytest.mark.parametrize(
    "before",
    ["Ordre", "Vores journalnummer er", "Garantibevis", "Tilbud nr.", "Sagsnummeret hos leverandøren er"],
)
def test_the_number_of_a_thing_is_only_a_question(before):
    assert [f.mark for f in find(f"{before} {cpr('180772', False)} ligger her")] == [Mark.HINT]


UNSEEN = st.text("\u200b\u200c\u200d\u200e\u200f\u202b\u202e\u2066\ufeff\u00ad\u2060", max_size=3)


@settings(max_examples=40, deadline=None)
@given(st.lists(UNSEEN, min_size=9, max_size=9), st.sampled_from(["", "-", " "]))
def test_signs_that_cannot_be_seen_hide_no_cpr_number(unseen, middle):
    digits = cpr("180772", False)
    joints = [sign + (middle if place == 5 else "") for place, sign in enumerate(unseen)]
    written = digits[0] + "".join(a + b for a, b in zip(joints, digits[1:], strict=True))
    assert ("CPR", written) in found(f"Det var {written}, der manglede")
