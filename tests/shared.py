"""Where the shared test material lies; tests that need it skip, saying why, where it is absent."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def shared_data(*parts: str) -> Path:
    """Return the path of shared test material, or skip the test that asked for it."""
    path = SHARED.joinpath("data", *parts)
    if not path.exists():
        pytest.skip(f"shared test material is absent: data/{'/'.join(parts)}")
    return path
