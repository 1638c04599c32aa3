"""Paths of the pages about meetings."""

from django.urls import URLPattern, URLResolver, path

from faelled.meetings import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("svar/<str:token>/", views.answer, name="answer"),
]
