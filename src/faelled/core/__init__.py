"""Rules: plain Python, values in and values out; no Django, clock, network or randomness."""
