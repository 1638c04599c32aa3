"""Who a mail really comes from: what our own mail server found, or what its signature and its domain's policy show."""

from faelled.post.origin.finding import NOT_CHECKED, Origin, Verdict

__all__ = ["NOT_CHECKED", "Origin", "Verdict"]
