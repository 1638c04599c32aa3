"""Bytes to text, whatever the mail says its character set is; nothing is lost, and nothing stops here."""

import codecs

# Codecs of Python that are no character sets, some of them slow; and UTF-7, which can yield half characters.
_NOT_FOR_MAIL = (
    "utf_7",
    "punycode",
    "idna",
    "unicode_escape",
    "raw_unicode_escape",
    "undefined",
    "mbcs",
    "oem",
)


def decoded(data: bytes, charset: str | None) -> str:
    """Return *data* as text: in *charset* if it fits, else in UTF-8, else in Windows' western set."""
    for name in (_known(charset), "utf-8", "cp1252"):
        if name is None:
            continue
        try:
            return data.decode(name)
        except (UnicodeError, LookupError, ValueError):
            continue
    return data.decode("latin-1")


def _known(charset: str | None) -> str | None:
    if not charset:
        return None
    try:
        name = codecs.lookup(charset.strip("\"' ")).name.replace("-", "_")
    except (LookupError, ValueError):
        return None
    if name.startswith(_NOT_FOR_MAIL):
        return None
    # Programs that say ISO 8859-1 mean Windows' own set, whose quotation marks are control signs in the
    # other.
    return "cp1252" if name in ("iso8859_1", "latin_1", "latin1") else name
