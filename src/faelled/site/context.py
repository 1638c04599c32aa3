"""What every page's template knows. Nothing here costs a query before a template asks for it."""

from django.conf import settings
from django.http import HttpRequest


def everywhere(request: HttpRequest) -> dict[str, object]:
    """Return what every template may use; who is signed in is `user`, and only then is it looked up."""
    return {"demo": settings.DEMO, "open_sign_up": settings.OPEN_SIGN_UP}
