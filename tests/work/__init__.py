"""The worker's own parts."""
