"""What every page's template knows."""

from django.http import HttpRequest


def everywhere(request: HttpRequest) -> dict[str, object]:
    """Return what every template may use."""
    return {}
