"""Tags and filters of the pages. They are built in: no page has to load them.

Pictures of things that carry meaning are always said in a word too, on the screen or for listeners.
"""

import math
import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Protocol

from django import template
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select, Widget
from django.http import HttpRequest
from django.template import Context
from django.template.base import Parser, Token
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext

from faelled.core.days import local
from faelled.core.days.words import day_in_words, moment_in_words
from faelled.site import menus, symbols
from faelled.work import clock

register = template.Library()

SHAPES = 8  # symbols o1 to o8: circle, square, triangle, diamond, pentagon, plus, ring, drop
COLOURS = 4
RING = 7
VERDICT_WORDS = {
    "yes": gettext_lazy("kan"),
    "maybe": gettext_lazy("helst ikke"),
    "no": gettext_lazy("kan ikke"),
    "unknown": gettext_lazy("ikke nævnt"),
}
_MONTHS = (
    "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
    "|January|February|March|April|May|June|July|August|September|October|November|December"
)
_CLOCK = re.compile(
    r"(\bkl\. \d{1,2}(?:\.\d\d)?(?:-\d{1,2}(?:\.\d\d)?)?|(?:\bat )?\b\d{1,2}:\d\d(?:-\d{1,2}:\d\d)?)(?![\d:])"
)
_TOGETHER = (
    (re.compile(rf"\b(\d{{1,2}}\.?) ({_MONTHS})\b"), "\\1\u00a0\\2"),
    (re.compile(r"(\d+½?|½) (minutter|minut|timer|time|minutes|minute|hours|hour)\b"), "\\1\u00a0\\2"),
    (re.compile(r"\b(\d+) (af|of) (\d+)\b"), "\\1\u00a0\\2\u00a0\\3"),
)


class Named(Protocol):
    """Anything with a name."""

    name: str


class Placed(Protocol):
    """A membership: an organisation, and the place in the order that its colour and shape keep for ever."""

    position: int

    @property
    def organisation(self) -> Named:
        """The house."""


def _request(context: Context) -> HttpRequest | None:
    # An include with `only` starts an empty context, but it keeps the request it is rendered for.
    found = getattr(context, "request", None) or context.get("request")
    return found if isinstance(found, HttpRequest) else None


@register.simple_tag(takes_context=True)
def icon(context: Context, name: str, css_class: str = "icon-svg") -> SafeString:
    """Show symbol *name*; it says nothing to listeners, so a word stands beside it."""
    return symbols.use(_request(context), name, css_class)


@register.simple_tag(takes_context=True)
def sprite(context: Context) -> SafeString:
    """The hidden sprite of the symbols used so far: at the end of the page, and of an htmx fragment."""
    return symbols.sprite(_request(context))


