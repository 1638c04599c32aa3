"""How the grammar alone reads a reply, before the network is heard."""

from faelled.core.replies.reader import story_of


def by_grammar(text, slots, sent):
    """Return one letter a slot: y, n, m or u."""
    story = story_of(text, slots, sent)
    answers = story.ledger.answers()
    return "".join("u" if story.puzzled else answers[s.number].verdict.value[0] for s in slots)
