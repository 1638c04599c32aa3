"""What is a sure name once is a name everywhere in the text and in its thread."""

from collections.abc import Collection, Sequence

from .known import known
from .tokens import Token

SMALLEST = 3


def parts_of(tokens: Sequence[Token], first: int, last: int) -> set[str]:
    """Return the words of a sure name, bare and in small letters, that can be known again elsewhere."""
    lows = (known(token.text.lower()).bare for token in tokens[first : last + 1] if token.text[0].isalpha())
    return {low for low in lows if len(low) >= SMALLEST and "." not in low}


def again(tokens: Sequence[Token], sure: Collection[str], taken: Collection[int], level: bool) -> list[int]:
    """Return which further tokens are a name that is sure elsewhere; a word that is also ordinary needs its capital."""
    found = []
    for place, token in enumerate(tokens):
        if place in taken or not token.text[0].isalpha():
            continue
        low = token.text.lower()
        seen = known(low)
        forms = {low, seen.bare, low.removesuffix("s"), low[:-2] if low.endswith(("'s", "’s")) else low}
        if not forms.isdisjoint(sure) and not (seen.place and not seen.step):
            capital = token.text[0].isupper() and not level
            if capital or not seen.is_word:
                found.append(place)
    return found


__all__ = ["again", "parts_of"]
