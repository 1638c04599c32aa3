"""Fælled: meetings, hosts and knowledge for partnerships across municipal silos, by mail."""
