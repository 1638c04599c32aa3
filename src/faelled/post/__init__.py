"""The mail gateway: knows letters, knows no app."""
