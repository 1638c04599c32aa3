"""Paths of the demo: the product's, and the mailboxes. No other installation has them."""

from django.urls import URLPattern, URLResolver, include, path

from faelled.site import urls
from faelled.site.demo import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("postkasser/", views.mailboxes, name="mailboxes"),
    path("postkasser/skriv/", views.write, name="mailboxes_write"),
    path("postkasser/log-ind/", views.sign_in_as, name="mailboxes_sign_in"),
    path("postkasser/<str:address>/<str:key>/", views.letter, name="mailboxes_letter"),
    path("postkasser/<str:address>/<str:key>/svar/", views.answer, name="mailboxes_answer"),
    path("postkasser/<str:address>/<str:key>/kalender/", views.press, name="mailboxes_press"),
    path("", include(urls.urlpatterns)),
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
