"""`faelled retention`: how long each kind of row is kept, what is over, and deleting it (docs/drift/retention.md)."""

import sys

from faelled.site.command import serving, start_django

MOST_ROUNDS = 20  # one deletion may free the next: a round its seat, a seat its partnership


def run(*, dry: bool) -> int:
    """Print the report; without *dry* delete first. Returns 1 when the database is not up to date."""
    start_django()
    if serving.pending_migrations():
        print("faelled: the database is not up to date; run `./faelled migrate` first.", file=sys.stderr)
        return 1
    return report(dry=dry)


def report(*, dry: bool) -> int:
    """Print, for each rule, how long its rows are kept, how many there are and how many are over."""
    from faelled.site.duties import RETENTION
    from faelled.work import clock, retention

    counted = retention.count(RETENTION, clock.now())
    print(f"{'table':32} {'rows':>8} {'over':>8}  kept")
    for one in counted:
        print(f"{one.rule.table:32} {one.rows:>8} {one.over:>8}  {one.rule.kept}")
    over = sum(one.over for one in counted)
    if dry:
        print(f"retention: {over} would be deleted or emptied; nothing was changed")
        return 0
    forget_everything()
    left = sum(one.over for one in retention.count(RETENTION, clock.now()))
    print(f"retention: {over} were over, {left} are left")
    return int(left > 0)


def forget_everything() -> None:
    """Run every duty that deletes, until none finds anything."""
    from faelled.site.duties import FORGETTING

    for _ in range(MOST_ROUNDS):
        if sum(duty.run("retention") for duty in FORGETTING) == 0:
            return
