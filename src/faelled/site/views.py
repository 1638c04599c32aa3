"""Pages that belong to no app: front page, error pages, accessibility, privacy and cookies, help."""

import logging
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import check_for_language
from django.views.i18n import set_language

from faelled.partnerships.views import CHOSEN_LANGUAGE

log = logging.getLogger(__name__)


def front(request: HttpRequest) -> HttpResponse:
    return render(request, "front.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about the reader, and every cookie by the name this installation gives it."""
    names = {
        "session": settings.SESSION_COOKIE_NAME,
        "csrf": settings.CSRF_COOKIE_NAME,
    }
    return render(
        request, "privacy.html", {"cookies": names, "session_days": settings.SESSION_COOKIE_AGE // 86400}
    )


def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the choice in the session, and lead back; Django's own view would give it a cookie of its own."""
    answer = set_language(request)
    answer.cookies.pop(settings.LANGUAGE_COOKIE_NAME, None)
    language = request.POST.get("language", "")
    if request.method == "POST" and check_for_language(language):
        request.session[CHOSEN_LANGUAGE] = language
    return answer


def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "help.html", {"common_address": settings.MAIL_FROM})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _without_the_database("413.html", 413)
    return _without_the_database("400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say what happened without asking the database, which may be what is gone."""
    kind = sys.exc_info()[0] or Exception
    page = request.resolver_match.view_name if request.resolver_match else "-"
    # The class says enough to begin looking; the text of a failure may carry somebody's words.
    log.error("page %s failed: %s.%s", page, kind.__module__, kind.__qualname__)
    if issubclass(kind, DatabaseError):
        return _without_the_database("503.html", 503)
    return _without_the_database("500.html", 500)


def _without_the_database(template: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(template), status=status)
