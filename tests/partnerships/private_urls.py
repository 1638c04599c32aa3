"""Every path of the house and how it says it is guarded, read from the URLs themselves: nothing can be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from faelled.partnerships import access
from faelled.partnerships.access import Deed, Right

# Pages of Django and of site, which belong to nobody.
OPEN_NAMES = {"front", "accessibility", "privacy", "help", "set_language"}


@dataclass(frozen=True)
class Path:
    """One path: its name, its pattern, and how its view is guarded (None: it does not say)."""

    name: str
    route: str
    way_in: str | None
    wanted: Right | Deed | None

    def filled(self, **parts: object) -> str:
        """Return the path with its converters replaced by *parts*, by name; a number by 1 and a text by "x"."""
        out = self.route
        for piece in self.route.split("<")[1:]:
            converter = piece.partition(">")[0]
            kind, _, name = converter.rpartition(":")
            out = out.replace(f"<{converter}>", str(parts.get(name, 1 if kind == "int" else "x" * 26)))
        return "/" + out


def every_path() -> list[Path]:
    """Return every path of the installation."""
    return list(_walk(get_resolver().url_patterns, ""))


def every_private_url() -> list[Path]:
    """Return the paths that only somebody signed in may reach."""
    return [p for p in every_path() if p.way_in in {"members", "signed_in"}]


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Path]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            name = pattern.name or ""
            way = "open" if name in OPEN_NAMES else access.way_in(pattern.callback)
            yield Path(name, route, way, access.wanted_by(pattern.callback))
