"""The look: what every page carries, what the tags show, and what a browser thinks of the open pages."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, RequestContext, Template
from django.template.loader import get_template
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.utils.translation import override

from faelled.site import menus, symbols
from faelled.site.templatetags.faelled import in_minutes, in_words, nb

OPEN_PAGES = ["/", "/tilgaengelighed/", "/privatliv/", "/hjaelp/"]
SOURCE = Path(menus.__file__).parent.parent


@dataclass
class House:
    """A membership as the tags see it."""

    name: str
    position: int

    @property
    def organisation(self):
        return self


def shown(source, **context):
    return Template(source).render(RequestContext(RequestFactory().get("/"), context))


# --- every page ---


@pytest.mark.parametrize("where", OPEN_PAGES)
def test_an_open_page_costs_no_query_and_sets_no_cookie_but_the_forms_own(
    client, django_assert_num_queries, db, where
):
    with django_assert_num_queries(0):
        answer = client.get(where)
    assert answer.status_code == 200
    assert set(answer.cookies) <= {"csrftoken"}


@pytest.mark.parametrize("where", [*OPEN_PAGES, "/findes-ikke/"])
def test_a_page_has_one_heading_one_language_and_nothing_from_elsewhere(client, where):
    html = client.get(where).content.decode()
    assert len(re.findall(r"<h1\b", html)) == 1
    assert '<html lang="da">' in html
    assert not re.findall(r"(?:src|href|action)=\"(?:https?:)?//", html)
    assert "style=" not in html and "<script" not in html


def test_the_head_names_the_shared_third_of_the_partnership_and_escapes_it(rf):
    partnership = SimpleNamespace(pk=7, shared_third="<b>familierne</b>")
    html = shown('{% extends "base.html" %}', partnership=partnership, user=SimpleNamespace())
    assert "Vores fælles tredje:" in html and "&lt;b&gt;familierne" in html


def test_no_page_writes_its_own_first_heading():
    """The base makes it of the title; a page that lays its top out otherwise overrides the block `top`."""
    for file in SOURCE.rglob("templates/**/*.html"):
        text = file.read_text(encoding="utf-8")
        if "<h1" in text and '{% extends "' in text:
            assert "{% block top %}" in text or "{% block page %}" in text, (
                f"{file.name} has an h1 of its own"
            )


def test_every_template_of_the_house_can_be_read():
    """A tag that does not exist, or a block that is not closed, is found before somebody opens the page."""
    for file in SOURCE.rglob("templates/**/*.html"):
        get_template(file.relative_to(SOURCE).as_posix().partition("templates/")[2])


@pytest.mark.django_db
def test_the_language_is_chosen_by_a_post_and_kept(client):
    back = client.post("/sprog/", {"language": "en", "next": "/hjaelp/"})
    assert back.headers["Location"] == "/hjaelp/"
    assert '<html lang="en">' in client.get("/hjaelp/").content.decode()
    client.get("/sprog/?language=da")
    assert '<html lang="en">' in client.get("/hjaelp/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "onward", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_choosing_a_language_never_leads_elsewhere(client, onward):
    assert client.post("/sprog/", {"language": "en", "next": onward}).headers["Location"] == "/"


@pytest.mark.django_db
@pytest.mark.parametrize(("headers", "status"), [
    ({"origin": "null", "sec-fetch-site": "same-origin"}, 302),  # our own form, under no-referrer
    ({"origin": "null"}, 302),                                   # the same, from an old browser: the token decides
    ({"origin": "http://testserver"}, 302),
    ({"origin": "null", "sec-fetch-site": "cross-site"}, 403),   # a sandboxed frame somewhere else
    ({"origin": "null", "sec-fetch-site": "none"}, 403),
    ({"origin": "https://elsewhere.example", "sec-fetch-site": "same-origin"}, 403),
    ({"origin": "https://elsewhere.example"}, 403),
])  # fmt: skip
def test_a_form_from_our_own_page_is_taken_and_one_from_elsewhere_refused(headers, status):
    browser = Client(enforce_csrf_checks=True)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', browser.get("/hjaelp/").content.decode())[1]
    form = {"language": "en", "csrfmiddlewaretoken": token}
    assert browser.post("/sprog/", form, headers=headers).status_code == status
    form["csrfmiddlewaretoken"] = "x" * 64
    assert browser.post("/sprog/", form, headers=headers).status_code == 403


# --- error pages ---


def fails(request):
    raise {"db": __import__("django.db").db.OperationalError, "own": RuntimeError}[request.GET["how"]](
        "words"
    )


urlpatterns = [path("fails/", fails), *__import__("faelled.site.urls", fromlist=["x"]).urlpatterns]
handler500 = "faelled.site.views.server_error"


@pytest.mark.parametrize(("how", "status", "words"), [
    ("own", 500, "Noget gik galt hos Fælled"),
    ("db", 503, "Fælled er nede et øjeblik"),
])  # fmt: skip
@override_settings(ROOT_URLCONF=__name__)
def test_a_failure_is_said_in_words_without_the_database_and_logged_by_class_alone(
    client, caplog, how, status, words
):
    client.raise_request_exception = False
    answer = client.get(f"/fails/?how={how}")  # no database is allowed in this test
    assert (answer.status_code, words in answer.content.decode()) == (status, True)
    assert "Error" in caplog.text and "words" not in caplog.messages[-1]


def test_a_form_without_its_cookie_is_told_so_in_words(rf):
    answer = Client(enforce_csrf_checks=True).post("/sprog/", {"language": "en"})
    assert answer.status_code == 403
    assert "Siden har ligget åben for længe" in answer.content.decode()


# --- tags ---


def test_a_page_carries_just_the_symbols_it_uses_once_each():
    html = shown(
        '{% icon "lock" %}{% icon "lock" %}'
        '{% include "parts/message.html" with level="info" only %}{% sprite %}'
    )
    assert re.findall(r'<symbol id="([\w-]+)"', html) == ["lock", "info"]
    assert html.count('href="#lock"') == 2


def test_without_a_request_a_symbol_is_carried_on_the_spot():
    assert '<symbol id="lock"' in Template('{% icon "lock" %}').render(Context())


def test_a_symbol_that_does_not_exist_fails_with_the_list():
    with pytest.raises(symbols.UnknownSymbol, match="hourglass"):
        shown('{% icon "unicorn" %}')


@pytest.mark.parametrize(("position", "symbol", "colour"), [
    (1, "o1", "org-1"), (4, "o4", "org-4"), (5, "o5", "org-1"), (8, "o8", "org-4"),
    (9, "o7", "org-1"), (0, "o1", "org-1"),
])  # fmt: skip
def test_a_house_keeps_a_shape_before_a_colour_of_its_own(position, symbol, colour):
    html = shown("{% org house %}", house=House("Åbent Hus <Nord>", position))
    assert f'href="#{symbol}"' in html and f"f-org {colour}" in html
    assert "Åbent Hus &lt;Nord&gt;" in html
    assert ("ÅH" in html) == (position > 8)


def test_a_houses_people_are_shown_and_its_name_is_heard():
    html = shown('{% org house text="Bodil, Henrik" %}', house=House("Biblioteket", 1))
    assert '<span class="sr-only">Biblioteket: </span>Bodil, Henrik' in html


@pytest.mark.parametrize(("kind", "word"), [
    ("yes", "kan"), ("maybe", "helst ikke"), ("no", "kan ikke"), ("unknown", "ikke nævnt"),
])  # fmt: skip
def test_an_answer_is_a_sign_and_a_word(kind, word):
    from faelled.core.replies.reading import Verdict

    html = shown("{% verdict kind %}", kind=Verdict(kind))
    assert f"a-{kind}" in html and f"#s-{kind}" in html and html.endswith(f" {word}")
    assert f'<span class="sr-only">{word} </span>' in shown('{% verdict kind word="heard" %}', kind=kind)


@pytest.mark.parametrize(("count", "words"), [
    (0, "0 minutter"), (0.5, "½ minut"), (0.2, "½ minut"), (1, "1 minut"),
    (1.5, "1½ minutter"), (2, "2 minutter"), (2.5, "2½ minutter"), (11, "11 minutter"),
])  # fmt: skip
def test_minutes_are_said_to_the_next_half(count, words):
    assert in_minutes(count) == words


@pytest.mark.parametrize(("text", "html"), [
    ("onsdag 9. december kl. 9-11", 'onsdag 9.\u00a0december <span class="f-nb">kl. 9-11</span>'),
    (
        "torsdag 3. december kl. 9.30-11.15.",
        'torsdag 3.\u00a0december <span class="f-nb">kl. 9.30-11.15</span>.',
    ),
    ("Thursday 3 December 13:00-15:00", 'Thursday 3\u00a0December <span class="f-nb">13:00-15:00</span>'),
    ("8 af 9 kan", "8\u00a0af\u00a09 kan"),
    ("<b>kl. 9</b>", '&lt;b&gt;<span class="f-nb">kl. 9</span>&lt;/b&gt;'),
    ("", ""),
    (None, "None"),
])  # fmt: skip
def test_a_time_stays_on_one_line_and_anything_else_is_escaped(text, html):
    assert nb(text) == html


def test_markup_that_is_safe_keeps_its_attributes_whole():
    from django.utils.safestring import SafeString

    html = nb(SafeString('<time datetime="2026-12-09T09:00">kl. 9</time>'))
    assert html == '<time datetime="2026-12-09T09:00"><span class="f-nb">kl. 9</span></time>'


# --- the menu ---


def test_a_word_whose_page_does_not_exist_is_left_out():
    found = [str(entry.word) for entry in menus.entries("/", None)]
    assert len(found) <= 1, "without a partnership only Hjem can be shown"


@override_settings(ROOT_URLCONF="tests.pages.test_look_urls")
@pytest.mark.parametrize(("where", "current"), [
    ("/hjem/", "Hjem"), ("/p/3/", "Partnerskabet"), ("/p/3/medlemmer/", "Partnerskabet"),
    ("/moedetider/8/", "Møder"), ("/", None), ("/p/33/", None),
])  # fmt: skip
def test_the_word_that_fits_closest_is_the_current_one(where, current):
    found = menus.entries(where, SimpleNamespace(pk=3))
    assert [str(entry.word) for entry in found if entry.current] == ([current] if current else [])


# --- forms ---


class Wishes(forms.Form):
    """A form with one field of each look."""

    address = forms.EmailField(label="Din mailadresse", help_text="Den, du læser på arbejdet.")
    how_often = forms.ChoiceField(label="Hvor ofte", choices=[("a", "Hver dag"), ("b", "Mandage")])
    days = forms.MultipleChoiceField(
        label="Hvilke dage", choices=[("1", "mandag"), ("2", "tirsdag")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="Vi er enige", required=False)
    words = forms.CharField(label="Med dine ord", widget=forms.Textarea, required=False)


def as_html(form):
    return shown("{% for one in form %}{% field one %}{% endfor %}", form=form)


def test_a_field_is_described_by_its_hint_and_its_error_and_keeps_what_was_written():
    html = as_html(Wishes({"address": 'lone"familiehuset', "days": ["2"]}))
    described = re.search(r'<input type="email"[^>]*aria-describedby="([^"]+)"', html)
    assert described and described[1].split() == ["id_address_helptext", "id_address_error"]
    for one in described[1].split():
        assert f'id="{one}"' in html
    assert 'value="lone&quot;familiehuset"' in html and 'aria-invalid="true"' in html
    assert 'class="form-input form-select"' in html
    assert '<legend class="form-label">Hvilke dage</legend>' in html
    assert re.search(r'value="2"[^>]* checked', html) and not re.search(r'value="1"[^>]* checked', html)


def test_a_field_that_may_be_left_out_says_so():
    html = as_html(Wishes())
    assert html.count("(kan udelades)") == 1  # the box one ticks or leaves needs no words about it


def test_three_ways_to_answer_are_plain_radios_with_the_answer_filled_in():
    html = shown(
        '{% include "forms/three.html" with name="t1" legend=time value="no" %}', time="tirsdag kl. 9"
    )
    assert html.count('type="radio"') == 3 and html.count(" checked") == 1
    assert re.search(r'value="no" checked', html)
    assert 'tirsdag <span class="f-nb">kl. 9</span>' in html


# --- in a real browser ---


@pytest.mark.browser
@pytest.mark.parametrize("where", [*OPEN_PAGES, "/findes-ikke/"])
def test_an_open_page_is_without_findings(browser, live_server, where):
    assert browser.look_at(live_server.url + where) == []


@pytest.mark.browser
def test_the_building_blocks_are_without_findings(browser, live_server, settings):
    settings.ROOT_URLCONF = "tests.pages.test_look_urls"
    assert browser.look_at(live_server.url + "/byggeklodser/", name="byggeklodser") == []


@pytest.mark.browser
def test_a_form_is_taken_from_a_real_browser(browser, live_server):
    with browser.open_page(live_server.url + "/hjaelp/") as (page, _):
        page.click("text=English")
        assert (page.url, page.title()) == (live_server.url + "/hjaelp/", "Help - Fælled")


@pytest.mark.browser
def test_the_keyboard_reaches_the_content_first(browser, live_server):
    with browser.open_page(live_server.url + "/hjaelp/", scripts=True) as (page, _):
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.className") == "skipnav"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.closest('footer') !== null")


@pytest.mark.parametrize(
    ("lang", "at", "told"),
    [
        ("da", date(2026, 12, 11), "fredag 11. december"),
        ("en", date(2026, 12, 11), "Friday 11 December"),
        ("da", datetime(2026, 11, 27, 15, 30, tzinfo=UTC), "fredag 27. november kl. 16.30"),
        ("en", datetime(2026, 11, 27, 15, 30, tzinfo=UTC), "Friday 27 November at 16:30"),
    ],
)
def test_a_day_and_a_moment_are_written_as_in_our_letters(lang, at, told):
    with override(lang):
        assert in_words(at) == told
