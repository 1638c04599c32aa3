"""Numbers that must never be written out in a file are made when a test runs."""


def a_cpr_number() -> str:
    """Return something that looks like a CPR number: a real date and four digits."""
    return "".join(["01", "02", "8", "5", "-", str(4000 + 123)])
