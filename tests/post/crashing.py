"""A process of the gateway that a test can kill: `python -m tests.post.crashing intake|open|carry|both|ask NUMBER`.

Its database and key file are those of the environment, as in `faelled serve`.
"""

import os
import sys
import threading
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

LEASE = timedelta(seconds=2)


def main(what: str, number: int) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "faelled.site.settings"
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.POST_ROUTES = "tests.post.crashing"
    if what == "intake":
        from faelled.post import intake

        intake.serve(
            f"127.0.0.1:{number}", "", threading.Event(), ready=lambda places: print("ready", flush=True)
        )
    elif what == "ask":
        call_command("migrate", "post", verbosity=0)
        _ask(number)
    else:
        _work(what)


def _ask(number: int) -> None:
    from django.db import transaction

    from faelled.post import addresses, outgoing
    from faelled.post.letters import About, Recipient

    with transaction.atomic():
        for one in range(number):
            outgoing.write(
                "post/letters/doctor",
                to=Recipient(f"key-{one}", "Lone", "Lone", f"lone{one}@familiehuset.example", "da"),
                about=About("ask", one),
                context={},
                letter_class="ask",
                thread=f"t{one}",
            )
    print(addresses.reply_address("ask", 0, "key-0"))


def _work(what: str) -> None:
    """Open and carry until killed. A lease of two seconds stands in for the two minutes that a real one lasts."""
    from faelled.post import incoming, outgoing, transport
    from faelled.post.incoming import handling
    from faelled.post.outgoing import carrying
    from faelled.work.rows import one_by_one

    handling.one_by_one = carrying.one_by_one = partial(one_by_one, lease=LEASE)
    transport.use(ToFile(Path(os.environ["TAKEN"])))
    duties = {"open": (incoming.open_waiting,), "carry": (outgoing.carry,)}
    mine = duties.get(what) or (incoming.open_waiting, outgoing.carry)
    while True:
        if not sum(duty(f"w{os.getpid()}") for duty in mine):
            print("idle", flush=True)
            time.sleep(0.1)


class ToFile:
    """A mail server that keeps the Message-ID of what it takes, even when the sender dies the next moment."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, envelope_from: str, to: str, message: bytes) -> None:
        message_id = message.split(b"Message-ID: ", 1)[1].split(b"\r\n", 1)[0]
        with self.path.open("ab") as file:
            file.write(message_id + b"\n")


# Post routes: each reply writes a letter, so that an effect that happened twice would show.


def _reply(arrival):
    from faelled.post import outgoing
    from faelled.post.letters import About, Recipient

    outgoing.write(
        "post/letters/doctor",
        to=Recipient("effect", "Bodil", "Bodil", "bodil@biblioteket.example", "da"),
        about=About("effect", arrival.row_id),
        context={},
        letter_class="answer",
        thread="effects",
    )


def partnership_of(kind, about_id):
    return None


def aside(row_id, sender_address, reason):
    raise AssertionError(reason)


class _Routes(dict):
    def __missing__(self, kind):
        from faelled.post.routes import Route

        return Route(_reply, _reply, _reply)


ROUTES = _Routes()

if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0)
