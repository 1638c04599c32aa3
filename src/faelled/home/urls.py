"""Paths of this app's pages."""

from django.urls import URLPattern, URLResolver, path

from faelled.home import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("hjem/", views.home, name="home"),
    path("hjem/spoergsmaal/<int:ask_id>/", views.open_question, name="home_question"),
    path("hjem/mine-data/", views.my_data, name="my_data"),
    path("hjem/mine-data/hent/", views.export, name="my_data_export"),
    path("hjem/mine-data/slet/", views.erase, name="my_data_erase"),
    path("hjem/log/", views.my_log, name="my_log"),
    path("p/<int:partnership_id>/log/", views.partnership_log, name="partnership_log"),
    path("p/<int:partnership_id>/lagt-til-side/", views.aside, name="aside"),
]
