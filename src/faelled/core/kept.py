"""What is kept about one person, as every app tells it: for the page *Mine data*, and for the export."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

Value = str | int | float | bool | date | datetime | None | list["Value"]
Row = Mapping[str, Value]
T_co = TypeVar("T_co", covariant=True)


class Rows(Protocol[T_co]):
    """Rows that can be counted, and are fetched only as far as they are wanted; such as a query."""

    def count(self) -> int: ...
    def __getitem__(self, wanted: slice, /) -> Iterable[T_co]: ...
    def iterator(self, chunk_size: int) -> Iterator[T_co]: ...


@dataclass(frozen=True)
class Kept:
    """One kind of thing that is kept about a person.

    code: its name in the export. why: what it is for, and for how long it is kept. columns: code of a value -> its
    heading on the page. rows: the newest first, at most so many; None for all of them. mend: the page to change it on.
    """

    code: str
    title: str
    why: str
    columns: Mapping[str, str]
    total: int
    rows: Callable[[int | None], Iterator[Row]]
    mend: str = ""


def kept(
    code: str,
    title: str,
    why: str,
    columns: Mapping[str, str],
    found: Rows[Any],
    row: Callable[[Any], Row],
    *,
    only_in_file: Callable[[Any], Row] | None = None,
    mend: str = "",
) -> Kept:
    """Return what *found* holds, each made a row by *row*; a long history is never in memory as a whole.

    only_in_file: what a row has besides when all of them are fetched; for what the page does not show and is dear.
    """

    def whole(one: Any) -> Row:
        return {**row(one), **(only_in_file(one) if only_in_file else {})}

    def rows(at_most: int | None) -> Iterator[Row]:
        return map(whole, found.iterator(500)) if at_most is None else map(row, found[:at_most])

    return Kept(code, title, why, columns, found.count(), rows, mend)
