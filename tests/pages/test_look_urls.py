"""Pages only for the tests of the look: what the words of the menu lead to, and every building block."""

from types import SimpleNamespace

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path


class Blocks(forms.Form):
    """A field of each look, one of them wrong."""

    address = forms.EmailField(label="Din mailadresse", help_text="Den, du læser på arbejdet.")
    how_often = forms.ChoiceField(
        label="Hvor ofte vil du have mail?", choices=[("a", "Mandage"), ("b", "Hver dag")]
    )
    days = forms.MultipleChoiceField(
        label="Hvilke dage?", choices=[("1", "mandag"), ("2", "tirsdag")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="Vi er enige", required=False, help_text="Det kan ændres.")
    words = forms.CharField(label="Med dine egne ord", widget=forms.Textarea, required=False)


PAGE = """{% extends "base.html" %}{% block title %}Byggeklodser kl. 9-11{% endblock %}
{% block back %}{% include "parts/back.html" with to="/" word="Alle møder" %}{% endblock %}
{% block lead %}Alt, siderne er bygget af, på ét sted. {% minutes 2 %}{% endblock %}
{% block content %}<form method="post" class="f-box">{% csrf_token %}{% include "forms/errors.html" %}
{% for one in form %}{% field one %}{% endfor %}
{% include "forms/three.html" with name="t1" legend=time value="yes" %}
<button class="button button-primary" type="submit">Send mit svar</button></form>
<ul class="f-key"><li>{% verdict "yes" %}</li><li>{% verdict "maybe" %}</li>
<li>{% verdict "no" %}</li><li>{% verdict "unknown" %}</li></ul>
<ul class="f-key">{% for house in houses %}<li>{% org house %}</li>{% endfor %}</ul>
{% include "parts/message.html" with level="success" heading="Tak, Lone" text="Bodil får dit svar nu." %}
{% include "parts/message.html" with level="error" heading="Mailen kom ikke frem" %}{% endblock %}
{% block aside %}<section class="f-place" aria-labelledby="sted">{% icon "lock" %}<div>
<h2 id="sted">Beskyttet sted</h2>
<p>Adresse oplyses mundtligt.</p></div></section>{% endblock %}"""


def blocks(request):
    names = [
        "Biblioteket",
        "Krisecentret",
        "Ungebasen",
        "Familiehuset",
        "Sundhuset",
        "Skolen",
        "Jobhuset",
        "Bo Nord",
        "Kor Syd",
    ]
    houses = [
        SimpleNamespace(position=n, organisation=SimpleNamespace(name=name))
        for n, name in enumerate(names, 1)
    ]
    third = SimpleNamespace(pk=3, shared_third="familierne, der endnu ikke har fundet vej til biblioteket.")
    user = SimpleNamespace(is_authenticated=True, person=SimpleNamespace(pk=1, first_name="Bodil"))
    form = Blocks({"address": "lone.familiehuset", "days": ["2"]})
    context = {
        "form": form,
        "houses": houses,
        "time": "tirsdag 1. december kl. 10-12",
        "partnership": third,
        "user": user,
    }
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


def empty(request, pk=0):
    return render(request, "help.html")


urlpatterns = [
    path("hjem/", empty, name="home"),
    path("p/<int:pk>/", empty, name="partnership"),
    path("p/<int:pk>/moeder/", empty, name="meetings"),
    path("p/<int:pk>/turnus/", empty, name="rota"),
    path("byggeklodser/", blocks),
    path("", include("faelled.site.urls")),
]
