"""The answer door: names, the pen that masks, and texts meant to do harm."""

from itertools import accumulate, pairwise

import pytest

from faelled.core.guard import Context, Finding, Mark, Reason, Type, find, mask_answer
from tests.effort import LONG

OURS = Context(own_names=["Lone", "Aisha", "Bodil Bak", "Morten"])
CPR = "18" + "0772" + "-6303"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jeg har talt med Katrine om nøglerne", ["Katrine"]),
        ("Philip Nørgaard tager over", ["Philip Nørgaard"]),
        ("Hilsen\nOluwa", ["Oluwa"]),
        ("Hej Oluwa, torsdag passer", ["Oluwa"]),
        ("Torsdag passer /Mette", ["Mette"]),
        ("Karens mor kommer med", ["Karen"]),
        ("Jeg spørger Hans Bruun", ["Hans Bruun"]),
        ("Hans tid er knap", []),
        ("Maj er bedst", []),
        ("Hej alle", []),
        ("Hilsen Biblioteket", []),
        ("Hej\nTorsdag passer", []),
        ("Mvh sekretariatet", []),
        ("ja/nej, og/eller", []),
    ],
)
def test_a_name_is_known_by_rank_capital_or_cue(text, names):
    assert [text[f.start : f.end] for f in find(text) if f.type is Type.PERSON] == names


def test_our_own_people_are_seen_but_only_by_their_own_names():
    text = "Lone og Lone Hansen kommer, det gør Bodil Bak også"
    assert [(text[f.start : f.end], f.reason is Reason.OWN) for f in find(text, OURS)] == [
        ("Lone", True),
        ("Lone Hansen", False),
        ("Bodil Bak", True),
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Torsdag passer fint", "Torsdag passer fint"),
        ("Lone kan torsdag", "Lone kan torsdag"),
        ("Katrine kan torsdag", "[navn] kan torsdag"),
        ("Torsdag, ring 27 30 44 61", "Torsdag, ring [nummer]"),
        ("Torsdag på Birkevej 4, 2. tv", "Torsdag på [nummer]"),
        ("Torsdag, skriv til lone@familiehuset.example", "Torsdag, skriv til [nummer]"),
        (f"Torsdag, det er {CPR}", "Torsdag, det er [nummer]"),
        ("Jeg er syg torsdag", "Jeg er [...] torsdag"),
        ("Syg torsdag", "[...] torsdag"),  # nobody is named, and still it is about the one who writes
        ("", ""),
    ],
)
def test_an_answer_keeps_its_words_and_loses_what_is_not_for_others(text, shown):
    assert mask_answer(text, find(text, OURS)) == shown


def test_an_excerpt_cannot_bring_out_half_a_number():
    text = f"Torsdag passer, {CPR} er nr."
    start = text.index(CPR) + 7
    assert mask_answer(text, find(text), (start, len(text))) == "[nummer] er nr."
    assert mask_answer(text, find(text), (0, start)) == "Torsdag passer, [nummer]"
    assert mask_answer(text, find(text), (0, 14)) == "Torsdag passer"


@pytest.mark.parametrize("by", ["", " ", "-", ".", "/", " - ", "\n", "\u00a0", "\u200b", "–", "_"])
@pytest.mark.parametrize(
    "sizes", [(6, 4), (2, 2, 2, 4), (2, 2, 2, 2, 2), (5, 5), (1,) * 10, (4, 6), (3, 3, 4)]
)
def test_cpr_digits_never_survive_even_without_findings(by, sizes):
    digits = CPR.replace("-", "")
    written = by.join(digits[a:b] for a, b in pairwise([0, *accumulate(sizes)]))
    masked = mask_answer(f"Tirsdag {written} passer", [])
    assert not any(sign.isdigit() for sign in masked)
    assert masked.startswith("Tirsdag ") and masked.endswith(" passer")


def test_where_findings_overlap_the_weightiest_covers_them_all():
    text = "Skriv til karen.hansen@familiehuset.example nu"
    assert [(f.type, text[f.start : f.end]) for f in find(text)] == [
        (Type.EMAIL, "karen.hansen@familiehuset.example")
    ]


def test_a_doubtful_finding_is_a_question():
    assert Finding(0, 1, Type.PHONE, 0.3, Reason.SHAPE, "").mark is Mark.HINT
    assert Finding(0, 1, Type.PHONE, 0.9, Reason.SHAPE, "").mark is Mark.SETTLE
    assert Finding(0, 1, Type.REFUSED, 0.1, Reason.REGISTERED, "").mark is Mark.STOP


PATTERNS = [
    *(
        "a",
        "1",
        "1 ",
        "12-",
        "@",
        "a@",
        "a.",
        "Hans ",
        "vej 1 ",
        "DK00",
        "+",
        "(",
        "\n",
        "reg ",
        "født ",
        "bor ved ",
    ),
    *(
        "8900 ",
        "A. ",
        "e\u0301",
        "\u0301",
        "\u200b",
        "９",
        "B i ",
        "s' ",
        "😀",
        "\x00",
        "\ud800",
        "١",
        "İ",
        "ﬁ",
        "﷽",
    ),
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_hostile_text_is_gone_through_without_trouble(pattern):
    size = 65536 if LONG else 8192
    text = (pattern * size)[:size]
    findings = find(text, OURS)
    assert all(0 <= a.start < a.end <= b.start for a, b in pairwise(findings))
    assert all(f.end <= len(text) for f in findings)
    assert isinstance(mask_answer(text, findings), str)


@pytest.mark.parametrize(
    "before", ["", "\u200b\u200b ", "ﬁﬁ ", "e\u0301 ", "😀 ", "\u00ad", "İ ", "﷽ ", "\r\n"]
)
def test_a_finding_lies_where_it_stands_in_the_original(before):
    text = f"{before}ring 27\u200b30–44\u00a061 nu"
    (finding,) = (f for f in find(text) if f.type is Type.PHONE)
    assert text[finding.start : finding.end] == "27\u200b30–44\u00a061"
