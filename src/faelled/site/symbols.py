"""The symbols of the pages: one file holds them all, a page carries one hidden sprite of those it uses."""

import re
from functools import cache, lru_cache
from pathlib import Path

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

_FILE = Path(__file__).with_name("symbols.svg")
_USED = "symbols_used"  # the attribute of a request that collects the names


class UnknownSymbol(LookupError):
    """A template asks for a symbol that symbols.svg does not hold."""


@cache
def _all() -> dict[str, SafeString]:
    # Our own file, never anybody's input: that is why its markup may pass unescaped.
    text = _FILE.read_text(encoding="utf-8")
    return {m[1]: SafeString(m[0]) for m in re.finditer(r'<symbol id="([\w-]+)".*?</symbol>', text, re.S)}


def use(request: HttpRequest | None, name: str, css_class: str) -> SafeString:
    """Return the markup that shows symbol *name*, and remember it for the page's sprite.

    Without a request (the page for a failure) nothing can collect, so the symbol is carried on the spot.
    Raises UnknownSymbol.
    """
    if name not in _all():
        raise UnknownSymbol(
            f"There is no symbol called {name!r}; symbols.svg holds {', '.join(sorted(_all()))}."
        )
    own = SafeString("")
    if request is None:
        own = format_html("<svg hidden>{}</svg>", _all()[name])
    else:
        used = getattr(request, _USED, None)
        if used is None:
            used = {}
            setattr(request, _USED, used)
        used[name] = None
    return own + _shown(name, css_class)


@lru_cache(1000)  # a table of answers shows one symbol two hundred times; names and classes are our own
def _shown(name: str, css_class: str) -> SafeString:
    return format_html(
        '<svg class="{}" focusable="false" aria-hidden="true"><use href="#{}"/></svg>', css_class, name
    )


def sprite(request: HttpRequest | None) -> SafeString:
    """Return the hidden sprite of what *use* has shown on this page so far; empty when it showed nothing."""
    used = getattr(request, _USED, None)
    if not used:
        return SafeString("")
    return format_html("<svg hidden>{}</svg>", SafeString("".join(_all()[name] for name in used)))
