"""How the letters of meetings speak: in both languages, tidy in each of their variants, and in our voice."""

import ast
import itertools
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, engines

import faelled.meetings
from faelled.core.wishes import read_wish
from faelled.post.wording import one_line, paragraphs
from tests.cast import at
from tests.effort import share

CODE = Path(faelled.meetings.__file__).parent
LETTERS = CODE / "templates/meetings/letters"
NAMES = sorted({path.name.split(".")[0] for path in LETTERS.glob("*.txt")})
LANGUAGES = ("da", "en")
BOTH = [(name, lang) for name in NAMES for lang in LANGUAGES]

# What the functions that write a letter are called, and which of their arguments names the template.
_WRITERS = {"_ask": 1, "answer": 1, "say": 2, "tell_coordinators": 1}


def _strings(node: ast.expr) -> Iterator[str]:
    """Yield the text of a literal, also of both ends of "a if b else c"."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _strings(body)
            yield from _strings(orelse)


def named_in_code() -> set[str]:
    """Return every template that the code of meetings names."""
    found: set[str] = set()
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called), args=args):
                    place = _WRITERS.get(called)
                    if place is not None and len(args) > place:
                        found.update(_strings(args[place]))
                    found.update(
                        text.removeprefix("meetings/letters/")
                        for arg in args
                        for text in _strings(arg)
                        if text.startswith("meetings/letters/")
                    )
                case ast.Assign(targets=[ast.Name(id="template")], value=value):
                    found.update(_strings(value))
    return found - {""}


def source(name: str, lang: str) -> str:
    return (LETTERS / f"{name}.{lang}.txt").read_text()


def words_used(name: str, lang: str) -> set[str]:
    """Return the names of the context that a letter uses."""
    text = source(name, lang)
    used = set(re.findall(r"{{ (\w+)", text))
    for condition in re.findall(r"{% (?:el)?if (.*?) %}", text):
        bare = re.sub(r'"[^"]*"|\|\w+', "", condition)
        used |= {part.split(".")[0] for part in re.findall(r"[a-z][\w.]*", bare)}
    loops = re.findall(r"{% for (\w+) in (\w+)", text)
    return (used | {many for _, many in loops}) - {one for one, _ in loops} - {"and", "or", "not", "in"}


def test_each_letter_the_code_names_is_there_in_both_languages():
    missing = [
        f"{n}.{lang}"
        for n in named_in_code()
        for lang in LANGUAGES
        if not (LETTERS / f"{n}.{lang}.txt").exists()
    ]
    assert missing == []
    assert len(NAMES) >= 30


def test_each_letter_that_is_there_is_named_in_the_code():
    assert set(NAMES) - named_in_code() == set()


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_say_the_same_things(name):
    assert words_used(name, "da") == words_used(name, "en")


# Each in each of its variants

_TIMES = {
    "da": ["tirsdag 1. december kl. 10-12", "torsdag 3. december kl. 13-15", "onsdag 9. december kl. 9-11"],
    "en": [
        "Tuesday 1 December 10:00-12:00",
        "Thursday 3 December 13:00-15:00",
        "Wednesday 9 December 09:00-11:00",
    ],
}
_EXAMPLES = [
    {"first": "1", "can": "1", "not_day": "", "not_number": ""},
    {"first": "1", "can": "1", "not_day": "", "not_number": "2"},
    {"first": "1", "can": "1 og 3", "not_day": "torsdage", "not_number": "2"},
]
_SAID = [
    {},
    {"yes": "1 og 3", "no": "2"},
    {"maybe": "1"},
    {"yes": "1", "maybe": "2", "no": "3"},
    {"no": "1, 2 og 3"},
]


def _list(lang: str, *numbers: int) -> list[dict[str, object]]:
    return [{"number": n, "words": _TIMES[lang][n - 1]} for n in numbers]


def _sentences(*texts: str) -> list[str]:
    return ["", *texts]


# Which values a name may have beside the default, "" or a short text; a name that is not here is a yes or a no.
def _values(lang: str) -> dict[str, list[Any]]:
    one = _TIMES[lang][0]
    return {
        "times": [_list(lang, 1), _list(lang, 1, 2, 3)],
        "others": [[], _list(lang, 1, 3)],
        "wished_for": [[], [{"number": 4, "words": one, "who": "Lone"}]],
        "away": [[], [{"who": "Lone", "until": "mandag 7. december", "deputy": "Mette"}]],
        "away_for": _sentences("Lone"),
        "away_until": _sentences("mandag 7. december"),
        "until": _sentences("fredag 27. november kl. 16"),
        "old_times": [[], _list(lang, 1, 2)],
        "example": _EXAMPLES,
        "said": _SAID,
        "when": _sentences("i december"),
        "words": _sentences("Vi skal have talt om bogbussen."),
        "house": _sentences("Biblioteket"),
        "place": _sentences("adresse oplyses mundtligt"),
        "note": _sentences("Parkering i gården, brug døren til højre."),
        "turn_reasons": _sentences("I har været det én gang, de andre to."),
        "answers_by": _sentences("fredag 27. november kl. 16"),
        "link": _sentences("https://faelled.example/svar/abc/"),
        "wrote": _sentences("Torsdag bliver svært, men ikke umuligt."),
        "one": _sentences(one),
        "best": _sentences(one),
        "agreed": _sentences(one),
        "chosen": _sentences(one),
        "instead_of": _sentences(one),
        "decides_itself_at": _sentences("fredag 27. november kl. 14"),
        "ended": _sentences("Alle har svaret."),
        "reasons": _sentences("Otte af ni kan."),
        "hold": _sentences("fem minutter"),
        "unsure": _sentences("Lone"),
        "names": _sentences("Aisha, Morten og dig"),
        "others_named": _sentences("Vibeke"),
        "missing": _sentences("Ungebasen"),
        "question": _sentences("Skal jeg tage noget med?"),
        "address": _sentences("lone@familiehuset.example"),
        "host": _sentences("Familiehuset"),
        "trouble": ["stale", "empty", "unreadable", "unreachable"],
    }


_ALWAYS = {
    "starter": "Bodil",
    "who": "Lone",
    "because": "postkassen er fuld",
    "what_now": "Ring, og sig, at der skal ryddes op i den.",
    "time": _TIMES["da"][2],
    "other": _TIMES["da"][1],
    "count": "ni",
    "answered": "Syv",
    "asked": "ni",
    "why": "En af tiderne er allerede forbi.",
    "page": "https://faelled.example/p/1/moedetider/2/",
    "partnership": "Familier på biblioteket",
    "partnership_address": "familier@faelled.example",
}
# In these letters the caller always knows it.
_GIVEN = {"to_decide": {"best"}, "overtaken": {"best"}, "too_late": {"agreed"}, "draft": {"names"}}
_WISHES = {"wish_not_understood": {"address"}, "no_time_fits": {"address"}}


def variants(name: str, lang: str) -> Iterator[dict[str, Any]]:
    """Yield every combination of what a letter may be told."""
    values = _values(lang)
    if name in {"no_times_left", "no_time_fits"}:
        values["why_not"] = [[], ["De dage, du nævner, er forbi."]]
    elif name == "draft":
        values["why_not"] = _sentences("Ingen kan på nogen af tiderne.")
    given = _GIVEN.get(name, set()) | _WISHES.get(name, set())
    free = sorted(words_used(name, lang) - set(_ALWAYS))
    choices = [values.get(n, [False, True])[1 if n in given else 0 :] for n in free]
    for combination in itertools.product(*choices):
        yield _ALWAYS | dict(zip(free, combination, strict=True))


@cache
def written(name: str, lang: str) -> list[tuple[str, str]]:
    """Return subject and body of every variant; in a short run of one in so many where there are thousands."""
    engine = engines["django"].engine
    head, _, rest = source(name, lang).partition("\n\n")
    subject, body = engine.from_string(head), engine.from_string(rest)
    told = list(variants(name, lang))
    told = share(told, of=23) if len(told) > 500 else told
    there = (Context(context, autoescape=False) for context in told)
    return [(one_line(subject.render(each)), paragraphs(body.render(each))) for each in there]


_UNTIDY = re.compile(
    r"  |\(\s*\)|\"\"| [.,:;?]|[.?]{2}|,\.|:\.|\.,|\n\n\n|\bNone\b(?! of)|{[{%]|[%}]}|^[ \t]|[ \t]$|\?\s*\.",
    re.M,
)
_NOT_OUR_WORDS = {
    "da": r"runde[nr]?|token|deadline|venligst|system\w*|session|afstemning\w*|bruger\w*|forslag\w*|klik"
    r"|log ind|i morgen|desværre|vi gør",
    "en": r"rounds?|token|deadline|please|kindly|system\w*|session|polls?|users?|click|log in"
    r"|tomorrow|unfortunately|forgot\w*",
}
_ABOUT_SOMEBODY = {"da": r"han|hun|hans|hendes|ham|hende", "en": r"he|she|his|her|him|hers"}
_BARE_DATE = re.compile(r"\d{4}-\d\d-\d\d|\b\d\d:\d\d:\d\d")


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_every_variant_is_tidy_and_in_our_voice(name, lang):
    for subject, body in written(name, lang):
        letter = f"{subject}\n\n{body}"
        assert 8 <= len(subject) <= 78, subject
        assert body, "a letter says something"
        assert not (found := _UNTIDY.search(letter)), f"{found}\n{letter}"
        assert "!" not in letter
        assert not (found := re.search(rf"(?i)\b(?:{_NOT_OUR_WORDS[lang]})\b", letter)), f"{found}\n{letter}"
        assert not (found := re.search(rf"(?i)\b(?:{_ABOUT_SOMEBODY[lang]})\b", letter)), f"{found}\n{letter}"
        assert not _BARE_DATE.search(letter)
        assert letter.count('"') % 2 == 0, "a quotation begins and ends"


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_every_paragraph_is_whole_sentences_or_a_numbered_list(name, lang):
    for _, body in written(name, lang):
        for paragraph in body.split("\n\n"):
            lines = paragraph.split("\n")
            if re.match(r"\d+\. ", lines[0]):
                assert all(re.fullmatch(r"\d+\. \S.*\d", line) for line in lines), paragraph
                continue
            for line in lines:
                assert line[0].isupper() or line[0] == '"', line
                assert re.search(r'[.?:"]$|/$|@\S+$', line), line


# Whom a letter asks for something, and the word by which it says how to answer.
ASKS = {
    *("ask_times", "times_changed", "remind", "understood_right", "draft", "was_it_you", "too_late"),
    *("say_yes_or_no", "which_then", "say_yes_or_number", "rule_broken", "coming_or_not", "other_time"),
}
PROPOSES = {"to_decide", "overtaken", "held_back"}
ANSWER = {"da": re.compile(r"\b[Ss]var "), "en": re.compile(r"\b[Aa]nswer ")}


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_the_question_or_the_news_comes_first_and_then_how_to_answer(name, lang):
    for _, body in written(name, lang):
        first, *rest = body.split("\n\n")
        assert len(first.split()) >= 4
        assert not re.match(r"(?i)(hej|kære|hi|hello|dear)\b", first)
        # The starter's own words, or what somebody wrote, may stand before the question.
        quoted = first.endswith('"') and bool(rest)
        opening = f"{first}\n\n{rest[0]}" if quoted or (name == "understood_right" and rest) else first
        if name in ASKS:
            assert "?" in opening, opening
        if name in ASKS | PROPOSES:
            assert ANSWER[lang].search(opening), opening


def _questions_of(text: str) -> list[str]:
    return re.findall(r"[^.?\"\n]*\?", text)


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_one_thing_is_asked(name, lang):
    offered = {"da": "Vil du hellere krydse af?", "en": "Would you rather tick boxes?"}[lang]
    for _, body in written(name, lang):
        own = re.sub(r'"[^"]*"', "", body).replace(offered, "")
        assert len(_questions_of(own)) <= (2 if name == "times_changed" else 1), own


@pytest.mark.parametrize(
    ("name", "lang"), [(n, lang) for n, lang in BOTH if n in {"ask_times", "times_changed", "remind"}]
)
def test_there_is_always_a_way_to_say_no(name, lang):
    no = {"da": r'"nej tak"|ja eller nej|ja, nej', "en": r'"no thanks"|yes or no|yes, no'}[lang]
    assert all(re.search(no, body) for _, body in written(name, lang))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "name", ["draft", "say_yes_or_no", "no_times_left", "wish_not_understood", "no_time_fits"]
)
def test_a_wish_written_as_the_letter_shows_it_is_understood(name, lang):
    _, body = written(name, lang)[0]
    example = next(words for words in re.findall(r'"([^"]*)"', body) if re.search(r"helst|preferably", words))
    wish = read_wish(example, sent=at("2026-12-14 09:00"), known_places={})
    assert wish.understood
    assert wish.duration
    assert wish.required.names_days, "it says when, whatever day the letter is read"
