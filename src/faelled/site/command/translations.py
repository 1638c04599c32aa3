"""Texts of the pages and their English: what lacks it, and the compiled catalogues. Danish is the language of the ids.

gettext's own programs are not on every machine, and the two things we need of them are small.
"""

import ast
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import faelled

SOURCE = Path(faelled.__file__).resolve().parent
CATALOGUES = "locale/*/LC_MESSAGES/django.po"
HEADER = """msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
_LITERAL = r"[uU]?((?:'(?:\\.|[^'\\])*')|(?:\"(?:\\.|[^\"\\])*\"))"
_CALL = re.compile(rf"\b(p?n?gettext|_)\(\s*{_LITERAL}(?:\s*,\s*{_LITERAL})?")
_NAMES = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}
_CONTEXT = "\x04"  # gettext's sign between a context and a text


@dataclass
class Entry:
    """One text of a catalogue; *theirs* has one translation, or one for each plural form."""

    text: str
    plural: str = ""
    theirs: tuple[str, ...] = ()
    fuzzy: bool = False

    @property
    def translated(self) -> bool:
        return bool(self.theirs) and all(self.theirs) and not self.fuzzy


def run() -> int:
    """Compile every catalogue, add the texts that lack English to theirs, and print them; 1 if there are any."""
    lacking = missing()
    for home, texts in _by_home(lacking).items():
        _append(home, texts)
    for catalogue in catalogues():
        catalogue.with_suffix(".mo").write_bytes(compiled(read(catalogue.read_text(encoding="utf-8"))))
    for text, where in lacking.items():
        print(f"{where}: {text}")
    print(f"{len(lacking)} texts without English; {len(catalogues())} catalogues compiled")
    return int(bool(lacking))


def what_is_wrong() -> str:
    """Return what lacks English, and which compiled catalogue is not what its source says; empty when all is well."""
    lines = [f"{where}: no English for {text!r}" for text, where in missing().items()]
    for catalogue in catalogues():
        mo = catalogue.with_suffix(".mo")
        if not mo.exists() or mo.read_bytes() != compiled(read(catalogue.read_text(encoding="utf-8"))):
            lines.append(f"{mo.relative_to(SOURCE)} is not up to date: run ./faelled translations")
    return "\n".join(lines)


def catalogues() -> list[Path]:
    """Return the catalogues of all parts of the house."""
    return sorted(SOURCE.glob(f"*/{CATALOGUES}"))


def missing() -> dict[str, str]:
    """Return the texts that lack English, each with the file that uses it first."""
    has: set[str] = set()
    for catalogue in catalogues():
        if catalogue.parent.parent.name == "en":
            has |= {entry.text for entry in read(catalogue.read_text(encoding="utf-8")) if entry.translated}
    found: dict[str, str] = {}
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/**/*.html")]):
        for text in texts_of(path):
            if text not in has:
                found.setdefault(text, str(path.relative_to(SOURCE)))
    return found


def texts_of(path: Path) -> Iterator[str]:
    """Yield the ids of the texts that *path*, a template or a Python file, wants translated."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from _in_python(source)
    else:
        yield from _in_template(source)


def _in_python(source: str) -> Iterator[str]:
    if "gettext" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        words = [
            arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        if name in _NAMES and words:
            yield _CONTEXT.join(words[:2]) if name.startswith("pgettext") else words[0]


def _in_template(source: str) -> Iterator[str]:
    from django.utils.translation.template import templatize

    for call in _CALL.finditer(templatize(source)):
        first = ast.literal_eval(call[2])
        if call[1].startswith("p") and call[3]:
            yield first + _CONTEXT + ast.literal_eval(call[3])
        elif first:
            yield first


def read(source: str) -> list[Entry]:
    """Read the entries of a catalogue; the header is the entry whose text is empty."""
    entries: list[Entry] = []
    for block in re.split(r"\n\s*\n", source):
        fields: dict[str, str] = {}
        current = ""
        for line in block.splitlines():
            if started := re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)\s+(?=")', line):
                current, line = started[1], line[started.end() :]
            if line.startswith('"') and current:
                fields[current] = fields.get(current, "") + ast.literal_eval(line.strip())
        if "msgid" in fields:
            entries.append(_entry(fields, fuzzy=bool(re.search(r"^#,.*\bfuzzy\b", block, re.M))))
    return entries


def _entry(fields: dict[str, str], *, fuzzy: bool) -> Entry:
    context = fields.get("msgctxt")
    text = fields["msgid"] if context is None else context + _CONTEXT + fields["msgid"]
    theirs = tuple(value for name, value in sorted(fields.items()) if name.startswith("msgstr"))
    return Entry(text, fields.get("msgid_plural", ""), theirs, fuzzy)


def compiled(entries: Iterable[Entry]) -> bytes:
    """Return the entries as the binary catalogue (.mo) that Python's gettext reads.

    Source: GNU gettext manual, "The Format of GNU MO Files": a head of seven numbers, two tables of (length,
    offset), and the texts, each ended by a zero byte, sorted by id.
    """
    pairs = sorted(
        ("\0".join(filter(None, (entry.text, entry.plural))).encode(), "\0".join(entry.theirs).encode())
        for entry in entries
        if entry.translated
    )
    count = len(pairs)
    ids_at, strs_at, texts_at = 28, 28 + 8 * count, 28 + 16 * count
    texts = b""
    tables: list[bytes] = []
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[column]), texts_at + len(texts)))
            texts += pair[column] + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, count, ids_at, strs_at, 0, texts_at) + b"".join(tables) + texts


def _by_home(lacking: dict[str, str]) -> dict[Path, list[str]]:
    """Each part of the house keeps the English of its own texts."""
    homes: dict[Path, list[str]] = {}
    for text, where in lacking.items():
        home = SOURCE / where.split("/", 1)[0] / CATALOGUES.replace("*", "en")
        homes.setdefault(home, []).append(text)
    return homes


def _append(home: Path, texts: list[str]) -> None:
    home.parent.mkdir(parents=True, exist_ok=True)
    if not home.exists():
        home.write_text(HEADER, encoding="utf-8")
    there = {entry.text for entry in read(home.read_text(encoding="utf-8"))}
    with home.open("a", encoding="utf-8") as file:
        for text in texts:
            if text not in there:
                context, _, own = text.rpartition(_CONTEXT)
                head = f"msgctxt {_quoted(context)}\n" if context else ""
                file.write(f'\n{head}msgid {_quoted(own)}\nmsgstr ""\n')


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
