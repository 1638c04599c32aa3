"""`faelled interop`: a whole round through real mail and calendar programs, and a report with pictures."""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from faelled.site.command import ROOT


def run(folder: Path, *, install: bool, without: Sequence[str]) -> int:
    """Play interop/play.py and write its report to *folder*; returns 0 when all that was driven passed."""
    sys.path.insert(0, str(ROOT))
    play = importlib.import_module("interop.play")
    return int(play.main(folder.resolve(), install=install, without=without))
