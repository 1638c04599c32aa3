"""What is a sure name once is a name everywhere in the text and in its thread."""

from collections.abc import Collection, Sequence

from .known import known
from .signs import part_of_speech
from .tokens import Token

SMALLEST = 3


def parts_of(tokens: Sequence[Token], first: int, last: int) -> set[str]:
    """Return the words of a sure name, bare and in small letters, that can be known again elsewhere."""
    lows = (known(token.text.lower()).bare for token in tokens[first : last + 1] if token.text[0].isalpha())
    return {low for low in lows if len(low) >= SMALLEST and "." not in low}


def _is_his(tokens: Sequence[Token], place: int) -> bool:
    """Whether "Hans" is no Hans but "his": a thing stands behind it, and no word of what somebody does."""
    after = tokens[place + 1].text if place + 1 < len(tokens) else ""
    return after.isalpha() and after.islower() and part_of_speech(after) in {"-", "D"}


def again(tokens: Sequence[Token], sure: Collection[str], taken: Collection[int], level: bool) -> list[int]:
    """Return which further tokens are a name that is sure elsewhere; a word that is also ordinary needs its capital."""
    found = []
    for place, token in enumerate(tokens):
        if place in taken or not token.text[0].isalpha():
            continue
        low = token.text.lower()
        if low == "hans" and _is_his(tokens, place):
            continue
        seen = known(low)
        forms = {low, seen.bare, low.removesuffix("s"), low[:-2] if low.endswith(("'s", "’s")) else low}
        if not forms.isdisjoint(sure) and not (seen.place and not seen.step):
            capital = token.text[0].isupper() and not level
            if capital or not seen.is_word:
                found.append(place)
    return found


__all__ = ["again", "parts_of"]
