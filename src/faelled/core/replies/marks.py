"""Signs and single letters that answer: v, x, ÷, j, n, a thumb."""

from faelled.core.replies.items import Item, Kind

_YES = frozenset({"v", "✓", "✔", "✅", "☑", "👍", "👌", "+", "j", "y", "🙂👍", "🟢", "💚"})
_NO = frozenset({"÷", "✗", "✘", "❌", "✖", "👎", "n", "-", "🔴", "🚫", "×"})
_MAYBE = frozenset({"?", "🟡", "🤷"})
_EITHER = frozenset({"x"})


def mark_of(item: Item) -> str | None:
    """Return "yes", "no", "maybe" or "x" for a mark, None for anything else.

    Letters are marks only as words of their own; whether a letter stands alone is the clause's business.
    """
    if item.kind not in (Kind.WORD, Kind.SIGN):
        return None
    raw = item.raw.lower()
    for marks, answer in ((_YES, "yes"), (_NO, "no"), (_MAYBE, "maybe"), (_EITHER, "x")):
        if raw in marks:
            return answer
    return None
