"""Fetch what lies behind an address a person gave us, without being led into our own network or kept waiting."""

from faelled.work.fetching.addresses import Refused, safe_address
from faelled.work.fetching.fetcher import Failed, Fetched, Limits, Unchanged, fetch

__all__ = ["Failed", "Fetched", "Limits", "Refused", "Unchanged", "fetch", "safe_address"]
