"""Paths of the closed room. Numbers are looked up within what the viewer may see; a draft is its writer's alone."""

from django.urls import URLPattern, URLResolver, path

from faelled.experiences import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("p/<int:partnership_id>/erfaringer/", views.room, name="room"),
    path("p/<int:partnership_id>/erfaringer/ny/", views.new, name="experience_new"),
    path("p/<int:partnership_id>/erfaringer/maerker/", views.marks, name="experience_marks"),
    path("erfaringer/<int:pk>/", views.experience, name="experience"),
    path("erfaringer/<int:pk>/tilbage/", views.withdraw, name="experience_withdraw"),
    path("erfaringer/kladder/<str:key>/", views.draft, name="experience_draft"),
    path("erfaringer/fotos/<str:key>/", views.photo, name="experience_photo"),
]
