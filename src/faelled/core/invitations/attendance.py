"""What somebody answered in a calendar, and which of two answers is the newer one."""

from datetime import datetime
from enum import StrEnum
from typing import Self


class Attendance(StrEnum):
    """The answer to an invitation, as calendars write it in PARTSTAT."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"
    DELEGATED = "DELEGATED"

    @classmethod
    def of(cls, partstat: str | None) -> Self:
        """Return the answer a PARTSTAT stands for; what we do not know is no answer.

        Source: RFC 5545, section 3.2.12: an unrecognised value is treated as NEEDS-ACTION.
        """
        try:
            return cls((partstat or "").strip().upper())
        except ValueError:
            return cls("NEEDS-ACTION")


def supersedes(
    sequence: int,
    stamp: datetime | None,
    *,
    over_sequence: int,
    over_stamp: datetime | None,
) -> bool:
    """Tell whether a message may replace what is known: never when its SEQUENCE or DTSTAMP is older.

    An equal stamp does replace: stamps count whole seconds, and some programs repeat the stamp of the
    invitation in every answer, so then the one that arrived last is right. A message without a stamp never
    replaces one that has it. Source: RFC 5546, section 2.1.5.
    """
    if sequence != over_sequence:
        return sequence > over_sequence
    if stamp is None or over_stamp is None:
        return over_stamp is None
    return stamp >= over_stamp
