"""Paths of this app's pages."""

from django.urls import URLPattern, URLResolver, path

from faelled.home import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("hjem/", views.home, name="home"),
    path("hjem/spoergsmaal/<int:ask_id>/", views.open_question, name="home_question"),
    path("p/<int:partnership_id>/lagt-til-side/", views.aside, name="aside"),
]
