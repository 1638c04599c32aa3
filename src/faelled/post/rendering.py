"""A template and what it is about become a letter: subject, text and HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.template import Context, TemplateDoesNotExist, engines
from django.template.base import Template
from django.template.engine import Engine
from django.utils.translation import override

from faelled.core.replies.quoting_ours import ITEM
from faelled.post.html import items_of, lines_of, page
from faelled.post.letters import Recipient
from faelled.post.wording import one_line, paragraphs

LANGUAGES = ("da", "en")

ANSWER_ABOVE = {"da": "Skriv dit svar over denne linje", "en": "Write your answer above this line"}
_GREETING = {
    "da": ("Hilsen Fælled", "Hilsen Fælled, på vegne af {}"),
    "en": ("Regards, Fælled", "Regards, Fælled, on behalf of {}"),
}
_MARK = {"da": "Mærke: {}", "en": "Mark: {}"}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter in words. own_lines: every line of it, as the answer may quote them."""

    subject: str
    text: str
    html: str
    own_lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a letter's own words. mark: the token to show when no link in the text carries it."""

    answerable: bool
    on_behalf_of: str
    link: str
    mark: str


def render(template: str, person: Recipient, context: Mapping[str, object], frame: Frame) -> Rendered:
    """Return the letter *template* to *person*. Raises TemplateDoesNotExist when no language of it is there."""
    lang = person.lang if person.lang in LANGUAGES else "da"
    everything = {**context, "person": person, "link": frame.link, "on_behalf_of": frame.on_behalf_of}
    with override(lang):
        subject, body = _subject_and_body(template, lang, everything)
        foot = _words(
            "post/letters/foot" if frame.answerable else "post/letters/foot_no_answer", lang, everything
        )
    plain, signed = _GREETING[lang]
    behalf = one_line(frame.on_behalf_of)
    body = f"{body}\n\n{signed.format(behalf) if behalf else plain}"
    if frame.mark and not (frame.link and frame.link in body):
        foot = f"{foot}\n{_MARK[lang].format(frame.mark)}"
    line = ANSWER_ABOVE[lang] if frame.answerable else ""
    text = "\n\n".join(part for part in (line, body, foot) if part) + "\n"
    html = page(subject=subject, body=body, foot=foot, answer_line=line, link=frame.link, lang=lang)
    items = [f"{ITEM} {item}" for item in items_of(body)]
    own_lines = dict.fromkeys([subject, *text.split("\n"), *lines_of(html), *items])
    return Rendered(subject, text, html, own_lines=tuple(part for part in own_lines if part.strip()))


def _subject_and_body(name: str, lang: str, context: Mapping[str, object]) -> tuple[str, str]:
    # The subject is rendered by itself: a line end in a name must not push the rest of the subject into the body.
    head, _, rest = _template(name, lang).source.lstrip("\n").partition("\n\n")
    return (
        one_line(_compiled(head).render(Context(dict(context), autoescape=False))),
        paragraphs(_compiled(rest).render(Context(dict(context), autoescape=False))),
    )


@lru_cache(maxsize=512)
def _compiled(source: str) -> Template:
    """Return the half of a letter that *source* is; to compile it takes longer than to fill it in."""
    return _engine().from_string(source)


def _words(name: str, lang: str, context: Mapping[str, object]) -> str:
    return paragraphs(_template(name, lang).render(Context(dict(context), autoescape=False)))


def _template(name: str, lang: str) -> Template:
    try:
        return _engine().get_template(f"{name}.{lang}.txt")
    except TemplateDoesNotExist:
        return _engine().get_template(f"{name}.da.txt")


def _engine() -> Engine:
    engine: Engine = engines["django"].engine  # type: ignore[attr-defined]
    return engine
