"""The `faelled` command: one word for each thing the product can be asked to do.

Only the standard library is imported here, so that `./faelled --help` answers before anything is installed.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import faelled

ROOT = Path(faelled.__file__).resolve().parents[2]
"""The folder of the checkout: where tests, bench and pyproject.toml lie."""

_READER_WORKS = ("train", "learn", "reread", "accept", "extras", "cases")
PARTS = ("web", "worker", "mail")
Args = argparse.Namespace
Handler = Callable[[Args], int]


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line *argv* and leave with its exit code: 0 done, 1 something is wrong, 2 asked wrongly."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given[:1] == ["takemail"]:
        # A mail server starts it for every mail, and wants codes of its own.
        from faelled.site.command import taking

        raise SystemExit(taking.main(given[1:]))
    parser = build_parser()
    args, rest = parser.parse_known_args(given)
    if rest and args.command != "test":
        parser.error(f"unknown: {' '.join(rest)}")
    args.rest = rest
    if args.command is None:
        parser.print_help()
        raise SystemExit(0)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faelled.site.settings")
    # The reader's sums are small: a second thread would cost more than it saves. Numpy looks when it is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    handler: Handler = args.run
    raise SystemExit(handler(args))


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="faelled", description="Meetings, hosts and knowledge for partnerships, by mail."
    )
    words = parser.add_subparsers(dest="command", metavar="COMMAND")
    demo = words.add_parser("demo", help="the whole product with invented people, on this machine alone")
    demo.add_argument("--port", type=int, default=8000, help="of the pages (8000)")
    demo.add_argument("--lmtp-port", type=int, default=8024, help="of the mail intake (8024)")
    demo.add_argument("--smtp-port", type=int, default=8025, help="of the mail intake (8025)")
    demo.add_argument("--fresh", action="store_true", help="forget what the demo kept, and begin anew")
    demo.set_defaults(run=_demo)
    serve = words.add_parser("serve", help="web, worker and mail intake together, or those that are named")
    serve.add_argument("parts", nargs="*", type=_part, metavar="web|worker|mail")
    serve.add_argument("--listen", default="127.0.0.1:8000", help="HOST:PORT of the pages (127.0.0.1:8000)")
    serve.set_defaults(run=_serve)
    words.add_parser("migrate", help="bring the database up to date").set_defaults(run=_migrate)
    invite = words.add_parser("invite", help="let the first coordinator sign in: NAME ADDRESS")
    invite.add_argument("name")
    invite.add_argument("address")
    invite.add_argument("--organisation", default="", help="where the person works")
    invite.set_defaults(run=_invite)
    factor = words.add_parser("reset-second-factor", help="for somebody who has lost it: ADDRESS")
    factor.add_argument("address")
    factor.set_defaults(run=_reset_second_factor)
    words.add_parser("takemail", help="keep one mail from standard input; for mail servers")
    keys = words.add_parser("keys", help="the keys that seal mail: status, add one, or rotate them")
    keys.add_argument("work", choices=("status", "add", "rotate"))
    keys.set_defaults(run=_keys)
    retention = words.add_parser("retention", help="delete what has been kept long enough, with a report")
    retention.add_argument("--dry-run", action="store_true", help="only say what would be deleted")
    retention.set_defaults(run=_retention)
    doctor = words.add_parser("doctor", help="say whether this installation is well")
    doctor.add_argument("--mail", metavar="ADDRESS", help="send a letter there and wait for the answer")
    doctor.add_argument("--wait", type=int, default=300, metavar="SECONDS", help="for that answer (300)")
    doctor.set_defaults(run=_doctor)
    _add_words_for_developers(words)
    return parser


def _part(word: str) -> str:
    # argparse's `choices` would refuse the empty list that means all of them.
    if word not in PARTS:
        raise argparse.ArgumentTypeError(f"{word!r} is not one of {', '.join(PARTS)}")
    return word


def _add_words_for_developers(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    test = words.add_parser("test", help="all tests, on SQLite and PostgreSQL; further words go to pytest")
    test.set_defaults(run=_test)
    faults = words.add_parser(
        "faults", help="processes killed, all of the fuzzing: the long run, and a table of goals"
    )
    faults.add_argument("goals", nargs="*", metavar="R6", help="only what shows these goals")
    faults.set_defaults(run=_faults)
    check = words.add_parser("check", help="format, lint, import contracts, types, translations, migrations")
    check.add_argument(
        "--deploy", action="store_true", help="instead: are the settings fit for the open internet?"
    )
    check.set_defaults(run=_check)
    bench = words.add_parser("bench", help="what is measured, in one table")
    bench.add_argument(
        "names", nargs="*", help="only these files of bench/, or those that measure these goals, such as P7"
    )
    bench.set_defaults(run=_bench)
    interop = words.add_parser(
        "interop", help="a whole round through real mail and calendar programs from Debian, with a report"
    )
    interop.add_argument("--report", type=Path, default=None, metavar="FOLDER", help="(var/interop)")
    interop.add_argument("--no-install", action="store_true", help="use only what is on this machine already")
    interop.add_argument(
        "--without", action="append", default=[], metavar="PROGRAM", help="leave out, such as Roundcube"
    )
    interop.set_defaults(run=_interop)
    translations = words.add_parser(
        "translations", help="list texts without English, and compile what is there"
    )
    translations.set_defaults(run=_translations)
    reader = words.add_parser("reader", help="the reader of answers: train its model, show changed readings")
    reader.add_argument("work", choices=_READER_WORKS, metavar="|".join(_READER_WORKS))
    reader.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="for extras and cases: what to read"
    )
    reader.set_defaults(run=_reader)
    guard = words.add_parser("guard", help="the guard of personal data: train its model of names")
    guard.add_argument("work", choices=("train",), metavar="train")
    guard.add_argument(
        "data", nargs="?", type=Path, metavar="FOLDER", help="the treebank's (data/guard beside us)"
    )
    guard.set_defaults(run=_guard)


# The work itself is imported when it is asked for: `demo` sets the environment before Django reads it.


def _demo(args: Args) -> int:
    # By name, since an installation may leave the demo out.
    demo = import_module("faelled.site.demo")
    return int(demo.main(args) or 0)


def _serve(args: Args) -> int:
    from faelled.site.command import serving

    return serving.serve(args.parts or PARTS, listen=args.listen)


def _migrate(args: Args) -> int:
    from faelled.site.command import serving

    return serving.migrate()


def _invite(args: Args) -> int:
    from faelled.site.command import people

    return people.invite(args.name, args.address, args.organisation)


def _keys(args: Args) -> int:
    from faelled.site.command import keys

    return keys.run(args.work)


def _retention(args: Args) -> int:
    from faelled.site.command import retention

    return retention.run(dry=args.dry_run)


def _reset_second_factor(args: Args) -> int:
    from faelled.site.command import people

    return people.reset_factor(args.address)


def _doctor(args: Args) -> int:
    from faelled.site.command import doctor

    return doctor.examine(mail=args.mail, wait=args.wait)


def _test(args: Args) -> int:
    from faelled.site.command import testing

    return testing.run(args.rest)


def _faults(args: Args) -> int:
    from faelled.site.command import faults

    return faults.run(args.goals)


def _reader(args: Args) -> int:
    from faelled.site.command import asides, reading

    if args.work == "extras":
        return asides.extras(args.files)
    works: dict[str, Callable[[], int]] = {
        "train": reading.train,
        "learn": reading.learn,
        "cases": lambda: reading.cases(args.files),
        "reread": lambda: reading.reread(accept=False),
        "accept": lambda: reading.reread(accept=True),
    }
    return works[args.work]()


def _guard(args: Args) -> int:
    from faelled.site.command import guarding

    return guarding.train(args.data)


def _check(args: Args) -> int:
    from faelled.site.command import checking, deploying

    return deploying.run() if args.deploy else checking.run()


def _bench(args: Args) -> int:
    from faelled.site.command import benching

    return benching.run(args.names)


def _interop(args: Args) -> int:
    from faelled.site.command import interop

    var = Path(os.environ.get("FAELLED_VAR") or "var")
    return interop.run(args.report or var / "interop", install=not args.no_install, without=args.without)


def _translations(args: Args) -> int:
    from faelled.site.command import translations

    return translations.run()


def start_django() -> None:
    """Make the product's tables and settings usable; says in plain words what is wrong with a setting."""
    import logging

    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as trouble:
        print(f"faelled: {trouble}", file=sys.stderr)
        raise SystemExit(2) from None
    # A logger that the settings leave without a handler is meant to be silent (a path may hold a token), but
    # Python prints what finds no handler at all to stderr.
    logging.lastResort = logging.NullHandler()
