"""Paths of the pages about meetings. Numbers are looked up within what the viewer may see; a token is the right."""

from django.urls import URLPattern, URLResolver, path

from faelled.meetings import feeds, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("svar/<str:token>/", views.answer, name="answer"),
    path("p/<int:partnership_id>/moedetider/", views.meetings, name="meetings"),
    path("p/<int:partnership_id>/moedetider/ny/", views.start, name="meeting_start"),
    path("moedetider/<int:pk>/", views.round_page, name="round"),
    path("moedetider/<int:pk>/tider/", views.times, name="round_times"),
    path("moedetider/<int:pk>/personer/", views.people, name="round_people"),
    path("moedetider/<int:pk>/svar/<int:seat_id>/", views.answer_for, name="round_answer"),
    path("moedetider/<int:pk>/seddel/", views.slip, name="round_slip"),
    path("moeder/<int:pk>/", views.meeting, name="meeting"),
    path("moeder/<int:pk>/ret/", views.change, name="meeting_change"),
    path("moeder/<int:pk>/aflys/", views.cancel, name="meeting_cancel"),
    path("p/<int:partnership_id>/turnus/", views.rota, name="rota"),
    path("p/<int:partnership_id>/vaner/", views.habits, name="habits"),
    path("min-kalender/", views.calendar, name="calendar"),
    path("kalender/<str:token>/faelled.ics", feeds.feed, name="feed"),
]
