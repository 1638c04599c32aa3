"""What every answer of the web server carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from faelled.partnerships.views import CHOSEN_LANGUAGE


class ChosenLanguage:
    """What somebody chose at the foot of a page wins over what their browser asks for; the session remembers it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.session.get(CHOSEN_LANGUAGE)
        if chosen is not None:
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class PrivatePages:
    """Pages made for a person are never kept by a browser, a proxy or a search engine."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response


class NothingInline:
    """What is no page of ours, such as a photo, a calendar or an export, is saved or shown within a page, never opened.

    Whatever a browser takes it for, it runs nothing, asks nobody and is no page of this site.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kind = str(response.get("Content-Type", "text/html")).partition(";")[0].strip().lower()
        if kind != "text/html":
            response["Content-Security-Policy"] = "default-src 'none'; sandbox"
            if not str(response.get("Content-Disposition", "")).startswith("attachment"):
                name = str(response.get("Content-Disposition", "")).partition("filename=")[2]
                response["Content-Disposition"] = f"attachment; filename={name}" if name else "attachment"
        return response
