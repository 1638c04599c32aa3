"""Where a form came from, for browsers that our own referrer policy keeps from saying it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class OriginOfOwnForms:
    """Say for the browser that a form came from our own page, when it did.

    No address of ours may reach another site, so the policy is no-referrer; and under it a browser sends
    `Origin: null` with every form, from our own pages too, which Django's protection would refuse. `Sec-Fetch-Site`
    cannot be set by a page and tells the two apart. Browsers from before 2023 do not send it: for them the form's
    token decides, with its cookie that no other site's form carries (SameSite).
    Source: Fetch standard, "append a request Origin header"; W3C Fetch Metadata, "The Sec-Fetch-Site header".
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.headers.get("Sec-Fetch-Site", "same-origin")
        if request.headers.get("Origin") == "null" and said == "same-origin":
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return self.get_response(request)
