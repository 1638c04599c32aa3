"""Which path leads to which page. Every app keeps its own list in its urls.py."""

from django.urls import URLPattern, URLResolver, include, path

from faelled.site import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.front, name="front"),
    path("tilgaengelighed/", views.accessibility, name="accessibility"),
    path("privatliv/", views.privacy, name="privacy"),
    path("hjaelp/", views.help_page, name="help"),
    path("sprog/", views.choose_language, name="set_language"),
    path("", include("faelled.partnerships.urls")),
    path("", include("faelled.meetings.urls")),
    path("", include("faelled.experiences.urls")),
    path("", include("faelled.home.urls")),
]
handler400 = "faelled.site.views.bad_request"
handler403 = "faelled.site.views.forbidden"
handler404 = "faelled.site.views.not_found"
handler500 = "faelled.site.views.server_error"
