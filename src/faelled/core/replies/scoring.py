"""The reader behind the corpus's plain values, for the scorer and the command line."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from faelled.core.replies.reader import read
from faelled.core.replies.reading import Reading, Slot


def slots_of(rows: Sequence[Mapping[str, Any]]) -> list[Slot]:
    """Return the slots of corpus rows {"n", "start", "end"}; raises KeyError or ValueError on bad rows."""
    return [
        Slot(int(r["n"]), datetime.fromisoformat(r["start"]), datetime.fromisoformat(r["end"])) for r in rows
    ]


def predict(
    reply: str, slots: Sequence[Mapping[str, Any]], sent: str, lang: str | None = None
) -> dict[str, str]:
    """Return {"1": "yes", ...} for a reply in the corpus format."""
    return plain(read(reply, slots_of(slots), datetime.fromisoformat(sent), lang=lang))


def plain(reading: Reading) -> dict[str, str]:
    """Return the verdicts of a reading by slot number, as strings."""
    return {str(number): answer.verdict.value for number, answer in reading.answers.items()}
