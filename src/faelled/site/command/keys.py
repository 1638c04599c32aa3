"""`faelled keys`: which keys seal what, a new one, and everything sealed anew (docs/drift/keys.md)."""

import os
import sys
import time
from pathlib import Path

from faelled.site.command import serving, start_django

SETTLE = 60  # seconds: what was being written while the key changed is committed by then
NOT_SEALED: frozenset[str] = frozenset()  # binary columns that hold no secret, as "app.Model.field"
_SHOWN = 20


def run(work: str) -> int:
    """Do *work*: status, add or rotate. Returns 1 when something sealed opens with no key, 2 when it cannot begin."""
    from faelled.site import env

    file = env.folder("FAELLED_KEY_FILE", env.folder("FAELLED_VAR", Path.cwd() / "var") / "keys")
    if not file.exists():  # the settings would make a new one, which opens nothing
        print(f"faelled: there is no key file {file}. Restore it from your backup.", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faelled.site.settings")
    start_django()
    if work != "add" and serving.pending_migrations():
        print("faelled: the database is not up to date; run `./faelled migrate` first.", file=sys.stderr)
        return 2
    works = {"status": status, "add": add, "rotate": rotate}
    return works[work](file)


def status(file: Path) -> int:
    """Say how many keys there are, and how much each of them seals; changes nothing."""
    from faelled.post import keyring, resealing

    keys = keyring.read(file)
    tally = resealing.go_through(resealing.sealed_columns(but=NOT_SEALED), keys, write=False)
    print(f"Keys that seal: {len(keys.sealing)} in {file}")
    print(f"Sealed with the newest key: {tally.current}; with an older one: {tally.older}")
    return _report_broken(tally.broken)


def add(file: Path) -> int:
    """Put a new key on the first line; the older ones still open what they sealed."""
    from cryptography.fernet import Fernet

    from faelled.post import keyring

    keys = keyring.read(file)
    new = Fernet.generate_key().decode()
    keyring.replace(file, keyring.Keys((new, *keys.sealing), keys.hashing))
    print("A new key is in the file. Every process seals with it from now on.")
    return 0


def rotate(file: Path, settle: float = SETTLE) -> int:
    """Add a key, unless a rotation was begun already; seal everything anew; take the older keys out of the file."""
    from faelled.post import keyring, resealing

    if len(keyring.read(file).sealing) == 1:
        add(file)
    else:
        print("A rotation was begun; it goes on.")
    keys = keyring.read(file)
    columns = resealing.sealed_columns(but=NOT_SEALED)
    done = resealing.go_through(columns, keys, write=True)
    print(f"Sealed anew: {done.resealed}; already with the newest key: {done.current}", flush=True)
    time.sleep(settle)
    again = resealing.go_through(columns, keys, write=True)
    if again.older != again.resealed:
        print("Some of it changed meanwhile. Run the same command again.", file=sys.stderr)
        return 1
    keyring.replace(file, keyring.Keys(keys.sealing[:1], keys.hashing))
    print(f"Sealed anew meanwhile: {again.resealed}. Older keys taken out: {len(keys.sealing) - 1}")
    print("Back up the key file now. Keep its old copy as long as backups of the database from before today.")
    return _report_broken(again.broken)


def _report_broken(broken: list[str]) -> int:
    if not broken:
        return 0
    print(
        f"{len(broken)} sealed with no key in the file, left as they are; if you have the key they were sealed "
        f"with, put it on a line of its own and rotate again:",
        file=sys.stderr,
    )
    for one in broken[:_SHOWN]:
        print(f"  {one}", file=sys.stderr)
    return 1