@register.simple_tag(takes_context=True)
def org(context: Context, membership: Placed, text: str = "") -> SafeString:
    """Name a house with its shape.

    text: words shown instead, such as "Bodil, Henrik"; listeners hear the house's name before them.
    """
    name = membership.organisation.name
    words = (
        format_html('<span class="sr-only">{}: </span>{}', name, text) if text else conditional_escape(name)
    )
    return format_html(
        '<span class="f-org {}">{}<span>{}</span></span>',
        _colour(membership.position), _shape(context, membership), words,
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def shape(context: Context, membership: Placed) -> SafeString:
    """The shape of a house alone, where its name stands anyway."""
    return _shape(context, membership)


def _shape(context: Context, membership: Placed) -> SafeString:
    position = max(1, membership.position)
    number = position if position <= SHAPES else RING
    drawn = symbols.use(_request(context), f"o{number}", f"f-shape {_colour(position)}")
    if position <= SHAPES:
        return drawn
    return format_html('{}<b aria-hidden="true">{}</b> ', drawn, _initials(membership.organisation.name))


def _colour(position: int) -> str:
    return f"org-{(max(1, position) - 1) % COLOURS + 1}"


def _initials(name: str) -> str:
    words = [word for word in re.split(r"[\s-]+", name) if word[:1].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() if len(words) > 1 else name[:2].upper()


@register.simple_tag(takes_context=True)
def verdict(context: Context, kind: str, word: str = "shown") -> SafeString:
    """The sign of an answer (yes, maybe, no, unknown) and its word.

    word: "shown", or "heard" where a key stands near and only listeners need it.
    """
    kind = str(kind)
    sign = symbols.use(_request(context), f"s-{kind}", f"f-ans a-{kind}")
    return sign + _verdict_word(kind, word, get_language())


@cache  # twenty people's answers to ten times say the same four words
def _verdict_word(kind: str, word: str, language: str | None) -> SafeString:
    if word == "heard":
        return format_html('<span class="sr-only">{} </span>', VERDICT_WORDS[kind])
    return format_html(" {}", VERDICT_WORDS[kind])


@register.simple_tag(takes_context=True)
def minutes(context: Context, count: float | Decimal) -> SafeString:
    """What something costs of the reader's time, to the next half minute: ½ minut, 2 minutter."""
    clock = symbols.use(_request(context), "time", "")
    return format_html('<span class="f-min">{}{}</span>', clock, in_minutes(count))


@register.filter
def in_minutes(count: float | Decimal) -> str:
    """Return *count* minutes in words, rounded up to the next half: "½ minut", "2½ minutter"."""
    halves = max(0, math.ceil(float(count) * 2))
    whole, half = divmod(halves, 2)
    figure = f"{whole or ''}½" if half else str(whole)
    return ngettext("%(figure)s minut", "%(figure)s minutter", 1 if 0 < halves <= 2 else 2) % {
        "figure": figure
    }


@register.filter
def in_words(at: date | datetime) -> str:
    """Return a day or a moment as all our texts write it: "fredag 27. november", "Friday 27 November at 16:00"."""
    lang, today = get_language() or "da", local(clock.now()).date()
    if isinstance(at, datetime):
        return moment_in_words(at, lang=lang, today=today)
    return day_in_words(at, lang=lang, today=today)


@register.filter
def nb(value: object) -> SafeString:
    """Keep "kl. 9-11", "9. december" and "8 af 9" on one line each; anything else is escaped as usual."""
    if not hasattr(value, "__html__"):
        return _kept(str(value), safe=False)
    # Markup that is safe already: what stands inside a tag is no running text.
    pieces = re.split(r"(<[^>]*>)", str(value))
    return SafeString(
        "".join(piece if number % 2 else _kept(piece, safe=True) for number, piece in enumerate(pieces))
    )


def _kept(text: str, *, safe: bool) -> SafeString:
    for pattern, joined in _TOGETHER:
        text = pattern.sub(joined, text)
    pieces = [SafeString(piece) if safe else piece for piece in _CLOCK.split(text)]
    shown = [
        format_html('<span class="f-nb">{}</span>', piece) if number % 2 else piece
        for number, piece in enumerate(pieces)
    ]
    return format_html_join("", "{}", ((piece,) for piece in shown))


_LOOKS: tuple[tuple[tuple[type[Widget], ...], str, str], ...] = (
    ((CheckboxSelectMultiple, RadioSelect), "group", ""),
    ((CheckboxInput,), "checkbox", "form-checkbox"),
    ((Select,), "select", "form-input form-select"),
    ((FileInput,), "file", "form-input"),
    ((Widget,), "input", "form-input"),
)


@register.inclusion_tag("forms/field.html")
def field(bound: BoundField) -> dict[str, object]:
    """A form's field: label, hint, what is wrong and how to put it right, and then the field itself."""
    widget = bound.field.widget
    look, css = next((look, css) for kinds, look, css in _LOOKS if isinstance(widget, kinds))
    own = widget.attrs.get("class", "")
    classes = f"{css} {own}".strip()
    drawn = "" if look == "group" else bound.as_widget(attrs={"class": classes} if classes else None)
    box = "checkbox" if isinstance(widget, CheckboxSelectMultiple) else "radio"
    return {"bound": bound, "look": look, "box": box, "widget": drawn}


@register.inclusion_tag("parts/menu.html", takes_context=True)
def menu(context: Context) -> dict[str, object]:
    """The words at the top: what this installation has, for the partnership the page is about."""
    request = _request(context)
    return {"entries": menus.entries(request.path if request else "", context.get("partnership"))}


@register.tag
def keep(parser: Parser, token: Token) -> "KeepNode":
    """{% keep title %}...{% endkeep %}: keep what is between, rendered, under that name, and show nothing."""
    try:
        _, name = token.split_contents()
    except ValueError as trouble:
        raise template.TemplateSyntaxError("keep takes one name.") from trouble
    nodes = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(name, nodes)


class KeepNode(template.Node):
    """So that a page says its title once, and it stands in the tab and in the heading."""

    def __init__(self, name: str, nodelist: template.NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> SafeString:
        context[self.name] = SafeString(self.nodelist.render(context).strip())
        return SafeString("")
